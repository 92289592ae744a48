"""What is found in folders and containers, and in which order."""

from __future__ import annotations

import io
import os
import socket
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest

from fanfold.intake.survey import Found, Part, survey
from fanfold.keep.bounds import Bounds
from fanfold.keep.originals import Originals
from fanfold.model.original import Original
from fanfold.model.problem import Problem


class Holding:
    """Keeps what is found, as an import does."""

    def __init__(self, folder: Path) -> None:
        self.originals = Originals(folder, durable=False)

    def __call__(
        self,
        stream: BinaryIO,
        name: str,
        container: str | None,
        found_in: str,
        path: Path | None,
    ) -> Original:
        return self.originals.keep(
            stream, name=name, container=container, found_in=found_in
        )


def found_in(
    *paths: Path, bounds: Bounds | None = None
) -> tuple[list[Found], list[Problem]]:
    hold = Holding(paths[0].parent / "store")
    every = list(survey(paths, hold=hold, bounds=bounds or Bounds()))
    found = [each for each in every if isinstance(each, Found)]
    return found, [each for each in every if isinstance(each, Problem)]


def names(found: list[Found], part: str = Part.STORY) -> list[str]:
    return [each.original.name for each in found if each.part == part]


def codes(problems: list[Problem]) -> set[tuple[str, str]]:
    return {(each.code, each.place) for each in problems}


def packed(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", 8) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, (2004, 5, 6, 0, 0, 0))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "good.txt").write_text("It snowed.\n", "utf-8")
    return folder


def test_files_come_in_order_of_their_names_folders_among_them(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "z.txt").write_text("z", "utf-8")
    (folder / "z.txt").write_text("zz", "utf-8")

    found, problems = found_in(folder)

    assert names(found) == ["a/z.txt", "good.txt", "z.txt"]
    assert problems == []


def test_a_zip_is_kept_and_opened_with_names_relative_to_it(tmp_path: Path) -> None:
    path = tmp_path / "site.zip"
    path.write_bytes(packed({"stories/x.txt": b"x", "a.txt": b"a"}))

    found, _ = found_in(path)

    assert names(found, Part.CONTAINER) == ["site.zip"]
    assert names(found) == ["stories/x.txt", "a.txt"]
    container = found[0].original.sha256
    assert {each.original.container for each in found[1:]} == {container}


def test_containers_among_other_files_put_their_name_before(folder: Path) -> None:
    (folder / "old.zip").write_bytes(packed({"x.txt": b"x"}))

    found, _ = found_in(folder)

    assert names(found) == ["good.txt", "old.zip/x.txt"]


def test_several_folders_put_their_names_before(folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    (other / "good.txt").write_text("It rained.\n", "utf-8")

    found, _ = found_in(folder, other)

    assert names(found) == ["site/good.txt", "other/good.txt"]


def test_a_zip_in_a_zip_is_opened_down_to_the_limit(tmp_path: Path) -> None:
    content = packed({"x.txt": b"x"})
    for depth in range(4):
        content = packed({f"{depth}.zip": content, f"{depth}.txt": b"%d" % depth})
    path = tmp_path / "deep.zip"
    path.write_bytes(content)

    found, problems = found_in(path)

    assert names(found) == ["3.zip/2.zip/1.txt", "3.zip/2.txt", "3.txt"]
    assert {each.code for each in problems} == {"nesting-limit"}


def test_a_bomb_of_like_zips_is_opened_once_each(tmp_path: Path) -> None:
    content = packed({"big": bytes(1 << 20)})
    for _ in range(2):
        content = packed({f"{n}.zip": content for n in range(8)})
    path = tmp_path / "bomb.zip"
    path.write_bytes(content)

    found, problems = found_in(path)

    assert names(found) == []
    assert {"container-twice", "container-ratio"} <= {each.code for each in problems}


def test_links_pipes_and_sockets_are_named_and_not_opened(folder: Path) -> None:
    (folder / "link.txt").symlink_to("/etc/hostname")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(folder / "socket"))

        found, problems = found_in(folder)

    assert names(found) == ["good.txt"]
    assert codes(problems) == {
        ("file-link", "link.txt"),
        ("file-link", "loop"),
        ("file-special", "pipe"),
        ("file-special", "socket"),
    }


def test_a_link_that_a_person_names_is_followed(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)

    found, _ = found_in(link)

    assert names(found) == ["good.txt"]


def test_a_file_above_the_limit_is_left_where_it_is(folder: Path) -> None:
    with (folder / "sparse").open("wb") as stream:
        stream.truncate(1 << 33)

    found, problems = found_in(folder, bounds=Bounds(entry=1 << 20))

    assert names(found) == ["good.txt"]
    assert codes(problems) == {("size-limit", "sparse")}


def test_a_file_that_grows_while_it_is_read_is_kept_and_set_aside(
    folder: Path,
) -> None:
    class Growing(Holding):
        def __call__(self, stream, name, container, found_in, path):  # type: ignore
            with path.open("ab") as more:
                more.write(b"more")
            return super().__call__(stream, name, container, found_in, path)

    hold = Growing(folder.parent / "store")
    every = list(survey([folder], hold=hold, bounds=Bounds()))

    assert [each.part for each in every if isinstance(each, Found)] == [Part.ASIDE]
    assert [each.code for each in every if isinstance(each, Problem)] == [
        "file-changed"
    ]


def test_a_file_that_vanishes_is_named_and_the_rest_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text("a", "utf-8")
    opened = os.open

    def vanishing(path: Path, flags: int, *more: int) -> int:
        if str(path).endswith("a.txt"):
            Path(path).unlink()
        return opened(path, flags, *more)

    monkeypatch.setattr(os, "open", vanishing)
    found, problems = found_in(folder)

    assert names(found) == ["good.txt"]
    assert codes(problems) == {("file-unreadable", "a.txt")}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(folder: Path) -> None:
    (folder / "secret").write_text("x", "utf-8")
    (folder / "secret").chmod(0)

    found, problems = found_in(folder)

    assert names(found) == ["good.txt"]
    assert codes(problems) == {("file-unreadable", "secret")}


def test_odd_names_are_shown_safely(folder: Path) -> None:
    (folder / "a\nb.txt").write_text("a", "utf-8")
    Path(os.fsdecode(bytes(folder) + b"/caf\xe9.txt")).write_text("b", "utf-8")

    found, problems = found_in(folder)

    assert names(found) == ["a_b.txt", "caf\\xe9.txt", "good.txt"]
    assert {each.code for each in problems} == {"name-changed"}


def test_files_of_the_system_are_kept_and_set_aside(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "._good.txt").write_bytes(b"\0\5")
    (folder / "metadata.db").write_bytes(b"SQLite format 3\0")

    found, problems = found_in(folder)

    assert names(found) == ["good.txt"]
    aside = names(found, Part.ASIDE)
    assert aside == [".DS_Store", "__MACOSX/._good.txt", "metadata.db"]
    assert {each.code for each in problems} == {"not-a-story"}


def test_a_damaged_container_is_kept_and_named(folder: Path) -> None:
    (folder / "cut.zip").write_bytes(packed({"a": b"x" * 900})[:-30])

    found, problems = found_in(folder)

    assert names(found, Part.CONTAINER) == ["cut.zip"]
    assert codes(problems) == {("container-truncated", "cut.zip")}
