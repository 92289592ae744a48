"""What readers liked and spoke of most: a short list for each way, with its numbers.

Counted from the reader's own lists, so that a number is that of the list it stands in.
No number tells of one reader: thanks have no list of givers, and of bookmarks those
count that their owners show.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Q

from fanfold.archive.models import Bookmark, Comment, Kudos, Recommendation, Work
from fanfold.archive.queries.barring import without_muted
from fanfold.archive.queries.gatherings import is_listed
from fanfold.archive.queries.unchanged import while_unchanged
from fanfold.archive.reader import Reader

#: Stories of a list; more are looked at, for some authors may be muted.
MOST, _LOOKED_AT = 20, 60
#: Ways to be at the top: word → what is counted.
_WAYS: dict[str, Any] = {
    "thanked": lambda: Kudos.objects.all(),
    "said": lambda: Comment.objects.filter(
        Q(chapter=None) | Q(chapter__hidden=False), hidden=False, waiting=False
    ),
    "bookmarked": lambda: Bookmark.objects.filter(is_public=True),
    "recommended": lambda: Recommendation.objects.all(),
}
WAYS = tuple(_WAYS)


class Ranked(NamedTuple):
    """A story by its public id, and how often it was thanked for, spoken of …"""

    public: str
    number: int


def ranked(way: str, reader: Reader) -> list[Ranked]:
    """Return the first of a list. way: of WAYS."""
    found = while_unchanged(("top", way), reader, lambda: _ranked(way, reader))
    works = Work.objects.filter(public__in=[each.public for each in found])
    left = set(without_muted(works, reader).values_list("public", flat=True))
    return [each for each in found if each.public in left][:MOST]


def _ranked(way: str, reader: Reader) -> list[Ranked]:
    rows = _WAYS[way]().filter(is_listed(reader)).order_by()
    counted = rows.values_list("work__public").annotate(n=Count("pk"))
    return [Ranked(*each) for each in counted.order_by("-n", "work")[:_LOOKED_AT]]


def featured() -> Any:
    """Return the query of the stories that their source once put forward."""
    return Work.objects.filter(featured=True).order_by("sort_title", "pk")
