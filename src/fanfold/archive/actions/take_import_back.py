"""An import is taken back as one step: what it brought goes, what others hold stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from fanfold.archive import outbox
from fanfold.archive.models import (
    Arrival,
    Collection,
    Comment,
    Creator,
    Creatorship,
    Decision,
    FoundThing,
    ImportPlan,
    News,
    PlanItem,
    Pseud,
    Recommendation,
    Series,
    SeriesWork,
    Work,
)
from fanfold.archive.steps import Doing, step
from fanfold.archive.taking_back import Held, brought
from fanfold.errors import RefusedDecisionError
from fanfold.intake.ports import Outcome

ACT = "take-import-back"
_AT_ONCE = 20
#: Kinds of things beside works, by the kind of the record, those on others first.
_KINDS: dict[str, type[models.Model]] = {
    "comment": Comment,
    "recommendation": Recommendation,
    "news": News,
    "series": Series,
    "creator": Creator,
}


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What went. step: its public id; works, others: how many; kept: works that stay
    and why, by their public ids."""

    step: str
    works: int
    others: int
    kept: tuple[tuple[str, Held], ...]


def take_import_back(
    plan: ImportPlan,
    *,
    by: str,
    why: str = "",
    also: bool = False,
    number: int | None = None,
) -> TakenBack:
    """Take out what an import brought; return what went and what stays.

    Originals, what was read of them and answers stay, so that it can be added again.
    also: works too that somebody edited, commented on or keeps. number: of works that
    somebody agreed to. Raises RefusedDecisionError where it is another by now, or where
    nothing is left of the import; nothing is changed then.
    """
    with step(ACT, by=by, why=why) as doing:
        ImportPlan.objects.select_for_update().get(pk=plan.pk)
        told = brought(plan)
        going = told.going(also=also)
        if not going and not told.others:
            raise RefusedDecisionError(
                "Nothing of this import is left that can be taken back. "
                "Nothing was changed."
            )
        if number is not None and number != len(going):
            raise RefusedDecisionError(
                f"Meanwhile {len(going)} stories would go, not {number}. "
                "Nothing was changed. Look at it and say so again."
            )
        people, series = _around(going)
        _works(going, doing)
        staying = told.staying(also=also)
        others = _others(plan, doing)
        _empty(people, series, plan, doing)
        for row in Arrival.objects.filter(plan=plan, commit=True):
            doing.change(row, commit=False)
        doing.note(plan.public, works=len(going), others=others, kept=len(staying))
    kept = tuple((row.public, held) for row, held in staying)
    return TakenBack(doing.step.public, len(going), others, kept)


def _around(works: Sequence[Work]) -> tuple[list[int], list[int]]:
    """Return the keys of the names and series that works are under."""
    pks = [row.pk for row in works]
    names, rows = set[int](), set[int]()
    for start in range(0, len(pks), 500):
        some = pks[start : start + 500]
        credits = Creatorship.objects.filter(work__in=some)
        names.update(credits.values_list("pseud", flat=True))
        places = Series.objects.filter(places__work__in=some)
        rows.update(places.values_list("pk", flat=True))
    return sorted(names), sorted(rows)


def _works(going: Sequence[Work], doing: Doing) -> None:
    """Take works out with all that hangs on them."""
    for start in range(0, len(going), _AT_ONCE):
        some = going[start : start + _AT_ONCE]
        ids = [row.public for row in some]
        _reset(PlanItem.objects.filter(work__in=ids), doing)
        decisions = list(Decision.objects.filter(on__in=ids))
        if decisions:
            doing.remove_all(decisions)
        # A place that the series keeps for them is open again.
        kept = SeriesWork.objects.filter(work__in=some, order=None)
        for place in kept.exclude(source_id=""):
            doing.change(place, work=None)
        doing.remove_all(some)
        for public in ids:
            doing.note(public)
            outbox.tell(public, narrowing=True)


def _reset(items: Any, doing: Doing) -> None:
    """Let items be as they were before they were acted on."""
    for item in items.defer("draft", "proposal").order_by("pk"):
        doing.change(item, outcome=Outcome.PENDING.value, work="", reason="")


def _others(plan: ImportPlan, doing: Doing) -> int:
    """Take out what else it brought and nothing else holds; return how many."""
    items = PlanItem.objects.filter(plan=plan, outcome=Outcome.ADDED.value)
    gone = 0
    for name, kind in _KINDS.items():
        for item in items.filter(draft__kind=name).defer("draft", "proposal"):
            row = kind._default_manager.filter(public=item.work).first()
            if row is not None and (_is_held(row) or _is_shared(item)):
                continue
            if row is not None:
                doing.remove(row)
            found = list(FoundThing.objects.filter(key=item.key))
            if found:
                doing.remove_all(found)
            _reset(PlanItem.objects.filter(pk=item.pk), doing)
            gone += 1
    return gone


def _is_shared(item: PlanItem) -> bool:
    """Tell whether another import brought the same thing."""
    others = PlanItem.objects.filter(work=item.work).exclude(plan=item.plan_id)
    return others.exists()


def _is_held(row: models.Model) -> bool:
    """Tell whether anything that stays points to a thing."""
    match row:
        case Comment():
            return row.account_id is not None or row.answered_by.exists()
        case News():
            return row.comments.exclude(account=None).exists()
        case Series():
            return row.places.exclude(work=None).exists() or row.outer.exists()
        case Creator():
            return _is_somebody(row)
    return False


def _is_somebody(row: Creator) -> bool:
    if row.account_id is not None or row.claims.exists() or row.letters.exists():
        return True
    named = Creatorship.objects.filter(pseud__creator=row)
    return named.exists() or row.permissions.exists() or row.series.exists()


def _empty(
    pseuds: Sequence[int], series: Sequence[int], plan: ImportPlan, doing: Doing
) -> None:
    """Take away names, series and the collection that hold nothing any more."""
    for row in Series.objects.filter(pk__in=series):
        named = PlanItem.objects.filter(work=row.public).exists()
        if not (named or row.places.exists() or row.inner.exists() or _is_held(row)):
            doing.remove(row)
    for pseud in Pseud.objects.filter(pk__in=pseuds).select_related("creator"):
        if not pseud.creatorships.exists() and not _is_somebody(pseud.creator):
            creator = pseud.creator
            if creator.pseuds.exclude(pk=pseud.pk).exists() or creator.source_id:
                continue
            doing.remove(creator)
    for each in Collection.objects.filter(title=plan.name):
        if not each.places.exists():
            doing.remove(each)
