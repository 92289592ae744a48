"""Letters: who gets one, that a second yes is needed, and that each leaves once."""

from __future__ import annotations

import io
import mailbox
import zipfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from fanfold.archive.actions.accept_draft import accept_draft
from fanfold.archive.actions.author_says import never_write
from fanfold.archive.actions.prepare_letters import (
    change_letters,
    drop_letters,
    prepare_letters,
)
from fanfold.archive.actions.send_letters import (
    agree_to_send,
    never_write_again,
    record_outcome,
    stop_sending,
)
from fanfold.archive.actions.take_name_off import take_name_off
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.addresses import keyed_hash
from fanfold.archive.ledger import breaks
from fanfold.archive.models import (
    Account,
    DoNotWrite,
    LedgerEntry,
    Letter,
    Mailing,
    Pseud,
    Step,
)
from fanfold.archive.policy import Policy
from fanfold.archive.queries.letters import outcomes, recipients
from fanfold.archive.sealed_addresses import addresses_in
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.keep.originals import Originals
from fanfold.model.creator import Credit
from fanfold.model.draft import drafted
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.work import Audience, Chapter, FieldClaim, Stage, Work
from fanfold.web.desk_letters import as_files, count_domains, first_text, send_some
from tests.archive.test_taking_a_name_off import dumped

PEOPLE = ("Marrow", "Wren", "Heron", "Finch")


@pytest.fixture
def originals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Originals:
    monkeypatch.setattr(settings, "ORIGINALS", tmp_path / "originals")
    return Originals(tmp_path / "originals", durable=False)


def story(originals: Originals, name: str, *, mailed: bool = True) -> None:
    """A story with its author's address in the sealed original alone."""
    address = f"{name.lower()}@example.org"
    text = f"Title: Snow\nAuthor: {name} <{address}>\n\nIt snowed on {name}.\n"
    kept = originals.keep(io.BytesIO(text.encode()), name=f"{name}.txt")
    seen = Evidence(kept.sha256, "line 1", "Title: Snow", "test/1")
    told = {"title": f"Snow of {name}", "creators": (Credit(name),)}
    evidence = tuple(
        FieldClaim(field, Claim(value, Standing.LABELLED, seen))
        for field, value in told.items()
    )
    html = f"<p>It snowed on {name}.</p>"
    chapter = Chapter("", 1, html, html[3:-4], 4)
    work = Work("", chapters=(chapter,), evidence=evidence, **told)
    contacts = [keyed_hash(address)] if mailed else []
    policy = Policy(Stage.SHOWN, Audience.ALL)
    accept_draft(drafted(work), by="test", policy=policy, contacts=contacts)


@pytest.fixture
def people(originals: Originals) -> Originals:
    for name in PEOPLE:
        story(originals, name)
    story(originals, "Nobody", mailed=False)
    return originals


def prepared(kind: str = "author", audience: str = "authors", **more: Any) -> Mailing:
    subject, body = first_text(kind, audience, "en")
    told = {"subject": subject, "body": body, "language": "en", "by": "ada", **more}
    return prepare_letters(kind, audience, until=date(2027, 1, 31), **told)


def agreed(row: Mailing, number: int, way: str = "post") -> None:
    agree_to_send(row.public, number=number, way=way, by="ada")


def sent_to() -> list[str]:
    return sorted(each.to[0] for each in mail.outbox)


def test_everybody_with_an_address_gets_one_letter_after_the_second_yes(
    people: Originals,
) -> None:
    row = prepared()
    found = recipients(row)
    assert (len(found.to), found.nowhere, found.barred) == (4, 1, 0)

    assert send_some() == 0
    agreed(row, 4)
    assert send_some(most=3) == 3
    assert send_some() == 1
    assert send_some() == 0

    assert sent_to() == sorted(f"{each.lower()}@example.org" for each in PEOPLE)
    first = mail.outbox[0]
    assert first.subject == "Your stories at The Test Shelf"
    for told in ("Dear Marrow,", "    Snow of Marrow\n", "Jan. 31, 2027", "/claim/"):
        assert told in first.body
    assert "{" not in first.body
    assert first.extra_headers["List-Unsubscribe"].startswith("<http")
    row.refresh_from_db()
    assert (row.state, outcomes(row)) == ("done", {"sent": 4})
    assert not list(breaks())


