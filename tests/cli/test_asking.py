"""Whole sessions of `fanfold import` at a terminal: a pseudo terminal of 80 columns."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path

import pytest

pytest.importorskip("django")

from .test_archive_commands import fanfold

_PATIENCE = 30.0
_MOVES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Screen:
    """A command at a pseudo terminal, driven by keys as a person presses them."""

    def __init__(self, *words: object, cwd: Path) -> None:
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith("FANFOLD_")
        }
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            # Whoever runs the tests in the background has it ignored.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            words = (sys.executable, "-m", "fanfold", *words)
            os.execve(  # noqa: S606
                sys.executable, list(map(str, words)), {**environment, "TERM": "dumb"}
            )
        ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
        self.text = ""
        self._read = 0

    def until(self, words: str) -> str:
        """Wait for words that have not been waited for; return what came up to them."""
        limit = time.monotonic() + _PATIENCE
        while words not in self.text[self._read :]:
            assert time.monotonic() < limit, f"{words!r} never came:\n{self.text}"
            if not self._more():
                break
        at = self.text.find(words, self._read)
        assert at >= 0, f"it ended without {words!r}:\n{self.text}"
        seen = self.text[self._read : at + len(words)]
        self._read = at + len(words)
        return seen

    def press(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def code(self) -> int:
        """Wait for the end; return the exit code."""
        while self._more():
            pass
        os.close(self._end)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _more(self) -> bool:
        if not select.select([self._end], [], [], _PATIENCE)[0]:
            os.kill(self.pid, signal.SIGKILL)
            raise AssertionError(f"nothing more came:\n{self.text}")
        try:
            chunk = os.read(self._end, 65536)
        except OSError:  # Linux says so where the other side is gone
            return False
        self.text += _MOVES.sub("", chunk.decode(errors="replace")).replace("\r", "")
        return bool(chunk)


KEYS = "? help"


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """Two signed stories and four that nobody signed, one of them without a title."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for name in ("pier", "lamp"):
        (folder / f"{name}.txt").write_text(
            f"Title: The {name.title()}\nAuthor: Marrow\n\nIt snowed on the {name}.\n",
            "utf-8",
        )
    for name in ("one", "two", "three"):
        (folder / f"{name}.txt").write_text(
            f"Title: {name.title()}\nRating: PG\n\nThe wolf came back for {name}.\n",
            "utf-8",
        )
    (folder / "zz_last.txt").write_text(
        "The harbour had been empty for a week when the first boat came in.\n" * 4,
        "utf-8",
    )
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    assert fanfold("init", folder, cwd=tmp_path).returncode == 0
    return folder


def works(archive: Path) -> dict[str, list[str]]:
    out = fanfold("export", "records", "--archive", archive, cwd=archive).stdout
    read = [json.loads(line) for line in out.splitlines()[1:]]
    return {work["title"]: work.get("authors", []) for work in read}


def test_answers_for_all_alike_undo_and_a_typed_title(
    archive: Path, letters: Path, tmp_path: Path
) -> None:
    screen = Screen("import", letters, "--archive", archive, "--commit", cwd=tmp_path)

    first = screen.until(KEYS)
    assert "Nobody is named as the author" in first
    assert "Title: One" in first  # the original's own line
    assert "3 others in letters ask the same" in first
    screen.press("b1")
    preview = screen.until("in letters. Any other key goes back.")
    assert "- One: nobody knows: it stays without a name" in preview
    screen.press("y")
    screen.until("Saved as rule")
    screen.until(KEYS)
    screen.press("u")
    assert "3 others" in screen.until("again.")
    screen.until(KEYS)
    screen.press("b2y")  # the folder's usual author
    screen.until("Saved as rule")
    assert "No title was found" in screen.until(KEYS)
    screen.press("f")
    screen.until("> f")
    screen.until("> ")
    screen.press("First Boat\n")
    screen.until("That was all: 5 answered")
    screen.press("\r")

    assert screen.code() == 0
    lines = screen.text.split("\n")
    # Commands to type are whole, however long a path they name.
    assert max(len(line) for line in lines if "--archive" not in line) <= 80
    made = works(archive)
    assert made["First Boat"] == ["Marrow"]
    assert all(authors == ["Marrow"] for authors in made.values())
    assert len(made) == 6
    listed = fanfold("rules", "list", "--archive", archive, cwd=tmp_path).stdout
    assert "author-missing in letters" in listed
    assert "Unknown" not in listed


