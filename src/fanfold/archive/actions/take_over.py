"""What another archive remembered becomes what this one remembers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from fanfold.archive.actions.map_tags import ONE, refuse_circle, tell_works_with
from fanfold.archive.models import (
    BuriedSourceId,
    Collected,
    Collection,
    Contact,
    Creator,
    Decision,
    DoNotWrite,
    ImportPlan,
    LedgerEntry,
    PermissionState,
    Tag,
    TagMapping,
    Tombstone,
    Work,
)
from fanfold.archive.models.ids import is_public_id, public_id
from fanfold.archive.steps import Doing, step
from fanfold.errors import RefusedDecisionError
from fanfold.model import keeping
from fanfold.model.record import Recorded
from fanfold.model.series import Collection as ModelCollection

ACT = "take-over"


def keep_out(told: Iterable[Recorded], *, by: str, why: str) -> int:
    """Make the tombstones and the do-not-write list of another archive this one's own.

    Called before anything of that archive comes in. Returns how many tombstones are
    new here; those that are known stay as they are.
    """
    with step(ACT, by=by, why=why) as doing:
        made = 0
        for each in told:
            if isinstance(each, keeping.Tombstone):
                made += _bury(each, doing)
            elif isinstance(each, keeping.Unwritten):
                _bar(each, doing)
        if doing.step.traces.exists():
            doing.note("archive", tombstones=made)
    return made


def _bury(told: keeping.Tombstone, doing: Doing) -> bool:
    if Tombstone.objects.filter(public=told.id).exists():
        return False
    stone = doing.add(
        Tombstone(
            public=told.id,
            identity=told.identity or "",
            fingerprint=told.fingerprint or "",
            sketch=list(told.sketch),
            reason=told.reason or "",
            at=datetime.fromisoformat(told.at),
        )
    )
    marks = [list(each) for each in told.marks]
    marks += [[]] * (len(told.source_ids) - len(marks))
    for value, known in zip(told.source_ids, marks, strict=False):
        doing.add(BuriedSourceId(tombstone=stone, value=value, marks=known))
    return True


def _bar(told: keeping.Unwritten, doing: Doing) -> None:
    if not DoNotWrite.objects.filter(keyed_hash=told.keyed_hash).exists():
        at = datetime.fromisoformat(told.at)
        doing.add(DoNotWrite(keyed_hash=told.keyed_hash, at=at))


def remember(
    told: Iterable[Recorded],
    plan: ImportPlan,
    ids: Mapping[str, str],
    *,
    by: str,
    why: str,
) -> int:
    """Keep what another archive knew of the works that came in from it.

    ids: what they were called there → what they are called here; for works, people and
    series. Of works that this was done for before, and of people that this archive
    knows more of, nothing is touched. Returns of how many works it is.
    """
    with step(ACT, by=by, why=why) as doing:
        taking = _Taking(plan, ids, doing)
        for each in told:
            taking.take(each)
        for row in taking.works.values():
            doing.tell(row, plan=plan.key)
        return len(taking.works)


class _Taking:
    """One archive's memory on its way in. works: new ones, by their ids there."""

    def __init__(self, plan: ImportPlan, ids: Mapping[str, str], doing: Doing) -> None:
        self._ids, self._doing = ids, doing
        done = LedgerEntry.objects.filter(act=ACT).values("on")
        new = (
            Work.objects.filter(plan=plan)
            .exclude(public__in=done)
            .in_bulk(field_name="public")
        )
        self.works = {there: new[here] for there, here in ids.items() if here in new}
        for row in self.works.values():
            # What the author's own words began is told by that archive, step by step.
            doing.remove_all(list(row.permissions.all()))
        self._people = set(PermissionState.objects.values_list("creator", flat=True))

    def take(self, told: Recorded) -> None:
        """Keep one thing, if it is of a kind that is kept so."""
        match told:
            case ModelCollection():
                self._collect(told)
            case keeping.TagMapping():
                self._map(told)
            case keeping.Permitted():
                self._permit(told)
            case keeping.KeptContact():
                self._contact(told)
            case keeping.Decision():
                self._decide(told)
            case keeping.Upkeep():
                self._keep_up(told)

    def _creator(self, there: str) -> Creator | None:
        return Creator.objects.filter(public=self._ids.get(there, "")).first()

    def _collect(self, told: ModelCollection) -> None:
        works = [self.works[each] for each in told.works if each in self.works]
        row = Collection.objects.filter(public=told.id).first()
        row = row or Collection.objects.filter(title=told.title).first()
        if row is None:
            row = Collection(
                public=_free(Collection, told.id), title=told.title, about=told.about
            )
            self._doing.add(row)
        last = row.places.count()
        for place, work in enumerate(works, start=last + 1):
            self._doing.add(Collected(collection=row, work=work, position=place))

    def _map(self, told: keeping.TagMapping) -> None:
        tag = self._tag(told.type, told.name)
        target = self._tag(told.of_type or told.type, told.of) if told.of else None
        one = told.relation in ONE
        same = Q(relation__in=ONE) if one else Q(relation=told.relation, target=target)
        if tag.mappings.filter(same).exists() or _in_a_circle(tag, target):
            return
        self._doing.add(
            TagMapping(
                public=_free(TagMapping, told.id),
                tag=tag,
                relation=told.relation,
                target=target,
                by=told.by or "",
                at=datetime.fromisoformat(told.at or ""),
            )
        )
        tell_works_with(tag)

    def _tag(self, type_: str, name: str) -> Tag:
        kind, _, own = type_.partition(":")
        row = Tag.objects.filter(kind=kind, type=own, name=name).first()
        return row or self._doing.add(Tag(kind=kind, type=own, name=name))

    def _permit(self, told: keeping.Permitted) -> None:
        work = self.works.get(told.on)
        creator = None if work else self._creator(told.on)
        if work is None and (creator is None or creator.pk in self._people):
            return
        until = datetime.fromisoformat(told.until) if told.until else None
        self._doing.add(
            PermissionState(
                work=work,
                creator=creator,
                state=told.state,
                since=datetime.fromisoformat(told.since),
                until=until,
                by=told.by,
                evidence=told.known_from,
            )
        )

    def _contact(self, told: keeping.KeptContact) -> None:
        work = self.works.get(told.on)
        creator = None if work else self._creator(told.on)
        if work is None and creator is None:
            return
        same = Contact.objects.filter(
            work=work, creator=creator, keyed_hash=told.keyed_hash
        )
        if not same.exists():
            row = Contact(work=work, creator=creator, keyed_hash=told.keyed_hash)
            self._doing.add(row)

    def _decide(self, told: keeping.Decision) -> None:
        work = self.works.get(told.on)
        if work is None or Decision.objects.filter(public=told.id).exists():
            return
        undone = datetime.fromisoformat(told.undone_at) if told.undone_at else None
        self._doing.add(
            Decision(
                public=told.id,
                on=work.public,
                field=told.field or "",
                verdict=told.verdict,
                value=_as_json(told.value),
                by=told.by,
                at=datetime.fromisoformat(told.at),
                why=told.why,
                undone_at=undone,
            )
        )

    def _keep_up(self, told: keeping.Upkeep) -> None:
        work = self.works.get(told.on)
        if work is not None:
            self._doing.change(
                work,
                added_at=datetime.fromisoformat(told.added_at),
                comments_from=told.comments_from,
                comments_wait=told.comments_wait,
            )


def _in_a_circle(tag: Tag, target: Tag | None) -> bool:
    try:
        if target is not None:
            refuse_circle(tag, target)
    except RefusedDecisionError:
        return True
    return False


def _free(kind: Any, wanted: str) -> str:
    """Return the id a thing had there, or one of our own where that is taken."""
    taken = not is_public_id(wanted) or kind.objects.filter(public=wanted).exists()
    return public_id() if taken else wanted


def _as_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_as_json(each) for each in value]
    return value
