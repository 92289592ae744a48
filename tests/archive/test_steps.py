"""Acts as steps: taken back, everything is again what it was, byte for byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanfold.archive import ledger, shelf
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.actions.publish_works import publish_works
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import (
    Decision,
    LedgerEntry,
    OutboxEntry,
    Step,
    Tombstone,
    Work,
)
from fanfold.archive.reader import ANYONE, KEEPER
from fanfold.errors import FanfoldError, NotFoundError, RefusedDecisionError
from fanfold.model.record import to_json
from fanfold.model.work import Audience
from tests.archive.making import put


def records() -> list[str]:
    """Every work as its record: what an export would write."""
    works = shelf.works(reader=KEEPER)
    return [json.dumps(to_json(each), sort_keys=True) for each in works]


def last_step() -> Step:
    return Step.objects.order_by("-pk")[0]


EDITS = [
    ("title", "Ice"),
    ("rating", "explicit"),
    ("fandoms", ["Harbour Lights", "Snow Country"]),
    ("relationships_raw", ["T/R"]),
    ("creators", [{"name": "Wren"}]),
    ("date", "2002-05"),
    ("language", "de"),
    ("recipients", ["Ada"]),
    ("tags", [{"type": "genre", "name": "winter"}]),
    ("categories", [["Books", "Harbour"]]),
    ("labels", [{"name": "Note", "value": "none"}]),
    ("summary", None),
]


@pytest.mark.parametrize(("field", "value"), EDITS, ids=[each for each, _ in EDITS])
def test_an_edited_field_is_shown_and_can_be_taken_back(
    field: str, value: object
) -> None:
    row = put("Snow", summary="All white.", tags=())
    before = records()

    assert edit_works([row.public], [(field, value)], by="Ada", why="she wrote") == 1
    edited = to_json(shelf.work(row.public, reader=KEEPER))
    assert edited.get(field) == value
    undo_step(last_step().public, by="Ada")

    assert records() == before
    assert not Decision.objects.exists()
    assert list(ledger.breaks()) == []


def test_one_answer_for_many_works_is_one_step() -> None:
    rows = [put(title, summary="x") for title in ("Snow", "Ice", "Rain")]
    before = records()

    ids = [row.public for row in rows]
    assert edit_works(ids, [("language", "de")], by="Ada") == 3
    assert Step.objects.count() == 1
    undo_step(last_step().public, by="Ada")

    assert records() == before


def test_the_undoing_can_be_undone() -> None:
    row = put("Snow")
    edit_works([row.public], [("title", "Ice")], by="Ada")
    edited = records()

    undo_step(last_step().public, by="Ada")
    undo_step(last_step().public, by="Ada")

    assert records() == edited


def test_publishing_keeps_its_reason_and_is_taken_back() -> None:
    row = put("Snow")
    before = records()

    told = {"stages": None, "audience": Audience.MEMBERS}
    assert publish_works([row.public], **told, by="Ada", why="she asked") == 1
    assert last_step().why == "she asked"
    undo_step(last_step().public, by="Ada")

    assert records() == before


def test_what_changes_nothing_is_no_step() -> None:
    row = put("Snow")

    assert edit_works([row.public], [("title", "Snow")], by="Ada") == 0
    assert not Step.objects.exists()


def test_a_step_is_taken_back_once() -> None:
    row = put("Snow")
    edit_works([row.public], [("title", "Ice")], by="Ada")
    first = last_step().public
    undo_step(first, by="Ada")

    with pytest.raises(RefusedDecisionError, match="already, by Ada"):
        undo_step(first, by="Ben")


def test_a_later_change_of_the_same_stands_in_the_way_and_is_named() -> None:
    row = put("Snow")
    edit_works([row.public], [("title", "Ice")], by="Ada")
    first = last_step().public
    edit_works([row.public], [("title", "Rain")], by="Ben")
    later = last_step().public
    before = records()

    with pytest.raises(RefusedDecisionError, match=f"edit-work by Ben, {later}"):
        undo_step(first, by="Ada")
    assert records() == before

    undo_step(later, by="Ada")
    undo_step(first, by="Ada")
    assert shelf.work(row.public, reader=KEEPER).title == "Snow"


def test_a_later_change_of_something_else_does_not_stand_in_the_way() -> None:
    row = put("Snow")
    edit_works([row.public], [("title", "Ice")], by="Ada")
    first = last_step().public
    edit_works([row.public], [("language", "de")], by="Ben")

    undo_step(first, by="Ada")

    assert shelf.work(row.public, reader=KEEPER).title == "Snow"
    assert shelf.work(row.public, reader=KEEPER).language == "de"


def test_no_step_is_known_by_a_made_up_name() -> None:
    with pytest.raises(NotFoundError, match="Nothing was changed"):
        undo_step("nothing12", by="Ada")


def test_a_sealed_step_is_not_taken_back() -> None:
    row = put("Snow")
    edit_works([row.public], [("title", "Ice")], by="Ada")
    Step.objects.update(sealed_at=row.added_at)

    with pytest.raises(RefusedDecisionError, match="no longer kept"):
        undo_step(last_step().public, by="Ada")


def test_a_work_made_stricter_by_its_rating_leaves_the_lists_at_once() -> None:
    row = put("Snow")
    edit_works([row.public], [("rating", "explicit")], by="Ada")

    assert list(Work.objects.listed_for(ANYONE)) == []
    assert OutboxEntry.objects.order_by("-pk")[0].narrowing


def test_a_withdrawn_work_comes_back_with_all_it_had() -> None:
    row = put("Snow")
    before = records()

    withdraw_work(row.public, by="Ada")
    assert records() == []
    undo_step(last_step().public, by="Ada")

    assert records() == before
    assert not Tombstone.objects.exists()


def test_ledger_and_step_know_of_each_other() -> None:
    row = put("Snow")
    edit_works([row.public], [("title", "Ice")], by="Ada")

    entry = LedgerEntry.objects.get(act="edit-work")
    assert entry.details["step"] == entry.of_step.step.public
    assert "Ice" not in json.dumps(entry.details)


ACTS = st.one_of(
    st.tuples(
        st.just("edit"), st.sampled_from(EDITS), st.sets(st.integers(0, 2), min_size=1)
    ),
    st.tuples(st.just("members"), st.none(), st.sets(st.integers(0, 2), min_size=1)),
    st.tuples(st.just("withdraw"), st.none(), st.sets(st.integers(0, 2), max_size=1)),
)


SHORT = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LONG = settings(SHORT, max_examples=20)
Acts = list[tuple[str, tuple[str, object], set[int]]]


@SHORT
@given(acts=st.lists(ACTS, min_size=1, max_size=25))
def test_any_row_of_acts_taken_back_leaves_what_was(acts: Acts) -> None:
    do_and_take_back(acts)


@pytest.mark.nightly
@LONG
@given(acts=st.lists(ACTS, min_size=200, max_size=200))
def test_two_hundred_acts_taken_back_leave_what_was(acts: Acts) -> None:
    do_and_take_back(acts)


def do_and_take_back(acts: Acts) -> None:
    Work.objects.all().delete()
    ids = [put(title, summary="x").public for title in ("Snow", "Ice", "Rain")]
    states, done = [records()], []

    for kind, what, which in acts:
        chosen = [ids[each] for each in sorted(which)]
        known = Step.objects.count()
        try:
            _act(kind, what, chosen)
        except FanfoldError:
            assert records() == states[-1]
        if Step.objects.count() > known:
            done.append(last_step().public)
            states.append(records())
    for step in reversed(done):
        assert records() == states.pop()
        undo_step(step, by="Ben")

    assert records() == states.pop()
    assert list(ledger.breaks()) == []


def _act(kind: str, what: tuple[str, object], chosen: list[str]) -> None:
    if kind == "edit":
        edit_works(chosen, [what], by="Ada")
    elif kind == "members":
        publish_works(chosen, stages=None, audience=Audience.MEMBERS, by="Ada")
    else:
        for each in chosen:
            withdraw_work(each, by="Ada")
