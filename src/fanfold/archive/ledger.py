"""The ledger: every act, in a chain of digests that shows any later change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.utils import timezone

from fanfold.archive.models import LedgerEntry

#: Any number that nothing else locks on; PostgreSQL's advisory locks are numbers.
_LOCK = 7_205_759_403


def write(act: str, *, on: str, by: str, details: dict[str, Any]) -> LedgerEntry:
    """Append one act. Must be called inside the act's own transaction.

    on: public id of what it was done to. details: no title, no text, no address.
    """
    _one_at_a_time()
    last = LedgerEntry.objects.order_by("-number").first()
    entry = LedgerEntry(
        number=last.number + 1 if last else 1,
        at=timezone.now().isoformat(timespec="milliseconds"),
        by=by,
        act=act,
        on=on,
        details=details,
        previous=last.digest if last else "",
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    return entry


def digest_of(entry: LedgerEntry) -> str:
    """Return SHA-256 of an entry's content and of the digest before it."""
    told = [entry.number, entry.at, entry.by, entry.act, entry.on, entry.details]
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
        if entry.digest != digest_of(entry):
            yield f"entry {entry.number} has changed since it was written"
        previous = entry.digest


def _one_at_a_time() -> None:
    # SQLite's transactions are IMMEDIATE and wait for each other anyhow.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
