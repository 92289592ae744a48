"""What holds for any bytes that begin as a dump does."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.model.draft import DraftWork
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers import efiction_dump
from fanfold.readers.contract import Source
from fanfold.readers.efiction_dump import tokenizer
from fanfold.readers.efiction_dump.values import bytes_of

HEAD = b"-- dump\nCREATE TABLE fanfiction_stories (sid int, title text, uid int);\n"
PIECES = [
    *(b"INSERT INTO `fanfiction_stories` VALUES ", b"(1,'a',2)", b",", b";", b"\n"),
    *(
        b"'",
        b'"',
        b"\\",
        b"(",
        b")",
        b"--",
        b"/*",
        b"*/",
        b"NULL",
        b"0xff",
        b"_binary ",
    ),
    *(
        b"CREATE TABLE ",
        b"`",
        b"fanfiction_chapters",
        b"DROP TABLE x;",
        b"DELIMITER ;;",
    ),
    *(
        b"\x00",
        b"\xff\xfe",
        b"SET NAMES utf8;",
        b"USE `x`;",
        b"#",
        b" ",
        b"INSERT INTO ",
    ),
]
ANY = st.one_of(
    st.binary(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join),
)


def original_of(content: bytes, folder: Path) -> Original:
    path = folder / "dump.sql"
    path.write_bytes(content)
    return Original(
        hashlib.sha256(content).hexdigest(), len(content), "dump.sql", path=path
    )


def read(content: bytes) -> list[object]:
    with TemporaryDirectory() as folder:
        source = Source((original_of(content, Path(folder)),))
        return list(efiction_dump.reader.read(source, scratch=Path(folder)))


@settings(max_examples=120)
@given(ANY)
def test_any_bytes_give_records_or_problems(content: bytes) -> None:
    for each in read(HEAD + content):
        if isinstance(each, Problem):
            assert each.code
            assert each.place


@pytest.mark.nightly
@settings(max_examples=20_000)
@given(ANY)
def test_any_bytes_give_records_or_problems_for_long(content: bytes) -> None:
    assert read(HEAD + content) is not None


@settings(max_examples=150)
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=30), st.integers(1, 60))
def test_every_value_comes_back_however_it_is_quoted(
    values: list[bytes], piece: int
) -> None:
    rows = b",".join(b"(%d,%s)" % (n, _quoted(v, n)) for n, v in enumerate(values))
    content = b"INSERT INTO t VALUES " + rows + b";\n"

    found = [
        bytes_of(each.tokens[1])
        for each in _events_in_pieces(content, piece)
        if isinstance(each, tokenizer.Row)
    ]

    assert found == values


def test_a_value_longer_than_a_piece_comes_back_whole() -> None:
    text = b"it\\'s (one), " * 400_000
    content = b"INSERT INTO t VALUES (1,'" + text + b"'),(2,'x');\n"

    rows = [
        e for e in tokenizer.events(BytesIO(content)) if isinstance(e, tokenizer.Row)
    ]

    assert bytes_of(rows[0].tokens[1]) == text.replace(b"\\'", b"'")
    assert content[rows[0].start(1) :].startswith(rows[0].tokens[1])
    assert rows[1].tokens == (b"2", b"'x'")


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_a_dump_cut_off_anywhere_keeps_its_whole_rows(cut: int) -> None:
    rows = b",".join(b"(%d,'Story %d',1)" % (n, n) for n in range(1, 30))
    content = HEAD + b"INSERT INTO fanfiction_stories VALUES " + rows
    content = content[: len(content) - cut]

    works = [each for each in read(content) if isinstance(each, DraftWork)]

    whole = content.partition(b"VALUES ")[2].count(b"',1)")
    assert len(works) == whole


def _quoted(value: bytes, way: int) -> bytes:
    escaped = value.replace(b"\\", b"\\\\").replace(b"\0", b"\\0")
    if way % 4 == 0:
        return b"'" + escaped.replace(b"'", b"\\'") + b"'"
    if way % 4 == 1:
        return b"'" + escaped.replace(b"'", b"''") + b"'"
    if way % 4 == 2:
        return b'"' + escaped.replace(b'"', b'\\"') + b'"'
    return b"0x" + value.hex().encode() if value else b"''"


def _events_in_pieces(content: bytes, piece: int) -> list[tokenizer.Event]:
    """Read in small pieces, so that every place is once at an edge."""
    was = tokenizer.PIECE
    tokenizer.PIECE = piece
    try:
        return list(tokenizer.events(BytesIO(content)))
    finally:
        tokenizer.PIECE = was
