"""Tags as the desk sorts them: in bins by kind and fandom, what has no meaning first.

All of it from works that the person may see, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from fanfold.archive.models import Tag, Tagging, TagKind, TagMapping
from fanfold.archive.queries.desk import seen
from fanfold.archive.reader import Reader
from fanfold.archive.suggesting import (
    Known,
    Suggestion,
    near,
    standing_together,
    with_company,
)
from fanfold.archive.tag_sheets import SheetTag
from fanfold.errors import NotFoundError

#: Names that are compared with: those that most works bear.
_COMPARED = 3000
#: Fandoms that are offered as bins.
_FANDOMS = 200
STATES = ("open", "answered", "all")


@dataclass(frozen=True, slots=True)
class Bin:
    """How many tags of a kind there are, and how many of them have no meaning yet."""

    kind: TagKind
    tags: int
    open: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tags are asked for. fandom: public id of one; words: in their names."""

    kind: TagKind = TagKind.FANDOM
    fandom: str = ""
    state: str = "open"
    words: str = ""


@dataclass(slots=True)
class DeskTag:
    """One tag with what it means so far and what it may mean."""

    row: Any
    mappings: list[TagMapping]
    suggestions: list[Suggestion] = field(default_factory=list)


def bins(reader: Reader) -> list[Bin]:
    """Return every kind of tags that there are."""
    counted = _seen(reader).order_by().values_list("kind")
    rows = counted.annotate(n=Count("pk"), open=Count("pk", filter=Q(mapped=False)))
    found = {kind: (tags, open_) for kind, tags, open_ in rows}
    return [Bin(kind, *found[kind]) for kind in TagKind if kind in found]


def fandoms(reader: Reader) -> list[Any]:
    """Return the fandoms that most works bear, by the alphabet."""
    rows = _counted(_seen(reader).filter(kind=TagKind.FANDOM), reader)
    most = list(rows.order_by("-works", "name")[:_FANDOMS])
    return sorted(most, key=lambda tag: tag.name.casefold())


def tags_in(wanted: Wanted, reader: Reader) -> Any:
    """Return the query of the tags asked for, each with `works` and `mapped`.

    What has no meaning yet comes first, then what most works bear.
    """
    rows = _seen(reader).filter(kind=wanted.kind)
    if wanted.fandom:
        works = seen(reader).filter(taggings__tag__public=wanted.fandom)
        rows = rows.filter(
            Exists(Tagging.objects.filter(tag=OuterRef("pk"), work__in=works))
        )
    if wanted.words:
        rows = rows.filter(name__icontains=wanted.words)
    if wanted.state != "all":
        rows = rows.filter(mapped=wanted.state == "answered")
    return _counted(rows, reader).order_by("mapped", "-works", "name", "pk")


def tags_of(ids: Collection[str], reader: Reader) -> list[DeskTag]:
    """Return tags by public id. Raises NotFoundError where one cannot be seen."""
    rows = list(_counted(_seen(reader).filter(public__in=ids), reader))
    if len(rows) < len(set(ids)):
        raise NotFoundError("There is no such tag here.")
    return told(rows)


def told(rows: Sequence[Any]) -> list[DeskTag]:
    """Return tags with what they mean; one query."""
    found: dict[int, list[TagMapping]] = {row.pk: [] for row in rows}
    mappings = TagMapping.objects.filter(tag__in=found).select_related("target")
    for each in mappings.order_by("relation", "pk"):
        found[each.tag_id].append(each)
    return [DeskTag(row, found[row.pk]) for row in rows]


def works_with(ids: Collection[str], reader: Reader) -> Any:
    """Return the query of the works that bear any of these tags."""
    tagged = Tagging.objects.filter(tag__public__in=ids).values("work")
    return seen(reader).filter(pk__in=tagged)


def suggest(tags: Sequence[DeskTag], reader: Reader) -> None:
    """Put into each tag without a meaning what it may mean; tags are of one kind.

    A fixed number of queries. A synonym is not suggested, what it leads to is.
    """
    open_ = [each for each in tags if not each.mappings]
    if not open_:
        return
    known, types = _known(TagKind(open_[0].row.kind), reader)
    by_key = {each.key: each for each in known}
    found = {}
    for tag in open_:
        row = tag.row
        same = [each for each in known if types[each.key] == row.type]
        found[row.pk] = near(Known(row.pk, row.name, row.works), same)
    keys = {s.known.key for each in found.values() for s in each} | set(found)
    beside, together = _company(keys, set(found), TagKind(open_[0].row.kind), reader)
    for tag in open_:
        row = tag.row
        mine = frozenset(beside.get(row.pk, ()))
        ranked = with_company(found[row.pk], mine, beside)
        if not ranked and row.kind in (TagKind.RELATIONSHIP, TagKind.CHARACTER):
            one = Known(row.pk, row.name, row.works)
            other = standing_together(one, together.get(row.pk, {}), by_key)
            ranked = [other] if other else []
        tag.suggestions = ranked


