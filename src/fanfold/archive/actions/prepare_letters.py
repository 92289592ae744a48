"""Letters are prepared, changed and laid aside. None of this sends anything."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from fanfold.archive.filling import refuse_unknown
from fanfold.archive.models import Creator, ImportPlan, Mailing, NameClaim
from fanfold.archive.steps import step
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.lengths import TITLE
from fanfold.text.addresses import removed

KINDS = ("opening", "author", "answer")
#: Who each kind may go to.
AUDIENCES = {
    "opening": ("authors", "import", "members"),
    "author": ("authors", "import", "author"),
    "answer": ("claim",),
}
_LONGEST = 20_000


def prepare_letters(
    kind: str,
    audience: str,
    *,
    subject: str,
    body: str,
    language: str,
    by: str,
    on: str = "",
    until: date | None = None,
) -> Mailing:
    """Keep a text for some people, open to changes; return it.

    on: the import's key, or the author's or claim's public id. Raises NotFoundError
    where there is no such kind, audience, import, author or claim;
    RefusedDecisionError for a text that cannot be sent.
    """
    if audience not in AUDIENCES.get(kind, ()) or not _is_there(audience, on):
        raise NotFoundError("There is nobody like that to write to here.")
    with step("prepare-letters", by=by) as doing:
        row = Mailing(
            kind=kind,
            audience=audience,
            on=on,
            language=language,
            subject=_line(subject),
            body=_text(body),
            until=until,
            by=by,
            at=timezone.now(),
        )
        doing.add(row)
        doing.note(row.public, kind=kind, audience=audience)
    return row


def change_letters(
    id_: str,
    *,
    subject: str,
    body: str,
    by: str,
    until: date | None = None,
    again: bool = False,
) -> Mailing:
    """Set the text of open letters; return them.

    Raises NotFoundError where there are none open, RefusedDecisionError for a text
    that cannot be sent.
    """
    with step("change-letters", by=by) as doing:
        row = open_mailing(id_)
        changed = doing.change(
            row, subject=_line(subject), body=_text(body), until=until, again=again
        )
        if changed:
            doing.change(row, domains=None)
            doing.note(row.public)
    return row


def drop_letters(id_: str, *, by: str, why: str = "") -> Mailing:
    """Lay open letters aside; nobody gets them. Raises NotFoundError for none open."""
    with step("drop-letters", by=by, why=why) as doing:
        row = open_mailing(id_)
        doing.change(row, state="dropped")
        doing.note(row.public)
    return row


def open_mailing(id_: str) -> Mailing:
    """Return letters that can still be changed, locked. Raises NotFoundError."""
    rows = Mailing.objects.select_for_update()
    row: Mailing | None = rows.filter(public=id_, state="open").first()
    if row is None:
        raise NotFoundError("There is no such letter to decide on here.")
    return row


def _is_there(audience: str, on: str) -> bool:
    if audience == "import":
        return ImportPlan.objects.filter(key=on).exists()
    if audience == "author":
        return Creator.objects.filter(public=on).exists()
    if audience == "claim":
        return NameClaim.objects.filter(public=on).exists()
    return not on


def _line(subject: str) -> str:
    told = removed(" ".join(subject.replace("\0", " ").split()))
    if not told or len(told) > TITLE:
        raise RefusedDecisionError(
            f"A letter needs a subject of at most {TITLE} letters. Nothing was changed."
        )
    refuse_unknown(told)
    return told


def _text(body: str) -> str:
    told = removed(body.replace("\0", " ").replace("\r\n", "\n")).strip()
    if not told or len(told) > _LONGEST:
        raise RefusedDecisionError(
            f"A letter needs a text of at most {_LONGEST} letters. Nothing was changed."
        )
    refuse_unknown(told)
    return told
