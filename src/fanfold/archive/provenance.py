"""Where a work comes from: the originals that its claims name."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from fanfold.archive.models import Find, PermissionState
from fanfold.model.permission import PermissionState as State
from fanfold.model.work import Work
from fanfold.text.addresses import removed


class Origin(NamedTuple):
    """An original as a page may tell of it. size: bytes."""

    sha256: str
    name: str
    size: int
    media_type: str
    found_at: str


def origins(work: Work) -> list[Origin]:
    """Return the originals behind a work's claims, each once, names without addresses.

    What a handed-on record names and this archive never held is left out.
    """
    entries = [*work.evidence, *(e for c in work.chapters for e in c.evidence)]
    digests = {entry.claim.evidence.original for entry in entries}
    names = {each.removeprefix("file:") for each in work.source_ids}
    nameless = _is_nameless(work)
    found: dict[str, Origin] = {}
    rows = Find.objects.filter(original__in=digests).select_related("original")
    for row in rows.order_by("id"):
        if row.original_id in found and row.name not in names:
            continue
        found[row.original_id] = Origin(
            row.original_id,
            PurePosixPath(row.name).suffix if nameless else removed(row.name),
            row.original.size,
            row.original.media_type,
            row.found_at,
        )
    return list(found.values())


def _is_nameless(work: Work) -> bool:
    """Tell whether its author's name was taken off; files are called after authors."""
    rows = PermissionState.objects.filter(work__public=work.id, until=None)
    return rows.filter(state=State.ANONYMISED.value).exists()