def test_no_address_is_in_any_row_but_hashed(people: Originals) -> None:
    row = prepared()
    agreed(row, 4)
    count_domains()
    send_some()

    assert "@example.org" not in dumped().replace("@letters.example.org", "")
    told = "".join(str(each.details) for each in LedgerEntry.objects.all())
    assert "@" not in told
    assert all(len(each.to) == 64 for each in Letter.objects.all())


def test_whoever_asked_never_to_be_written_to_gets_nothing(people: Originals) -> None:
    wren, heron = (Pseud.objects.get(name=each).creator for each in PEOPLE[1:3])
    never_write(wren.public, by="wren")
    row = prepared()
    assert recipients(row).barred == 1
    agreed(row, 3)
    # Between the yes and the sending, too.
    never_write(heron.public, by="heron")

    send_some()

    assert sent_to() == ["finch@example.org", "marrow@example.org"]
    assert outcomes(row) == {"sent": 2, "barred": 1}


def test_the_address_at_the_letters_end_ends_all_letters(people: Originals) -> None:
    row = prepared()
    agreed(row, 4)
    send_some()
    letter = Letter.objects.get(to=keyed_hash("wren@example.org"))

    never_write_again(letter.public)
    never_write_again(letter.public)

    assert DoNotWrite.objects.get().keyed_hash == letter.to
    assert LedgerEntry.objects.filter(act="never-write").count() == 1
    assert recipients(prepared("opening")).barred == 1


def test_a_letter_of_one_kind_is_sent_once_unless_asked_for(people: Originals) -> None:
    agreed(prepared(), 4)
    send_some()
    story(people, "Lark")

    second = prepared()
    assert (len(recipients(second).to), recipients(second).before) == (1, 4)
    assert len(recipients(prepared("opening")).to) == 5
    change_letters(second.public, subject="S", body="B", again=True, by="ada")
    second.refresh_from_db()
    assert len(recipients(second).to) == 5


def test_a_yes_counts_for_what_was_shown_alone(people: Originals) -> None:
    row = prepared()
    story(people, "Lark")

    with pytest.raises(RefusedDecisionError, match="now it would be 5"):
        agreed(row, 4)
    agreed(row, 5)
    with pytest.raises(NotFoundError):
        agreed(row, 5)
    with pytest.raises(NotFoundError):
        change_letters(row.public, subject="S", body="B", by="ada")


