"""What holds for any file that is, or is not, an archive's table."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.errors import SourceError
from fanfold.model.draft import DraftWork
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers import automated_archive
from fanfold.readers.automated_archive.days import Days
from fanfold.readers.automated_archive.perl import records
from fanfold.readers.contract import Recognition, Source
from tests.pace import within

PIECES = [
    *(b"%FILES = (\n", b");\n1;\n", b"1 => {\n", b"'2' => {", b"},\n", b"}", b"{"),
    *(b"\tTitle => 'Snow',\n", b"Author => 'O'Dell',", b'"Notes" => "a \\"b\\"",\n'),
    *(b"Summary => 'never", b"X => <<EOT\n", b"EOT\n", b"Y => q(", b"Z => [", b"=> "),
    *(b"PrintTime => '03/14/01',\n", b"Location => '1/a',\n", b"\\", b"'", b'"', b"\n"),
    *(b"\xe9\x93", "é“".encode(), b"\0", b"# remark\n", b"$FILES{3} = {"),
]


def original_of(content: bytes, folder: Path, name: str = "ARCHIVE_DB.pl") -> Original:
    path = folder / name.replace("/", "_")
    path.write_bytes(content)
    return Original(hashlib.sha256(content).hexdigest(), len(content), name, path=path)


def read(content: bytes, folder: Path) -> list[object]:
    source = Source((original_of(content, folder),))
    return list(automated_archive.read(source, scratch=folder))


@pytest.mark.nightly
@settings(max_examples=20_000, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=40))
def test_fuzz_any_pieces_of_a_table(pieces: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        read(b"".join(pieces), Path(folder))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.lists(st.sampled_from(PIECES)).map(b"".join))
def test_any_bytes_give_records_problems_or_a_clear_error(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            found = read(content, Path(folder))
        except SourceError:
            return

    works = [each for each in found if isinstance(each, DraftWork)]
    told = [each for each in found if isinstance(each, Problem)]
    assert len(works) + len(told) >= sum(bool(each.number) for each in records(content))


@pytest.mark.parametrize(
    "content",
    [
        b"#!/usr/bin/perl\nuse strict;\nmy %shade = (red => 1, blue => 2);\n",
        b"Title: Snow\n\nHe wrote 12 => on the wall, and nothing more.\n",
        b'{"kind": "work", "title": "12 => {"}\n',
        b"INSERT INTO `a` VALUES (1,'12 => { x => 1');\n",
        b"<html><body><p>12 =&gt; { Title =&gt; x }</body></html>",
        b"",
    ],
)
def test_what_is_no_table_is_left_alone(content: bytes, tmp_path: Path) -> None:
    original = original_of(content, tmp_path)

    assert automated_archive.recognise(Source((original,))) is Recognition.NO
    assert list(automated_archive.gather([original])) == []


def test_a_table_is_known_by_what_it_is(tmp_path: Path) -> None:
    content = b"%S = (\n7 => {\n Title => 'Snow',\n},\n);\n"

    original = original_of(content, tmp_path, "somewhere/old-things")

    assert automated_archive.recognise(Source((original,))) is Recognition.CERTAIN


def test_the_files_of_two_archives_are_told_apart(tmp_path: Path) -> None:
    table = b"%%FILES = (\n1 => {\n\tTitle => 'Snow',\n\tLocation => '%s',\n},\n);\n"
    originals = [
        original_of(table % b"1/snow", tmp_path, "one/ARCHIVE_DB.pl"),
        original_of(table % b"2/ice", tmp_path, "two/ARCHIVE_DB.pl"),
        original_of(b"It snowed.", tmp_path, "one/archive/1/snow.txt"),
        original_of(b"<html>", tmp_path, "one/archive/1/snow_cmt.html"),
        original_of(b"Ice.", tmp_path, "astray/2/ice.txt"),
        original_of(b"Other.", tmp_path, "diary.txt"),
    ]

    sets = [
        {each.name for each in made} for made in automated_archive.gather(originals)
    ]

    assert sets == [
        {"one/ARCHIVE_DB.pl", "one/archive/1/snow.txt", "one/archive/1/snow_cmt.html"},
        {"two/ARCHIVE_DB.pl", "astray/2/ice.txt"},
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        b"1 => {\nA => '" + b"'#" * 100_000,
        b"1 => { A => '" + b"' " * 100_000,
        b"1=>{" + b"{a=>" * 50_000,
        b"1 => {\n" + b"a => 'x\n" * 30_000,
        b"k => <<A\n" * 20_000,
        b"1=>{a=>'" + b"\\'" * 100_000,
        b"\n)" * 100_000,
    ],
)
def test_time_grows_with_length_alone(hostile: bytes) -> None:
    with within(1):
        list(records(hostile))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("03/14/01", "2001-03-14"),
        ("12/30/90", "1990-12-30"),
        ("12/30/89", "2089-12-30"),
        ("14/03/2001", "2001-03-14"),
        ("919252800", "1999-02-17T12:00:00Z"),
        ("3 May 1999", "1999-05-03"),
        ("0,/2,/25", None),
        ("00,02,…", None),
        ("P", None),
        ("02/30/01", None),
        ("", None),
    ],
)
def test_a_date_is_read_or_left_unknown(value: str, expected: str | None) -> None:
    found = Days().date_of(value)

    assert (found and found.text) == expected


def test_the_archive_as_a_whole_shows_the_order_of_its_dates() -> None:
    assert Days.of(["25/12/99", "03/04/00"]).date_of("03/04/00") is not None
    assert str(Days.of(["25/12/99", "03/04/00"]).date_of("03/04/00")) == "2000-04-03"
    assert str(Days.of(["25/12/99", "04/25/00"]).date_of("03/04/00")) == "2000-03-04"
