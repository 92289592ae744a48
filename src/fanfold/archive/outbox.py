"""What the search index has to hear of, written in the act's own transaction."""

from __future__ import annotations

from django.utils import timezone

from fanfold.archive.models import OutboxEntry


def tell(work: str, *, narrowing: bool = False) -> None:
    """Remember that the work with this public id changed.

    narrowing: fewer may see it than before; counts leave it out at once.
    """
    OutboxEntry.objects.create(on=work, narrowing=narrowing, at=timezone.now())
