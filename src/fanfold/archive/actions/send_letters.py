"""Letters go out after a second yes, batch by batch, each at most once.

A letter is marked before it is handed to a mail server, and one of which
nobody knows whether it left is never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger
from fanfold.archive.actions.prepare_letters import open_mailing
from fanfold.archive.models import DoNotWrite, Letter, Mailing
from fanfold.archive.queries.letters import outcomes, recipients
from fanfold.errors import NotFoundError, RefusedDecisionError

#: How the yes is carried out: by the mail server, or as files for a person to send.
WAYS = ("post", "files")
#: What a person may record of a letter that went out.
RECORDED = ("bounced", "barred", "sent")
#: How often a letter is tried while the mail server cannot be reached.
TRIES = 5
_LOST = timedelta(minutes=15)


@transaction.atomic
def agree_to_send(id_: str, *, number: int, way: str, by: str) -> Mailing:
    """Say the second yes: from now on the letters go out. Cannot be undone.

    number: of recipients, as it was shown to who agrees. Raises NotFoundError where
    no such letters are open; RefusedDecisionError where there is nobody, or another
    number than was shown.
    """
    row = open_mailing(id_)
    found = recipients(row).to
    if way not in WAYS:
        raise NotFoundError("Letters go out by post or as files.")
    if not found or len(found) != number:
        raise RefusedDecisionError(
            f"{number} people were shown, now it would be {len(found)}. "
            "Nothing was sent. Look at it again."
        )
    state, now = ("waiting", None) if way == "post" else ("given", timezone.now())
    Letter.objects.bulk_create(
        Letter(
            mailing=row,
            creator=each.creator,
            account=each.account,
            to=each.to,
            state=state,
            at=now,
        )
        for each in found
    )
    row.state = "sending" if way == "post" else "given"
    row.agreed_by, row.agreed_at = by, timezone.now()
    row.save(update_fields=["state", "agreed_by", "agreed_at"])
    told = {"letters": len(found), "way": way, "kind": row.kind}
    ledger.write("send-letters", on=row.public, by=by, details=told)
    return row


@transaction.atomic
def stop_sending(id_: str, *, by: str) -> int:
    """Drop the letters that have not left yet; return how many.

    Raises NotFoundError where none of this id are being sent.
    """
    row = (
        Mailing.objects.select_for_update().filter(public=id_, state="sending").first()
    )
    if row is None:
        raise NotFoundError("There are no such letters on their way.")
    dropped: int = row.letters.filter(state="waiting").update(state="dropped")
    row.state = "done"
    row.save(update_fields=["state"])
    ledger.write("stop-letters", on=row.public, by=by, details={"letters": dropped})
    return dropped


@transaction.atomic
def take_letters(most: int) -> list[Letter]:
    """Mark the next letters as being sent and return them.

    The list of those never to be written to is asked again for each.
    """
    _give_up_lost()
    rows = Letter.objects.select_for_update(of=("self",)).filter(state="waiting")
    rows = rows.filter(mailing__state="sending").select_related(
        "mailing", "creator", "account"
    )
    taken = list(rows.order_by("mailing", "pk")[:most])
    keyed = [each.to for each in taken]
    barred = set(
        DoNotWrite.objects.filter(keyed_hash__in=keyed).values_list(
            "keyed_hash", flat=True
        )
    )
    for each in taken:
        each.state = "barred" if each.to in barred else "sending"
        each.at = timezone.now()
    Letter.objects.bulk_update(taken, ["state", "at"])
    _finish()
    return [each for each in taken if each.state == "sending"]


@transaction.atomic
def settle_letters(letters: Sequence[Letter], state: str) -> None:
    """Note what became of letters that were taken; ``waiting`` for a further try."""
    for each in letters:
        each.tries += state == "waiting"
        each.state = "failed" if each.tries >= TRIES else state
        each.at = timezone.now()
    Letter.objects.bulk_update(letters, ["state", "at", "tries"])
    _finish()


@transaction.atomic
def record_outcome(letter_id: str, outcome: str, *, by: str) -> Letter:
    """Note what a person knows of a letter that went out; return it.

    barred: whoever got it asked never to be written to again, by anything here.
    Raises NotFoundError where no such letter went out.
    """
    rows = Letter.objects.select_for_update(of=("self",)).select_related("mailing")
    gone = ("sent", "given", "unsure", "bounced", "failed", "barred")
    row: Letter | None = rows.filter(public=letter_id, state__in=gone).first()
    if row is None or outcome not in RECORDED:
        raise NotFoundError("There is no such letter here.")
    row.state = outcome
    row.save(update_fields=["state"])
    if outcome == "barred":
        _bar(row.to)
    told = {"letter": row.public, "outcome": outcome}
    ledger.write("record-letter", on=row.mailing.public, by=by, details=told)
    return row


@transaction.atomic
def never_write_again(letter_id: str) -> None:
    """Put whoever got a letter on the list that nobody writes to. Cannot be undone.

    Raises NotFoundError where there is no such letter.
    """
    row = Letter.objects.filter(public=letter_id).select_related("mailing").first()
    if row is None:
        raise NotFoundError("There is no such letter here.")
    if _bar(row.to):
        told = {"letter": row.public}
        ledger.write(
            "never-write", on=row.mailing.public, by="who got it", details=told
        )


def _bar(keyed: str) -> bool:
    _row, made = DoNotWrite.objects.get_or_create(
        keyed_hash=keyed, defaults={"at": timezone.now()}
    )
    return made


def _give_up_lost() -> None:
    """Mark letters that a killed process was sending: nobody knows, so none again."""
    lost = Letter.objects.filter(state="sending", at__lt=timezone.now() - _LOST)
    lost.update(state="unsure")


def _finish() -> None:
    for row in Mailing.objects.filter(state="sending"):
        if not row.letters.filter(state__in=("waiting", "sending")).exists():
            row.state = "done"
            row.save(update_fields=["state"])
            told = outcomes(row)
            ledger.write("letters-done", on=row.public, by=row.agreed_by, details=told)
