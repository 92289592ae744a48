"""What the archive already holds, for whoever proposes what to do with a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db.models import Exists, OuterRef, Q

from fanfold.archive import fingerprint, keys
from fanfold.archive.addresses import every_hash, every_name_hash
from fanfold.archive.marks import every_mark_of
from fanfold.archive.models import (
    BuriedSourceId,
    ImportPlan,
    KnownAddress,
    SourceId,
    TextVersion,
    Tombstone,
    Work,
)
from fanfold.archive.models.ids import is_public_id
from fanfold.archive.queries.prepared import Prepared
from fanfold.archive.sketch import ALIKE, alike, sketch_of
from fanfold.archive.storing import sort_title
from fanfold.intake.ports import Candidate, Difference
from fanfold.model import work as model
from fanfold.model.keeping import Tombstone as ModelTombstone
from fanfold.model.work import Stage

_LAST_STONE = Prepared(lambda: Tombstone.objects.order_by("-pk").values_list("pk")[:1])
_ANY_STONE = Prepared(lambda: Tombstone.objects.order_by().values_list("pk")[:1])
#: By the column that holds it: what a candidate shares with a work.
_MARKED: dict[str, Any] = {
    "value": SourceId,
    "url": KnownAddress,
    "sort_title": Work,
    "fingerprint": Work,
}
_MOST = 5  # candidates worth comparing letter by letter


class Catalogue:
    """See `fanfold.intake.ports.Catalogue`.

    plan: the import that asks. Two works that one source numbers apart are two works
    there, however alike they are.
    """

    def __init__(self, plan: ImportPlan | None = None) -> None:
        self._plan = plan
        self._sketches: dict[str, list[str]] = {}
        self._sketched_until = 0

    def candidates(self, work: model.Work) -> Sequence[Candidate]:
        """Return works with the same text, source id or address, or a like title."""
        print_ = fingerprint.of_texts(each.text for each in work.chapters)
        same = Q(source_ids__value__in=_telling(work)) | Q(addresses__url__in=work.urls)
        if work.title:
            same |= Q(sort_title=sort_title(work.title))
        if work.word_count:
            same |= Q(fingerprint=print_)
        rows = (
            Work.objects.exclude(stage=Stage.WITHDRAWN)
            .filter(pk__in=Work.objects.filter(same).values("pk"))
            .exclude(self._numbered_apart(work))
            .prefetch_related("creatorships__pseud")
            .order_by("pk")
        )
        found = [_compared(work, row, print_) for row in rows[: 4 * _MOST]]
        found.sort(key=lambda each: not each.identical)
        return found[:_MOST]

    def strangers(self, works: Sequence[model.Work]) -> Sequence[bool]:
        """Tell of each work whether nothing before it shares what candidates share."""
        marks = [_marks(work) for work in works]
        seen = _there(set().union(*marks))
        told = []
        for each in marks:
            told.append(seen.isdisjoint(each))
            seen |= each
        return told

    def _numbered_apart(self, work: model.Work) -> Any:
        """Return the condition of works of this import with another number.

        Of those that an archive of ours hands on every one is another: it had them so.
        """
        if self._plan is not None and work.state is not None:
            return Q(plan=self._plan)
        ids = _telling(work)
        # The scheme alone: sites that lie in one dump number apart, too.
        kinds = {each.partition(":")[0] + ":" for each in ids if ":" in each}
        alike = Q()
        for kind in filter(None, kinds):
            alike |= Q(value__startswith=kind)
        if self._plan is None or not alike:
            return Q(pk=None)
        numbered = SourceId.objects.filter(alike, work=OuterRef("pk"))
        return Q(plan=self._plan) & Exists(numbered.exclude(value__in=ids))

    def tombstone(self, work: model.Work) -> ModelTombstone | None:
        """Return the tombstone over its source ids, text or author's address."""
        contacts = [each for told in work.emails for each in every_hash(told)]
        row = tombstone_over(work, contacts)
        return None if row is None else _model_of(row)

    def buried_alike(self, work: model.Work) -> ModelTombstone | None:
        """Return the tombstone of a text that much of this one is in, if any."""
        ((last,),) = _LAST_STONE.ask() or [(0,)]
        if last != self._sketched_until:
            rows = Tombstone.objects.order_by("pk").values_list("public", "sketch")
            self._sketches = {public: sketch for public, sketch in rows if sketch}
            self._sketched_until = last
        if not self._sketches:
            return None
        texts = [each.text for each in work.chapters]
        found = [
            (alike(ours, theirs), public)
            for ours in (sketch_of(texts, each.sketch) for each in keys.every())
            for public, theirs in self._sketches.items()
        ]
        share, public = max(found)
        row = Tombstone.objects.filter(public=public).first()
        return _model_of(row) if row is not None and share >= ALIKE else None


