"""Where registration is closed, whoever is invited opens one account."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from fanfold.archive.ledger import breaks
from fanfold.archive.models import Account, Invitation, LedgerEntry, Role
from tests.web.signing_in import last_code
from tests.web.test_desk import signed_in

pytestmark = pytest.mark.usefixtures("no_limits_left_over")


@pytest.fixture
def ada() -> Client:
    return signed_in("ada", "admin")


def invited(ada: Client, why: str = "Wren, of the old list") -> str:
    told = {"why": why}
    page = ada.post("/accounts/invite/", told, follow=True).content.decode()
    found = re.findall(r"http://testserver(/register/invited/[^<\s]+)", page)
    return urlsplit(unescape(found[-1])).path


def begin(client: Client, name: str = "wren") -> int:
    told = {"username": name, "email": f"{name}@example.org"}
    return client.post("/register/", told).status_code


def finish(client: Client) -> int:
    return client.post("/register/code/", {"code": last_code()}).status_code


def test_one_account_is_opened_by_an_invitation(ada: Client) -> None:
    place = invited(ada)
    wren = Client()
    assert begin(wren) == 403, "closed without it"
    assert wren.get(place)["Location"] == "/register/"
    assert wren.get("/register/").status_code == 200
    assert begin(wren) == 302
    assert finish(wren) == 302

    account = Account.objects.get(username="wren")
    assert account.role == Role.MEMBER
    assert Invitation.objects.get().used_at is not None
    acts = list(LedgerEntry.objects.values_list("act", flat=True))
    assert acts == ["invite-account", "open-account"]
    assert not list(breaks())
    assert Client().get(place).status_code == 404
    assert place not in ada.get("/accounts/").content.decode()


def test_two_who_have_one_invitation_open_one_account(ada: Client) -> None:
    place = invited(ada)
    wren, heron = Client(), Client()
    for client, name in ((wren, "wren"), (heron, "heron")):
        client.get(place)
        assert begin(client, name) == 302
    assert finish(heron) == 302
    code = re.search(r"\n {4}(\S+)\n", str(mail.outbox[-2].body))
    assert code is not None
    assert wren.post("/register/code/", {"code": code[1]}).status_code == 409

    assert not Account.objects.filter(username="wren").exists()


def test_an_invitation_ends(ada: Client) -> None:
    place = invited(ada)
    wren = Client()
    wren.get(place)
    ada.post("/accounts/invite/", {"end": Invitation.objects.get().public})
    assert begin(wren) == 403
    assert Client().get(place).status_code == 404

    place = invited(ada)
    Invitation.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert Client().get(place).status_code == 404
    assert LedgerEntry.objects.filter(act="end-invitation").exists()


@pytest.mark.parametrize("token", ["x", "abc:def", "::"])
def test_an_address_that_we_never_wrote_opens_nothing(ada: Client, token: str) -> None:
    invited(ada)
    public = Invitation.objects.get().public
    for forged in (token, public, f"{public}:{token}"):
        assert Client().get(f"/register/invited/{forged}/").status_code == 404


@pytest.mark.parametrize("role", ["member", "archivist", "moderator"])
def test_only_admins_invite(role: str) -> None:
    client = signed_in("bea", role)
    assert client.post("/accounts/invite/", {"why": "x"}).status_code == 404
    assert not Invitation.objects.exists()


def test_an_invitation_is_for_something(ada: Client) -> None:
    ada.post("/accounts/invite/", {"why": " "})
    assert not Invitation.objects.exists()
