"""What a result is made of: for each facet its values, with exact counts.

Counts are of the reader's own result. The names of values are asked of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from fanfold.archive.models import Category, Collection, Pseud, Series, Tag, TagKind
from fanfold.archive.queries.prepared import Among
from fanfold.archive.reader import Reader
from fanfold.archive.search import index
from fanfold.archive.search.beside import both
from fanfold.archive.search.counting import Counts, most_frequent
from fanfold.archive.search.documents import kind_key
from fanfold.archive.search.finding import Hits, Sought, count, query_of
from fanfold.archive.search.frequent import COLUMN, LAST, SEEN
from fanfold.archive.search.language import Every
from fanfold.archive.search.remembered import Remembered
from fanfold.archive.search.wish import Choice, Wish

#: Values shown of a facet, and of one that was asked for in full.
SHOWN, IN_FULL = LAST - 1, 200
#: Most kinds of free tags that are counted.
_KINDS = 30
#: Works from which on counting takes longer than asking for a second core.
_MANY = 3_000
#: Facet → field that is counted. Free tags have a field for each of their kinds.
_COUNTED = {
    "fandom": "fandom",
    "relationship": "relationship",
    "character": "character",
    "warning": "warning",
    "rating": "rating",
    "status": "status",
    "category": "category",
    "language": "language",
    "year": "year",
    "source": "collection",
    "unsure": "unsure",
}
#: Those of few values, which are counted in no time.
_FEW = frozenset(_COUNTED) - {"fandom", "relationship", "character"}
_TAGS = ("fandom", "relationship", "character", "warning", "tag")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet. name: for people, or "" where the page knows it."""

    value: str
    name: str
    works: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet of a result. kind: the source's own kind, of free tags.

    cut: there are more values than these.
    """

    facet: str
    kind: str
    values: tuple[Value, ...]
    cut: bool


_kept: Remembered[list[Facet]] = Remembered(256)
_kinds: Remembered[list[str]] = Remembered(2)


def facets(hits: Hits) -> list[Facet]:
    """Return the facets of a result that have anything to choose."""
    found = hits.sought
    return _kept.get((found.key, bool(hits.wish.more)), lambda: _facets(hits))


def _facets(hits: Hits) -> list[Facet]:
    # A kind that no indexed work bears cannot be counted: it is new with the index.
    free = _kinds.get(hits.sought.state, _free_kinds)
    wanted = {f"{facet}": (facet, "", field) for facet, field in _COUNTED.items()} | {
        f"tag {kind}": ("tag", kind, f"kinds.{kind_key(kind)}") for kind in free
    }
    most = IN_FULL if hits.wish.more else SHOWN
    fields = {name: field for name, (_facet, _kind, field) in wanted.items()}
    buckets = _buckets(hits.sought, fields, most + 1)
    values = _values({name: wanted[name][0] for name in buckets}, buckets)
    chosen = {(each.facet, each.value) for each in hits.wish.choices}
    made = [
        Facet(
            facet,
            kind,
            tuple(
                each
                for each in values.get(name, [])[:most]
                if (facet, each.value) not in chosen
            ),
            cut=len(buckets.get(name, [])) > most,
        )
        for name, (facet, kind, _field) in wanted.items()
    ]
    return [each for each in made if each.values]


def _buckets(sought: Sought, fields: Mapping[str, str], most: int) -> dict[str, Counts]:
    """Return the most frequent values of fields, each under the field's name here."""

    def counted(some: Mapping[str, str]) -> dict[str, Counts]:
        return most_frequent(sought.searcher, sought.query, some, most)

    if sought.total < _MANY:
        return counted(fields) if sought.total else {}
    told = _with_frequent(sought, fields, most)
    left = {name: field for name, field in fields.items() if name not in told}
    if not left:
        return told
    # Tags of the named kinds take about as long as all other fields together.
    here = {name: field for name, field in left.items() if name in _TAGS}
    rest = {name: field for name, field in left.items() if name not in _TAGS}
    one, other = both(lambda: counted(here), lambda: counted(rest))
    return {**told, **one, **other}


