"""Authors and tags, as far as works of a reader's lists show them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Sum

from fanfold.archive.models import Creatorship, Pseud, Tag, TagKind, Work
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError
from fanfold.model.creator import BYLINE


class Counted(NamedTuple):
    """A name, its public id and how many listed works it has."""

    public: str
    name: str
    works: int


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


def tag_ids(works: list[Any]) -> dict[tuple[str, str], str]:
    """Return public ids by (kind, name) for the tags that works of a page bear.

    The kind of a free tag is ``free`` and the source's own kind, as in "free Genres".
    """
    # By the works: nobody keeps tags in the order of their names.
    ids = [work.id for work in works]
    rows = Tag.objects.filter(taggings__work__public__in=ids).distinct()
    return {(_kind(each), each.name): each.public for each in rows.order_by()}


def _kind(tag: Tag) -> str:
    """Return a tag's kind; of free tags with the source's own word for it."""
    return f"{tag.kind} {tag.type}" if tag.kind == TagKind.FREE else tag.kind


def pseud_ids(works: list[Any]) -> dict[str, str]:
    """Return public ids by name for the authors of works of a page."""
    ids = [work.id for work in works]
    rows = Creatorship.objects.filter(work__public__in=ids, anonymous=False)
    pairs = rows.values_list("pseud__name", "pseud__public").order_by("pseud_id")
    return dict(reversed(list(pairs)))


def is_listed(reader: Reader) -> Exists:
    """Return the condition that a row's work is in the reader's lists.

    Asked of each row: a list of all such works would be made first, for one author too.
    """
    return Exists(Work.objects.listed_for(reader).filter(pk=OuterRef("work")))


def bylines(reader: Reader) -> Any:
    """Return the query of what puts a name under a work of the reader's lists."""
    return Creatorship.objects.filter(
        is_listed(reader),
        role__in=BYLINE,
        anonymous=False,
    ).order_by()
