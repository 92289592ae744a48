"""`fanfold look` and `fanfold convert`, run as people run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fanfold.readers.contract import reader_named, readers

STORY = Path(__file__).parents[1] / "readers" / "posted_text" / "watch" / "source.txt"


def fanfold(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fanfold", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "FANFOLD_TRACEBACK": ""},
        check=False,
    )


def test_look_shows_each_field_with_its_line(tmp_path: Path) -> None:
    done = fanfold("look", STORY, cwd=tmp_path)

    assert done.returncode == 0
    (rating,) = [line for line in done.stdout.splitlines() if "NC-17" in line]
    assert rating.split() == ["rating", "NC-17", "line", "6", "labelled"]
    assert "5 parts" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_look_prints_one_document_or_lines(tmp_path: Path) -> None:
    document = json.loads(fanfold("look", "--json", STORY, cwd=tmp_path).stdout)
    lines = fanfold("look", "--jsonl", STORY, cwd=tmp_path).stdout.splitlines()

    assert document["format"] == "fanfold/1"
    assert document["works"][0]["archives_named"] == [
        "The Attic",
        "Bite Me, Please?",
        "Winter Shelf",
    ]
    assert [json.loads(line)["kind"] for line in lines] == ["original", "work"]


def test_look_at_nothing_readable_exits_with_one(tmp_path: Path) -> None:
    picture = tmp_path / "odd.mid"
    picture.write_bytes(b"MThd\0\0\0\6\0\0")

    done = fanfold("look", picture, cwd=tmp_path)

    assert done.returncode == 1
    assert "no-reader" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("suffix", [".epub", ".html", ".txt", ".jsonl"])
def test_convert_writes_a_book_or_page(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"story{suffix}"

    done = fanfold("convert", STORY, "-o", target, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, "")
    assert target.stat().st_size > 500
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_convert_leaves_a_file_that_is_there(tmp_path: Path) -> None:
    target = tmp_path / "story.txt"
    target.write_text("mine", encoding="utf-8")

    done = fanfold("convert", STORY, "-o", target, cwd=tmp_path)

    assert done.returncode == 2
    assert "--force" in done.stderr
    assert target.read_text(encoding="utf-8") == "mine"


def test_convert_of_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    done = fanfold("convert", STORY, "-o", "story.lit", cwd=tmp_path)

    assert done.returncode == 2
    assert ".epub" in done.stderr


#: None of these is needed to look at a text in UTF-8.
HEAVY = {
    *("django", "pydantic", "rich", "chardet", "nh3", "selectolax", "lxml", "mammoth"),
    *("pypdf", "warcio", "sqlite3", "email", "zipfile", "tarfile", "xml", "asyncio"),
}


def test_look_loads_only_what_a_text_needs() -> None:
    # Told by Python itself, for the process that reads too.
    done = subprocess.run(
        [sys.executable, "-v", "-m", "fanfold", "look", str(STORY)],
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(re.findall(r"^import '(\S+)' #", done.stderr, re.MULTILINE))
    text = reader_named("posted_text")
    assert text.reading in loaded
    assert not HEAVY & {name.partition(".")[0] for name in loaded}
    assert not loaded & ({each.reading for each in readers()} - {text.reading})
    assert not {name for name in loaded if name.startswith("fanfold.archive")}


def test_no_reader_is_loaded_to_read_before_it_reads() -> None:
    code = (
        "import sys; from fanfold.readers.contract import readers\n"
        "needed = {each.reading for each in readers()}\n"
        "print(*needed & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []


def test_look_at_a_folder_ends_in_a_table_and_brief_is_the_table(
    tmp_path: Path,
) -> None:
    for name in ("one", "two", "three", "four"):
        (tmp_path / f"{name}.txt").write_text(
            f"Title: {name}\nAuthor: Anna\n\nIt snowed.\n", encoding="utf-8"
        )

    whole = fanfold("look", tmp_path, cwd=tmp_path)
    brief = fanfold("look", "--brief", tmp_path, cwd=tmp_path)
    one = fanfold("look", tmp_path / "one.txt", cwd=tmp_path)

    assert whole.stdout.endswith(brief.stdout)
    assert "sha256" in whole.stdout
    assert "sha256" not in brief.stdout
    (total,) = [line for line in brief.stdout.splitlines() if "In all" in line]
    assert total.split() == ["In", "all", "4", "4", "0", "0"]
    assert "In all" not in one.stdout


def test_what_a_terminal_would_obey_is_shown_as_a_dot(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(b"Title: A\x1b[31m B\x07\nAuthor: Anna\n\nIt snowed.\n")

    done = fanfold("look", path, cwd=tmp_path)

    assert "A·[31m B·" in done.stdout
    assert "\x1b" not in done.stdout
