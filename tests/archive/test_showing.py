"""An import is shown to others in one step: the stricter reason wins, and back."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.utils import timezone

from fanfold.archive import ledger, showing
from fanfold.archive.actions.show_import import show_import
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.models import (
    Account,
    ImportPlan,
    OutboxEntry,
    PermissionState,
    Step,
    Work,
)
from fanfold.archive.reader import ANYONE
from fanfold.archive.showing import Whom, standing, to_change
from fanfold.errors import RefusedDecisionError
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.model.permission import Permission
from fanfold.model.work import Visibility
from tests.archive.making import put
from tests.archive.test_steps import last_step, records

#: What nobody moves together with others.
APART = {
    "Held back": ("unreviewed", "all"),
    "Not allowed": ("hidden", "all"),
    "Let in once": ("shown", "members"),
    "Hidden": ("hidden", "all"),
    "Taken down": ("withdrawn", "all"),
    "In the drawer": ("draft", "all"),
    "Claimed": ("shown", "members"),
    "Restricted": ("shown", "members"),
    "Elsewhere": ("shown", "members"),
}
#: What an answer moves, from where it stands.
TOGETHER = {
    "Snow": ("shown", "all"),
    "Heat": ("shown", "members"),
    "Inside": ("shown", "members"),
    "Waiting": ("unreviewed", "all"),
}
AFTER = {
    Whom.DESK: {
        "Snow": ("unreviewed", "all"),
        "Heat": ("unreviewed", "members"),
        "Inside": ("unreviewed", "members"),
        "Waiting": ("unreviewed", "all"),
    },
    Whom.MEMBERS: dict.fromkeys(TOGETHER, ("shown", "members")),
    Whom.NOT_ADULT: {
        "Snow": ("shown", "all"),
        "Heat": ("shown", "members"),
        "Inside": ("shown", "members"),
        "Waiting": ("shown", "all"),
    },
    Whom.ALL: {
        "Snow": ("shown", "all"),
        "Heat": ("shown", "all"),
        "Inside": ("shown", "members"),
        "Waiting": ("shown", "all"),
    },
}


def plan_called(key: str) -> ImportPlan:
    return ImportPlan.objects.create(
        key=key, name="shelf", by="ada", started_at=timezone.now()
    )


@pytest.fixture
def plan() -> ImportPlan:
    """An import with a story in each of the states above."""
    made, other = plan_called("a"), plan_called("b")
    put("Snow", plan=made)
    put("Heat", plan=made, rating=Rating.EXPLICIT)
    put("Inside", plan=made, visibility=Visibility.MEMBERS)
    put("Waiting", plan=made)
    put("Held back", plan=made, visibility=Visibility.HIDDEN)
    for title in ("Not allowed", "Let in once"):
        put(title, plan=made, permission=Permission.NONE)
    for title in ("Hidden", "Taken down", "In the drawer"):
        put(title, plan=made)
    put("Claimed", plan=made, creators=(Credit("Wren"),))
    restricted = put("Restricted", plan=made)
    put("Elsewhere", plan=other)
    for title, (stage, audience) in (TOGETHER | APART).items():
        Work.objects.filter(title=title).update(stage=stage, audience=audience)
    creator = Work.objects.get(title="Claimed").creatorships.get().pseud.creator
    creator.account = Account.objects.create_user("wren", "wren@example.org")
    creator.save()
    PermissionState.objects.create(
        work=restricted, state="restricted", since=timezone.now(), by="her letter"
    )
    return made


def states() -> dict[str, tuple[str, str]]:
    return {row.title: (row.stage, row.audience) for row in Work.objects.all()}


@pytest.mark.parametrize("whom", list(Whom))
def test_the_stricter_reason_wins_and_the_step_is_taken_back(
    plan: ImportPlan, whom: Whom
) -> None:
    before, known = records(), states()
    changing = to_change(plan, whom).count()

    number = show_import(plan, whom, by="ada", why="the list agreed", number=changing)

    now = states()
    assert now == APART | AFTER[whom]
    assert number == changing == sum(now[each] != known[each] for each in now)
    assert last_step().why == "the list agreed"
    assert to_change(plan, whom).count() == 0
    undo_step(last_step().public, by="ada")
    assert records() == before
    assert states() == known
    assert list(ledger.breaks()) == []


def test_answers_in_any_order_taken_back_leave_what_was(plan: ImportPlan) -> None:
    before = [records()]
    done = []

    for order in permutations(Whom):
        for whom in order:
            if show_import(plan, whom, by="ada", why=""):
                done.append(last_step().public)
                before.append(records())
    assert len(done) > len(Whom)
    for step in reversed(done):
        assert records() == before.pop()
        undo_step(step, by="ben")

    assert records() == before.pop()
    assert list(ledger.breaks()) == []


def test_what_is_so_already_is_no_step(plan: ImportPlan) -> None:
    show_import(plan, Whom.ALL, by="ada", why="")
    steps = Step.objects.count()

    assert show_import(plan, Whom.ALL, by="ada", why="") == 0
    assert Step.objects.count() == steps


def test_another_number_than_was_agreed_to_changes_nothing(plan: ImportPlan) -> None:
    before = records()

    with pytest.raises(RefusedDecisionError, match="Nothing was changed"):
        show_import(plan, Whom.ALL, by="ada", why="", number=1)

    assert records() == before
    assert not Step.objects.exists()


def test_many_have_their_turn_one_portion_after_the_other(
    plan: ImportPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fanfold.archive.actions.show_import.MOST", 2)
    assert showing.MOST > 2

    portions = [show_import(plan, Whom.MEMBERS, by="ada", why="") for _ in range(3)]

    assert portions == [2, 0, 0]
    assert states() == APART | AFTER[Whom.MEMBERS]


def test_fewer_readers_are_told_at_once(plan: ImportPlan) -> None:
    def last() -> OutboxEntry:
        return OutboxEntry.objects.order_by("-pk")[0]

    show_import(plan, Whom.ALL, by="ada", why="")
    assert not last().narrowing
    show_import(plan, Whom.DESK, by="ada", why="")
    assert last().narrowing
    listed = Work.objects.listed_for(ANYONE).filter(plan=plan)
    assert list(listed) == []


def test_how_they_stand_is_counted(plan: ImportPlan) -> None:
    now = standing(plan)

    assert now.shown == {
        ("shown", "all"): 1,
        ("shown", "members"): 2,
        ("unreviewed", ""): 1,
    }
    # Not what was taken down, nor what nobody posted yet, nor another import's.
    assert now.left == 6
