"""Hostile and broken containers: tests/keep/cases/, with what must come of each."""

from __future__ import annotations

import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanfold.errors import ContainerError
from fanfold.keep.bounds import Bounds, Meter
from fanfold.keep.containers import Form, form_of, members
from fanfold.model.problem import Problem

CODES = (
    "container-damaged",
    "container-truncated",
    "container-size",
    "container-overlap",
    "container-ratio",
    "entry-limit",
    "size-limit",
)
CASES = Path(__file__).parent / "cases"
EXPECTED = json.loads((CASES / "expected.json").read_text("utf-8"))


def opened(
    path: Path, bounds: Bounds | None = None
) -> tuple[dict[str, bytes], list[str]]:
    """Return the members by label and the codes of what was wrong."""
    found, codes = {}, []
    form = form_of(path, path.name)
    assert form is not None
    try:
        for each in members(
            path,
            name=path.name,
            form=form,
            meter=Meter(bounds or Bounds(), path.stat().st_size),
        ):
            if isinstance(each, Problem):
                codes.append(each.code)
                continue
            try:
                with each.open() as stream:
                    found[each.name] = stream.read()
            except ContainerError as error:
                codes.append(error.code)
    except ContainerError as error:
        codes.append(error.code)
    return found, codes


def zipped(path: Path, entries: dict[str, bytes], method: int = 8) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, (2004, 5, 6, 0, 0, 0))
            archive.writestr(entry, content, method)
    return path


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_case_opens_as_expected(name: str) -> None:
    found, codes = opened(CASES / name)

    assert {"members": len(found), "codes": sorted(set(codes))} == EXPECTED[name]


def test_every_case_has_an_expectation() -> None:
    cases = {path.name for path in CASES.iterdir()} - {"expected.json", "about.md"}

    assert cases == set(EXPECTED)


@pytest.mark.parametrize("method", [0, 8, 12, 14])
def test_a_zip_file_gives_back_what_was_packed(tmp_path: Path, method: int) -> None:
    entries = {"a.txt": b"snow " * 50, "b/c.txt": bytes(range(256)) * 30, "d": b""}

    found, codes = opened(zipped(tmp_path / "a.zip", entries, method))

    assert found == entries
    assert codes == []


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_tar_file_gives_back_what_was_packed(
    tmp_path: Path, mode: str, form: int
) -> None:
    name = "häuser/" + "long-" * 40 + ".txt"
    path = tmp_path / "a.tar"
    with tarfile.open(path, mode, format=form) as archive:  # type: ignore[call-overload]
        entry = tarfile.TarInfo(name)
        entry.size = 700
        archive.addfile(entry, io.BytesIO(b"x" * 700))

    found, codes = opened(path)
    if mode != "w":
        inner = tmp_path / "inner.tar"
        inner.write_bytes(next(iter(found.values())))
        found, codes = opened(inner)

    assert found == {name: b"x" * 700}
    assert codes == []


def test_a_book_is_no_container(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")

    assert form_of(path, path.name) is None


def test_text_is_no_container(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_text("Title: Home\n\nIt snowed.\n", "utf-8")

    assert form_of(path, path.name) is None


def test_too_many_small_entries_are_refused_before_any_is_read(
    tmp_path: Path,
) -> None:
    path = zipped(tmp_path / "a.zip", {f"{n}": b"" for n in range(21)})

    found, codes = opened(path, Bounds(small_entries=20))

    assert (found, codes) == ({}, ["entry-limit"])


def test_an_entry_above_the_limit_stays_packed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"big": bytes(range(256)) * 8, "small": b"x"})

    found, codes = opened(path, Bounds(entry=1000))

    assert found == {"small": b"x"}
    assert codes == ["size-limit"]


def test_all_entries_together_have_a_limit(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {str(n): b"x" * 600 for n in range(4)}, 0)

    found, codes = opened(path, Bounds(total=1500))

    assert list(found) == ["0", "1"]
    assert set(codes) == {"size-limit"}


def test_all_entries_together_are_held_to_the_ratio(tmp_path: Path) -> None:
    entry = b"snow and wolf " * 4600
    path = zipped(tmp_path / "a.zip", {str(n): entry + b"%d" % n for n in range(40)})

    found, codes = opened(path)

    assert 0 < len(found) < 40
    assert set(codes) == {"container-ratio"}


def test_a_dense_stream_is_stopped_at_the_ratio(tmp_path: Path) -> None:
    path = tmp_path / "a.xz"
    path.write_bytes(lzma.compress(bytes(8 << 20)))

    found, codes = opened(path)

    assert (found, codes) == ({}, ["container-ratio"])


def test_several_xz_streams_are_one_file(tmp_path: Path) -> None:
    path = tmp_path / "story.txt.xz"
    path.write_bytes(lzma.compress(b"one ") + lzma.compress(b"two"))

    found, codes = opened(path)

    assert found == {"story.txt": b"one two"}
    assert codes == []


def broken(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), 7):
        yield content[:at]
        yield content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]


@pytest.mark.parametrize("form", ["zip", "tar", "tgz"])
def test_any_damage_gives_members_or_a_code_and_nothing_else(
    tmp_path: Path, form: str
) -> None:
    whole = tmp_path / "whole"
    if form == "zip":
        zipped(whole, {"a.txt": b"snow " * 9, "b/c.txt": b"wolf"})
    else:
        with tarfile.open(whole, "w:gz" if form == "tgz" else "w") as archive:
            entry = tarfile.TarInfo("a.txt")
            entry.size = 10
            archive.addfile(entry, io.BytesIO(b"x" * 10))

    for content in broken(whole.read_bytes()[:2000]):
        path = tmp_path / f"a.{form}"
        path.write_bytes(content)
        if form_of(path, path.name) is not None:
            found, codes = opened(path)
            assert found or codes or form == "tar"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=600), st.sampled_from(list(Form)))
def test_any_bytes_give_members_or_a_code(
    tmp_path: Path, content: bytes, form: Form
) -> None:
    beginnings = {
        Form.ZIP: b"PK\x03\x04",
        Form.TAR: b"",
        Form.GZIP: b"\x1f\x8b\x08",
        Form.BZIP2: b"BZh9",
        Form.XZ: b"\xfd7zXZ\x00",
    }
    path = tmp_path / "any"
    path.write_bytes(beginnings[form] + content)
    meter = Meter(Bounds(total=1 << 24), path.stat().st_size)

    codes = []
    try:
        for each in members(path, name="any", form=form, meter=meter):
            if not isinstance(each, Problem):
                each.open().read()
    except ContainerError as error:
        codes.append(error.code)

    # Anything but a ContainerError has failed the test by now.
    assert codes in ([], *([code] for code in CODES))
