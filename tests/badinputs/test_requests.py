"""Hostile and broken requests of the shared set, at the addresses that we have.

The set's addresses are another site's: `ASKED` says where each is asked here. What we
have no address for stands in `NOT_TAKEN` and `ACTS_TO_COME`, and must not be there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

pytest.importorskip("django")

from django.core import mail
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client

from fanfold.archive.addresses import keyed_hash
from fanfold.archive.models import Account, Chapter, Contact, Creator, Pseud, Work
from fanfold.archive.search.follow import Follower
from fanfold.model.creator import Credit
from fanfold.model.work import Audience, Stage
from tests.archive.making import model_work, put
from tests.archive.searching import follower
from tests.badinputs.cases import Case, cases
from tests.web.signing_in import last_code, sign_in
from tests.web.visibility.surface import raw
from tests.web.visibility.surfaces.outside import let_in

__all__ = ["follower"]

pytestmark = [pytest.mark.archive, pytest.mark.django_db]

CASES = {case.id: case for case in cases("request")}
#: Cases of what is not taken in at all, with where it would be sent.
NOT_TAKEN = {"req-json-deep": "/api/1/works/"}
#: Cases that wait for an act of readers and authors; their addresses lead nowhere.
ACTS_TO_COME = {"req-comment-flood": "/comments/"}


@dataclass(frozen=True, slots=True)
class Site:
    """The works of a test, by the names that the set's placeholders have."""

    works: dict[str, Work]

    def fill(self, text: str) -> str:
        """Put ids and words in the place of placeholders."""
        for name, work in self.works.items():
            for word, value in (
                (name, work.public),
                (f"{name}_title", f"{name.title()} Story"),
                (f"{name}_author", "Marrow"),
                (f"{name}_sentence", f"The zeldafrost of {name} fell."),
                (f"{name}_word", "zeldafrost"),
            ):
                text = text.replace(f"{{{word}}}", value)
        return text.replace("{draft_chapter}", self.chapter.public)

    @property
    def chapter(self) -> Chapter:
        """The chapter of a published work that is not shown."""
        return self.works["published"].chapters.get(hidden=True)


_STATES: dict[str, dict[str, Any]] = {
    "published": {},
    "hidden": {"stage": Stage.HIDDEN},
    "draft_other": {"stage": Stage.DRAFT},
    "adult": {"gated": True},
    "restricted": {"audience": Audience.MEMBERS},
    "tombstone": {"stage": Stage.WITHDRAWN},
    "title_crlf_quote": {},
}


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def site(follower: Follower) -> Site:
    works = {}
    for name, columns in _STATES.items():
        chapter = model_work(text=f"The zeldafrost of {name} fell.").chapters[0]
        works[name] = put(
            f"{name.title()} Story",
            chapters=(chapter, replace(chapter, position=2)),
            creators=(Credit("Marrow"),),
        )
        Work.objects.filter(pk=works[name].pk).update(**columns)
    title = 'A "quoted"\r\nSet-Cookie: taken=1 <title>'
    Work.objects.filter(pk=works["title_crlf_quote"].pk).update(title=title)
    last = works["published"].chapters.order_by("-position").first()
    assert last is not None
    Chapter.objects.filter(pk=last.pk).update(hidden=True)
    follower.catch_up()
    return Site(works)


def ours(path: str) -> str:
    """Return where an address of the set is with us, placeholders and all."""
    path, mark, query = path.partition("?")
    if path == "/login":
        path = "/sign-in"
    if path.endswith(".epub") and "{" in path:
        path = path.removesuffix(".epub") + "/download/x.epub"
    elif path.startswith("/download/1/"):
        path = "/works/{published}" + path.replace("/1/", "/")
    elif path != "/":
        path += "/"
    return f"{path}{mark}{query}"


def request_of(case: Case) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(case.content())
    return told


def client_for(login: str | None) -> Client:
    client = Client(enforce_csrf_checks=True)
    if login is not None:
        account = Account.objects.create_user(login)
        if login == "author":
            Creator.objects.filter(pseuds__name="Marrow").update(account=account)
        client.force_login(account)
    return client


def plainly(case: Case, site: Site) -> HttpResponseBase:
    """Ask as the case says, at our own address."""
    told = request_of(case)
    headers = {k: site.fill(v) for k, v in (told["headers"] or {}).items()}
    response: HttpResponseBase = client_for(told["login"]).generic(
        told["method"], site.fill(ours(told["path"])), headers=headers
    )
    return response


