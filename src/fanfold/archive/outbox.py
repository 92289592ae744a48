"""What the search index has to hear of, written in the act's own transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from fanfold.archive.models import OutboxEntry, Work


def tell(work: str, *, narrowing: bool = False) -> None:
    """Remember that the work with this public id changed; the last thing an act does.

    narrowing: fewer may see it than before; counts leave it out at once. Pages kept
    ready for visitors are made anew: its version rises.
    """
    Work.objects.filter(public=work).update(version=F("version") + 1)
    OutboxEntry.objects.create(on=work, narrowing=narrowing, at=timezone.now())


def tell_new(works: Iterable[str]) -> None:
    """Remember works that nobody has seen yet, by public ids."""
    now = timezone.now()
    OutboxEntry.objects.bulk_create(OutboxEntry(on=each, at=now) for each in works)
