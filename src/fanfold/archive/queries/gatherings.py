"""Authors, tags and numbers, counted from what a reader's lists show."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Sum

from fanfold.archive.models import Creatorship, Pseud, Tag, Tagging, TagKind, Work
from fanfold.archive.queries.unchanged import while_unchanged
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError


class Counted(NamedTuple):
    """A name, its public id and how many listed works it has."""

    public: str
    name: str
    works: int


class Totals(NamedTuple):
    """What an archive holds, as far as the reader's lists show it."""

    works: int
    words: int
    authors: int


def totals(reader: Reader) -> Totals:
    """Return the sums over the reader's lists."""
    return while_unchanged("totals", reader, lambda: _totals(reader))


def _totals(reader: Reader) -> Totals:
    listed = Work.objects.listed_for(reader)
    sums = listed.aggregate(works=Count("pk"), words=Sum("word_count"))
    authors = bylines(reader).values("pseud").distinct().count()
    return Totals(sums["works"], sums["words"] or 0, authors)


def authors(reader: Reader) -> list[Counted]:
    """Return every name that stands under a listed work, by the alphabet."""
    return list(while_unchanged("authors", reader, lambda: _authors(reader)))


def _authors(reader: Reader) -> list[Counted]:
    rows = (
        bylines(reader)
        .values("pseud__public", "pseud__name")
        .annotate(works=Count("work", distinct=True))
    )
    found = [Counted(*each) for each in rows.values_list(*_PSEUD, "works")]
    return sorted(found, key=lambda each: each.name.lower())


def author(public: str, reader: Reader) -> tuple[Pseud, Any]:
    """Return a pseud and the query of its listed works.

    Raises NotFoundError where none of its works is listed for the reader.
    """
    pseud = Pseud.objects.filter(public=public).select_related("creator").first()
    works = Work.objects.filter(
        pk__in=bylines(reader).filter(pseud__public=public).values("work")
    )
    if pseud is None or not works.exists():
        raise NotFoundError("There is no such author here.")
    return pseud, works


def words_in(works: Any, reader: Reader) -> int:
    """Return how many words those of these works have that the reader's lists show."""
    told = works.listed_for(reader).aggregate(words=Sum("word_count"))
    return told["words"] or 0


def pseud_of_creator(public: str, reader: Reader) -> str | None:
    """Return the public id of the name a creator has most listed works under."""
    rows = bylines(reader).filter(pseud__creator__public=public)
    counted = rows.values("pseud__public").annotate(works=Count("work"))
    found = counted.order_by("-works", "pseud__public").first()
    return str(found["pseud__public"]) if found else None


def other_names(pseud: Pseud, reader: Reader) -> list[str]:
    """Return the names the same person also used and does not hide."""
    hidden = Creatorship.objects.filter(anonymous=True).values("pseud")
    names = Pseud.objects.filter(creator=pseud.creator).exclude(pk=pseud.pk)
    return list(names.exclude(pk__in=hidden).values_list("name", flat=True))


def tags(kind: TagKind, reader: Reader, most: int | None = None) -> list[Counted]:
    """Return the tags of a kind on listed works; the most used where cut."""
    what = ("tags", kind, most)
    return list(while_unchanged(what, reader, lambda: _tags(kind, reader, most)))


def _tags(kind: TagKind, reader: Reader, most: int | None) -> list[Counted]:
    rows = (
        Tagging.objects.filter(tag__kind=kind, work__in=Work.objects.listed_for(reader))
        .values("tag__public", "tag__name")
        .annotate(works=Count("work", distinct=True))
    )
    if most is not None:
        rows = rows.order_by("-works", "tag__name")[:most]
    found = [Counted(*each) for each in rows.values_list(*_TAG, "works")]
    return sorted(found, key=lambda each: each.name.lower())


def tag_ids(works: list[Any]) -> dict[tuple[str, str], str]:
    """Return public ids by (kind, name) for the tags that works of a page bear.

    The kind of a free tag is ``free`` and the source's own kind, as in "free Genres".
    """
    names = {name for work in works for name in _names(work)}
    rows = Tag.objects.filter(name__in=names)
    return {(_kind(each), each.name): each.public for each in rows}


def _kind(tag: Tag) -> str:
    """Return a tag's kind; of free tags with the source's own word for it."""
    return f"{tag.kind} {tag.type}" if tag.kind == TagKind.FREE else tag.kind


def pseud_ids(works: list[Any]) -> dict[str, str]:
    """Return public ids by name for the authors of works of a page."""
    ids = [work.id for work in works]
    rows = Creatorship.objects.filter(work__public__in=ids, anonymous=False)
    pairs = rows.values_list("pseud__name", "pseud__public").order_by("pseud_id")
    return dict(reversed(list(pairs)))


_PSEUD = ("pseud__public", "pseud__name")
_TAG = ("tag__public", "tag__name")


def _names(work: Any) -> tuple[str, ...]:
    return (
        *work.fandoms,
        *work.relationships_raw,
        *work.characters_raw,
        *work.warnings_raw,
        *(tag.name for tag in work.tags),
    )


def is_listed(reader: Reader) -> Exists:
    """Return the condition that a row's work is in the reader's lists.

    Asked of each row: a list of all such works would be made first, for one author too.
    """
    return Exists(Work.objects.listed_for(reader).filter(pk=OuterRef("work")))


def bylines(reader: Reader) -> Any:
    """Return the query of what puts a name under a work of the reader's lists."""
    return Creatorship.objects.filter(
        is_listed(reader),
        role__in=["author", "co-author"],
        anonymous=False,
    ).order_by()
