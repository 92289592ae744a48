"""Authors who come back: right code, wrong code, late code, two who claim one name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from fanfold.archive.actions.accept_draft import accept_draft
from fanfold.archive.actions.author_says import leave_works, never_import, never_write
from fanfold.archive.actions.claim_name import (
    TRIES,
    claim_by_code,
    claim_by_evidence,
    decide_claim,
    new_code,
    prove_by_code,
    revoke_claim,
    vouch,
)
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.addresses import keyed_hash
from fanfold.archive.models import (
    Account,
    Contact,
    Creator,
    DoNotWrite,
    NameClaim,
    PermissionState,
    Pseud,
    Step,
    Tombstone,
    Work,
)
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError, RefusedDecisionError, WithdrawnError
from fanfold.model.creator import Credit
from fanfold.model.draft import drafted
from tests.archive.making import OPEN, model_work, put

ADDRESS = "marrow@example.org"


def account(name: str) -> Account:
    return Account.objects.create_user(name, f"{name}.new@example.org")


def story(title: str = "Snow", *names: str, address: str = ADDRESS) -> Work:
    row = put(title, creators=tuple(map(Credit, names or ("Marrow",))))
    Contact.objects.create(work=row, keyed_hash=keyed_hash(address))
    return row


def creator(name: str = "Marrow") -> Creator:
    return Pseud.objects.get(name=name).creator


def own(who: Account) -> set[str]:
    """Titles of hidden works that the account sees: its own alone."""
    Work.objects.update(stage="hidden")
    rows = Work.objects.visible_to(Reader(account=who.pk, shows_adult=True))
    return set(rows.values_list("title", flat=True))


def test_the_right_code_makes_the_works_ones_own() -> None:
    story("Snow")
    story("Ice")
    story("Rain", "Wren", address="wren@example.org")
    marrow = account("marrow")

    claim, send = claim_by_code(marrow, creator().public, ADDRESS.upper(), "BCDF-GHJK")
    assert send
    proven = prove_by_code(claim.public, " bcdfghjk ", account=marrow)

    assert proven.state == "proven"
    assert own(marrow) == {"Snow", "Ice"}
    assert PermissionState.objects.get(creator=creator()).state == "confirmed"


def test_a_code_holds_no_letter_to_be_taken_for_a_digit_and_is_not_kept() -> None:
    story()
    code = new_code()

    claim, _send = claim_by_code(account("marrow"), creator().public, ADDRESS, code)

    assert len(code) == 9
    assert not set("01lioaeu") & set(code)
    assert code not in str(vars(claim))


@pytest.mark.parametrize("address", ["other@example.org", ""])
def test_no_code_goes_to_an_address_that_did_not_stand_there(address: str) -> None:
    story()
    marrow = account("marrow")

    claim, send = claim_by_code(marrow, creator().public, address, "BCDF-GHJK")

    assert not send
    # As much was made as for a known one, but no code opens it.
    with pytest.raises(RefusedDecisionError, match="not the code"):
        prove_by_code(claim.public, "BCDF-GHJK", account=marrow)


def test_the_address_of_a_story_by_two_proves_neither() -> None:
    story("Snow", "Marrow", "Wren")

    _claim, send = claim_by_code(account("m"), creator().public, ADDRESS, new_code())

    assert not send


def test_wrong_codes_are_counted_and_end_the_claim() -> None:
    story()
    marrow = account("marrow")
    claim, _send = claim_by_code(marrow, creator().public, ADDRESS, "BCDF-GHJK")

    for _try in range(TRIES):
        with pytest.raises(RefusedDecisionError, match="not the code"):
            prove_by_code(claim.public, "2222-2222", account=marrow)
    with pytest.raises(RefusedDecisionError, match="Too many"):
        prove_by_code(claim.public, "BCDF-GHJK", account=marrow)
    assert own(marrow) == set()


def test_a_late_code_is_too_late() -> None:
    story()
    marrow = account("marrow")
    claim, _send = claim_by_code(marrow, creator().public, ADDRESS, "BCDF-GHJK")
    NameClaim.objects.update(code_until=timezone.now() - timedelta(seconds=1))

    with pytest.raises(RefusedDecisionError, match="too old"):
        prove_by_code(claim.public, "BCDF-GHJK", account=marrow)


def test_a_code_is_nothing_in_somebody_elses_hands() -> None:
    story()
    claim, _send = claim_by_code(
        account("marrow"), creator().public, ADDRESS, "BCDF-GHJK"
    )

    with pytest.raises(NotFoundError):
        prove_by_code(claim.public, "BCDF-GHJK", account=account("ben"))


def test_a_second_claim_of_one_name_is_for_a_person_to_decide() -> None:
    story("Snow")
    first, second = account("marrow"), account("ben")
    one, _send = claim_by_code(first, creator().public, ADDRESS, "BCDF-GHJK")
    prove_by_code(one.public, "BCDF-GHJK", account=first)

    two, _send = claim_by_code(second, creator().public, ADDRESS, "CDFG-HJKM")
    assert prove_by_code(two.public, "CDFG-HJKM", account=second).state == "open"
    with pytest.raises(RefusedDecisionError, match="Revoke that first"):
        decide_claim(two.public, accept=True, by="ada", why="sent a scan")
    assert own(second) == set()

    revoke_claim(one.public, by="ada", why="it was the list's address")
    decide_claim(two.public, accept=True, by="ada", why="sent a scan")
    assert own(first) == set()
    assert own(second) == {"Snow"}


def test_evidence_is_judged_with_a_reason_and_the_judgement_can_be_undone() -> None:
    story("Snow")
    marrow = account("marrow")
    claim = claim_by_evidence(
        marrow, creator().public, way="old-page", evidence="I put a word on my page"
    )

    with pytest.raises(RefusedDecisionError, match="Say why"):
        decide_claim(claim.public, accept=True, by="ada", why=" ")
    decide_claim(claim.public, accept=True, by="ada", why="the word is there")
    assert own(marrow) == {"Snow"}
    undo_step(Step.objects.get(act="decide-claim").public, by="ada")

    assert own(marrow) == set()
    claim.refresh_from_db()
    assert claim.state == "open"


def test_a_claim_may_be_for_some_works_alone() -> None:
    snow, _ice = story("Snow"), story("Ice")
    marrow = account("marrow")
    claim = claim_by_evidence(
        marrow,
        creator().public,
        way="decision",
        evidence="only this one",
        works=[snow.public],
    )

    decide_claim(claim.public, accept=True, by="ada", why="two people, one name")

    assert own(marrow) == {"Snow"}
    assert {p.name for p in Pseud.objects.all()} == {"Marrow"}


def test_a_refused_claim_gives_nothing() -> None:
    story("Snow")
    marrow = account("marrow")
    claim = claim_by_evidence(
        marrow, creator().public, way="decision", evidence="believe me"
    )

    decide_claim(claim.public, accept=False, by="ada", why="nothing speaks for it")

    assert own(marrow) == set()
    with pytest.raises(NotFoundError):
        decide_claim(claim.public, accept=True, by="ada", why="again")


def test_others_vouch_once_and_nobody_for_themselves() -> None:
    story()
    marrow, wren = account("marrow"), account("wren")
    claim = claim_by_evidence(
        marrow, creator().public, way="vouching", evidence="ask Wren"
    )

    vouch(claim.public, account=wren, note="It is she.")
    vouch(claim.public, account=wren)
    assert claim.vouchings.count() == 1
    with pytest.raises(RefusedDecisionError, match="Somebody else"):
        vouch(claim.public, account=marrow)


def test_no_code_is_sent_to_who_asked_never_to_be_written_to() -> None:
    story()

    assert never_write(creator().public, by="marrow") == 1
    assert DoNotWrite.objects.count() == 1
    _claim, send = claim_by_code(account("m"), creator().public, ADDRESS, new_code())

    assert not send


def test_never_import_keeps_out_by_address_and_by_name() -> None:
    story("Snow")
    assert never_import(creator().public, by="marrow", why="wish") == 2
    stones = list(Tombstone.objects.values_list("identity", "fingerprint"))
    assert all(identity and not text for identity, text in stones)

    named = drafted(model_work("Rain", creators=(Credit(" MARROW "),)))
    with pytest.raises(WithdrawnError):
        accept_draft(named, by="ada", policy=OPEN)
    mailed = drafted(model_work("Fog", creators=(Credit("M."),)))
    with pytest.raises(WithdrawnError):
        accept_draft(mailed, by="ada", policy=OPEN, contacts=[keyed_hash(ADDRESS)])
    accept_draft(
        drafted(model_work("Hail", creators=(Credit("Wren"),))), by="ada", policy=OPEN
    )

    undo_step(Step.objects.get(act="never-import").public, by="marrow")
    accept_draft(named, by="ada", policy=OPEN)


def test_that_works_stay_is_noted_once() -> None:
    row = story()

    assert leave_works([row.public], by="marrow") == 1
    assert leave_works([row.public], by="marrow") == 0
    assert row.permissions.get(until=None).state == "confirmed"
