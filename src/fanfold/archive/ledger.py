"""The ledger: every act, in a chain of digests that shows any later change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from fanfold.archive.addresses import keyed_hash
from fanfold.archive.models import LedgerEntry

#: Any number that nothing else locks on; PostgreSQL's advisory locks are numbers.
_LOCK = 7_205_759_403
_ERASED = "erased:"


def write(act: str, *, on: str, by: str, details: dict[str, Any]) -> LedgerEntry:
    """Append one act. Must be called inside the act's own transaction.

    on: public id of what it was done to. details: no title, no text, no address.
    """
    return write_all(act, [(on, by, details)])[0]


def write_all(
    act: str, done: Sequence[tuple[str, str, dict[str, Any]]]
) -> list[LedgerEntry]:
    """Append an act that was done to several, an entry for each (on, by, details)."""
    _one_at_a_time()
    last = LedgerEntry.objects.order_by("-number").first()
    number, previous = (last.number, last.digest) if last else (0, "")
    entries = []
    for on, by, details in done:
        number += 1
        entry = LedgerEntry(
            number=number,
            at=timezone.now().isoformat(timespec="milliseconds"),
            by=by,
            act=act,
            on=on,
            details=details,
            previous=previous,
        )
        previous = entry.digest = digest_of(entry)
        entries.append(entry)
    return LedgerEntry.objects.bulk_create(entries)


def mark_of(by: str) -> str:
    """Return the keyed hash that stands for who did something; a mark is its own."""
    if by.startswith(_ERASED):
        return by
    return _ERASED + keyed_hash(f"by {by}")[:32]


def forget(by: str) -> int:
    """Put the mark in the place of a name in every entry; return in how many.

    The chain holds: its digests are of the mark. Call it in the act that erases.
    """
    rows = LedgerEntry.objects.filter(by=by)
    those = [row.pk for row in rows if row.digest == digest_of(row)]
    return int(LedgerEntry.objects.filter(pk__in=those).update(by=mark_of(by)))


def digest_of(entry: LedgerEntry, *, named: bool = False) -> str:
    """Return SHA-256 of an entry's content and of the digest before it.

    Who did it goes in as a mark, so that a name can be erased and the chain still
    proved. named: as it was before there were marks.
    """
    who = entry.by if named else mark_of(entry.by)
    told = [entry.number, entry.at, who, entry.act, entry.on, entry.details]
    canonical = json.dumps([*told, entry.previous], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def breaks() -> Iterator[str]:
    """Yield what is wrong with the chain, in words; nothing where it is whole."""
    previous, number = "", 0
    for entry in LedgerEntry.objects.order_by("number").iterator():
        number += 1
        if entry.number != number:
            yield f"entry {number} is missing"
            number = entry.number
        if entry.previous != previous:
            yield f"entry {entry.number} does not follow the one before it"
        if entry.digest not in (digest_of(entry), digest_of(entry, named=True)):
            yield f"entry {entry.number} has changed since it was written"
        previous = entry.digest


def _one_at_a_time() -> None:
    # SQLite's transactions are IMMEDIATE and wait for each other anyhow.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