def test_a_mail_server_that_is_away_is_tried_again_and_then_given_up(
    people: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = prepared()
    agreed(row, 4)

    def away(self: EmailBackend, messages: object) -> int:
        raise SMTPException("shut")

    with monkeypatch.context() as shut:
        shut.setattr(EmailBackend, "send_messages", away)
        assert send_some() == 0
        assert outcomes(row) == {"waiting": 4}
        for _ in range(4):
            send_some()
    assert outcomes(row) == {"failed": 4}
    assert not mail.outbox


def test_an_address_that_is_refused_is_noted_and_the_others_are_sent(
    people: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(prepared(), 4)
    deliver = EmailBackend.send_messages

    def refuses(self: EmailBackend, messages: Any) -> int:
        if messages[0].to == ["wren@example.org"]:
            raise SMTPRecipientsRefused({})
        return int(deliver(self, messages))

    monkeypatch.setattr(EmailBackend, "send_messages", refuses)
    assert send_some() == 4

    assert outcomes(Mailing.objects.get()) == {"sent": 3, "bounced": 1}


def test_a_letter_of_which_nobody_knows_is_not_sent_twice(people: Originals) -> None:
    row = prepared()
    agreed(row, 4)
    long_ago = timezone.now() - timedelta(hours=1)
    lost = Letter.objects.filter(to=keyed_hash("wren@example.org"))
    lost.update(state="sending", at=long_ago)

    send_some()

    assert outcomes(row) == {"sent": 3, "unsure": 1}
    assert "wren@example.org" not in sent_to()


def test_an_address_no_original_holds_any_more_is_told_as_such(
    people: Originals,
) -> None:
    row = prepared()
    agreed(row, 4)
    wren = originals_of(people, "Wren")
    wren.chmod(0o644)
    wren.unlink()

    send_some()

    assert outcomes(row) == {"sent": 3, "unfound": 1}


def originals_of(store: Originals, name: str) -> Path:
    (found,) = (path for path in store.files() if name in path.read_text())
    return found


def test_letters_on_their_way_can_be_stopped(people: Originals) -> None:
    row = prepared()
    agreed(row, 4)
    send_some(most=1)

    assert stop_sending(row.public, by="ada") == 3
    assert send_some() == 0

    assert outcomes(row) == {"dropped": 3, "sent": 1}


def test_what_came_back_is_noted_by_hand(people: Originals) -> None:
    agreed(prepared(), 4)
    send_some()
    one, other = Letter.objects.all()[:2]

    record_outcome(one.public, "bounced", by="ada")
    record_outcome(other.public, "barred", by="ada")

    assert outcomes(Mailing.objects.get()) == {"sent": 2, "barred": 1, "bounced": 1}
    assert DoNotWrite.objects.get().keyed_hash == other.to
    with pytest.raises(NotFoundError):
        record_outcome(one.public, "read", by="ada")


def test_as_files_each_says_in_which_original_the_address_is(
    people: Originals, tmp_path: Path
) -> None:
    row = prepared()
    agreed(row, 4, way="files")
    letters = list(row.letters.select_related("mailing", "creator", "account"))

    content = as_files(letters, "mbox")
    assert content == as_files(letters, "mbox")
    (tmp_path / "out.mbox").write_bytes(content)
    with closing(mailbox.mbox(tmp_path / "out.mbox")) as box:
        read = list(box)
    with zipfile.ZipFile(io.BytesIO(as_files(letters, "zip"))) as packed:
        names = packed.namelist()

    assert len(read) == len(names) == 4
    assert read[0]["To"] == "put-the-address-here@example.org"
    assert b"marrow@" not in content
    assert outcomes(row) == {"given": 4}
    assert send_some() == 0


def test_domains_are_counted_and_those_of_few_are_not_named(people: Originals) -> None:
    row = prepared()

    assert count_domains() == 1
    assert count_domains() == 0

    row.refresh_from_db()
    assert row.domains == {"example.org": 4}
    change_letters(row.public, subject="S", body="B", by="ada")
    creator = Pseud.objects.get(name="Wren").creator.public
    single = prepared("author", "author", on=creator)
    assert count_domains(most=5) == 2
    single.refresh_from_db()
    assert single.domains == {"": 1}


def test_preparing_changing_and_laying_aside_can_be_taken_back(
    people: Originals,
) -> None:
    row = prepared()
    before = dumped_letters()
    change_letters(row.public, subject="Other", body="Other {name}", by="ada")
    undo_step(latest().public, by="ada")
    assert dumped_letters() == before
    drop_letters(row.public, by="ada")
    undo_step(latest().public, by="ada")
    assert dumped_letters() == before
    undo_step(Step.objects.get(act="prepare-letters").public, by="ada")
    assert dumped_letters() == []


def latest() -> Step:
    return Step.objects.order_by("-pk")[0]


def dumped_letters() -> list[dict[str, Any]]:
    return list(Mailing.objects.values())


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("", "B"),
        ("S", " "),
        ("S", "Dear {nmae}"),
        ("{password}", "B"),
        ("S" * 1001, "B"),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused(subject: str, body: str) -> None:
    with pytest.raises(RefusedDecisionError, match="Nothing was changed"):
        prepared("opening", "members", subject=subject, body=body)
    assert not Mailing.objects.exists()


def test_members_are_written_to_at_the_addresses_they_sign_in_with() -> None:
    Account.objects.create_user("lark", "lark@example.org")
    Account.objects.create_user("owl", "")
    row = prepared("opening", "members")
    assert (len(recipients(row).to), recipients(row).nowhere) == (1, 1)
    agreed(row, 1)

    send_some()

    assert sent_to() == ["lark@example.org"]
    assert "Dear lark," in mail.outbox[0].body
    assert "found to be yours" not in mail.outbox[0].body


def test_names_in_letters_go_where_a_name_is_taken_off(people: Originals) -> None:
    row = prepared("opening", body="Marrow told us so. {name}")

    take_name_off(Pseud.objects.get(name="Marrow").creator.public, by="marrow")

    row.refresh_from_db()
    assert row.body == "[name removed] told us so. {name}"


@pytest.mark.parametrize(
    "content",
    [
        b"x" * (1 << 20) + b" anna@example.org",
        b"x" * ((1 << 20) - 10) + b" anna@example.org " + b"y" * 50,
        "Anna <anna@example.org>, Pl\u00f6n".encode("utf-16"),
        b"INSERT ('7','Anna','anna@example.org','x\\'y')",
        b"write to anna at example dot org",
    ],
)
def test_addresses_are_found_wherever_they_stand(content: bytes) -> None:
    assert "anna@example.org" in set(addresses_in(io.BytesIO(content)))
