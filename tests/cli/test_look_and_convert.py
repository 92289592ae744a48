"""`fanfold look` and `fanfold convert`, run as people run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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
    picture = tmp_path / "odd.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")

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


def test_look_loads_neither_django_nor_pydantic_nor_rich(tmp_path: Path) -> None:
    code = (
        "import sys; from fanfold.cli.main import fanfold\n"
        f"fanfold.main(['look', {str(STORY)!r}], standalone_mode=False)\n"
    )
    code = f"try:\n exec({code!r})\nfinally:\n import sys\n" + (
        " heavy = {'django', 'pydantic', 'rich', 'chardet', 'nh3', 'selectolax'}\n"
        " print('loaded:', sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )

    assert "loaded: []" in done.stderr
