"""An import goes back as one step; what others hold on to stays, and is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from fanfold.archive import ledger
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.actions.show_import import show_import
from fanfold.archive.actions.take_import_back import TakenBack, take_import_back
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.handing_over import records
from fanfold.archive.models import (
    Account,
    Bookmark,
    Collection,
    Comment,
    Creator,
    Decision,
    FoundThing,
    ImportPlan,
    Kudos,
    Original,
    OutboxEntry,
    PlanItem,
    Pseud,
    Series,
    SeriesWork,
    Step,
    Tombstone,
    Work,
)
from fanfold.archive.showing import Whom
from fanfold.archive.taking_back import Held, brought
from fanfold.errors import RefusedDecisionError
from fanfold.intake.ports import Outcome
from fanfold.model.creator import Creator as ModelCreator
from fanfold.model.creator import Credit
from fanfold.model.gathering import Place
from fanfold.model.record import lines
from fanfold.model.series import Entry
from fanfold.model.series import Series as ModelSeries
from fanfold.model.talk import Comment as ModelComment
from fanfold.model.talk import News, Recommendation
from fanfold.writers.records import line_of
from tests.archive.making import model_work, put
from tests.archive.test_import import bring, store

__all__ = ["store"]
#: Titles of the works that the import brings, and their source ids.
WORKS = {"Snow": "efiction:stories/1", "Thaw": "efiction:stories/2", "Ice": ""}


@pytest.fixture
def here() -> Work:
    """What was here before, with a series that waits for a story of the import."""
    row = put("Here", creators=(Credit("Wren"),))
    waiting = Series.objects.create(title="Waiting", open="closed")
    SeriesWork.objects.create(
        series=waiting, source_id=WORKS["Snow"], position=1, confirmed=True
    )
    return row


@pytest.fixture
def plan(here: Work, tmp_path: Path, store: Path) -> ImportPlan:
    folder = tmp_path / "site"
    folder.mkdir()
    works = [
        model_work(
            title,
            f"It was {title} there.",
            id=title,
            creators=(Credit("Marrow"), Credit("Wren")),
            source_ids=(number,) if number else (),
            series=(Place("Winter", 1),) if title == "Ice" else (),
        )
        for title, number in WORKS.items()
    ]
    told = [
        *works,
        ModelCreator("u1", "Marrow", "efiction:authors/1", ("Marrowbone",)),
        ModelSeries(
            "s1", "Seasons", "efiction:series/1", works=(Entry(WORKS["Snow"]),)
        ),
        ModelComment("efiction:reviews/1", WORKS["Snow"], "Bea", "Lovely."),
        Recommendation("efiction:favs/1", "Bea", WORKS["Thaw"]),
        News("efiction:news/1", "Moved", "We moved."),
    ]
    (folder / "all.jsonl").write_text("".join(lines(told)), "utf-8")
    bring(folder, store)
    found: ImportPlan = ImportPlan.objects.get()
    return found


def work(title: str) -> Work:
    found: Work = Work.objects.get(title=title)
    return found


def told() -> list[dict[str, Any]]:
    """All the archive's records, with what it remembers."""
    found = [json.loads(line_of(each)) for each in records()]
    return [each for each in found if each["kind"] != "upkeep"]


def taken_back(plan: ImportPlan, **said: Any) -> TakenBack:
    return take_import_back(plan, by="Ada", why="wrong folder", **said)


