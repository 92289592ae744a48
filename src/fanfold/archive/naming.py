"""Tags, people, categories and series by their names: each new where there is none.

`Names` looks up what a whole batch of works bears with a query a kind; what acts on
one work alone asks `tag_of`, `pseud_of` and so on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fanfold.archive import translation
from fanfold.archive.models import (
    Category,
    Creator,
    Creatorship,
    ImportPlan,
    Pseud,
    Series,
    Tag,
    TagKind,
)
from fanfold.model import work as model


class Names:
    """What the works of one batch call their tags, people and categories.

    plan: of the import they come with. Of no use once its transaction has ended.
    """

    def __init__(self, works: Sequence[model.Work], plan: ImportPlan | None) -> None:
        self._plan = plan
        self._tags = _tags_of(works)
        self._pseuds = _pseuds_of(works)
        self._creators: dict[str, Creator] = {}
        self._categories: dict[tuple[str, ...], Category | None] = {}

    def tag(
        self, kind: TagKind, name: str, relation: str = "", *, type_: str = ""
    ) -> Tag:
        """Return what `tag_of` does."""
        return _related(self._tags[str(kind), type_, name], relation)

    def pseud(self, name: str, source_id: str = "") -> Pseud:
        """Return what `pseud_of` does, once works before this one have their people."""
        known = self._pseuds.get((name, source_id))
        if known is None:
            known = self._pseuds[name, source_id] = self._new_pseud(name, source_id)
            self._pseuds.setdefault((name, ""), known)
        if source_id:
            self._creators.setdefault(source_id, known.creator)
        return known

    def category(self, path: Sequence[str]) -> Category | None:
        """Return what `category_of` does."""
        key = tuple(path)
        if key not in self._categories:
            self._categories[key] = category_of(key)
        return self._categories[key]

    def _new_pseud(self, name: str, source_id: str) -> Pseud:
        # Works of this batch have no rows yet that say whose they are.
        here = self._creators.get(source_id)
        there = _creator_of(source_id, self._plan) if source_id else None
        both = [each for each in (here, there) if each is not None]
        return _pseud_under(min(both, key=_number, default=None), name, source_id)


def _number(row: Any) -> int:
    return int(row.pk)


def _tags_of(works: Iterable[model.Work]) -> dict[tuple[str, str, str], Tag]:
    """Return every tag that works bear, by kind, type and name; new ones are made."""
    borne = {key for work in works for key in _borne(work)}
    found = _known_tags(borne)
    missing = sorted(borne - found.keys())
    if missing:
        # In order, so that two imports at once never wait for each other in a ring.
        Tag.objects.bulk_create(
            [Tag(kind=kind, type=type_, name=name) for kind, type_, name in missing],
            ignore_conflicts=True,
        )
        found |= _known_tags(missing)
    return found


def _known_tags(
    keys: Iterable[tuple[str, str, str]],
) -> dict[tuple[str, str, str], Tag]:
    names = {name for _kind, _type, name in keys}
    rows = Tag.objects.filter(name__in=names).order_by() if names else ()
    return {(row.kind, row.type, row.name): row for row in rows}


def _borne(work: model.Work) -> Iterable[tuple[str, str, str]]:
    for field, kind in translation.TAGGED.items():
        yield from ((str(kind), "", name) for name in getattr(work, field))
    for field, kind in translation.RESOLVED.items():
        yield from ((str(kind), "", each.name) for each in getattr(work, field))
    yield from ((str(TagKind.FREE), each.type, each.name) for each in work.tags)


def _pseuds_of(works: Iterable[model.Work]) -> dict[tuple[str, str], Pseud]:
    """Return pseuds that are there, by name and source id; with "" by name alone."""
    names = {credit.name for work in works for credit in _credits(work)}
    rows = Pseud.objects.filter(name__in=names).select_related("creator")
    found: dict[tuple[str, str], Pseud] = {}
    for row in rows.order_by("id") if names else ():
        found.setdefault((row.name, ""), row)
        found.setdefault((row.name, row.creator.source_id), row)
    return found


def _credits(work: model.Work) -> Iterable[Any]:
    yield from work.creators
    for chapter in work.chapters:
        yield from chapter.creators


def tag_of(kind: TagKind, name: str, relation: str = "", *, type_: str = "") -> Tag:
    """Return the tag of this kind and name, new where there is none."""
    tag, _ = Tag.objects.get_or_create(kind=kind, type=type_, name=name)
    return _related(tag, relation)


def _related(tag: Tag, relation: str) -> Tag:
    if relation and not tag.relation_kind:
        tag.relation_kind = relation
        tag.save(update_fields=["relation_kind"])
    return tag


def pseud_of(name: str, source_id: str = "", plan: ImportPlan | None = None) -> Pseud:
    """Return the pseud of this name; new, with a new creator, where there is none.

    Name and source id together say who it is; without one the same name is the same
    person. The id alone does within one import (`plan`): two sites number alike, and
    nobody is given another's name.
    """
    known = Pseud.objects.filter(name=name)
    if source_id:
        known = known.filter(creator__source_id=source_id)
    found = known.order_by("id").first()
    if found is not None:
        return found
    creator = _creator_of(source_id, plan) if source_id else None
    return _pseud_under(creator, name, source_id)


def _pseud_under(creator: Creator | None, name: str, source_id: str) -> Pseud:
    """Return a new pseud of a creator, or of a new one for None."""
    if creator is None:
        creator, before = Creator.objects.create(source_id=source_id), 0
    else:
        before = creator.pseuds.count()
    return Pseud.objects.create(
        creator=creator, name=name, current=not before, position=before + 1
    )


def _creator_of(source_id: str, plan: ImportPlan | None) -> Creator | None:
    rows = Creator.objects.filter(source_id=source_id)
    if plan is not None:
        of_it = Creatorship.objects.filter(work__plan=plan).values("pseud__creator")
        rows = rows.filter(pk__in=of_it)
    return rows.order_by("pk").first()


def category_of(path: Sequence[str]) -> Category | None:
    """Return the category of a path of names, each new where there is none."""
    found: Category | None = None
    for name in path:
        found, _ = Category.objects.get_or_create(parent=found, name=name)
    return found


def series_of(title: str, source_id: str = "") -> Series:
    """Return the series of this title, and source id if any; new if there is none."""
    found = Series.objects.filter(source_id=source_id, title=title).first()
    return found or Series.objects.create(
        title=title, source_id=source_id, open="closed"
    )
