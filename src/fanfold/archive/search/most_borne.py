"""Which tags of an archive are frequent, asked of the rows before an index is made.

It need not be exact: what is missing makes counting slower, never wrong
(`frequent.py`).
"""

from __future__ import annotations

from collections import Counter
from heapq import nlargest

from django.db.models import Count

from fanfold.archive.models import Tag, TagKind, TagMapping, Work
from fanfold.archive.search.documents import PLACES, kind_key
from fanfold.archive.search.frequent import FIELDS, KINDS, NONE, OF_EACH, Frequent

#: Works from which on it is worth the room.
LEAST = 20_000
#: One of so many works: a tag that fewer bear is not among the most borne.
_FEWER = 20_000
#: Fields that have frequent tags: as many as a page has facets of tags, and more.
_FIELDS = 40


def frequent_tags() -> Frequent:
    """Return the tags that most works bear, by what they mean in this archive."""
    works = Work.objects.count()
    if works < LEAST:
        return NONE
    counted: dict[str, Counter[int]] = {}
    mapped = TagMapping.objects.filter(relation="synonym").exclude(target=None)
    canonical = dict(mapped.values_list("tag", "target"))
    borne = Tag.objects.order_by().annotate(works=Count("taggings"))
    rows = borne.filter(works__gt=works // _FEWER).values_list(
        "pk", "kind", "type", "works"
    )
    for pk, kind, type_, number in rows.iterator():
        field = _field(kind, type_)
        if field:
            counted.setdefault(field, Counter())[canonical.get(pk, pk)] += number
    tags = {
        field: tuple(nlargest(OF_EACH, found, key=lambda tag: (found[tag], -tag)))
        for field, found in nlargest(_FIELDS, counted.items(), key=_borne)
    }
    unknown = dict.fromkeys(tags, works)
    return Frequent(tags, unknown, unknown)


def _borne(field: tuple[str, Counter[int]]) -> int:
    return field[1].total()


def _field(kind: str, type_: str) -> str:
    """Return the field of the index under which a kind of tags is counted, or ""."""
    if kind == TagKind.FREE:
        return f"{KINDS}.{kind_key(type_)}"
    _names, field = PLACES[TagKind(kind)]
    return field if field in FIELDS else ""
