"""The lines that stand beside a question."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from fanfold.intake.excerpt import Seen, around
from fanfold.keep.originals import Originals
from fanfold.model.evidence import Evidence
from fanfold.text.decode import decode


def seen(
    store: Originals, raw: bytes, place: str, quote: str = "", *, steps: bool = False
) -> list[Seen]:
    original = store.keep(io.BytesIO(raw), name="x.txt")
    evidence = Evidence(original.sha256, place, quote, "test/1")
    return around(store, evidence, decode(raw)[1].steps if steps else ())


@pytest.fixture
def store(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals", durable=False)


def test_the_named_line_is_marked_with_lines_around_it(store: Originals) -> None:
    raw = "\n".join(f"line number {n}" for n in range(1, 30)).encode()

    lines = seen(store, raw, "line 12")

    assert [each.number for each in lines] == list(range(9, 20))
    assert [each.text for each in lines if each.here] == ["line number 12"]


def test_letters_are_read_as_the_story_was(store: Originals) -> None:
    raw = "“Zoë”".encode("windows-1252") + b"\r\nend\r\n"

    for steps in (True, False):
        assert seen(store, raw, "lines 1-2", steps=steps)[0].text == "“Zoë”"


def test_no_address_and_nothing_a_terminal_obeys_is_shown(store: Originals) -> None:
    (line,) = seen(store, b"by anna@example.org \x1b[31m", "line 1")

    assert line.text == "by [address removed] ·[31m"


def test_a_page_is_shown_without_its_tags_and_empty_lines(store: Originals) -> None:
    raw = b"<html><body>\n<p>\n\n<b>Salt</b> &amp; smoke</p>\n</body></html>\n"

    lines = seen(store, raw, "line 4")

    assert [(each.number, each.text) for each in lines] == [(4, "Salt & smoke")]


@pytest.mark.parametrize("page", [True, False])
def test_a_long_line_is_shown_from_its_quote_on(store: Originals, page: bool) -> None:
    text = "word " * 20_000 + "Completed: 9/4/00 " + "word " * 20_000
    raw = (f"<html><p>{text}</p></html>" if page else text).encode()

    (line,) = [
        each for each in seen(store, raw, "line 1", "Completed: 9/4/00") if each.here
    ]

    assert line.text.startswith("…")
    assert 0 < line.text.find("Completed: 9/4/00") < 40


@pytest.mark.parametrize(
    "place", ["line 99", "line 0", "fanfiction_stories[sid=1].title", "line x"]
)
def test_a_place_that_is_no_line_shows_nothing(store: Originals, place: str) -> None:
    assert [each for each in seen(store, b"a\nb\n", place) if each.here] == []


def test_bytes_that_are_not_at_hand_show_nothing(store: Originals) -> None:
    evidence = Evidence("0" * 64, "line 1", "", "test/1")

    assert around(store, evidence) == []
