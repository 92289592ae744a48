"""What an import brought that may go again, and what others hold on to since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Q

from fanfold.archive.models import (
    Bookmark,
    Comment,
    ImportPlan,
    Kudos,
    Later,
    PlanItem,
    StepEntry,
    Work,
)
from fanfold.archive.review import ACT as ANSWERED
from fanfold.errors import NotFoundError
from fanfold.intake.ports import Outcome
from fanfold.model.work import Stage

#: Acts that move an import's stories about, and say nothing of one of them.
_OF_ALL = ("publish-work", "take-over", "undo-step", "narrow-again", ANSWERED)


class Held(StrEnum):
    """Why a story stays. EDITED: somebody changed it. SAID: somebody commented.
    READ: a reader keeps or thanked for it. JOINED: another import is in it, too.
    CLAIMED: its author has an account here. DOWN: it was taken down."""

    EDITED = "edited"
    SAID = "said"
    READ = "read"
    JOINED = "joined"
    CLAIMED = "claimed"
    DOWN = "down"


#: What nobody else may decide on.
ALWAYS = (Held.JOINED, Held.CLAIMED, Held.DOWN)


@dataclass(frozen=True, slots=True)
class Brought:
    """What is left of an import. free: rows of works that nobody holds on to. held:
    (row, why), each once, for the weightiest reason. others: members, series, comments
    and the like that it brought; merged: files that are a version of another story."""

    free: list[Work]
    held: list[tuple[Work, Held]] = field(default_factory=list)
    others: int = 0
    merged: int = 0

    def going(self, *, also: bool) -> list[Work]:
        """Return the works that go. also: those too that an archivist may decide on."""
        more = [row for row, why in self.held if also and why not in ALWAYS]
        return sorted([*self.free, *more], key=lambda row: row.pk)

    def staying(self, *, also: bool) -> list[tuple[Work, Held]]:
        """Return the works that stay, with the reason."""
        return [each for each in self.held if not also or each[1] in ALWAYS]


def brought(plan: ImportPlan) -> Brought:
    """Return what an import brought, as it is now."""
    reasons: dict[int, Held] = {}
    works = Work.objects.filter(plan=plan)
    for why in Held:
        for pk in _held(why, plan, works):
            reasons[pk] = why
    rows = list(works.order_by("pk"))
    items = PlanItem.objects.filter(plan=plan)
    added = items.filter(outcome=Outcome.ADDED.value).exclude(draft__kind="draft")
    return Brought(
        [row for row in rows if row.pk not in reasons],
        [(row, reasons[row.pk]) for row in rows if row.pk in reasons],
        added.count(),
        items.filter(outcome=Outcome.MERGED.value).count(),
    )


def _held(why: Held, plan: ImportPlan, works: Any) -> Iterator[int]:
    """Yield the keys of the works that stay for one reason."""
    match why:
        case Held.EDITED:
            later = StepEntry.objects.filter(
                step__undone_by=None, entry__on__in=works.values("public")
            )
            later = later.exclude(step__act__in=_OF_ALL)
            found = works.filter(public__in=later.values("entry__on"))
        case Held.SAID:
            said = Comment.objects.exclude(account=None)
            found = works.filter(pk__in=said.values("work"))
        case Held.READ:
            kept = (Bookmark, Later, Kudos)
            is_kept = Q(pk=None)
            for kind in kept:
                is_kept |= Q(pk__in=kind.objects.values("work"))
            found = works.filter(is_kept)
        case Held.JOINED:
            others = PlanItem.objects.exclude(plan=plan).exclude(work="")
            found = works.filter(public__in=others.values("work"))
        case Held.CLAIMED:
            tied = Q(creatorships__pseud__creator__account__isnull=False)
            found = works.filter(tied | Q(claimed__isnull=False))
        case Held.DOWN:
            found = works.filter(stage=Stage.WITHDRAWN)
    yield from found.values_list("pk", flat=True).distinct()


def plans() -> Any:
    """Return the imports that have stories here, the latest first."""
    return ImportPlan.objects.filter(works__isnull=False).distinct().order_by("-pk")


def plan_of(public: str) -> ImportPlan:
    """Return one import. Raises NotFoundError."""
    row = ImportPlan.objects.filter(public=public).first()
    if row is None:
        raise NotFoundError(f"No import is called {public}. Nothing was changed.")
    return row
