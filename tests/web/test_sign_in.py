"""Signing in by a code; what is stored of an address; registering; the second step."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.db import connection
from django.test import Client

from fanfold.archive.actions.change_role import change_role
from fanfold.archive.models import Account, LedgerEntry, Role
from fanfold.configuration import Accounts
from fanfold.web import frame
from fanfold.web.accounts import adapter, post
from tests.web.signing_in import last_code, sign_in

pytestmark = pytest.mark.usefixtures("no_limits_left_over")

ADDRESS = "bea@example.org"


@pytest.fixture
def open_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = Accounts(registration="open")
    for module in (adapter, frame):
        changed = module.CONFIGURATION.model_copy(update={"accounts": accounts})
        monkeypatch.setattr(module, "CONFIGURATION", changed)


def who(client: Client) -> str:
    """The name in the page's foot; empty for a visitor."""
    text = client.get("/reading/").content.decode()
    found = re.search(r"Sign out \((\w+)\)", text)
    return found[1] if found else ""


def shape(response: Any) -> str:
    return re.sub(r'value="[^"]*"|/report/\?page=[^"]*"', "", response.content.decode())


def test_a_code_from_the_letter_signs_in_once(client: Client, bea: Account) -> None:
    before = client.session.session_key
    client.post("/gate/", {"answer": "yes"})
    client.post("/sign-in/", {"email": " BEA@example.org "})
    code = last_code()

    assert mail.outbox[-1].to == ["BEA@example.org"]
    assert "bea" in mail.outbox[-1].body
    pending = client.session.session_key
    response = client.post("/sign-in/code/", {"code": code.lower().replace("-", "")})

    assert response.headers["Location"] == "/"
    assert who(client) == "bea"
    assert client.session.session_key not in (before, pending)
    client.post("/sign-out/")
    assert who(client) == ""
    client.post("/sign-in/code/", {"code": code})
    assert who(client) == ""


def test_a_wrong_code_may_be_mended_twice_and_no_more(
    client: Client, bea: Account
) -> None:
    client.post("/sign-in/", {"email": ADDRESS})
    right = last_code()

    first = client.post("/sign-in/code/", {"code": "BBBB-BBBB"})
    assert "not the code" in first.content.decode()
    client.post("/sign-in/code/", {"code": "BBBB-BBBB"})
    client.post("/sign-in/code/", {"code": "BBBB-BBBB"})
    client.post("/sign-in/code/", {"code": right})

    assert who(client) == ""


def test_a_code_is_good_for_a_quarter_of_an_hour(
    client: Client, bea: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/sign-in/", {"email": ADDRESS})
    code = last_code()
    import time

    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 15 * 60 + 1)
    response = client.post("/sign-in/code/", {"code": code})

    assert response.headers["Location"] == "/sign-in/"
    monkeypatch.undo()
    assert who(client) == ""


def test_an_unknown_address_gets_the_same_pages_and_a_letter_of_its_own(
    bea: Account,
) -> None:
    known, unknown = Client(), Client()
    asked = [
        each.post("/sign-in/", {"email": address}, follow=True)
        for each, address in ((known, ADDRESS), (unknown, "cyn@example.org"))
    ]
    tried = [
        each.post("/sign-in/code/", {"code": "BBBB-BBBB"}) for each in (known, unknown)
    ]

    for one, other in (asked, tried):
        assert one.status_code == other.status_code
        assert shape(one) == shape(other)
        assert list(one.headers) == list(other.headers)
    assert [letter.to for letter in mail.outbox] == [[ADDRESS], ["cyn@example.org"]]
    assert "No account" in mail.outbox[-1].subject


def test_known_and_unknown_addresses_take_the_same_queries(
    bea: Account, django_assert_num_queries: Any
) -> None:
    from django.test.utils import CaptureQueriesContext

    counts = []
    for address in (ADDRESS, "cyn@example.org"):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            Client().post("/sign-in/", {"email": address})
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_codes_cannot_be_asked_for_without_end(client: Client, bea: Account) -> None:
    for _ in range(3):
        Client().post("/sign-in/", {"email": ADDRESS})
    response = Client().post("/sign-in/", {"email": ADDRESS})

    assert "Too many tries" in response.content.decode()
    assert len(mail.outbox) == 3


def test_no_row_tells_an_address(client: Client, bea: Account) -> None:
    client.post("/sign-in/", {"email": ADDRESS})
    code = last_code()

    told = everything_stored()

    assert bea.public in told
    assert ADDRESS not in told
    assert "example.org" not in told
    assert code not in told
    assert bea.address == ADDRESS


def everything_stored() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')  # noqa: S608 - our own tables
            rows += cursor.fetchall()
    return repr(rows)


def test_a_closed_account_signs_in_no_more(client: Client, bea: Account) -> None:
    Account.objects.update(is_active=False)

    client.post("/sign-in/", {"email": ADDRESS})

    assert "No account" in mail.outbox[-1].subject


def test_no_address_of_elsewhere_is_followed(client: Client, bea: Account) -> None:
    client.post("/sign-in/?next=//example.org/", {"email": ADDRESS})
    response = client.post("/sign-in/code/?next=//example.org/", {"code": last_code()})

    assert response.headers["Location"] == "/"


