"""What an author decides: works stay, never come in, no letter is ever written."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from fanfold.archive.actions.move_works import rows_of
from fanfold.archive.addresses import name_hash
from fanfold.archive.models import (
    Contact,
    Creator,
    DoNotWrite,
    PermissionState,
    Tombstone,
    Work,
)
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError
from fanfold.model.permission import PermissionState as State
from fanfold.model.work import Stage

#: All that an author may decide on while a work is not taken down.
_OWN = (Stage.UNREVIEWED, Stage.DRAFT, Stage.SHOWN, Stage.HIDDEN)


def leave_works(ids: Sequence[str], *, by: str, why: str = "") -> int:
    """Note that the author wants these works to stay; return of how many it is new.

    Raises NotFoundError where one is not there; nothing is changed then.
    """
    with step("leave-works", by=by, why=why) as doing:
        return sum(_now_is(row, State.CONFIRMED, doing) for row in rows_of(ids, _OWN))


def never_import(creator_id: str, *, by: str, why: str = "") -> int:
    """Keep everything of an author from coming in again; return how many stones stand.

    By each address that stood with the author's stories and by each of the names, as
    keyed hashes: no stone tells whose it is. Works that are in are not touched: take
    them down apart. Raises NotFoundError where there is no such author.
    """
    with step("never-import", by=by, why=why) as doing:
        creator = _creator(creator_id)
        hashes = [*contacts_of(creator), *map(name_hash, _names(creator))]
        known = set(
            Tombstone.objects.filter(identity__in=hashes).values_list(
                "identity", flat=True
            )
        )
        for identity in dict.fromkeys(hashes):
            if identity not in known:
                doing.add(Tombstone(identity=identity, reason=why, at=timezone.now()))
        now = timezone.now()
        for held in creator.permissions.filter(until=None):
            doing.change(held, until=now)
        state = State.NEVER.value
        doing.add(PermissionState(creator=creator, state=state, since=now, by=by))
        doing.note(creator.public)
    return len(set(hashes))


def never_write(creator_id: str, *, by: str) -> int:
    """Put every address of an author on the list that no letter is sent to.

    Returns how many stand there for this author. It cannot be undone from here: only
    the author can ask to be written to again. Raises NotFoundError for no such author.
    """
    with step("never-write", by=by) as doing:
        creator = _creator(creator_id)
        hashes = contacts_of(creator)
        for each in hashes:
            if not DoNotWrite.objects.filter(keyed_hash=each).exists():
                doing.add(DoNotWrite(keyed_hash=each, at=timezone.now()))
        doing.note(creator.public)
    return len(hashes)


def contacts_of(creator: Creator) -> list[str]:
    """Return the keyed hashes of addresses that stood with an author's stories.

    Of stories by several only what is the author's own is told by nobody: left out.
    """
    credits = Work.objects.filter(creatorships__pseud__creator=creator)
    alone = [
        row.pk
        for row in credits.distinct().prefetch_related("creatorships__pseud")
        if {each.pseud.creator_id for each in row.creatorships.all()} == {creator.pk}
    ]
    found = Contact.objects.filter(Q(creator=creator) | Q(work__in=alone))
    return list(dict.fromkeys(found.values_list("keyed_hash", flat=True)))


def _names(creator: Creator) -> list[str]:
    return list(creator.pseuds.values_list("name", flat=True))


def _now_is(row: Work, state: State, doing: Doing) -> bool:
    held = list(row.permissions.filter(until=None))
    if [each.state for each in held] == [state.value]:
        return False
    now = timezone.now()
    for each in held:
        doing.change(each, until=now)
    doing.add(PermissionState(work=row, state=state.value, since=now, by=doing.step.by))
    doing.tell(row, state=state.value)
    return True


def _creator(id_: str) -> Creator:
    row = Creator.objects.select_for_update().filter(public=id_).first()
    if row is None:
        raise NotFoundError("There is no such author here. Nothing was changed.")
    return row
