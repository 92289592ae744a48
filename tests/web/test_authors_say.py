"""An author comes back, shows who it is, and says what becomes of the stories."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from fanfold.archive.addresses import keyed_hash
from fanfold.archive.models import Account, Contact, NameClaim, Pseud, Step, Work
from fanfold.model.creator import Credit
from tests.archive.making import put
from tests.web.test_desk import signed_in

ADDRESS = "marrow.then@example.org"


@pytest.fixture
def works() -> list[Work]:
    rows = [put(title, creators=(Credit("Marrow"),)) for title in ("Snow", "Ice")]
    for row in rows:
        Contact.objects.create(work=row, keyed_hash=keyed_hash(ADDRESS))
    put("Rain", creators=(Credit("Wren"),))
    return rows


@pytest.fixture
def author(works: list[Work]) -> Client:
    """Somebody whose claim to Marrow was proven by a mailed code."""
    client = signed_in("mary", "member")
    asked = client.post(claim_page(), {"way": "code", "address": ADDRESS}, follow=True)
    assert asked.redirect_chain
    found = re.search(r"\n {4}(\S+)\n", str(mail.outbox[-1].body))
    assert found is not None
    client.post(asked.redirect_chain[-1][0], {"code": found[1]})
    mail.outbox.clear()
    return client


def claim_page() -> str:
    return f"/authors/{Pseud.objects.get(name='Marrow').public}/claim/"


def decide(client: Client, act: str, *works: Work, **told: str) -> str:
    answer = client.post(
        "/mine/works/",
        {"act": act, "work": [each.public for each in works], **told},
        follow=True,
    )
    return answer.content.decode()


def test_the_page_of_an_author_leads_to_the_claim(works: list[Work]) -> None:
    page = Client().get(claim_page().removesuffix("claim/")).content.decode()

    assert claim_page() in page
    assert Client().get(claim_page()).status_code == 302


def test_a_mailed_code_opens_the_own_stories(author: Client) -> None:
    page = author.get("/mine/").content.decode()

    assert "Snow" in page
    assert "Ice" in page
    assert "Rain" not in page
    assert ADDRESS not in page


def test_known_and_unknown_addresses_get_the_same_answer(works: list[Work]) -> None:
    client = signed_in("mary", "member")
    pages = []
    for address in (ADDRESS, "nobody@example.org"):
        answer = client.post(
            claim_page(), {"way": "code", "address": address}, follow=True
        )
        assert address not in answer.content.decode()
        own = r'value="[^"]{40,}"|/claims/\w{9}/'
        pages.append(re.sub(own, "", answer.content.decode()))

    assert pages[0] == pages[1]
    assert [each.to for each in mail.outbox] == [[ADDRESS]]


def test_a_wrong_code_says_so_and_gives_nothing(works: list[Work]) -> None:
    client = signed_in("mary", "member")
    answer = client.post(claim_page(), {"way": "code", "address": ADDRESS})
    page = client.post(answer["Location"], {"code": "2222-2222"})

    assert "not the code" in page.content.decode()
    assert "Snow" not in client.get("/mine/").content.decode()


def test_evidence_is_decided_at_the_desk_and_answered_with_its_reason(
    works: list[Work],
) -> None:
    client, keeper = signed_in("mary", "member"), signed_in("ada", "archivist")
    told = {"way": "old-page", "evidence": "<b>see my page</b>"}
    client.post(claim_page(), told)
    claim = NameClaim.objects.get()

    desk = keeper.get("/desk/claims/").content.decode()
    assert "&lt;b&gt;see my page&lt;/b&gt;" in desk
    keeper.post(f"/desk/claims/{claim.public}/", {"answer": "refuse", "why": "no page"})

    assert "no page" in client.get("/mine/").content.decode()


def test_moderators_and_readers_judge_no_claims(works: list[Work]) -> None:
    for role in ("member", "moderator"):
        assert signed_in(role, role).get("/desk/claims/").status_code == 404


def test_somebody_else_vouches_by_an_address_that_is_passed_on(
    works: list[Work],
) -> None:
    client, wren = signed_in("mary", "member"), signed_in("wren", "member")
    client.post(claim_page(), {"way": "vouching", "evidence": "ask Wren"})
    claim = NameClaim.objects.get()
    assert f"/claims/{claim.public}/who/" in client.get("/mine/").content.decode()

    assert (
        "mary says to be Marrow"
        in wren.get(f"/claims/{claim.public}/who/").content.decode()
    )
    wren.post(f"/claims/{claim.public}/vouch/", {"note": "we met"})
    own = client.post(f"/claims/{claim.public}/vouch/", follow=True)

    assert "Somebody else has to say so" in own.content.decode()
    assert "we met" in signed_in("ada", "admin").get("/desk/claims/").content.decode()


def test_a_story_is_taken_down_after_a_second_yes_and_brought_back(
    author: Client, works: list[Work]
) -> None:
    snow, ice = works
    assert "Are you sure?" in decide(author, "take-down", snow)
    assert Client().get(f"/works/{snow.public}/").status_code == 200

    decide(author, "take-down", snow, sure="yes")
    assert Client().get(f"/works/{snow.public}/").status_code == 410
    assert Client().get(f"/works/{ice.public}/").status_code == 200
    step = Step.objects.get(act="withdraw-work")
    author.post(f"/mine/steps/{step.public}/undo/")

    assert Client().get(f"/works/{snow.public}/").status_code == 200


def test_a_name_is_taken_off_one_story(author: Client, works: list[Work]) -> None:
    snow, ice = works
    decide(author, "name-off", snow, sure="yes")

    assert "Marrow" not in Client().get(f"/works/{snow.public}/").content.decode()
    assert "Marrow" in Client().get(f"/works/{ice.public}/").content.decode()


def test_a_name_is_taken_off_everything(author: Client, works: list[Work]) -> None:
    creator = Pseud.objects.get(name="Marrow").creator.public
    told = {"creator": creator, "act": "name-off"}
    assert "Are you sure?" in author.post("/mine/all/", told).content.decode()
    author.post("/mine/all/", {**told, "sure": "yes"})

    for path in ("/", "/authors/", "/works/", *(f"/works/{w.public}/" for w in works)):
        assert "Marrow" not in Client().get(path).content.decode()


def test_stories_are_left_or_shown_to_members_alone(
    author: Client, works: list[Work]
) -> None:
    snow, ice = works
    assert "1 story changed" in decide(author, "leave", snow)
    assert "2 stories changed" in decide(author, "members", snow, ice)
    assert Client().get(f"/works/{snow.public}/").status_code == 404
    decide(author, "everybody", snow)

    assert Client().get(f"/works/{snow.public}/").status_code == 200


def test_nobody_decides_about_anothers_story(author: Client) -> None:
    other = Work.objects.get(title="Rain")

    answer = author.post(
        "/mine/works/", {"act": "take-down", "work": other.public, "sure": "yes"}
    )

    assert answer.status_code == 404
    assert Client().get(f"/works/{other.public}/").status_code == 200


def test_a_step_of_another_is_not_taken_back(author: Client, works: list[Work]) -> None:
    decide(author, "members", works[0])
    step = Step.objects.get(act="restrict-work")

    answer = signed_in("ben", "member").post(f"/mine/steps/{step.public}/undo/")

    assert answer.status_code == 404


def test_never_import_and_never_write_are_said_once_more(author: Client) -> None:
    creator = Pseud.objects.get(name="Marrow").creator.public
    for act, words in (
        ("never-import", "brought in again"),
        ("never-write", "written"),
    ):
        told = {"creator": creator, "act": act}
        assert "Are you sure?" in author.post("/mine/all/", told).content.decode()
        done = author.post("/mine/all/", {**told, "sure": "yes"}, follow=True)
        assert words in done.content.decode()


def test_a_closed_pages_of_claims_are_found_by_their_owner_alone(
    works: list[Work],
) -> None:
    client = signed_in("mary", "member")
    answer = client.post(claim_page(), {"way": "code", "address": ADDRESS})

    assert signed_in("ben", "member").get(answer["Location"]).status_code == 404
    assert Account.objects.get(username="mary").claims.count() == 1