def test_a_new_role_ends_the_visits_and_stands_in_the_ledger(
    client: Client, bea: Account
) -> None:
    sign_in(client, ADDRESS)
    assert who(client) == "bea"

    change_role("bea", Role.MODERATOR, by="ada", why="reads the queue")

    assert who(client) == ""
    entry = LedgerEntry.objects.get(act="change-role")
    assert (entry.on, entry.by) == (bea.public, "ada")
    assert entry.details == {
        "before": "member",
        "now": "moderator",
        "why": "reads the queue",
    }


def test_registration_is_closed_unless_the_archive_opens_it(client: Client) -> None:
    assert "Register" not in client.get("/sign-in/").content.decode()
    for response in (
        client.get("/register/"),
        client.post("/register/", {"username": "cyn", "email": "cyn@example.org"}),
    ):
        assert response.status_code == 403
        assert "Registration is closed" in response.content.decode()
    assert mail.outbox == []
    assert not Account.objects.exists()


@pytest.mark.usefixtures("open_to_all")
def test_an_account_is_made_when_the_code_comes_back(client: Client) -> None:
    client.post("/register/", {"username": "cyn", "email": "cyn@example.org"})
    assert not Account.objects.exists()
    client.post("/register/code/", {"code": "BBBB-BBBB"})
    assert not Account.objects.exists()

    client.post("/register/code/", {"code": last_code()})

    assert who(client) == "cyn"
    account = Account.objects.get()
    assert (account.role, account.address) == (Role.MEMBER, "cyn@example.org")
    assert LedgerEntry.objects.get().act == "open-account"


@pytest.mark.usefixtures("open_to_all")
def test_registering_does_not_tell_who_has_an_account(bea: Account) -> None:
    pages = []
    for address in (ADDRESS, "cyn@example.org"):
        client = Client()
        told = {"username": "cyn", "email": address}
        pages.append(shape(client.post("/register/", told, follow=True)))
        pages.append(shape(client.post("/register/code/", {"code": "BBBB-BBBB"})))

    assert pages[:2] == pages[2:]
    assert "You have an account" in mail.outbox[0].subject
    assert Account.objects.count() == 1


@pytest.mark.usefixtures("open_to_all")
@pytest.mark.parametrize("name", ["bea", "BEA", "cyn@example.org", "a  b", "<b>", ""])
def test_names_that_are_taken_or_none(client: Client, bea: Account, name: str) -> None:
    client.post("/register/", {"username": name, "email": "cyn@example.org"})

    assert mail.outbox == []


@pytest.mark.usefixtures("open_to_all")
def test_a_name_that_is_taken_meanwhile_makes_no_account(client: Client) -> None:
    client.post("/register/", {"username": "cyn", "email": "cyn@example.org"})
    Account.objects.create_user("Cyn", "other@example.org")

    response = client.post("/register/code/", {"code": last_code()})

    assert response.status_code == 409
    assert who(client) == ""
    assert Account.objects.count() == 1


def app_code(secret: str) -> str:
    import time

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_the_second_step_is_asked_for_once_it_is_set_up(
    client: Client, bea: Account
) -> None:
    sign_in(client, ADDRESS)
    page = client.get("/second-step/app/").content.decode()
    secret = re.search(r'class="digest">(\w+)<', page)
    assert secret is not None
    picture = client.get("/second-step/app/picture.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    client.post("/second-step/app/", {"code": app_code(secret[1])})
    paper = re.findall(
        r"<li>(\d{8})</li>", client.get("/second-step/paper/").content.decode()
    )
    assert len(paper) == 10
    assert secret[1] not in everything_stored()

    other = Client()
    sign_in(other, ADDRESS)
    assert who(other) == ""
    other.post("/second-step/sign-in/", {"code": "000000"})
    assert who(other) == ""
    other.post("/second-step/sign-in/", {"code": paper[0]})
    assert who(other) == "bea"

    third = Client()
    sign_in(third, ADDRESS)
    third.post("/second-step/sign-in/", {"code": paper[0]})
    assert who(third) == ""


def test_own_pages_lead_a_visitor_to_sign_in(client: Client) -> None:
    response = client.get("/second-step/")

    assert response.headers["Location"] == "/sign-in/?next=/second-step/"


def test_without_a_mail_server_codes_are_printed_without_the_address(
    client: Client, bea: Account, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "fanfold.web.accounts.post.Printed"

    client.post("/sign-in/", {"email": ADDRESS})
    Client().post("/sign-in/", {"email": "cyn@example.org"})

    told = capsys.readouterr().err
    assert re.search(r"account bea: [A-Z]{4}-[A-Z]{4} ", told)
    assert "example.org" not in told
    page = client.get("/sign-in/code/").content.decode()
    assert "sends no mail yet" in page


def test_a_mail_server_that_does_not_answer_is_told_and_delays_nobody(
    client: Client, bea: Account, settings: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "fanfold.web.accounts.post.Posted"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    response = client.post("/sign-in/", {"email": ADDRESS})
    post._POSTBOX.submit(lambda: None).result(30)

    assert response.status_code == 302
    told = capfd.readouterr().err
    assert "could not be sent" in told
    assert "example.org" not in told
