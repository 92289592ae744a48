"""Which originals are given to nobody else: what is taken down, unnamed or a draft.

One that holds any such work is withheld as a whole, and so is every container that it
lay in: the words are in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fanfold.archive.catalogue import Catalogue, any_tombstone
from fanfold.archive.models import Claim, Find, PermissionState, PlanItem, Work
from fanfold.intake.ports import Outcome
from fanfold.model.draft import DraftWork, settled
from fanfold.model.permission import PermissionState as State
from fanfold.model.record import found_from_json
from fanfold.model.work import Stage

#: What became of an item that is no work of its own.
_NOT_IN = [each.value for each in Outcome if each is not Outcome.ADDED]


def unseen_works() -> Any:
    """Return the works whose originals nobody else gets."""
    gone = Work.objects.filter(stage__in=(Stage.WITHDRAWN, Stage.DRAFT))
    unnamed = PermissionState.objects.filter(
        state=State.ANONYMISED.value, until=None, work__isnull=False
    )
    return gone | Work.objects.filter(pk__in=unnamed.values("work"))


def withheld() -> set[str]:
    """Return the digests of originals that stay here."""
    works = unseen_works()
    claims = Claim.objects.filter(work__in=works).order_by()
    found = set(claims.values_list("original", flat=True).distinct())
    found |= set(_never_in(set(works.values_list("public", flat=True))))
    return _with_containers(found)


def _never_in(unseen: set[str]) -> Iterator[str]:
    """Yield the originals of what was brought in once more, and of what was refused."""
    if not unseen and not any_tombstone():
        return
    catalogue = Catalogue()
    rows = PlanItem.objects.filter(outcome__in=_NOT_IN).order_by("pk")
    for row in rows.iterator(chunk_size=50):
        draft = found_from_json(row.draft)
        if isinstance(draft, DraftWork) and _is_unseen(row, draft, unseen, catalogue):
            work = settled(draft)
            entries = [*work.evidence, *(e for c in work.chapters for e in c.evidence)]
            yield from {each.claim.evidence.original for each in entries}


def _is_unseen(
    row: PlanItem, draft: DraftWork, unseen: set[str], catalogue: Catalogue
) -> bool:
    near = (row.proposal or {}).get("candidates", ())
    alike = {row.work, *(each["work_id"] for each in near)}
    if row.outcome == Outcome.REFUSED or alike & unseen:
        return True
    work = settled(draft)
    return (
        catalogue.tombstone(work) is not None
        or catalogue.buried_alike(work) is not None
    )


def _with_containers(found: set[str]) -> set[str]:
    found.discard("")
    inside = Find.objects.exclude(container="").order_by()
    ways = set(inside.values_list("original", "container").distinct())
    while more := {above for below, above in ways if below in found} - found:
        found |= more
    return found