def with_the_owners_mark(case: Case, site: Site) -> HttpResponseBase:
    address = site.fill("/works/{hidden}/")
    marks = client_for("author").get(address).headers
    told = {"if-none-match": marks.get("ETag", "*")}
    response: HttpResponseBase = Client().get(address, headers=told)
    return response


def by_a_form_of_another_site(case: Case, site: Site) -> HttpResponseBase:
    """No act of a reader is taken from a page of somebody else."""
    client = client_for("reader")
    client.get("/gate/")
    response: HttpResponseBase = client.post(
        "/sign-out/", headers=request_of(case)["headers"]
    )
    assert client.session.get("_auth_user_id"), "signed out all the same"
    return response


def an_act_by_get(case: Case, site: Site) -> HttpResponseBase:
    client = client_for("reader")
    response: HttpResponseBase = client.get("/sign-out/")
    assert client.session.get("_auth_user_id"), "signed out all the same"
    return response


def signed_in_with_a_given_visit(case: Case, site: Site) -> HttpResponseBase:
    Account.objects.create_user("reader", "reader@example.org")
    client = Client()
    client.cookies["sessionid"] = "ffffixed"
    sign_in(client, "reader@example.org")
    assert client.session.get("_auth_user_id")
    assert client.cookies["sessionid"].value != "ffffixed"
    response: HttpResponseBase = client.get("/")
    return response


def a_code_for_somebody_unknown(case: Case, site: Site) -> HttpResponseBase:
    """Known and unknown addresses get the same answer: a code may have been sent."""
    Account.objects.create_user("reader", "reader@example.org")
    answers = []
    for address in ("reader@example.org", "unknown@example.org"):
        client = Client()
        response = client.post("/sign-in/", {"email": address})
        assert response.status_code == 302, response.content
        end = client.get(response.headers["Location"])
        answers.append((end.status_code, response.headers["Location"]))
    assert answers[0] == answers[1]
    assert len(mail.outbox) >= 1
    return response


def signed_in_and_led_on(case: Case, site: Site) -> HttpResponseBase:
    """Sign in with that wish of where to go next; return what the sign-in answers."""
    Account.objects.create_user("reader", "reader@example.org")
    address = ours(request_of(case)["path"])
    client = Client()
    assert client.get(address).status_code in case.status
    wish = {"next": address.partition("next=")[2]}
    client.post(address, {"email": "reader@example.org", **wish})
    code = {"code": last_code(), **wish}
    response: HttpResponseBase = client.post("/sign-in/code/", code)
    assert client.session.get("_auth_user_id")
    return response


def a_suggestion(case: Case, site: Site) -> HttpResponseBase:
    path = request_of(case)["path"].replace("/complete", "/suggest/")
    title = site.works["hidden"].title
    response: HttpResponseBase = Client().get(
        path.replace("{hidden_prefix}", title[:6])
    )
    return response


def a_code_used_twice(case: Case, site: Site) -> HttpResponseBase:
    """A code proves once that somebody is an author."""
    address, pseud = "marrow@example.org", Pseud.objects.get(name="Marrow")
    hash_ = keyed_hash(address)
    Contact.objects.create(work=site.works["published"], keyed_hash=hash_)
    client = client_for("reader")
    client.handler.enforce_csrf_checks = False
    asked = client.post(
        f"/authors/{pseud.public}/claim/", {"way": "code", "address": address}
    )
    code = {"code": last_code()}
    assert client.post(asked["Location"], code).status_code == 302
    response: HttpResponseBase = client.post(asked["Location"], code)
    return response


def with_a_key_of_nobody(case: Case, site: Site) -> HttpResponseBase:
    key = request_of(case)["headers"]["Authorization"].split()[1]
    response: HttpResponseBase = Client().get(
        "/api/1/works/", headers={"Authorization": f"Bearer {key}"}
    )
    return response


def stories_like_a_hidden_one(case: Case, site: Site) -> HttpResponseBase:
    response: HttpResponseBase = Client().get(site.fill("/works/{hidden}/like/"))
    return response


def a_card_of_our_own(case: Case, site: Site) -> HttpResponseBase:
    """Ask for the card of the same story at the address that it has here."""
    page = request_of(case)["path"].rpartition("site.example")[2]
    shown = {"url": site.fill("http://testserver/works/{published}/")}
    assert Client().get("/oembed/", shown).status_code == 200
    response: HttpResponseBase = Client().get(
        "/oembed/", {"url": f"http://testserver{site.fill(page)}/"}
    )
    return response


def the_map_of_stories(case: Case, site: Site) -> HttpResponseBase:
    with let_in():
        response: HttpResponseBase = Client().get("/sitemap/works/1.xml")
    assert site.works["published"].public in raw(response)
    return response


