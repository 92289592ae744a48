"""Every work that a reader's lists show, in the order they came in, page after page.

A page begins behind a key, not at a number: what is added or hidden meanwhile shifts
nothing. The key is made of what the last work told of itself, so it stands for a place
even after that work is gone, and tells nothing of others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeAlias

from django.db.models import Q

from fanfold.archive.models import Work
from fanfold.archive.queries.barring import without_muted
from fanfold.archive.reader import Reader
from fanfold.archive.search import finding
from fanfold.archive.search.kept import NOTHING, Kept
from fanfold.archive.search.wish import Wish
from fanfold.errors import KeyOfPageError

PAGE = 50
#: Works looked at for one page: where few of them fit, a page holds few, or none.
_AT_ONCE, _MOST = 500, 10_000
#: Works that are taken from the index by name, where a wish finds no more.
_FEW = 900
_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"

Place: TypeAlias = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class Harvest:
    """A page. ids: public ones, in order; after: key of what is behind it, now or
    later; more: something is there already."""

    ids: list[str]
    after: str
    more: bool


def harvest(after: str, wish: Wish, reader: Reader, kept: Kept = NOTHING) -> Harvest:
    """Return the works behind a key that a wish finds; its sorting counts for none.

    after: "" for the first. Raises KeyOfPageError for what is no key, and what
    `finding.find` raises where the wish says anything.
    """
    rows, fit = _listed(reader), _whatever
    at_once = PAGE + 1
    if wish.words or wish.choices or kept.bars:
        few = finding.all_of(wish, reader, kept, most=_FEW)
        if few is not None:
            rows = rows.filter(public__in=few)
        else:
            fit = partial(finding.among, wish=wish, reader=reader, kept=kept)
            at_once = _AT_ONCE
    found: list[Place] = []
    last = _place(after)
    for some in _some(rows, last, at_once):
        those = set(fit([public for _at, public in some]))
        for place in some:
            if place[1] in those:
                if len(found) == PAGE:
                    return _page(found, found[-1], more=True)
                found.append(place)
            last = place
    return _page(found, last, more=next(_some(rows, last, 1), None) is not None)


def _listed(reader: Reader) -> Any:
    rows = without_muted(Work.objects.all(), reader).listed_for(reader)
    return rows.order_by("added_at", "public").values_list("added_at", "public")


def _whatever(ids: list[str]) -> list[str]:
    return ids


def _page(found: list[Place], last: Place | None, *, more: bool) -> Harvest:
    after = f"{last[0].astimezone(UTC).strftime(_FORM)}~{last[1]}" if last else ""
    return Harvest([public for _at, public in found], after, more)


def _some(rows: Any, after: Place | None, at_once: int) -> Iterator[list[Place]]:
    """Yield places behind one, some at once, and not endlessly many."""
    for _time in range(max(1, _MOST // at_once)):
        some = list((rows.filter(_behind(after)) if after else rows)[:at_once])
        if not some:
            return
        yield some
        after = some[-1]


def _behind(place: Place) -> Q:
    at, public = place
    # The first half alone says it; the index is asked by it.
    return Q(added_at__gte=at) & (Q(added_at__gt=at) | Q(public__gt=public))


def _place(key: str) -> Place | None:
    if not key:
        return None
    at, _, public = key.partition("~")
    try:
        return datetime.strptime(at, _FORM).replace(tzinfo=UTC), public
    except ValueError:
        raise KeyOfPageError from None
