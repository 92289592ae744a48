"""Somebody says to be an author of the archive, and shows it, by code or evidence."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from fanfold.archive.actions.author_says import contacts_of
from fanfold.archive.addresses import every_hash, keyed_hash
from fanfold.archive.models import (
    Account,
    Creator,
    Creatorship,
    DoNotWrite,
    NameClaim,
    PermissionState,
    Pseud,
    Vouching,
    Work,
)
from fanfold.archive.models.ids import public_id
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.permission import PermissionState as State

#: How long a mailed code is good for, and how many wrong ones end it.
LASTS = timedelta(minutes=15)
TRIES = 5
#: Ways to show it that a person has to judge.
JUDGED = ("old-account", "old-page", "vouching", "decision")
_OPEN, _PROVEN, _REFUSED, _REVOKED = "open", "proven", "refused", "revoked"


def new_code() -> str:
    """Return a code to be mailed: eight letters and digits in two groups."""
    letters = public_id()
    return f"{letters[:4]}-{letters[4:8]}"


@transaction.atomic
def claim_by_code(
    account: Account, creator_id: str, address: str, code: str
) -> tuple[NameClaim, bool]:
    """Open a claim by a code for an address; return it, and whether to send the code.

    It is sent only where the address stood with this author's stories and its owner
    did not ask never to be written to; whoever asks is told the same either way, and
    as much is done. Raises NotFoundError where there is no such author.
    """
    creator = _creator(creator_id)
    hashes = every_hash(address)
    known = not set(hashes).isdisjoint(contacts_of(creator))
    barred = DoNotWrite.objects.filter(keyed_hash__in=hashes).exists()
    account.claims.filter(creator=creator, way="code", state=_OPEN).delete()
    claim = NameClaim.objects.create(
        account=account,
        creator=creator,
        way="code",
        # Nobody can guess the code of an address that is not known: none was made.
        code=_code_hash(code if known else secrets.token_hex()),
        code_until=timezone.now() + LASTS,
        at=timezone.now(),
    )
    return claim, known and not barred


def prove_by_code(claim_id: str, code: str, *, account: Account) -> NameClaim:
    """Take a code that was typed; return the claim, proven, or open for a person.

    Open where another account has the name already: that is for the archivist to
    decide. Raises RefusedDecisionError for a wrong or late code; NotFoundError where
    the account has no such claim.
    """
    with transaction.atomic():
        claim = _mine(claim_id, account)
        if claim.tries >= TRIES or claim.code_until is None:
            raise RefusedDecisionError("Too many wrong codes. Ask for a new one.")
        if claim.code_until < timezone.now():
            raise RefusedDecisionError("This code is too old. Ask for a new one.")
        right = secrets.compare_digest(claim.code, _code_hash(code))
        claim.tries += 1
        claim.save(update_fields=["tries"])
    # Outside of the transaction: a wrong try must be counted.
    if not right:
        raise RefusedDecisionError("This is not the code that was sent.")
    held = claim.creator.account_id
    if held is not None and held != account.pk:
        claim.evidence, claim.code_until = "a right code", None
        claim.save(update_fields=["evidence", "code_until"])
        return claim
    return decide_claim(claim.public, accept=True, by=account.username, why="code")


@transaction.atomic
def claim_by_evidence(
    account: Account,
    creator_id: str,
    *,
    way: str,
    evidence: str,
    works: Sequence[str] = (),
) -> NameClaim:
    """Open a claim that a person has to judge; return it.

    works: only these of the author's; none for all. Raises NotFoundError for no such
    author or work, RefusedDecisionError without a word of evidence, or where one of
    this account is open already.
    """
    creator = _creator(creator_id)
    if way not in JUDGED or not evidence.strip():
        raise RefusedDecisionError("Say how it can be seen. Nothing was changed.")
    if account.claims.filter(creator=creator, state=_OPEN).exclude(way="code").exists():
        raise RefusedDecisionError("You have asked already; somebody will answer.")
    claim = NameClaim.objects.create(
        account=account,
        creator=creator,
        way=way,
        evidence=evidence.strip(),
        at=timezone.now(),
    )
    claim.works.set(_works(creator, works))
    return claim


@transaction.atomic
def vouch(claim_id: str, *, account: Account, note: str = "") -> Vouching:
    """Say that a claim is true; once a member, never for oneself.

    Raises NotFoundError where no such claim is open, RefusedDecisionError for the own.
    """
    claim = NameClaim.objects.filter(public=claim_id, state=_OPEN).first()
    if claim is None:
        raise NotFoundError("There is no such claim here.")
    if claim.account_id == account.pk:
        raise RefusedDecisionError("Somebody else has to say so.")
    made, _new = Vouching.objects.get_or_create(
        claim=claim,
        account=account,
        defaults={"note": note.strip() or None, "at": timezone.now()},
    )
    return made


def decide_claim(claim_id: str, *, accept: bool, by: str, why: str) -> NameClaim:
    """Accept or refuse a claim, with the reason; return it.

    Accepted, the author's works (or those of the claim) are the account's own.
    Raises NotFoundError where no such claim is open; RefusedDecisionError without a
    reason, or where another account has the name: revoke that first.
    """
    if not why.strip():
        raise RefusedDecisionError("Say why: it can be asked later. Nothing changed.")
    with step("decide-claim", by=by, why=why) as doing:
        claim = _locked(claim_id, _OPEN)
        doing.change(
            claim,
            state=_PROVEN if accept else _REFUSED,
            decided_at=timezone.now(),
            decided_by=by,
            why=why,
        )
        if accept:
            _give(claim, doing)
        doing.note(claim.creator.public, claim=claim.public, accepted=accept)
    return claim


def revoke_claim(claim_id: str, *, by: str, why: str) -> NameClaim:
    """Take a proven claim back: the works are nobody's own any more; return it.

    Raises NotFoundError where there is no such claim that was proven,
    RefusedDecisionError without a reason.
    """
    if not why.strip():
        raise RefusedDecisionError("Say why: it can be asked later. Nothing changed.")
    with step("revoke-claim", by=by, why=why) as doing:
        claim = _locked(claim_id, _PROVEN)
        doing.change(claim, state=_REVOKED, decided_at=timezone.now(), why=why)
        creators = Creator.objects.filter(account=claim.account)
        names = set(claim.creator.pseuds.values_list("name", flat=True))
        for creator in creators:
            if creator.pk == claim.creator_id or names & set(
                creator.pseuds.values_list("name", flat=True)
            ):
                doing.change(creator, account=None)
        doing.note(claim.creator.public, claim=claim.public)
    return claim


def _give(claim: NameClaim, doing: Doing) -> None:
    creator = claim.creator
    works = list(claim.works.all())
    if works:
        creator = _part(creator, works, doing)
    elif creator.account_id not in (None, claim.account_id):
        raise RefusedDecisionError(
            "Another account has this name. Nothing was changed. Revoke that first."
        )
    doing.change(creator, account=claim.account)
    now = timezone.now()
    state = PermissionState(
        creator=creator,
        state=State.CONFIRMED.value,
        since=now,
        by=doing.step.by,
        evidence=f"claimed by {claim.way}",
    )
    doing.add(state)


def _part(creator: Creator, works: Sequence[Work], doing: Doing) -> Creator:
    """Make a creator of its own of what somebody did for some works alone."""
    made = doing.add(Creator())
    pseuds: dict[int, Pseud] = {}
    credits = Creatorship.objects.filter(work__in=works, pseud__creator=creator)
    for credit in credits.select_related("pseud").order_by("pk"):
        if credit.pseud_id not in pseuds:
            place = len(pseuds) + 1
            pseuds[credit.pseud_id] = doing.add(
                Pseud(
                    creator=made,
                    name=credit.pseud.name,
                    current=place == 1,
                    position=place,
                )
            )
        doing.change(credit, pseud=pseuds[credit.pseud_id])
    for row in works:
        doing.tell(row)
    return made


def _works(creator: Creator, ids: Sequence[str]) -> list[Work]:
    rows = Work.objects.filter(
        public__in=ids, creatorships__pseud__creator=creator
    ).distinct()
    found = list(rows)
    if len(found) < len(set(ids)):
        raise NotFoundError("One of these stories is not by this author.")
    return found


def _creator(id_: str) -> Creator:
    row = Creator.objects.filter(public=id_).first()
    if row is None:
        raise NotFoundError("There is no such author here.")
    return row


def _mine(claim_id: str, account: Account) -> NameClaim:
    rows = NameClaim.objects.select_for_update().filter(public=claim_id, way="code")
    claim = rows.filter(account=account, state=_OPEN).first()
    if claim is None:
        raise NotFoundError("There is no such claim here.")
    return claim


def _locked(claim_id: str, state: str) -> NameClaim:
    rows = NameClaim.objects.select_for_update().filter(public=claim_id, state=state)
    claim = rows.first()
    if claim is None:
        raise NotFoundError("There is no such claim to decide on here.")
    return claim


def _code_hash(code: str) -> str:
    return keyed_hash(f"claim-code:{code.strip().lower().replace('-', '')}")
