"""Drafts become works of the archive, one or many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger, outbox
from fanfold.archive.catalogue import any_tombstone, tombstone_over
from fanfold.archive.models import (
    Collected,
    Collection,
    Contact,
    Decision,
    ImportPlan,
    PermissionState,
    SeriesWork,
    Work,
)
from fanfold.archive.policy import Policy
from fanfold.archive.storing import store_all
from fanfold.errors import FanfoldError, RefusedDecisionError, WithdrawnError
from fanfold.model.draft import DraftWork, settled
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.permission import Permission
from fanfold.model.permission import PermissionState as State
from fanfold.model.record.values import decoder, hints
from fanfold.model.work import Work as ModelWork

_RULE = "decision/1"


@dataclass(frozen=True, slots=True)
class Decided:
    """A draft that somebody lets in.

    values: (field, value in the record's form) that somebody decided on.
    contacts: keyed hashes of addresses that stood in the source.
    """

    draft: DraftWork
    by: str
    why: str = ""
    values: Sequence[tuple[str, object]] = ()
    contacts: Sequence[str] = ()


def accept_draft(
    draft: DraftWork,
    *,
    by: str,
    policy: Policy,
    why: str = "",
    values: Sequence[tuple[str, object]] = (),
    contacts: Sequence[str] = (),
    plan: ImportPlan | None = None,
) -> Work:
    """Add one draft to the archive and return the new work; see `accept_drafts`.

    Raises RefusedDecisionError when the draft has no title: decide on one first;
    WithdrawnError when a tombstone keeps it out.
    """
    decided = Decided(draft, by, why, values, contacts)
    (made,) = accept_drafts([decided], policy=policy, plan=plan)
    if isinstance(made, FanfoldError):
        raise made
    return made


@transaction.atomic
def accept_drafts(
    drafts: Sequence[Decided],
    *,
    policy: Policy,
    plan: ImportPlan | None = None,
    collects: bool = True,
) -> list[Work | RefusedDecisionError | WithdrawnError]:
    """Add drafts to the archive; return the new works, each in its final state.

    collects: what came together is a collection. In the place of a work that cannot be
    let in stands the reason. The number of
    questions to the database is that of one work, but for one about each where
    works were taken down.
    """
    works = [settled(with_decisions(e.draft, e.values, by=e.by)) for e in drafts]
    buried = any_tombstone()
    found: list[Any] = [
        _refused(work, each.contacts, buried=buried)
        for work, each in zip(works, drafts, strict=True)
    ]
    let_in = [
        (each, work)
        for each, work, refused in zip(drafts, works, found, strict=True)
        if refused is None
    ]
    rows = iter(_let_in(let_in, policy, plan, collects) if let_in else ())
    return [refused or next(rows) for refused in found]


def _refused(
    work: ModelWork, contacts: Sequence[str], *, buried: bool
) -> RefusedDecisionError | WithdrawnError | None:
    if not work.title.strip():
        return RefusedDecisionError(
            "A story without a title cannot be added. Nothing was changed. "
            "Answer the question title-missing, or take what is suggested: --yes"
        )
    if buried and tombstone_over(work, contacts) is not None:
        return WithdrawnError("It was taken down by wish of its creator.")
    return None


def _let_in(
    drafts: Sequence[tuple[Decided, ModelWork]],
    policy: Policy,
    plan: ImportPlan | None,
    collects: bool,
) -> list[Work]:
    rows = store_all(
        [(work, policy.state_of(work)) for _each, work in drafts],
        by=[each.by for each, _work in drafts],
        plan=plan,
    )
    made = [(row, *told) for row, told in zip(rows, drafts, strict=True)]
    _record_decisions(made)
    PermissionState.objects.bulk_create(_permission(*each) for each in made)
    Contact.objects.bulk_create(
        Contact(work=row, keyed_hash=hashed)
        for row, each, _work in made
        for hashed in each.contacts
    )
    _fill_open_places(made)
    if plan is not None and collects:
        _collect(rows, plan)
    key = plan.key if plan else ""
    ledger.write_all(
        "accept-draft",
        [
            (row.public, each.by, {"plan": key, "fingerprint": row.fingerprint})
            for row, each, _work in made
        ],
    )
    outbox.tell_new(row.public for row in rows)
    return rows


def with_decisions(
    draft: DraftWork, values: Sequence[tuple[str, object]], *, by: str
) -> DraftWork:
    """Return the draft with a DECIDED claim for each value.

    Raises RecordError where a value has not the form of its field.
    """
    kinds, at = hints(ModelWork), timezone.now().isoformat(timespec="seconds")
    evidence = Evidence("", "decided", "", _RULE)
    added: dict[str, Any] = {}
    for field, value in values:
        read = decoder(kinds[field])(value, field)
        claim = Claim(read, Standing.DECIDED, evidence, (), by, at)
        added[field] = (*added.get(field, getattr(draft, field)), claim)
    return replace(draft, **added)


def _record_decisions(made: Sequence[tuple[Work, Decided, ModelWork]]) -> None:
    Decision.objects.bulk_create(
        Decision(
            on=row.public,
            field=field,
            verdict="add",
            value=value,
            by=each.by,
            at=timezone.now(),
            why=each.why,
        )
        for row, each, _work in made
        for field, value in each.values
    )


def _permission(row: Work, decided: Decided, work: ModelWork) -> PermissionState:
    """Return the dated state of permission that the author's own words begin."""
    if work.permission is Permission.UNSTATED:
        state, evidence = State.UNKNOWN, None
    elif work.permission is Permission.NONE:
        state, evidence = State.RESTRICTED, work.distribution_raw
    else:
        state, evidence = State.PRESUMED, work.distribution_raw
    return PermissionState(
        work=row,
        state=state.value,
        since=timezone.now(),
        by=decided.by,
        evidence=evidence,
    )


def _collect(rows: Sequence[Work], plan: ImportPlan) -> None:
    """Put works into the collection of what they came with: every import is one."""
    under, _ = Collection.objects.get_or_create(title=plan.name)
    last = under.places.count()
    Collected.objects.bulk_create(
        Collected(collection=under, work=row, position=place)
        for place, row in enumerate(rows, start=last + 1)
    )


def _fill_open_places(made: Sequence[tuple[Work, Decided, ModelWork]]) -> None:
    """Take the places that series kept free for these source ids."""
    ids = [each for _row, _decided, work in made for each in work.source_ids]
    open_ = SeriesWork.objects.filter(work=None, source_id__in=ids)
    # Few works are awaited: one question for all.
    if open_.exists():
        for row, _decided, work in made:
            open_.filter(source_id__in=work.source_ids).update(work=row)
