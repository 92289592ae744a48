"""Whom the stories of an import are shown to: what one answer for all would change.

The stricter reason wins, as when they came in (`policy.py`): what its source showed to
members alone goes to nobody else here, what it held back stays at the desk.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q

from fanfold.archive.models import ImportPlan, LedgerEntry, Work
from fanfold.model.permission import Permission, PermissionState
from fanfold.model.work import Audience, Stage, Visibility

#: So many at once: one request must end while somebody waits for it.
MOST = 2000
_MOVABLE = (Stage.UNREVIEWED, Stage.SHOWN)
_SAID_NO = (
    PermissionState.RESTRICTED,
    PermissionState.WITHDRAWN,
    PermissionState.NEVER,
)


class Whom(StrEnum):
    """Whom to show an import to. DESK: nobody yet. NOT_ADULT: all, and what stands
    behind the gate to members alone."""

    DESK = "desk"
    MEMBERS = "members"
    NOT_ADULT = "not-adult"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an import's stories stand: number by (stage, audience); and how many of them
    are left as they are, whatever is answered."""

    shown: dict[tuple[str, str], int]
    left: int


def standing(plan: ImportPlan) -> Standing:
    """Return how the stories of an import stand now."""
    rows = Work.objects.filter(plan=plan, stage__in=(*_MOVABLE, Stage.HIDDEN))
    pairs = _free(plan).values_list("stage", "audience")
    # What nobody has reviewed is shown to nobody, whatever its audience will be.
    found = Counter(
        (stage, audience if stage == Stage.SHOWN else "") for stage, audience in pairs
    )
    return Standing(dict(sorted(found.items())), rows.count() - found.total())


def to_change(plan: ImportPlan, whom: Whom) -> Any:
    """Return the rows that the answer would change, in a fixed order."""
    free = _free(plan).order_by("pk")
    if whom is Whom.DESK:
        return free.filter(stage=Stage.SHOWN)
    narrow = _narrow(whom)
    members = narrow & Q(audience=Audience.MEMBERS)
    everybody = ~narrow & Q(audience=Audience.ALL)
    return free.exclude(Q(stage=Stage.SHOWN) & (members | everybody))


def state_for(row: Work, whom: Whom) -> tuple[Stage, Audience]:
    """Return the stage and audience that the answer gives a work."""
    if whom is Whom.DESK:
        return Stage.UNREVIEWED, Audience(row.audience)
    narrow = whom is Whom.MEMBERS or row.visibility == Visibility.MEMBERS
    narrow = narrow or (whom is Whom.NOT_ADULT and row.gated)
    return Stage.SHOWN, Audience.MEMBERS if narrow else Audience.ALL


def _narrow(whom: Whom) -> Q:
    if whom is Whom.MEMBERS:
        return Q(pk__isnull=False)
    at_source = Q(visibility=Visibility.MEMBERS)
    return at_source | Q(gated=True) if whom is Whom.NOT_ADULT else at_source


def _free(plan: ImportPlan) -> Any:
    """The works that may be moved together. Hidden ones, what source or author did not
    allow, what its author decides on here, and what somebody set to members by name are
    for somebody who looks at each."""
    rows = Work.objects.filter(plan=plan, stage__in=_MOVABLE)
    held_back = Q(visibility=Visibility.HIDDEN) | Q(permission=Permission.NONE)
    said_no = rows.filter(permissions__until=None, permissions__state__in=_SAID_NO)
    claimed = rows.filter(creatorships__pseud__creator__account__isnull=False)
    apart = Q(pk__in=said_no.values("pk")) | Q(pk__in=claimed.values("pk"))
    return rows.exclude(held_back | apart | _set_to_members())


def _set_to_members() -> Q:
    """Works that somebody showed to members alone, each by name: that was a reason."""
    by_name = LedgerEntry.objects.filter(
        Q(act="restrict-work") | Q(act="publish-work", details__named=True),
        on=OuterRef("public"),
        of_step__step__undone_by=None,
    )
    return Q(audience=Audience.MEMBERS) & Q(Exists(by_name))
