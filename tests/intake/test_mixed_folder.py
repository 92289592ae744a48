"""A folder that mixes everything: what belongs together is one source, once.

Made here, file by file, so that the truth stands beside it: which files go together,
who reads them, how many works come out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from fanfold.intake.here import read_here
from fanfold.intake.limits import Limits
from fanfold.intake.sources import Claimed, claimed, known_readers
from fanfold.intake.survey import Found, Part, survey
from fanfold.keep.originals import Originals
from fanfold.model.draft import DraftWork
from fanfold.model.original import Original
from fanfold.model.problem import Problem

PROSE = "It had been snowing for {} days when Wren came home over the long hill. "


def prose(seed: str) -> str:
    return "\n\n".join(PROSE.format(f"{seed} {n}") * 2 for n in range(8))


def page(title: str, by: str, links: str = "") -> str:
    body = "".join(f"<p>{each}</p>" for each in prose(title).split("\n\n"))
    return (
        f"<html><head><title>{title}</title></head><body><h2>{title}</h2>"
        f"<p>by {by}</p>{body}{links}</body></html>"
    )


def index(*names: str) -> str:
    items = "".join(f'<li><a href="{each}.html">{each}</a>' for each in names)
    return (
        f"<html><head><title>Stories</title></head><body><ul>{items}</ul></body></html>"
    )


DUMP = (
    "CREATE TABLE `fanfiction_stories` (`sid` int, `title` text, `uid` int,"
    " `validated` char(1));\n"
    "INSERT INTO `fanfiction_stories` VALUES (7,'The Dump',3,'1');\n"
    "CREATE TABLE `fanfiction_chapters` (`chapid` int, `title` text, `inorder` int,"
    " `storytext` text, `validated` char(1), `sid` int, `uid` int);\n"
    "INSERT INTO `fanfiction_chapters` VALUES (9,'One',1,NULL,'1',7,3);\n"
    "CREATE TABLE `fanfiction_authors` (`uid` int, `penname` text);\n"
    "INSERT INTO `fanfiction_authors` VALUES (3,'Marlow');\n"
)
TABLE = (
    "%FILES = (\n1 => {\n\tTitle => 'From the Table',\n\tAuthor => 'Tess',\n"
    "\tLocation => '4/table',\n\tFileType => 'txt',\n},\n);\n1;\n"
)
MAIL = (
    "From wren@example.org Mon May  7 10:00:00 2001\nFrom: Wren <wren@example.org>\n"
    "Subject: FIC: By Mail (PG)\nDate: Mon, 7 May 2001 10:00:00 +0000\n"
    "Message-ID: <1@example.org>\n\nTitle: By Mail\nAuthor: Wren\nRating: PG\n\n"
    + prose("mail")
    + "\n\n"
)
PART = "Title: Rope ({}/2)\nAuthor: Linnet\nRating: PG\n\n"

#: What belongs together, with the reader that takes it and how many works it holds.
TOGETHER: dict[str, tuple[str, int, dict[str, str]]] = {
    "dump": ("efiction_dump", 1, {
        "backup/site.sql": DUMP,
        "backup/public_html/stories/3/9.txt": prose("dump"),
    }),
    "table": ("automated_archive", 1, {
        "old shelf/ARCHIVE_DB.pl": TABLE,
        "old shelf/archive/4/table.txt": prose("table"),
        "old shelf/archive/4/table_cmt.html":
            "<html><body><p>From: Moth<br>Date: 03/01/02<p>Lovely.</body></html>",
    }),
    "first site": ("saved_site", 2, {
        "wren/index.html": index("snow", "ice1", "ice2"),
        "wren/snow.html": page("Snow", "Wren"),
        "wren/ice1.html": page("Ice (1/2)", "Wren", '<a href="ice2.html">Next</a>'),
        "wren/ice2.html": page("Ice (2/2)", "Wren"),
    }),
    "second site": ("saved_site", 2, {
        "hob/index.html": index("bell", "lamp"),
        "hob/bell.html": page("Bell", "Hob"),
        "hob/lamp.html": page("Lamp", "Hob"),
    }),
    "site in a zip": ("saved_site", 2, {
        "tess.zip/tess/index.html": index("salt", "oar"),
        "tess.zip/tess/salt.html": page("Salt", "Tess"),
        "tess.zip/tess/oar.html": page("Oar", "Tess"),
    }),
    "mail": ("mailbox", 1, {"lists/quay-l.mbox": MAIL}),
    "parts": ("story_parts", 1, {
        "texts/rope1.txt": PART.format(1) + prose("rope one"),
        "texts/rope2.txt": PART.format(2) + prose("rope two"),
    }),
    "text": ("posted_text", 1, {
        "texts/quay.txt": "Title: Quay\nAuthor: Hob\n\n" + prose("quay"),
    }),
    "page": ("saved_page", 1, {"texts/kettle.html": page("Kettle", "Marlow")}),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "found"
    packed: dict[str, zipfile.ZipFile] = {}
    streams: dict[str, io.BytesIO] = {}
    for _, _, files in TOGETHER.values():
        for name, text in files.items():
            container, zipped, inner = name.partition(".zip/")
            if zipped:
                stream = streams.setdefault(container, io.BytesIO())
                archive = packed.setdefault(container, zipfile.ZipFile(stream, "w"))
                archive.writestr(inner, text)
                continue
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for container, archive in packed.items():
        archive.close()
        (home / f"{container}.zip").write_bytes(streams[container].getvalue())
    (home / "Thumbs.db").write_bytes(b"\0\1")
    return home


def found_in(folder: Path, keep: Path) -> Iterator[Found]:
    originals = Originals(keep, durable=False)

    def hold(
        stream: BinaryIO, name: str, container: str | None, found_in: str, _: object
    ) -> Original:
        return originals.keep(
            stream, name=name, container=container, found_in=found_in, found_at=None
        )

    bounds = Limits().within(folder).bounds
    for each in survey([folder], hold=hold, bounds=bounds):
        if isinstance(each, Found):
            yield each


def test_every_file_is_in_one_source_and_no_other(folder: Path, tmp_path: Path) -> None:
    found = list(found_in(folder, tmp_path / "keep"))

    sources = list(claimed(found, known_readers()))

    told = sorted(each.name for made in sources for each in made.source)
    stories = sorted(each.original.name for each in found if each.part == Part.STORY)
    assert told == stories
    assert sorted(told) == sorted(
        name for _, _, files in TOGETHER.values() for name in files
    )


def test_what_belongs_together_is_read_together(folder: Path, tmp_path: Path) -> None:
    sources = claimed(found_in(folder, tmp_path / "keep"), known_readers())

    made = {
        frozenset(each.name for each in one.source): one.known and one.known.reader.name
        for one in sources
    }

    assert made == {frozenset(files): reader for reader, _, files in TOGETHER.values()}


def test_the_works_are_as_many_as_were_put_in(folder: Path, tmp_path: Path) -> None:
    sources = list(claimed(found_in(folder, tmp_path / "keep"), known_readers()))

    works: dict[str, int] = {}
    problems: list[Problem] = []
    for one in sources:
        for each in read_here(one, limits=Limits(), scratch=tmp_path):
            if isinstance(each, DraftWork):
                works[name_of(one)] = works.get(name_of(one), 0) + 1
            elif isinstance(each, Problem):
                problems.append(each)

    assert works == {name: number for name, (_, number, _) in TOGETHER.items()}
    assert {each.severity.value for each in problems} <= {"note"}


def name_of(made: Claimed) -> str:
    names = {each.name for each in made.source}
    return next(key for key, (_, _, files) in TOGETHER.items() if names == set(files))


def test_what_a_person_wants_apart_is_joined_to_nothing(
    folder: Path, tmp_path: Path
) -> None:
    found = list(found_in(folder, tmp_path / "keep"))

    sources = claimed(found, known_readers(), apart=["rope*.txt", "wren/ice?.html"])

    made = [{each.name for each in one.source} for one in sources]
    for name in ("texts/rope1.txt", "texts/rope2.txt", "wren/ice1.html"):
        assert {name} in made
    assert {"wren/index.html", "wren/snow.html"} in made
