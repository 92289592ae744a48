"""Every field of a work goes through rows, record, page and docs, or this fails."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from fanfold.archive import shelf, translation
from fanfold.archive.reader import KEEPER
from fanfold.archive.storing import store
from fanfold.model.record import from_json, to_json, without_emails
from fanfold.model.work import Audience, Chapter, Stage, State, Work
from fanfold.web.telling import FIELDS
from tests import strategies

RECORD = Path(__file__).parents[2] / "docs" / "record.md"
WORK = {field.name for field in fields(Work)}
CHAPTER = {field.name for field in fields(Chapter)}
#: Fields that a page shows in a place of their own, not as a row of facts.
APART_ON_PAGES = {
    "id",
    "source_ids",
    "urls",
    "emails",
    "state",
    "chapters",
    "evidence",
}


def test_rows_know_every_field_of_a_work() -> None:
    known = {
        *translation.TEXTS,
        *translation.PLAIN,
        *translation.WORDS,
        *translation.EMPTY_IS_NONE,
        *translation.DATES,
        *translation.LISTS,
        *translation.TAGGED,
        *translation.RESOLVED,
        *translation.APART,
        *translation.NEVER,
    }

    assert known == WORK


def test_rows_know_every_field_of_a_chapter() -> None:
    known = {
        *translation.CHAPTER_TEXTS,
        *translation.CHAPTER_PLAIN,
        *translation.CHAPTER_EMPTY_IS_NONE,
        *translation.CHAPTER_DATES,
        *translation.CHAPTER_APART,
    }

    assert known == CHAPTER


def test_pages_have_a_name_for_every_field() -> None:
    assert set(FIELDS) - {"html"} == WORK - APART_ON_PAGES


def test_docs_name_every_field() -> None:
    text = RECORD.read_text(encoding="utf-8")

    missing = {name for name in WORK | CHAPTER if f"`{name}`" not in text}

    assert missing == set()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(strategies.storable_works)
def test_a_work_comes_back_from_rows_and_record_as_it_was(work: Work) -> None:
    state = work.state or State(Stage.SHOWN, Audience.ALL, gated=False)

    row = store(work, state=state, by="test")
    (back,) = shelf.works(reader=KEEPER, ids=[row.public])

    assert from_json(to_json(back)) == back
    wanted = without_emails(work)
    for name in WORK - {"id", "state", "chapters"}:
        assert getattr(back, name) == getattr(wanted, name), name
    for ours, theirs in zip(back.chapters, wanted.chapters, strict=True):
        for name in CHAPTER - {"id", "evidence"}:
            assert getattr(ours, name) == getattr(theirs, name), name
        assert [e for e in ours.evidence if e.field != "html"] == [
            e for e in theirs.evidence if e.field != "html"
        ]
    row.delete()
