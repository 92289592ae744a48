"""Names of creators: renamed, two people found to be one, one found to be two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fanfold.archive.models import Creator, Creatorship, Pseud, Work
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError, RefusedDecisionError


def rename_pseud(id_: str, name: str, *, by: str, why: str = "") -> Pseud:
    """Give a pseud another name, in every byline at once; return it.

    The old name stays as a former name of the creator. Raises NotFoundError for no
    such pseud, RefusedDecisionError for an empty name or one the creator has already.
    """
    name = " ".join(name.split())
    with step("rename-pseud", by=by, why=why) as doing:
        row = _pseud(id_)
        creator = row.creator
        if not name or creator.pseuds.exclude(pk=row.pk).filter(name=name).exists():
            raise RefusedDecisionError(
                "A name must be given, and one this author has not yet. "
                "Nothing was changed."
            )
        old = row.name
        if doing.change(row, name=name):
            place = creator.pseuds.count() + 1
            former = Pseud(creator=creator, name=old, current=False, position=place)
            doing.add(former)
            tell_works(row.creatorships.all(), doing)
            doing.note(creator.public)
    return row


def join_creators(id_: str, other: str, *, by: str, why: str = "") -> Creator:
    """Make two creators one: the first keeps its page, and gets the other's pseuds.

    Pseuds of the same name become one. Raises NotFoundError for an id that is not
    there, RefusedDecisionError where they are the same or tied to two accounts.
    """
    with step("join-creators", by=by, why=why) as doing:
        into, gone = _creator(id_), _creator(other)
        if into.pk == gone.pk or (into.account_id and gone.account_id):
            raise RefusedDecisionError(
                "These are one author already, or belong to two accounts. "
                "Nothing was changed."
            )
        works = Creatorship.objects.filter(pseud__creator=gone)
        tell_works(works, doing)
        for pseud in gone.pseuds.all():
            _take_over(pseud, into, doing)
        _take_over_rest(gone, into, doing)
        doing.note(into.public, joined=gone.public)
        doing.remove(gone)
    return into


def part_pseuds(ids: Sequence[str], *, by: str, why: str = "") -> Creator:
    """Give pseuds of one creator to a new one, who is somebody else; return that one.

    Raises NotFoundError for a pseud that is not there; RefusedDecisionError where
    they belong to several, or none would be left.
    """
    with step("part-pseuds", by=by, why=why) as doing:
        rows = [_pseud(each) for each in dict.fromkeys(ids)]
        creators = {row.creator_id for row in rows}
        if len(creators) != 1 or rows[0].creator.pseuds.count() == len(rows):
            raise RefusedDecisionError(
                "Name some, not all, of the names of one author. Nothing was changed."
            )
        old = rows[0].creator
        made = doing.add(Creator())
        for place, row in enumerate(rows, start=1):
            doing.change(row, creator=made, position=place, current=place == 1)
            tell_works(row.creatorships.all(), doing)
        _keep_a_current(old, doing)
        doing.note(old.public, parted=made.public)
    return made


def tell_works(credits: Iterable[Creatorship], doing: Doing) -> None:
    """Note the act on the works of some credits, each once."""
    keys = {each.work_id for each in credits}
    for row in Work.objects.filter(pk__in=keys).order_by("pk"):
        doing.tell(row)


def _take_over(pseud: Pseud, into: Creator, doing: Doing) -> None:
    known = into.pseuds.filter(name=pseud.name).first()
    if known is None:
        place = into.pseuds.count() + 1
        doing.change(pseud, creator=into, current=False, position=place)
        return
    for credit in pseud.creatorships.all():
        doing.change(credit, pseud=known)
    for comment in pseud.comments.all():
        doing.change(comment, pseud=known)
    doing.remove(pseud)


def _take_over_rest(gone: Creator, into: Creator, doing: Doing) -> None:
    known = set(into.contacts.values_list("work", "keyed_hash"))
    for contact in gone.contacts.all():
        if (contact.work_id, contact.keyed_hash) in known:
            doing.remove(contact)
        else:
            doing.change(contact, creator=into)
    for series in gone.series.all():
        doing.change(series, owner=into)
    for each in gone.recommended.all():
        doing.change(each, creator=into)
    for state in gone.permissions.all():
        doing.change(state, creator=into)
    if gone.account_id:
        doing.change(into, account=gone.account)
    if gone.bio and not into.bio:
        doing.change(into, bio=gone.bio)


def _keep_a_current(creator: Creator, doing: Doing) -> None:
    if not creator.pseuds.filter(current=True).exists():
        first = creator.pseuds.order_by("position", "pk").first()
        if first is not None:
            doing.change(first, current=True)


def _pseud(id_: str) -> Pseud:
    row = Pseud.objects.select_related("creator").filter(public=id_).first()
    if row is None:
        raise NotFoundError("There is no such name here. Nothing was changed.")
    return row


def _creator(id_: str) -> Creator:
    row = Creator.objects.select_for_update().filter(public=id_).first()
    if row is None:
        raise NotFoundError("There is no such author here. Nothing was changed.")
    return row
