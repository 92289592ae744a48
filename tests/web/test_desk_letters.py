"""Letters at the desk: who may, what is shown of whom, and the second yes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanfold.archive.actions.claim_name import claim_by_evidence
from fanfold.archive.models import Account, DoNotWrite, Letter, Mailing, Pseud, Work
from fanfold.keep.originals import Originals
from fanfold.web.desk_letters import count_domains, send_some
from tests.archive.test_letters import PEOPLE, people, story
from tests.web.test_desk import signed_in

__all__ = ["people"]


@pytest.fixture
def originals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Originals:
    monkeypatch.setattr(settings, "ORIGINALS", tmp_path / "originals")
    return Originals(tmp_path / "originals", durable=False)


def prepared(client: Client, **fields: str) -> str:
    told = {"kind": "author", "audience": "authors", "language": "en", **fields}
    answer = client.post("/desk/letters/new/", told)
    assert answer.status_code == 302
    return str(answer["Location"])


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_letters_are_for_archivists_and_admins_alone(people: Originals) -> None:
    place = prepared(signed_in("ada", "admin"))
    letter = place.split("/")[-2]
    for number, role in enumerate(("member", "moderator")):
        client = signed_in(f"wren-{number}", role)
        for path in ("/desk/letters/", place, f"{place}sure/"):
            assert client.get(path).status_code == 404
        for path in ("new/", f"{letter}/stop/", f"{letter}/record/"):
            assert client.post(f"/desk/letters/{path}").status_code == 404
        assert client.get(f"{place}letters.mbox").status_code == 404
    assert signed_in("ben", "archivist").get(place).status_code == 200


def test_a_letter_goes_out_after_two_looks_and_shows_no_address(
    people: Originals,
) -> None:
    client = signed_in("ada", "archivist")
    place = prepared(client, until="2027-01-31")
    count_domains()
    told = page(client, place)
    assert "<b>4</b> people get it" in told
    assert "1 has no address" in told
    assert "example.org (4)" in told

    text = {"subject": "Your stories", "body": "Dear {name},\n{stories}", "go": "on"}
    looked = client.post(place, text, follow=True).content.decode()
    assert "Dear Marrow," in looked
    assert "Snow of Marrow" in looked
    assert not Letter.objects.exists()
    # The page of the yes alone does it, and only with its yes.
    client.post(f"{place}sure/", {"number": "4", "way": "post"})
    client.post(f"{place}sure/", {"sure": "yes", "number": "3", "way": "post"})
    assert not Letter.objects.exists()
    assert send_some() == 0
    done = {"sure": "yes", "number": "4", "way": "post"}
    client.post(f"{place}sure/", done)
    assert send_some() == 4

    shown = page(client, place) + page(client, "/desk/letters/") + looked + told
    for name in PEOPLE:
        assert f"{name.lower()}@" not in shown
    assert "<b>4</b> sent" in shown
    client.post(f"{place}sure/", done)
    assert Letter.objects.count() == len(mail.outbox) == 4


def test_without_a_mail_server_letters_are_given_out_as_files(
    people: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = "fanfold.web.accounts.post.Printed"
    monkeypatch.setattr(settings, "EMAIL_BACKEND", backend)
    client = signed_in("ada", "admin")
    place = prepared(client)
    assert client.get(f"{place}letters.mbox").status_code == 404
    assert 'value="post"' not in page(client, f"{place}sure/")
    by_post = {"sure": "yes", "number": "4", "way": "post"}
    assert client.post(f"{place}sure/", by_post).status_code == 404

    client.post(f"{place}sure/", {**by_post, "way": "files"})
    box = client.get(f"{place}letters.mbox")
    packed = client.get(f"{place}letters.zip")

    assert box.content.count(b"\nSubject: ") == 4
    assert packed.content.startswith(b"PK")
    assert "attachment" in box["Content-Disposition"]
    assert b"X-Fanfold-Address: stands in " in box.content
    assert client.get(f"{place}letters.exe").status_code == 404


def test_whoever_got_one_ends_all_of_them_without_signing_in(
    people: Originals,
) -> None:
    client = signed_in("ada", "admin")
    place = prepared(client)
    client.post(f"{place}sure/", {"sure": "yes", "number": "4", "way": "post"})
    send_some()
    body = str(mail.outbox[0].body)
    (path,) = re.findall(r"http://127.0.0.1:8000(/letters/never/\S+/)", body)
    nobody = Client(enforce_csrf_checks=True)

    assert b"Yes, never again" in nobody.get(path).content
    assert not DoNotWrite.objects.exists()
    assert b"ever sent to that address" in nobody.post(path).content
    assert DoNotWrite.objects.count() == 1
    assert nobody.get(path[:-3] + "xx/").status_code == 404
    client.post(
        f"{place}record/",
        {"letter": Letter.objects.all()[1].public, "outcome": "bounced"},
    )
    assert "came back" in page(client, place)


def test_an_answer_to_a_claim_goes_to_whoever_claimed(people: Originals) -> None:
    wren = Account.objects.create_user("wren", "new-wren@example.org")
    creator = Pseud.objects.get(name="Wren").creator.public
    claim = claim_by_evidence(wren, creator, way="decision", evidence="It was me.")
    client = signed_in("ada", "admin")
    assert f"claim:{claim.public}" in page(client, "/desk/claims/")

    place = prepared(client, kind="answer", audience=f"claim:{claim.public}")
    client.post(place, {"subject": "Yes", "body": "{name}: yes, they are yours."})
    client.post(f"{place}sure/", {"sure": "yes", "number": "1", "way": "post"})
    send_some()

    assert [each.to for each in mail.outbox] == [["new-wren@example.org"]]
    assert mail.outbox[0].body == "Wren: yes, they are yours.\n"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "author", "audience": "members"},
        {"kind": "secret", "audience": "authors"},
        {"audience": "import:nothing"},
        {"audience": "author:nobody"},
        {"language": "../x"},
    ],
)
def test_nonsense_prepares_nothing(fields: dict[str, str]) -> None:
    told = {"kind": "author", "audience": "authors", "language": "en", **fields}

    answer = signed_in("ada", "admin").post("/desk/letters/new/", told)

    assert answer.status_code == 404
    assert not Mailing.objects.exists()


def test_a_wrong_text_is_told_and_nothing_kept(people: Originals) -> None:
    client = signed_in("ada", "admin")
    place = prepared(client)
    before = Mailing.objects.get().body

    told = client.post(place, {"subject": "S", "body": "Dear {nmae}"}, follow=True)

    assert "{nmae}" in told.content.decode()
    assert Mailing.objects.get().body == before
    client.post(f"/desk/letters/{place.split('/')[-2]}/stop/")
    assert Mailing.objects.get().state == "dropped"
    assert client.post(place, {"subject": "S", "body": "B"}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_authors(
    people: Originals,
) -> None:
    client = signed_in("ada", "admin")
    place = prepared(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(place)
    for number in range(8):
        story(people, f"Lark{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(place)

    assert len(many) == len(few)


def test_the_desk_names_no_story_that_the_person_may_not_see(people: Originals) -> None:
    Work.objects.filter(title="Snow of Marrow").update(stage="unreviewed")
    archivist, moderator = signed_in("ben", "archivist"), signed_in("ada", "admin")
    place = prepared(archivist)

    assert "Dear Marrow," in page(archivist, f"{place}sure/")
    assert "Snow of Marrow" not in page(archivist, f"{place}sure/")
    assert "Snow of Marrow" in page(moderator, f"{place}sure/")
    yes = {"sure": "yes", "number": "4", "way": "post"}
    archivist.post(f"{place}sure/", yes)
    send_some()
    # Its author may be asked before anybody sees it.
    assert "Snow of Marrow" in str(mail.outbox[0].body)


def test_letters_as_files_name_no_story_that_the_person_may_not_see(
    people: Originals,
) -> None:
    Work.objects.filter(title="Snow of Marrow").update(stage="unreviewed")
    archivist, admin = signed_in("ben", "archivist"), signed_in("ada", "admin")
    place = prepared(archivist)
    yes = {"sure": "yes", "number": "4", "way": "files"}
    archivist.post(f"{place}sure/", yes)

    assert b"Snow of Marrow" in admin.get(f"{place}letters.mbox").content
    mine = archivist.get(f"{place}letters.mbox").content
    assert mine.count(b"\nSubject: ") == 4
    assert b"Snow of Marrow" not in mine
