"""Works are tied to each other, and ties that are wrong are taken away."""

from __future__ import annotations

from django.db.models import Max

from fanfold.archive.actions.move_works import rows_of
from fanfold.archive.models import Related
from fanfold.archive.steps import Doing, step
from fanfold.errors import RefusedDecisionError
from fanfold.model.gathering import RelatedKind


def tie_works(
    id_: str, other: str, kind: RelatedKind, *, by: str, why: str = ""
) -> bool:
    """Say that a work stands so to another; return whether that is new.

    kind: of the first: it is a sequel of, a translation of, inspired by the other.
    Raises NotFoundError where one is not there, RefusedDecisionError for itself.
    """
    with step("tie-works", by=by, why=why) as doing:
        if id_ == other:
            raise RefusedDecisionError(
                "A story is not tied to itself. Nothing was changed."
            )
        rows = {each.public: each for each in rows_of([id_, other])}
        row, target = rows[id_], rows[other]
        if row.related.filter(target=target, kind=kind.value).exists():
            return False
        source = target.source_ids.first()
        last = row.related.aggregate(last=Max("position"))["last"] or 0
        doing.add(
            Related(
                work=row,
                target=target,
                kind=kind.value,
                source_id=source.value if source else target.public,
                position=last + 1,
            )
        )
        doing.tell(row, tied=target.public)
        doing.tell(target, tied=row.public)
    return True


def untie_works(
    id_: str, other: str, kind: RelatedKind, *, by: str, why: str = ""
) -> bool:
    """Take a tie from a work away; return whether there was one.

    other: the public id of the work it leads to, or the title or address of one that
    is not here. Raises NotFoundError where the work is not there.
    """
    with step("untie-works", by=by, why=why) as doing:
        (row,) = rows_of([id_])
        ties = row.related.filter(kind=kind.value).select_related("target")
        found = [each for each in ties if named(each) == other]
        if found:
            doing.remove_all(found)
            doing.tell(row, untied=other if found[0].target else "")
            _tell_target(found[0], doing)
    return bool(found)


def named(tie: Related) -> str:
    """Return what names the far end of a tie among those of its work."""
    return str(tie.target.public if tie.target else tie.url or tie.title or "")


def _tell_target(tie: Related, doing: Doing) -> None:
    if tie.target is not None:
        doing.tell(tie.target, untied=tie.work.public)
