"""What an author takes along: every story of the own as record, book and bytes."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from fanfold.archive import shelf
from fanfold.archive.actions.post_works import RULE
from fanfold.archive.models import Account, Claim
from fanfold.archive.queries.claiming import own_works
from fanfold.archive.reader import Reader
from fanfold.keep.originals import Originals
from fanfold.model.work import Stage, Work
from fanfold.text.slugs import slug
from fanfold.writers.contract import writer_for
from fanfold.writers.records import writer as records

#: The same bytes each time: no moment of packing.
_WHEN = (1980, 1, 1, 0, 0, 0)


def own_stories(account: Account, stream: BinaryIO) -> int:
    """Write a zip of an author's stories to a stream; return how many are in it.

    records.jsonl has them whole, books/ as EPUB, originals/ what the author typed or
    uploaded here. Of those that were taken down, or wait for review, it says no more
    than the id, when, and why they are not in it.
    """
    reader, written = Reader(account=account.pk, shows_adult=True), 0
    missing: list[dict[str, Any]] = []
    lines = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for row in own_works(account):
            if row.stage in (Stage.WITHDRAWN, Stage.UNREVIEWED):
                at = row.withdrawn_at.isoformat() if row.withdrawn_at else None
                missing.append({"id": row.public, "stage": row.stage, "at": at})
                continue
            work = shelf.work(row.public, reader=reader)
            records.write(work, lines)
            _pack(packed, f"books/{slug(work.title)}-{work.id}.epub", _book(work))
            written += 1
        _pack(packed, "records.jsonl", lines.getvalue())
        told = json.dumps(missing, indent=1).encode()
        _pack(packed, "not-in-here.json", told)
        store = Originals(Path(settings.ORIGINALS))  # type: ignore[misc]
        for sha256 in typed_originals(account):
            if store.has(sha256):
                with store.open(sha256) as kept:
                    _pack(packed, f"originals/{sha256}", kept.read())
    return written


def typed_originals(account: Account) -> list[str]:
    """Return the SHA-256 of what an author typed or uploaded here for own stories."""
    rows = Claim.objects.filter(work__in=own_works(account).values("pk"), rule=RULE)
    told = rows.exclude(original="").order_by().values_list("original", flat=True)
    return sorted(set(told))


def _book(work: Work) -> bytes:
    stream = io.BytesIO()
    writer_for(".epub").write(work, stream)
    return stream.getvalue()


def _pack(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    packed.writestr(zipfile.ZipInfo(name, _WHEN), content)