def test_all_that_came_goes_and_all_that_was_here_stays(
    here: Work, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before, pseuds = told(), Pseud.objects.count()
    plan = request.getfixturevalue("plan")

    made = taken_back(plan)

    assert (made.works, made.others, made.kept) == (3, 5, ())
    assert told() == before
    assert Pseud.objects.count() == pseuds
    assert set(Series.objects.values_list("title", flat=True)) == {"Waiting"}
    assert SeriesWork.objects.get().work is None
    assert Comment.objects.count() == FoundThing.objects.count() == 0
    assert Collection.objects.count() == 0
    assert set(PlanItem.objects.values_list("outcome", flat=True)) == {"pending"}
    assert Original.objects.count() == 1
    assert list(ledger.breaks()) == []


def test_it_is_one_step_that_is_taken_back_itself(plan: ImportPlan) -> None:
    before, ids = told(), set(Work.objects.values_list("public", flat=True))
    items = list(PlanItem.objects.order_by("pk").values_list("outcome", "work"))
    steps = Step.objects.count()
    OutboxEntry.objects.all().delete()

    made = taken_back(plan)

    assert Step.objects.count() == steps + 1
    assert ids - set(Work.objects.values_list("public", flat=True)) == set(
        OutboxEntry.objects.filter(narrowing=True).values_list("on", flat=True)
    )
    again = undo_step(made.step, by="Ada")
    assert told() == before
    assert list(PlanItem.objects.order_by("pk").values_list("outcome", "work")) == items
    undo_step(again.public, by="Ada")
    assert Work.objects.get().title == "Here"


def test_it_may_be_added_again(plan: ImportPlan, tmp_path: Path, store: Path) -> None:
    made = taken_back(plan)

    report = bring(tmp_path / "site", store)

    assert report.outcomes[Outcome.ADDED] == 8
    assert Work.objects.count() == 4
    with pytest.raises(RefusedDecisionError, match="later"):
        undo_step(made.step, by="Ada")


def edited(row: Work) -> None:
    edit_works([row.public], [("title", "Other")], by="Bo")


def commented(row: Work) -> None:
    account = Account.objects.create_user("cy")
    Comment.objects.create(work=row, by="cy", text="Oh.", account=account)


def bookmarked(row: Work) -> None:
    account = Account.objects.create_user("cy")
    Bookmark.objects.create(account=account, work=row, made_at=timezone.now())


def thanked(row: Work) -> None:
    Kudos.objects.create(work=row, giver="g" * 64, at=timezone.now())


def claimed(row: Work) -> None:
    # Of one story alone: the others are by somebody else as well.
    creator = Creator.objects.create(account=Account.objects.create_user("cy"))
    credit = row.creatorships.all()[0]
    credit.pseud = Pseud.objects.create(creator=creator, name="Marrow")
    credit.save()


def joined(row: Work) -> None:
    other = ImportPlan.objects.create(
        key="o", name="other", by="Bo", started_at=timezone.now()
    )
    PlanItem.objects.create(
        plan=other, key="x", source="x", position=1, reader="records",
        draft={"kind": "draft"}, outcome="merged", work=row.public,
    )  # fmt: skip


def down(row: Work) -> None:
    withdraw_work(row.public, by="marrow")


@pytest.mark.parametrize(
    ("act", "why", "also"),
    [
        (edited, Held.EDITED, True),
        (commented, Held.SAID, True),
        (bookmarked, Held.READ, True),
        (thanked, Held.READ, True),
        (claimed, Held.CLAIMED, False),
        (joined, Held.JOINED, False),
        (down, Held.DOWN, False),
    ],
)
def test_what_others_hold_on_to_is_named_and_stays(
    plan: ImportPlan, act: Any, why: Held, also: bool
) -> None:
    snow = work("Snow")
    act(snow)

    found = brought(plan)
    assert [(row.pk, held) for row, held in found.held] == [(snow.pk, why)]
    assert bool(found.staying(also=True)) != also
    made = taken_back(plan)

    assert made.kept == ((snow.public, why),)
    assert set(Work.objects.values_list("plan", flat=True)) == {None, plan.pk}
    assert Work.objects.filter(pk=snow.pk).exists()
    assert snow.creatorships.exists()


def test_said_so_they_go_too_and_come_back_with_what_was_held(
    plan: ImportPlan,
) -> None:
    snow = work("Snow")
    edited(snow)
    commented(snow)
    before = told()

    made = taken_back(plan, also=True)

    assert (made.works, made.kept) == (3, ())
    assert Decision.objects.count() == 0
    undo_step(made.step, by="Ada")
    assert told() == before


def test_showing_an_import_to_all_holds_none_of_it(plan: ImportPlan) -> None:
    show_import(plan, Whom.MEMBERS, by="Ada", why="")

    assert taken_back(plan).works == 3


def test_another_number_by_now_changes_nothing(plan: ImportPlan) -> None:
    edited(work("Snow"))

    with pytest.raises(RefusedDecisionError, match="2 stories would go, not 3"):
        taken_back(plan, number=3)

    assert Work.objects.count() == 4


def test_an_import_of_which_nothing_is_left_is_told(plan: ImportPlan) -> None:
    taken_back(plan)

    with pytest.raises(RefusedDecisionError, match="Nothing of this import"):
        taken_back(plan)


def test_what_was_taken_down_elsewhere_since_does_not_come_back(
    plan: ImportPlan,
) -> None:
    fingerprint = work("Snow").fingerprint
    made = taken_back(plan)
    Tombstone.objects.create(fingerprint=fingerprint, at=timezone.now())

    with pytest.raises(RefusedDecisionError, match="taken down since"):
        undo_step(made.step, by="Ada")

    assert Work.objects.count() == 1