def _with_frequent(
    sought: Sought, fields: Mapping[str, str], most: int
) -> dict[str, Counts]:
    """Return what frequent tags tell of a large result, and all else but tags."""
    share = sought.total / sought.searcher.num_docs
    if most > LAST or not sought.frequent.may_tell(share):
        return {}
    few = {name: field for name, field in fields.items() if name in _FEW}
    told = most_frequent(
        sought.searcher,
        sought.query,
        {**few, COLUMN: COLUMN},
        most,
        more={COLUMN: SEEN},
    )
    return {**sought.frequent.told(told.pop(COLUMN), fields, most), **told}


def together(tag: str, facet: str, reader: Reader, most: int) -> list[Value]:
    """Return the tags that most often stand with one, with the works they share.

    tag: public id; facet: of which kind it is. Works with a tag below it count. Raises
    SearchNotReadyError where there is no index.
    """
    searcher = index.searcher()
    query = query_of(Every(()), [Choice(facet, tag)], reader)
    fields = {name: name for name in ("fandom", "relationship", "character")}
    buckets = most_frequent(searcher, query, fields, most + 1)
    values = _values(fields, buckets)
    found = [each for kind in values.values() for each in kind if each.value != tag]
    return sorted(found, key=lambda each: -each.works)[:most]


def named(
    choices: Iterable[Choice], reader: Reader, *, found: bool = False
) -> dict[tuple[str, str], str]:
    """Return the names of chosen values that rows name.

    A value that no work in the reader's lists bears stays without a name: its name
    may be known from hidden works alone. found: there are works in those lists that
    bear all of the choices that are wanted.
    """
    seen = [
        each
        for each in choices
        if (found and each.wanted)
        or count(Wish(choices=(Choice(each.facet, each.value),)), reader)
    ]
    return _names((each.facet, each.value) for each in seen)


def _free_kinds() -> list[str]:
    """Return the archive's own kinds of tags; of spellings that differ in capitals
    alone, the one that more tags have."""
    rows = Tag.objects.filter(kind=TagKind.FREE).values_list("type")
    counted = rows.annotate(tags=Count("pk")).order_by("-tags", "type")
    kinds: dict[str, str] = {}
    for type_, _tags in counted:
        kinds.setdefault(type_.casefold(), type_)
    return list(kinds.values())[:_KINDS]


def _values(
    facets: Mapping[str, str], buckets: Mapping[str, Counts]
) -> dict[str, list[Value]]:
    """Return what was counted as values, with their names.

    facets: by the name of a bucket. Tags are counted by their rows' numbers; one that
    is no row any more, which the index has yet to hear, is left out.
    """
    rows = {
        row
        for name, counts in buckets.items()
        if facets[name] in _TAGS
        for row, _works in counts
    }
    tags = {row: (told, name) for row, told, name in _TAG_ROWS.ask(sorted(rows))}
    names = _names(
        (facets[name], value)
        for name, counts in buckets.items()
        if facets[name] not in _TAGS
        for value, _works in counts
    )
    return {
        name: [
            Value(*tags[value], works)
            if facet in _TAGS
            else Value(value, names.get((facet, value), ""), works)
            for value, works in buckets[name]
            if facet not in _TAGS or value in tags
        ]
        for name, facet in facets.items()
    }


def _names(values: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    by_facet: dict[str, set[str]] = {}
    for facet, value in values:
        by_facet.setdefault(facet, set()).add(value)
    names: dict[tuple[str, str], str] = {}
    tags = {value for facet in _TAGS for value in by_facet.get(facet, ())}
    rows = dict(_TAG_NAMES.ask(sorted(tags)))
    for facet in _TAGS:
        names |= {
            (facet, value): rows[value]
            for value in by_facet.get(facet, ())
            if value in rows
        }
    for facet, model, column in (
        ("category", Category, "name"),
        ("source", Collection, "title"),
        ("author", Pseud, "name"),
        ("series", Series, "title"),
    ):
        found: Any = model
        wanted = by_facet.get(facet)
        if wanted:
            pairs = found.objects.filter(public__in=wanted).values_list(
                "public", column
            )
            names |= {(facet, public): name for public, name in pairs}
    return names


_TAG_ROWS = Among(
    lambda keys: (
        Tag.objects.filter(pk__in=keys).order_by().values_list("pk", "public", "name")
    ),
    numbers=True,
)
_TAG_NAMES = Among(
    lambda ids: (
        Tag.objects.filter(public__in=ids).order_by().values_list("public", "name")
    )
)