def _seen(reader: Reader) -> Any:
    """Tags on works that the person may see, and what those lead to."""
    on_works = Tagging.objects.filter(work__in=seen(reader))
    led_to = TagMapping.objects.filter(tag__in=on_works.values("tag"))
    rows = Tag.objects.filter(
        Exists(on_works.filter(tag=OuterRef("pk")))
        | Q(pk__in=led_to.exclude(target=None).values("target"))
    )
    return rows.annotate(mapped=Exists(TagMapping.objects.filter(tag=OuterRef("pk"))))


def _counted(rows: Any, reader: Reader) -> Any:
    bearing = Tagging.objects.filter(tag=OuterRef("pk"), work__in=seen(reader))
    number = bearing.order_by().values("tag").annotate(n=Count("work", distinct=True))
    return rows.annotate(
        works=Coalesce(Subquery(number.values("n")), 0, output_field=IntegerField())
    )


def _known(kind: TagKind, reader: Reader) -> tuple[list[Known], dict[int, str]]:
    """Return names that may be meant, and the source's own kind of each by its key."""
    rows = _counted(_seen(reader).filter(kind=kind), reader)
    synonyms = TagMapping.objects.filter(relation__in=("synonym", "not-mapped"))
    chosen = TagMapping.objects.filter(
        Q(tag=OuterRef("pk"), relation="canonical")
        | Q(target=OuterRef("pk"), relation="synonym")
    )
    rows = rows.exclude(pk__in=synonyms.values("tag")).annotate(chosen=Exists(chosen))
    told_ = rows.order_by("-works", "pk").values_list(
        "pk", "name", "works", "chosen", "type"
    )
    found = list(told_[:_COMPARED])
    known = [Known(pk, name, works, chosen) for pk, name, works, chosen, _ in found]
    return known, {pk: type_ for pk, _, _, _, type_ in found}


def _company(
    keys: set[int], asked: set[int], kind: TagKind, reader: Reader
) -> tuple[dict[int, frozenset[int]], dict[int, dict[int, int]]]:
    """Return what stands on the same works as tags: other kinds, and the same kind.

    The second, with the number of works, for the tags asked about alone.
    """
    works = seen(reader).filter(
        pk__in=Tagging.objects.filter(tag__in=keys).values("work")
    )
    pairs = (
        Tagging.objects.filter(work__in=works, work__taggings__tag__in=keys)
        .filter(tag__kind__in=(kind, TagKind.FANDOM, TagKind.CHARACTER))
        .order_by()
        .values_list("work__taggings__tag", "tag", "tag__kind")
        .annotate(n=Count("work", distinct=True))
    )
    beside: dict[int, set[int]] = {}
    together: dict[int, dict[int, int]] = {}
    for key, other, kind_, number in pairs:
        if kind_ != kind:
            beside.setdefault(key, set()).add(other)
        elif key in asked and other != key:
            together.setdefault(key, {})[other] = number
    return {key: frozenset(each) for key, each in beside.items()}, together


def all_of(reader: Reader) -> list[DeskTag]:
    """Return every tag that the person may see, with what it means."""
    rows = list(_seen(reader).order_by("kind", "type", "name", "pk"))
    held: dict[int, list[TagMapping]] = {}
    mappings = TagMapping.objects.select_related("target").order_by("relation", "pk")
    for each in mappings:
        held.setdefault(each.tag_id, []).append(each)
    return [DeskTag(row, held.get(row.pk, [])) for row in rows]


def for_sheet(reader: Reader) -> list[SheetTag]:
    """Return every tag as a sheet tells it; a fixed number of queries."""
    works = seen(reader)
    borne = Tagging.objects.filter(work__in=works).order_by()
    counted = borne.values_list("tag").annotate(n=Count("work", distinct=True))
    number = dict(counted)
    related = _related(reader)
    return [
        SheetTag(
            each.row.public,
            each.row.name,
            TagKind(each.row.kind),
            each.row.type,
            number.get(each.row.pk, 0),
            related.get(each.row.pk, ""),
            each.mappings,
        )
        for each in all_of(reader)
    ]


def _related(reader: Reader) -> dict[int, str]:
    """Return the name of the fandom that most works with a tag bear, by its row id."""
    pairs = (
        Tagging.objects.filter(work__in=seen(reader), tag__kind=TagKind.FANDOM)
        .order_by()
        .values_list("work__taggings__tag", "tag__name")
        .annotate(n=Count("work", distinct=True))
    )
    best: dict[int, tuple[int, str]] = {}
    for tag, name, works in pairs:
        best[tag] = max(best.get(tag, (0, "")), (works, name))
    fandoms_ = Tag.objects.filter(kind=TagKind.FANDOM).values_list("pk", flat=True)
    own = set(fandoms_)
    return {tag: name for tag, (_, name) in best.items() if tag not in own}
