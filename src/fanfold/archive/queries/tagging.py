"""One tag as a reader finds it: what it means here, and what stands beside it.

A mapping is the archive's own word, but a name that only hidden works bear is shown to
nobody: synonyms and what stands below are those that listed works bear.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from fanfold.archive.models import Tag, Tagging, TagKind, TagMapping, Work
from fanfold.archive.queries.gatherings import Counted
from fanfold.archive.reader import Reader
from fanfold.archive.search.large import how_many
from fanfold.archive.search.wish import Choice
from fanfold.errors import NotFoundError

#: Deepest row of mappings that is followed, and most tags named beside one.
_DEEPEST, _MOST = 10, 30


@dataclass(frozen=True, slots=True)
class ShownTag:
    """A tag. choice: by which a search asks for it. works: query of what bears it, a
    synonym of it, or a tag below it.

    counted_under: the tag it is a synonym of, if any. synonyms, below: with the works
    that bear each. above: its parents. What is under this tag is under those, too, and
    so they have a page.
    """

    row: Tag
    choice: Choice
    works: Any
    counted_under: Tag | None
    synonyms: tuple[Counted, ...]
    below: tuple[Counted, ...]
    above: tuple[Tag, ...]


def shown_tag(public: str, reader: Reader) -> ShownTag:
    """Return a tag. Raises NotFoundError where no listed work is under it."""
    row = Tag.objects.filter(public=public).first()
    if row is None:
        raise NotFoundError("There is no such tag here.")
    synonyms, below = _under({row.pk})
    under = {row.pk, *synonyms, *below}
    works = _bearing(under)
    facet = "tag" if row.kind == TagKind.FREE else row.kind
    choice = Choice(facet, row.public)
    if how_many(choice, reader) is None and not works.listed_for(reader).exists():
        raise NotFoundError("There is no such tag here.")
    counted = _counted({*synonyms, *below}, reader)
    ways = TagMapping.objects.filter(tag=row).exclude(target=None)
    told = [(each.relation, each.target) for each in ways.select_related("target")]
    return ShownTag(
        row,
        choice,
        works,
        next((tag for relation, tag in told if relation == "synonym"), None),
        tuple(counted[pk] for pk in synonyms if pk in counted),
        tuple(counted[pk] for pk in below if pk in counted),
        tuple(tag for relation, tag in told if tag and relation == "parent"),
    )


def works_under(publics: Collection[str]) -> Any:
    """Return the query of works that bear one of these tags, a synonym of one, or a tag
    below one."""
    pks = set(Tag.objects.filter(public__in=publics).values_list("pk", flat=True))
    synonyms, below = _under(pks)
    return _bearing({*pks, *synonyms, *below})


def _bearing(pks: set[int]) -> Any:
    tagged = Tagging.objects.filter(tag__in=pks)
    return Work.objects.filter(pk__in=tagged.values("work"))


def _under(pks: set[int]) -> tuple[list[int], list[int]]:
    """Return row ids of the synonyms of tags, and of all that stands below them.

    A synonym of something below stands below, too; rings do no harm.
    """
    synonyms: dict[int, None] = {}
    below: dict[int, None] = {}
    seen, left = set(pks), set(pks)
    for level in range(_DEEPEST):
        rows = TagMapping.objects.filter(
            target__in=left, relation__in=("synonym", "parent")
        )
        left = set()
        for tag, relation in rows.order_by("tag__name").values_list("tag", "relation"):
            if tag not in seen:
                near = relation == "synonym" and level == 0
                (synonyms if near else below)[tag] = None
                left.add(tag)
                seen.add(tag)
        if not left:
            break
    return list(synonyms), list(below)


def _counted(pks: set[int], reader: Reader) -> dict[int, Counted]:
    """Return the tags that listed works bear, by row id, with how many."""
    rows = Tagging.objects.filter(
        tag__in=pks, work__in=Work.objects.listed_for(reader)
    ).values_list("tag", "tag__public", "tag__name")
    counted = rows.annotate(works=Count("work", distinct=True)).order_by("-works")
    return {pk: Counted(*told) for pk, *told in counted[:_MOST]}
