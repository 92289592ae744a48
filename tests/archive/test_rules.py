"""Rules and answers in rows: what they answer, who saved them, and their end."""

from __future__ import annotations

import pytest

from fanfold.archive.answers import Answers
from fanfold.archive.local import LocalArchive
from fanfold.archive.models import Decision, LedgerEntry
from fanfold.archive.rules import Rules
from fanfold.errors import NotFoundError
from fanfold.intake.ports import Answer, Ended, Item, Outcome, Question, Rule, Verdict
from fanfold.model.draft import DraftWork, drafted
from fanfold.web.settings import CONFIGURATION

from .making import model_work

MARROW = [{"name": "Marrow", "role": "author"}]


def item(reader: str = "posted_text") -> Item:
    return Item("k-1", "s", 1, reader, DraftWork())


def unsigned(group: str = "site/letters") -> Question:
    return Question("author-missing", "Who?", "creators", group=group)


def test_a_rule_answers_its_group_and_no_other() -> None:
    rules = Rules()
    saved = rules.save(Rule("author-missing", "site/letters", value=MARROW), by="Ada")

    assert rules.answer(item(), unsigned()) == (saved, MARROW)
    assert rules.answer(item(), unsigned("site/else")) is None
    assert rules.answer(item(), Question("title-missing", "?")) is None


def test_a_rule_for_one_reader_leaves_the_others_alone() -> None:
    rules = Rules()
    rules.save(
        Rule("author-missing", "site/letters", "saved_page", value=MARROW), by="Ada"
    )

    assert rules.answer(item(), unsigned()) is None
    assert rules.answer(item("saved_page"), unsigned()) is not None


def test_the_narrowest_rule_wins_then_the_latest() -> None:
    rules = Rules()
    narrow = Rule("author-missing", "site/letters", value=MARROW)
    rules.save(narrow, by="Ada")
    latest = rules.save(narrow, by="Bea")
    rules.save(Rule("author-missing", value="anything"), by="Ada")

    assert rules.answer(item(), unsigned()) == (latest, MARROW)


def test_a_label_gives_the_choice_of_that_meaning_or_none() -> None:
    rules = Rules()
    saved = rules.save(Rule("title-missing", label="the file's name"), by="Ada")
    labelled = Question(
        "title-missing", "?", "title", ("pier", "It"), labels=("the file's name", "x")
    )

    assert rules.answer(item(), labelled) == (saved, "pier")
    assert rules.answer(item(), Question("title-missing", "?")) is None


def test_a_rule_that_is_taken_back_answers_no_more_and_is_still_told_of() -> None:
    rules = Rules()
    saved = rules.save(Rule("author-missing", value=MARROW), by="Ada")

    rules.take_back(saved, by="Bea")

    assert rules.answer(item(), unsigned()) is None
    (told,) = rules.all()
    assert (told.id, told.by) == (saved, "Ada")
    assert told.undone_at >= told.at
    entries = LedgerEntry.objects.order_by("number")
    assert [(each.act, each.by) for each in entries] == [
        ("save-rule", "Ada"),
        ("undo-rule", "Bea"),
    ]
    with pytest.raises(NotFoundError, match="Nothing was changed"):
        rules.take_back(saved, by="Bea")


def test_answers_are_kept_and_the_last_counts_until_it_is_taken_back() -> None:
    answers = Answers()
    answers.give("k-1", "title-missing", "Snow", by="Ada")
    answers.give("k-1", "title-missing", None, by="Bea")

    assert answers.given("k-1")["title-missing"].value is None
    assert answers.given("k-2") == {}
    answers.take_back("k-1", "title-missing")
    assert answers.given("k-1")["title-missing"].value == "Snow"
    answers.take_back("k-1", "title-missing")
    answers.take_back("k-1", "title-missing")
    assert answers.given("k-1") == {}
    assert Decision.objects.exclude(undone_at=None).count() == 2


def test_a_source_is_forgotten_unless_something_of_it_was_acted_on() -> None:
    archive = LocalArchive(CONFIGURATION)
    plan = archive.plan("0" * 64, name="site", by="Ada")
    draft = drafted(model_work("Snow"))
    for source in ("s-1", "s-2"):
        item = Item(f"{source}-1", source, 1, "posted_text", draft)
        plan.add_items([item], [Ended(source, "posted_text")])
    added = next(iter(plan.items("s-2")))
    archive.acts.accept_all([(added, Answer(Verdict.ADD, "Ada"))])

    assert plan.forget("s-1")
    assert not plan.forget("s-2")

    assert plan.ended() == {"s-2"}
    assert list(plan.items("s-1")) == []
    assert plan.counts() == {Outcome.ADDED: 1}