ASKED: dict[str, Callable[[Case, Site], HttpResponseBase]] = {
    "req-api-key-expired": with_a_key_of_nobody,
    "req-claim-reuse": a_code_used_twice,
    "req-csrf-origin": by_a_form_of_another_site,
    "req-etag-leak": with_the_owners_mark,
    "req-fixation": signed_in_with_a_given_visit,
    "req-idor-autocomplete": a_suggestion,
    "req-idor-morelike": stories_like_a_hidden_one,
    "req-kudos-get": an_act_by_get,
    "req-next-backslash": signed_in_and_led_on,
    "req-next-dslash": signed_in_and_led_on,
    "req-next-scheme": signed_in_and_led_on,
    "req-next-triple": signed_in_and_led_on,
    "req-oembed-adult": a_card_of_our_own,
    "req-oembed-hidden": a_card_of_our_own,
    "req-reset-enum": a_code_for_somebody_unknown,
    "req-sitemap": the_map_of_stories,
}
HERE = [case for case in CASES.values() if case.id not in {*NOT_TAKEN, *ACTS_TO_COME}]


@pytest.mark.parametrize("case", HERE, ids=lambda case: case.id)
def test_a_bad_request_is_answered_as_it_must_be(case: Case, site: Site) -> None:
    begun = time.process_time()
    response = ASKED.get(case.id, plainly)(case, site)
    spent = time.process_time() - begun

    told = raw(response)
    assert response.status_code in case.status, case.why
    assert [w for w in case.forbid if site.fill(w) in told] == [], case.why
    assert "Traceback" not in told
    assert spent < case.max_seconds


def test_a_lookup_in_a_parameter_changes_nothing(site: Site) -> None:
    case = CASES["req-filter-lookup"]
    plain = Client().get("/search/")

    odd = plainly(case, site)

    assert raw(odd).count("<article") == raw(plain).count("<article")


def test_a_files_name_is_one_header_whatever_the_title(site: Site) -> None:
    response = plainly(CASES["req-cd-inject"], site)

    named = response.headers["Content-Disposition"]
    assert "\r" not in named + "".join(response.headers)
    assert "taken" not in response.cookies
    assert named.count('"') == 2


@pytest.mark.parametrize(
    "value", ["%00", "%ff%fe", "-1", "9" * 5000, "%f0%9f%98%80" * 400]
)
def test_odd_values_are_answered_everywhere(value: str, site: Site) -> None:
    """No value of a parameter or part of a path makes a fault, on either database."""
    names = ("q", "sort", "page", "fandom", "year", "author", "language", "more")
    client, public = Client(), site.works["published"].public
    addresses = [
        *(
            f"{page}?{name}={value}"
            for name in names
            for page in ("/search/", "/works/")
        ),
        *(f"/{kind}/{value}/" for kind in ("works", "authors", "tags", "series")),
        f"/collections/{value}/",
        f"/works/{public}/chapters/{value}/",
        f"/works/{public}/download/{value}.epub",
        f"/viewstory.php?sid={value}",
        f"/viewstory.php?sid=3&chapter={value}",
        f"/viewuser.php?uid={value}",
        f"/{value}",
    ]

    for address in addresses:
        status = client.get(address[:7000]).status_code
        assert status in (200, 302, 400, 404), (address[:60], status)


@pytest.mark.parametrize("address", ["/gate/", "/language/", "/reading/"])
@pytest.mark.parametrize(
    "case", [c for c in HERE if "next" in c.id], ids=lambda c: c.id
)
def test_no_form_leads_to_another_host(case: Case, address: str) -> None:
    wish = request_of(case)["path"].partition("next=")[2]
    told = {"next": wish, "answer": "yes", "language": "de", "theme": "dark"}

    response = Client().post(address, told)

    assert response.status_code == 302
    assert "evil.example" not in response.headers["Location"]


def test_what_is_to_come_is_not_there_yet() -> None:
    for case, address in ACTS_TO_COME.items():
        assert Client().get(address).status_code == 404, f"{case}: map it"


@pytest.mark.parametrize("case", NOT_TAKEN)
def test_what_nobody_takes_in_is_refused_unread(case: str) -> None:
    body = request_of(CASES[case])["body"]

    response = Client().post(NOT_TAKEN[case], body, content_type="application/json")

    assert response.status_code == 405


def test_every_request_is_asked_or_to_come() -> None:
    assert len(CASES) == 48
    assert {*NOT_TAKEN, *ACTS_TO_COME, *ASKED} <= set(CASES)