def _model_of(row: Tombstone) -> ModelTombstone:
    at = row.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return ModelTombstone(row.public, at, reason=row.reason)


def any_tombstone() -> bool:
    """Tell whether the archive has a tombstone; most have none."""
    return bool(_ANY_STONE.ask())


def tombstone_over(work: model.Work, contacts: Sequence[str]) -> Tombstone | None:
    """Return what forbids a work to come in. contacts: keyed hashes of addresses."""
    if not any_tombstone():
        return None
    marks = every_mark_of(work.title, work.authors)
    known = [*_telling(work), *own_ids(work)]
    buried = [
        each.tombstone_id
        for each in BuriedSourceId.objects.filter(value__in=known)
        if not each.marks or not marks or marks & set(each.marks)
    ]
    under = Q(pk__in=buried)
    if work.word_count:
        under |= Q(fingerprint=fingerprint.of_texts(c.text for c in work.chapters))
    identities = list(contacts)
    for name in work.authors:
        identities += every_name_hash(name)
    if identities:
        under |= Q(identity__in=identities)
    return Tombstone.objects.filter(under).first()


def own_ids(work: model.Work) -> list[str]:
    """Return the source id of a work that an archive of ours handed on, if it was."""
    return [own_id(work.id)] if is_public_id(work.id) else []


def own_id(public: str) -> str:
    """Return the source id by which archives of ours know a work of theirs."""
    return f"fanfold:works/{public}"


def _marks(work: model.Work) -> set[tuple[str, str]]:
    """Return what a candidate has one of: (kind of mark, value)."""
    marks = {("value", each) for each in _telling(work)}
    marks |= {("url", each) for each in work.urls}
    if work.title:
        marks.add(("sort_title", sort_title(work.title)))
    if work.word_count:
        print_ = fingerprint.of_texts(each.text for each in work.chapters)
        marks.add(("fingerprint", print_))
    return marks


def _there(marks: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return which marks a work of the archive has; each table is asked once a kind."""
    found = set()
    for kind, table in _MARKED.items():
        values = [value for name, value in marks if name == kind]
        if values:
            rows = table.objects.filter(**{f"{kind}__in": values}).order_by()
            found |= {(kind, value) for value in rows.values_list(kind, flat=True)}
    return found


def _telling(work: model.Work) -> list[str]:
    """Return source ids that name one work; a file's name may be anybody's."""
    return [each for each in work.source_ids if not each.startswith("file:")]


def _compared(work: model.Work, row: Any, print_: str) -> Candidate:
    if work.word_count and row.fingerprint == print_:
        return Candidate(row.public, row.title, (), identical=True)
    return Candidate(row.public, row.title, tuple(_differences(work, row)))


def _differences(work: model.Work, row: Any) -> list[Difference]:
    found = []
    if sort_title(work.title) != row.sort_title:
        found.append(Difference("title", row.title, work.title, 0.5))
    theirs = [
        each.pseud.name for each in row.creatorships.all() if each.chapter_id is None
    ]
    named = {name.lower() for name in work.authors}
    known = {name.lower() for name in theirs}
    if (named or known) and not named & known:
        found.append(
            Difference("authors", ", ".join(theirs), ", ".join(work.authors), 0.5)
        )
    texts = TextVersion.objects.filter(chapter__work=row, current=True)
    bodies = list(texts.values_list("text", flat=True))
    alike = fingerprint.shared((each.text for each in work.chapters), bodies)
    here = f"{work.word_count:,} words"
    weight = 0.3 if alike >= 0.6 else 0.6 if alike >= 0.2 else 0.9
    found.append(Difference("text", f"{row.word_count:,} words", here, weight))
    return found
