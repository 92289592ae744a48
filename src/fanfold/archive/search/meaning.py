"""What an archive says the tags of its sources mean, for works of a batch at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from fanfold.archive.models import TagMapping

#: Deepest row of parents that is followed.
_DEEPEST = 10


class Named(NamedTuple):
    """A tag, as far as it matters here. pk: of its row; public: its id."""

    pk: int
    public: str
    name: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """One tag. counted: row id of what it is counted under.

    about: public ids of itself, its canonical and all that stands above it.
    names: the names under which works that bear it are found.
    """

    counted: int
    about: tuple[str, ...]
    names: tuple[str, ...]


def meanings(tags: Collection[Named]) -> dict[int, Meaning]:
    """Return the meaning of each tag by row id; a fixed number of queries a level."""
    known = {tag.pk: tag for tag in tags}
    canonical: dict[int, int] = {}
    parents: dict[int, list[int]] = {}
    asked: set[int] = set()
    left = set(known)
    for _level in range(_DEEPEST):
        if not left:
            break
        asked |= left
        rows = TagMapping.objects.filter(tag__in=left).exclude(target=None)
        left = set()
        for row in rows.select_related("target"):
            target = row.target
            assert target is not None  # noqa: S101 - the query says so
            known[target.pk] = Named(target.pk, target.public, target.name)
            if row.relation == "synonym":
                canonical[row.tag_id] = target.pk
            elif row.relation == "parent":
                parents.setdefault(row.tag_id, []).append(target.pk)
            left |= {target.pk} - asked
    return {tag.pk: _meaning(tag, known, canonical, parents) for tag in tags}


def _meaning(
    tag: Named,
    known: dict[int, Named],
    canonical: dict[int, int],
    parents: dict[int, list[int]],
) -> Meaning:
    counted = canonical.get(tag.pk, tag.pk)
    about: dict[int, None] = {tag.pk: None}
    left = [counted]
    while left:
        each = left.pop()
        if each not in about or each == counted:
            about[each] = None
            more = [*parents.get(each, ()), canonical.get(each, each)]
            left += [other for other in more if other not in about]
    return Meaning(
        counted,
        tuple(known[each].public for each in about),
        tuple(dict.fromkeys((tag.name, known[counted].name))),
    )
