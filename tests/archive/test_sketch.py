"""A text that was taken down is known where it was changed, and no other is."""

from __future__ import annotations

import random
import textwrap
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings

from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.catalogue import Catalogue
from fanfold.archive.models import Step, Tombstone
from fanfold.archive.sketch import ALIKE, alike, sketch_of
from fanfold.intake.decision import Recorded, Yes
from fanfold.intake.examine import examine
from fanfold.intake.ports import Item, Verdict
from fanfold.intake.proposal import BURIED, propose
from fanfold.model.creator import Credit
from fanfold.model.draft import DraftWork, drafted, settled
from fanfold.model.work import Work
from tests.archive.making import model_work, put

ROOT = Path(__file__).parents[2]
WORDS = 150


@pytest.fixture(autouse=True)
def _one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    # Which words are looked at depends on the key: what is measured must not.
    monkeypatch.setattr(settings, "SECRET_KEY", "k" * 64)


@cache
def stories() -> tuple[tuple[str, ...], ...]:
    """The texts of the gold set and the examples, chapter by chapter."""
    found = []
    for folder in ("tests/gold/open", "examples"):
        for each in examine([ROOT / folder]):
            if isinstance(each, DraftWork):
                found.append(tuple(c.text for c in settled(each).chapters))
    return tuple(found)


def changed(text: str, *, one_in: int) -> str:
    """Every so many words another, in other lines, under another header."""
    chance, words = random.Random(7), text.split()  # noqa: S311 - the same each time
    for place in range(len(words)):
        if chance.random() < 1 / one_in:
            words[place] = f"word{chance.randrange(999)}"
    return "Posted again.\n\n" + textwrap.fill(" ".join(words).upper(), 50)


def long_story() -> str:
    chance = random.Random(3)  # noqa: S311 - the same each time
    names = [f"{a}{b}" for a in ("lamp", "tide", "snow", "oak") for b in "abcdefghij"]
    return " ".join(chance.choice(names) for _ in range(600))


def test_no_two_stories_of_the_gold_set_and_the_examples_are_taken_for_one() -> None:
    sketches = [sketch_of(each) for each in stories()]

    alarms = [
        round(alike(one, other), 2)
        for one, other in combinations(sketches, 2)
        if alike(one, other) >= ALIKE
    ]

    assert len(sketches) > 100
    assert alarms == []


def test_every_changed_one_of_them_is_known() -> None:
    long = [each for each in stories() if len(" ".join(each).split()) >= WORDS]

    known = [
        alike(sketch_of(each), sketch_of([changed("\n".join(each), one_in=20)]))
        for each in long
    ]

    assert len(known) > 50
    assert min(known) >= ALIKE


def test_a_changed_text_that_was_taken_down_is_asked_about_and_not_let_in() -> None:
    text = long_story()
    withdraw_work(put("Snow", text).public, by="marrow", why="mine")

    proposal = propose(item(changed(text, one_in=15)), Catalogue())

    assert proposal.verdict is Verdict.ASK
    (question,) = [each for each in proposal.questions if each.code == BURIED]
    assert (question.suggestion, question.alone) == (None, True)
    decided = Yes("ada").decide(item(""), proposal)
    assert decided.verdict is Verdict.ASK
    for answer in (Verdict.SKIP, Verdict.ADD):
        recorded = Recorded({BURIED: answer.value})
        assert recorded.decide(item(""), proposal).verdict is answer


def test_the_very_text_is_refused_and_a_part_of_it_asked_about() -> None:
    text = long_story()
    withdraw_work(put("Snow", text).public, by="marrow")
    half = " ".join(text.split()[:250])

    assert propose(item(text), Catalogue()).verdict is Verdict.SKIP
    assert propose(item(half), Catalogue()).verdict is Verdict.ASK
    other = " ".join(reversed(text.split()))
    assert propose(item(other), Catalogue()).verdict is Verdict.ADD


def test_a_catalogue_that_is_open_hears_of_a_story_taken_down() -> None:
    text, catalogue = long_story(), Catalogue()
    row = put("Snow", text)
    near = item(changed(text, one_in=20))
    assert propose(near, catalogue).verdict is not Verdict.ASK

    withdraw_work(row.public, by="marrow")
    assert propose(near, catalogue).verdict is Verdict.ASK
    undo_step(Step.objects.get().public, by="marrow")
    assert propose(near, catalogue).verdict is not Verdict.ASK


def test_a_sketch_tells_no_word_and_only_the_key_makes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = long_story()
    withdraw_work(put("Snow", text).public, by="marrow")
    kept = Tombstone.objects.get().sketch
    assert all(len(each) == 16 and int(each, 16) >= 0 for each in kept)
    assert kept == sketch_of([text])

    monkeypatch.setattr(settings, "SECRET_KEY", "o" * 64)

    assert not set(kept) & set(sketch_of([text]))


def test_a_few_words_alone_have_no_sketch_that_counts() -> None:
    few = sketch_of(["It snowed on the lamp, and again on the lamp."])

    assert alike(few, few) == 0.0


def item(text: str) -> Item:
    work: Work = model_work("Rain", text or "x", creators=(Credit("Wren"),))
    return Item("k-1", "k", 1, "posted_text", drafted(work))
