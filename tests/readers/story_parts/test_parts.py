"""Which texts of a folder are one story, and which are left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.model.draft import DraftWork
from fanfold.model.original import Original
from fanfold.readers import story_parts
from fanfold.readers.contract import Recognition, Source
from tests.pace import within

STORY = "\n\nIt had been snowing for days when Wren came home.\n" * 3


def originals(folder: Path, files: Mapping[str, str | bytes]) -> list[Original]:
    made = []
    for name, text in files.items():
        content = text if isinstance(text, bytes) else text.encode()
        path = folder / hashlib.sha256(name.encode()).hexdigest()
        path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        made.append(Original(sha256, len(content), name, path=path))
    return made


def head(title: str, by: str = "Wren") -> str:
    return f"Title: {title}\nAuthor: {by}\nRating: PG\n{STORY}"


@pytest.mark.parametrize(
    "files",
    [
        {"story1.txt": head("Snow"), "story2.txt": head("Ice")},
        {"story1.txt": head("Snow"), "story2.txt": head("Snow")},
        {"fic1.txt": STORY, "fic2.txt": STORY},
        {"snow1.txt": head("Snow (1/2)"), "snow2.txt": head("Ice (2/2)")},
        {"snow1.txt": head("Snow (1/2)"), "snow2.txt": head("Snow (1/2)")},
        {"a.txt": head("Snow (1/2)", "Wren"), "b.txt": head("Snow (2/2)", "Hob")},
        {"x/a.txt": head("Snow (1/2)"), "y/b.txt": head("Snow (2/2)")},
        {"snow1.txt": head("Snow"), "snow2.txt": f"Part 3\n{STORY}"},
        {
            "snow1.txt": head("Snow"),
            "snow2.txt": f"Part 2\n{STORY}",
            "snow3.txt": STORY,
        },
        {"12/1.txt": head("Snow (1/2)"), "12/2.txt": head("Snow (2/2)")},
        {"s1.html": head("Snow (1/2)"), "s2.html": head("Snow (2/2)")},
        {
            "night1.txt": head("Night, a drabble"),
            "night2.txt": head("Night, a drabble"),
        },
        {"rope1.txt": head("Rope (1/2)"), "rope2.txt": "<html><body>Rope (2/2)"},
    ],
)
def test_what_is_not_surely_one_story_is_left_alone(
    files: dict[str, str], tmp_path: Path
) -> None:
    assert list(story_parts.gather(originals(tmp_path, files))) == []


def test_others_of_the_folder_do_not_come_along(tmp_path: Path) -> None:
    files = {
        "rope2.txt": head("Rope (2/2)"),
        "rope1.txt": head("Rope (1/2)"),
        "rope.txt": head("Rope Tricks"),
        "snow.txt": head("Snow"),
    }

    (together,) = story_parts.gather(originals(tmp_path, files))

    assert [each.name for each in together] == ["rope1.txt", "rope2.txt"]
    assert story_parts.recognise(Source(together)) is Recognition.LIKELY
    assert story_parts.recognise(Source(together[:1])) is Recognition.NO


def test_very_many_chapters_of_a_dump_cost_little(tmp_path: Path) -> None:
    (one,) = originals(tmp_path, {"one.txt": head("Rope (1/2)")})
    many = [
        Original(one.sha256, one.size, f"stories/{n % 97}/{n}.txt", path=one.path)
        for n in range(200_000)
    ]
    with within(1):
        made = list(story_parts.gather(many))

    assert made == []


ROWS = [
    *("Title: Rope (1/2)", "Title: Rope (2/2)", "Title: Rope", "by Wren", "Part 2"),
    *("Chapter 1: Out", "(3/3)", "", "* * *", "THE END", "It snowed all day."),
]


def read_any(files: list[list[str]], junk: bytes) -> None:
    contents = {
        f"rope{n}.txt": "\n".join(rows).encode() + junk
        for n, rows in enumerate(files, start=1)
    }
    with TemporaryDirectory() as folder:
        made = originals(Path(folder), contents)
        for together in story_parts.gather(made):
            found = list(story_parts.read(Source(together), scratch=Path(folder)))
            works = [each for each in found if isinstance(each, DraftWork)]
            assert len(works) == 1
            assert len(works[0].source_ids) == len(together)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(ROWS), max_size=8), max_size=4),
    st.binary(max_size=20).filter(lambda junk: b"\0" not in junk),
)
def test_any_texts_give_one_work_or_are_left_alone(
    files: list[list[str]], junk: bytes
) -> None:
    read_any(files, junk)


@pytest.mark.nightly
@settings(max_examples=10_000, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(ROWS), max_size=14), max_size=6),
    st.binary(max_size=60).filter(lambda junk: b"\0" not in junk),
)
def test_fuzz_any_texts(files: list[list[str]], junk: bytes) -> None:
    read_any(files, junk)
