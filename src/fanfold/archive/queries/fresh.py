"""What is new for a reader in a stretch of time: stories, and chapters of others.

A story is new when it is first before readers' eyes: when it came in, when its day had
come, or when somebody showed what had waited until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from fanfold.archive.models import Chapter, LedgerEntry, TextVersion, Work
from fanfold.archive.queries.barring import without_muted
from fanfold.archive.reader import Reader
from fanfold.model.work import Stage


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: after `since`, up to and with `until`."""

    since: datetime
    until: datetime


def fresh_works(span: Span, reader: Reader) -> Any:
    """Return the query of works of the reader's lists that are new, without such of
    authors the reader does not want to see."""
    during = {"gt": span.since, "lte": span.until}
    came = Q(**{f"added_at__{name}": at for name, at in during.items()})
    revealed = Q(**{f"reveal_at__{name}": at for name, at in during.items()})
    shown = Q(public__in=_shown_first(span.since, span.until))
    new = (came | revealed | shown) & ~Q(public__in=_shown_first(span.until))
    return without_muted(Work.objects.filter(new).listed_for(reader), reader)


def fresh_chapters(span: Span, works: Any, reader: Reader) -> Any:
    """Return the query of new chapters of these works, which are not new themselves."""
    texts = TextVersion.objects.filter(number=1, at__gt=span.since, at__lte=span.until)
    # The query of an author or series may name a work twice: keys do not.
    old = without_muted(works.listed_for(reader), reader).order_by().values("pk")
    rows = Chapter.objects.filter(
        hidden=False, work__in=old, pk__in=texts.values("chapter")
    )
    rows = rows.exclude(work__in=fresh_works(span, reader).values("pk"))
    return rows.select_related("work").order_by("work__sort_title", "work", "position")


def _shown_first(since: datetime, until: datetime | None = None) -> Any:
    """Return the public ids of works that nobody had reviewed and somebody showed."""
    rows = LedgerEntry.objects.filter(act="publish-work", at__gt=_mark(since))
    rows = rows.filter(number__gt=_last_before(since))
    if until is not None:
        rows = rows.filter(at__lte=_mark(until))
    waited = rows.filter(details__before__0=Stage.UNREVIEWED.value)
    return waited.order_by().values("on")


def _last_before(when: datetime) -> int:
    """Return the number of the last entry up to a moment; what follows is few."""
    rows = LedgerEntry.objects.filter(at__lte=_mark(when)).order_by("-number")
    found = rows.values_list("number", flat=True).first()
    return int(found or 0)


def _mark(when: datetime) -> str:
    """Return a moment as the ledger writes it."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds")
