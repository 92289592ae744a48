"""Collections are made and named, and works are put in and taken out."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from fanfold.archive.actions.move_works import rows_of
from fanfold.archive.models import Collected, Collection, Work
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.lengths import TITLE

ACT = "arrange-collection"


def make_collection(title: str, *, by: str, why: str = "") -> Collection:
    """Make a collection that holds nothing yet. Raises RefusedDecisionError for a title
    that is none, or another collection's: imports find theirs by it."""
    with step("make-collection", by=by, why=why) as doing:
        row = doing.add(Collection(title=_free(title, None)))
        doing.note(row.public)
    return row


def describe_collection(
    id_: str, *, title: str, about: str, by: str, why: str = ""
) -> bool:
    """Say what a collection is called and about; return whether anything is new.

    about: house HTML, or "". Raises what `make_collection` does, and NotFoundError.
    """
    with step("describe-collection", by=by, why=why) as doing:
        row = _collection(id_)
        changed = doing.change(row, title=_free(title, row), about=about or None)
        if changed:
            for work in Work.objects.filter(collected__collection=row):
                doing.tell(work, collection=row.public)
            doing.note(row.public)
    return changed


def collect_works(id_: str, works: Sequence[str], *, by: str, why: str = "") -> int:
    """Put works behind the last of a collection; return how many are new in it.

    Raises NotFoundError where collection or a work is not there.
    """
    with step(ACT, by=by, why=why) as doing:
        row = _collection(id_)
        wanted = {each.public: each for each in rows_of(works)}
        there = set(row.places.values_list("work", flat=True))
        new = [wanted[each] for each in dict.fromkeys(works)]
        new = [each for each in new if each.pk not in there]
        last = row.places.aggregate(last=Max("position"))["last"] or 0
        for place, work in enumerate(new, start=last + 1):
            doing.add(Collected(collection=row, work=work, position=place))
            doing.tell(work, collection=row.public)
        _note(row, doing, len(new))
    return len(new)


def uncollect_works(id_: str, works: Sequence[str], *, by: str, why: str = "") -> int:
    """Take works out of a collection; return how many were in it.

    Raises NotFoundError where collection or a work is not there.
    """
    with step(ACT, by=by, why=why) as doing:
        row = _collection(id_)
        wanted = rows_of(works)
        found = list(row.places.filter(work__in=wanted).select_related("work"))
        for each in found:
            doing.tell(each.work, collection=row.public)
        if found:
            doing.remove_all(found)
        _note(row, doing, len(found))
    return len(found)


def drop_collection(id_: str, *, by: str, why: str = "") -> bool:
    """Take a collection away that holds nothing; return True.

    Raises NotFoundError for none, RefusedDecisionError while a work is in it.
    """
    with step("drop-collection", by=by, why=why) as doing:
        row = _collection(id_)
        if row.places.exists():
            raise RefusedDecisionError(
                "Stories are in this collection. Nothing was changed. "
                "Take them out first."
            )
        doing.remove(row)
        doing.note(row.public)
    return True


def _note(row: Collection, doing: Doing, works: int) -> None:
    if works:
        doing.note(row.public, works=works)


def _free(title: str, row: Collection | None) -> str:
    words = " ".join(title.replace("\0", " ").split())
    others = Collection.objects.filter(title=words)
    if row is not None:
        others = others.exclude(pk=row.pk)
    if not 0 < len(words) <= TITLE or others.exists():
        raise RefusedDecisionError(
            f"A title has 1 to {TITLE} letters, and no other collection has it. "
            "Nothing was changed."
        )
    return words


def _collection(id_: str) -> Collection:
    row: Collection | None = (
        Collection.objects.select_for_update().filter(public=id_).first()
    )
    if row is None:
        raise NotFoundError("There is no such collection here. Nothing was changed.")
    return row