def test_quitting_keeps_what_was_answered_and_goes_on_later(
    archive: Path, letters: Path, tmp_path: Path
) -> None:
    words = ("import", letters, "--archive", archive, "--commit")
    screen = Screen(*words, cwd=tmp_path)
    screen.until(KEYS)
    screen.press("2")
    screen.until(KEYS)
    screen.press("x")
    screen.until("means nothing here")
    screen.press("q")

    assert screen.code() == 3
    assert works(archive).keys() == {"The Pier", "The Lamp", "One"}
    again = Screen(*words, cwd=tmp_path)
    opening = again.until(KEYS)
    assert "4 questions" in opening
    assert "“One”" not in opening
    again.press("s")
    again.until("Left open.")
    again.until(KEYS)
    again.press("\x03")
    assert again.code() == 130
    assert "the same command goes on" in again.text
    assert works(archive).keys() == {"The Pier", "The Lamp", "One"}


def test_two_alike_stories_are_asked_about_and_the_last_word_can_be_undone(
    archive: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "twice"
    folder.mkdir()
    for name, text in (("a", "Nobody saw the wolf again."), ("b", "Snow, all night.")):
        (folder / f"{name}.txt").write_text(
            f"Title: Home\nAuthor: Marrow\n\n{text} It was a quiet year.\n", "utf-8"
        )
    screen = Screen("import", folder, "--archive", archive, "--commit", cwd=tmp_path)

    assert "the same story" in screen.until(KEYS)
    screen.press("a")
    screen.until("That was all: 1 answered")
    screen.press("u")
    screen.until("Taken back")
    screen.until(KEYS)
    screen.press("2")
    screen.until("That was all: 1 answered")
    screen.press("\r")

    assert screen.code() == 0
    out = fanfold("export", "records", "--archive", archive, cwd=archive).stdout
    assert len(out.splitlines()) == 3


def test_nobody_is_asked_without_a_terminal_or_with_no_ask(
    archive: Path, letters: Path, tmp_path: Path
) -> None:
    words = ("import", letters, "--archive", archive, "--commit", "--no-ask")
    screen = Screen(*words, cwd=tmp_path)
    assert screen.code() == 3
    assert "? help" not in screen.text

    piped = fanfold(*words[:-1], cwd=tmp_path)

    assert piped.returncode == 3
    assert "? help" not in piped.stderr
    assert works(archive).keys() == {"The Pier", "The Lamp"}


def test_rules_are_taken_back_and_handed_on(
    archive: Path, letters: Path, tmp_path: Path
) -> None:
    screen = Screen("import", letters, "--archive", archive, "--commit", cwd=tmp_path)
    screen.until(KEYS)
    screen.press("b1y")
    screen.until("Saved as rule")
    screen.until(KEYS)
    screen.press("q")
    screen.code()
    other = tmp_path / "other"
    fanfold("init", other, cwd=tmp_path)

    out = fanfold("rules", "export", "--archive", archive, cwd=tmp_path).stdout
    kept = tmp_path / "rules.jsonl"
    kept.write_text(out, "utf-8")
    added = fanfold("rules", "add", kept, "--archive", other, cwd=tmp_path)
    twice = fanfold("rules", "add", kept, "--archive", other, cwd=tmp_path)
    told = fanfold("rules", "list", "--json", "--archive", other, cwd=tmp_path).stdout
    (rule,) = json.loads(told)["rules"]
    gone = fanfold("rules", "undo", rule["id"], "--archive", other, cwd=tmp_path)
    again = fanfold("rules", "undo", rule["id"], "--archive", other, cwd=tmp_path)
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"code": "author-missing", "value": 3}\n', "utf-8")
    refused = fanfold("rules", "add", broken, "--archive", other, cwd=tmp_path)

    assert added.stdout.startswith("1 rule saved")
    assert twice.stdout.startswith("0 rules saved")
    assert rule["code"] == "author-missing"
    assert gone.returncode == 0
    assert (again.returncode, refused.returncode) == (1, 1)
    assert "fanfold rules list" in again.stderr
    assert "Nothing was changed" in refused.stderr
