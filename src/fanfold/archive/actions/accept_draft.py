"""A draft becomes a work of the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger, outbox
from fanfold.archive.catalogue import tombstone_over
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
from fanfold.archive.storing import store
from fanfold.errors import RefusedDecisionError, WithdrawnError
from fanfold.model.draft import DraftWork, settled
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.permission import Permission
from fanfold.model.permission import PermissionState as State
from fanfold.model.record.values import decoder, hints
from fanfold.model.work import Work as ModelWork

_RULE = "decision/1"


@transaction.atomic
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
    """Add the draft to the archive and return the new work, in its final state.

    values: (field, value in the record's form) that somebody decided on.
    contacts: keyed hashes of addresses that stood in the source.
    Raises RefusedDecisionError when the draft has no title: decide on one first;
    WithdrawnError when a tombstone keeps it out.
    """
    decided = with_decisions(draft, values, by=by)
    work = settled(decided)
    if not work.title.strip():
        raise RefusedDecisionError(
            "A story without a title cannot be added. Nothing was changed. "
            "Answer the question title-missing, or take what is suggested: --yes"
        )
    if tombstone_over(work, contacts) is not None:
        raise WithdrawnError("It was taken down by wish of its creator.")
    row = store(work, state=policy.state_of(work), by=by, plan=plan)
    _record_decisions(row, values, by=by, why=why)
    _note_permission(row, work, by=by)
    Contact.objects.bulk_create(Contact(work=row, keyed_hash=each) for each in contacts)
    _fill_open_places(row, work)
    if plan is not None:
        _collect(row, plan)
    ledger.write(
        "accept-draft",
        on=row.public,
        by=by,
        details={"plan": plan.key if plan else "", "fingerprint": row.fingerprint},
    )
    outbox.tell(row.public)
    return row


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


def _record_decisions(
    row: Work, values: Sequence[tuple[str, object]], *, by: str, why: str
) -> None:
    Decision.objects.bulk_create(
        Decision(
            on=row.public,
            field=field,
            verdict="add",
            value=value,
            by=by,
            at=timezone.now(),
            why=why,
        )
        for field, value in values
    )


def _note_permission(row: Work, work: ModelWork, *, by: str) -> None:
    """Start the dated state of permission from the author's own words."""
    if work.permission is Permission.UNSTATED:
        state, evidence = State.UNKNOWN, None
    elif work.permission is Permission.NONE:
        state, evidence = State.RESTRICTED, work.distribution_raw
    else:
        state, evidence = State.PRESUMED, work.distribution_raw
    PermissionState.objects.create(
        work=row, state=state.value, since=timezone.now(), by=by, evidence=evidence
    )


def _collect(row: Work, plan: ImportPlan) -> None:
    """Put a work into the collection of what it came with: every import is one."""
    under, _ = Collection.objects.get_or_create(title=plan.name)
    Collected.objects.create(
        collection=under, work=row, position=under.places.count() + 1
    )


def _fill_open_places(row: Work, work: ModelWork) -> None:
    """Take the places that series kept free for this source id."""
    SeriesWork.objects.filter(work=None, source_id__in=work.source_ids).update(work=row)
