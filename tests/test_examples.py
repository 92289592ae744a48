"""The examples are what docs/examples.md says, and come in as a demo shows them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fanfold.intake.examine import examine
from fanfold.model.draft import DraftWork, settled
from fanfold.model.problem import Problem, Severity
from fanfold.model.record import document, without_emails
from fanfold.model.work import Work

EXAMPLES = Path(__file__).parents[1] / "examples"
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


@cache
def found() -> tuple[Any, ...]:
    return tuple(examine([EXAMPLES]))


def works() -> list[Work]:
    return [settled(each) for each in found() if isinstance(each, DraftWork)]


def test_there_are_about_forty_stories_in_text_and_html() -> None:
    names = [path.suffix.lower() for path in EXAMPLES.rglob("*.*") if path.is_file()]

    assert len(works()) >= 40
    assert names.count(".txt") >= 20
    assert names.count(".html") + names.count(".htm") >= 10


def test_every_file_gives_a_story_but_the_broken_one() -> None:
    losses = [
        each
        for each in found()
        if isinstance(each, Problem) and each.severity is Severity.LOSS
    ]

    assert [each.code for each in losses] == ["nul-bytes"]
    files = [path for path in EXAMPLES.rglob("*") if path.is_file()]
    assert len(works()) == len(files) - 1


def test_most_stories_say_what_they_are() -> None:
    untitled = [work for work in works() if not work.title]
    unsigned = [work for work in works() if not work.authors]

    assert len(untitled) <= 2
    assert 1 <= len(unsigned) <= 4
    assert all(work.word_count > 30 for work in works())
    assert len({work.rating for work in works()}) == 5
    assert len({work.permission for work in works()}) == 5
    assert {work.language for work in works()} == {"en", "de", "fr"}
    assert sum(len(work.chapters) > 1 for work in works()) >= 4


def test_no_address_is_in_any_value_or_quote() -> None:
    assert any(work.emails for work in works())

    told = str(document(map(without_emails, works())))

    assert "[address removed]" in told
    assert _ADDRESS.findall(told) == []


@pytest.mark.parametrize("work", works(), ids=lambda work: work.source_ids[0])
def test_a_story_holds_nothing_of_its_frame(work: Work) -> None:
    text = "\n".join(chapter.text for chapter in work.chapters)

    for frame in ("guestbook", "visitor number", "webring", "THE END", "[ home"):
        assert frame not in text
    assert text.splitlines()[-1].strip() not in ("back", "FIN", "END", "TBC")
