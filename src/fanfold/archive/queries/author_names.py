"""Authors and their names as the desk sees them, and names that are written alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef

from fanfold.archive.models import Creator, Creatorship, Pseud
from fanfold.archive.queries.desk import seen
from fanfold.archive.reader import Reader
from fanfold.archive.suggesting import Known, Reason, near
from fanfold.errors import NotFoundError

#: Names that are compared with: those under most works.
_COMPARED = 3000


@dataclass(frozen=True, slots=True)
class DeskName:
    """One name of an author. works: how many that the person sees stand under it."""

    row: Pseud
    works: int


@dataclass(frozen=True, slots=True)
class DeskAuthor:
    """An author with all names, the current one first."""

    row: Creator
    names: tuple[DeskName, ...]

    @property
    def name(self) -> str:
        """The name to call the author by."""
        return self.names[0].row.name if self.names else ""

    @property
    def works(self) -> int:
        """Works under any of the names, each name counted by itself."""
        return sum(each.works for each in self.names)


def authors_with(words: str, reader: Reader) -> Any:
    """Return the query of the authors of works that the person sees.

    words: in any of their names.
    """
    credits = Creatorship.objects.filter(
        work__in=seen(reader), pseud__creator=OuterRef("pk")
    )
    rows = Creator.objects.filter(Exists(credits))
    if words:
        named = Pseud.objects.filter(creator=OuterRef("pk"), name__icontains=words)
        rows = rows.filter(Exists(named))
    first = Pseud.objects.filter(creator=OuterRef("pk")).order_by("-current", "pk")
    return rows.annotate(called=first.values("name")[:1]).order_by("called", "pk")


def author_of(public: str, reader: Reader) -> DeskAuthor:
    """Return one author. Raises NotFoundError where the person sees no work of it."""
    rows = list(authors_with("", reader).filter(public=public))
    if not rows:
        raise NotFoundError("There is no such author here.")
    return told(rows, reader)[0]


def told(rows: list[Creator], reader: Reader) -> list[DeskAuthor]:
    """Return authors with their names; two queries."""
    pseuds = list(Pseud.objects.filter(creator__in=rows).order_by("-current", "pk"))
    counted = _works({each.pk for each in pseuds}, reader)
    names: dict[int, list[DeskName]] = {row.pk: [] for row in rows}
    for each in pseuds:
        names[each.creator_id].append(DeskName(each, counted.get(each.pk, 0)))
    return [DeskAuthor(row, tuple(names[row.pk])) for row in rows]


def _works(pseuds: set[int], reader: Reader) -> dict[int, int]:
    credits = Creatorship.objects.filter(pseud__in=pseuds, work__in=seen(reader))
    rows = credits.order_by().values_list("pseud")
    return dict(rows.annotate(n=Count("work", distinct=True)))


def alike(
    authors: list[DeskAuthor], reader: Reader
) -> list[tuple[DeskAuthor, DeskAuthor]]:
    """Return pairs of authors with names written alike, the likeliest first.

    Each of those given is compared with the authors that most works have; a fixed
    number of queries.
    """
    known, owners = _known(reader)
    found: dict[frozenset[int], tuple[float, int, int]] = {}
    for author in authors:
        for name in author.names:
            mine = Known(name.row.pk, name.row.name, 0)
            others = (each for each in known if owners[each.key] != author.row.pk)
            for each in near(mine, others):
                if each.reasons == (Reason.SPELLING,):
                    pair = (each.score, owners[each.known.key], author.row.pk)
                    key = frozenset(pair[1:])
                    found[key] = max(found.get(key, pair), pair)
    ranked = sorted(found.values(), reverse=True)
    rows = Creator.objects.filter(pk__in={pk for pair in ranked for pk in pair[1:]})
    by_key = {each.row.pk: each for each in told(list(rows), reader)}
    pairs = [(by_key[one], by_key[two]) for _score, one, two in ranked]
    # The author of more works is the one that the other would be joined to.
    return [(one, two) if one.works >= two.works else (two, one) for one, two in pairs]


def _known(reader: Reader) -> tuple[list[Known], dict[int, int]]:
    """Return names under works, and the author of each by its key."""
    credits = Creatorship.objects.filter(work__in=seen(reader)).order_by()
    rows = credits.values_list("pseud", "pseud__name", "pseud__creator")
    counted = rows.annotate(n=Count("work", distinct=True)).order_by("-n", "pseud")
    found = list(counted[:_COMPARED])
    # No name gives way to another here: each may be the one that is kept.
    known = [Known(pk, name, works, chosen=True) for pk, name, _, works in found]
    return known, {pk: creator for pk, _, creator, _ in found}
