"""Following something by mail, by plain forms, and ending it without signing in."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from fanfold.archive.models import (
    Account,
    Digest,
    DoNotWrite,
    Pseud,
    Subscription,
    Tag,
)
from fanfold.archive.search.follow import Follower
from fanfold.cli.commands.digests import command
from fanfold.web.digests import send_digests
from tests.archive.making import put
from tests.archive.searching import follower

__all__ = ["follower"]

LIST = "/mine/subscriptions/"


def follow(client: Client, kind: str, on: str = "", every: str = "day") -> str:
    told = {"kind": kind, "on": on, "every": every}
    return client.post(LIST, told, follow=True).content.decode()


def sent(bea: Account) -> str:
    """Send a letter to who follows something; return its words."""
    Subscription.objects.update(since=timezone.now() - timedelta(days=8))
    put("Ice")
    assert send_digests() == 1
    return str(mail.outbox[-1].body)


def test_pages_lead_to_following_for_who_is_signed_in(
    hers: Client, follower: Follower
) -> None:
    work = put("Snow", fandoms=("due South",))
    follower.catch_up()
    author, tag = Pseud.objects.get().public, Tag.objects.get().public
    places = {
        f"/works/{work.public}/": ("work", work.public),
        f"/authors/{author}/": ("author", author),
        f"/tags/{tag}/": ("tag", tag),
        "/search/?q=snowed": ("search", "q=snowed"),
    }
    for place, (kind, on) in places.items():
        page = hers.get(place).content.decode()
        assert f'name="kind" value="{kind}"' in page, place
        assert f'name="on" value="{on}"' in page, place
        assert LIST not in Client().get(place).content.decode(), place
        page = follow(hers, kind, on)
        assert "You hear of it by mail from now on." in page

    assert page.count("once a day") >= len(places)
    for name in ("Snow", "Marrow", "due South", "snowed"):
        assert f">{name}</a>" in page


def test_it_is_changed_and_ended_from_the_list(hers: Client, bea: Account) -> None:
    follow(hers, "archive")
    assert "once a day" in hers.get(LIST).content.decode()
    follow(hers, "archive", every="week")
    row = Subscription.objects.get()
    assert row.every == "week"

    other = Client()
    other.force_login(Account.objects.create_user("cy", "cy@example.org"))
    other.post(f"{LIST}{row.public}/end/")
    assert Subscription.objects.exists(), "only who follows may end it"
    hers.post(f"{LIST}{row.public}/end/")
    assert not Subscription.objects.exists()


def test_what_is_not_there_is_not_followed(hers: Client) -> None:
    assert (
        hers.post(LIST, {"kind": "work", "on": "x", "every": "day"}).status_code == 404
    )
    assert Client().post(LIST, {"kind": "archive"}).status_code == 302
    assert not Subscription.objects.exists()


def test_the_letter_ends_itself_with_one_post_by_a_mail_program(
    hers: Client, bea: Account
) -> None:
    follow(hers, "archive")
    body = sent(bea)
    letter = mail.outbox[-1]
    headers = letter.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(headers["List-Unsubscribe"]).strip("<>")
    assert address in body
    path = urlsplit(address).path

    anybody = Client(enforce_csrf_checks=True)
    assert "<form" in anybody.get(path).content.decode()
    assert Subscription.objects.get().by_mail, "looking at it ends nothing"
    answer = anybody.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "bea" not in answer.content.decode()

    assert not Subscription.objects.get().by_mail
    assert "stopped" in hers.get(LIST).content.decode()
    follow(hers, "archive")
    assert Subscription.objects.get().by_mail


@pytest.mark.parametrize("token", ["x", "x:y", "abc:def"])
def test_an_address_that_we_never_wrote_ends_nothing(
    hers: Client, token: str, bea: Account
) -> None:
    follow(hers, "archive")
    for forged in (token, f"{bea.public}:{token}"):
        assert Client().post(f"/letters/news/{forged}/").status_code == 404
    assert Subscription.objects.get().by_mail


def test_an_address_of_an_account_that_is_gone_does_no_harm(
    hers: Client, bea: Account
) -> None:
    follow(hers, "archive")
    found = re.search(r"/letters/news/\S+", sent(bea))
    assert found is not None
    bea.delete()

    assert Client().post(found[0]).status_code == 200
    assert not Digest.objects.exists()


def test_letters_speak_the_readers_language(hers: Client, bea: Account) -> None:
    bea.language = "de"
    bea.save()
    follow(hers, "archive")

    assert "Neu im Archiv" in sent(bea)


def test_the_page_says_why_no_letter_comes(hers: Client, bea: Account) -> None:
    follow(hers, "archive")
    DoNotWrite.objects.create(keyed_hash=str(bea.address_hash), at=timezone.now())
    assert "never to be written to" in hers.get(LIST).content.decode()


def test_titles_do_no_harm_in_a_letter(hers: Client, bea: Account) -> None:
    follow(hers, "archive")
    put("<b>Ice</b>\r\nBcc: wren@example.org")

    body = sent(bea)
    assert "wren@" not in body
    assert "<b>" not in body
    assert mail.outbox[-1].recipients() == ["bea@example.org"]


def test_what_is_followed_is_in_the_own_export(hers: Client) -> None:
    put("Snow")
    follow(hers, "author", Pseud.objects.get().public)
    told = json.loads(hers.get("/account/export/").content)

    assert told["by_mail"] == [
        {"kind": "author", "name": "Marrow", "every": "day", "wanted": True}
    ]


def run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(command, arguments)
    return found.exit_code, found.output


def test_the_command_counts_and_sends_when_told_to(
    hers: Client, bea: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fanfold.cli.door.open_archive", lambda folder: None)
    monkeypatch.setattr("fanfold.cli.door.migrate", lambda: 0)
    follow(hers, "archive")
    Subscription.objects.update(since=timezone.now() - timedelta(days=8))
    put("Ice")

    code, told = run("--json")
    assert (code, json.loads(told)) == (0, {"due": 1, "with_news": 1, "sent": 0})
    assert mail.outbox == []
    assert "None was sent" in run()[1]
    code, told = run("--send", "--json")
    assert (code, json.loads(told)) == (0, {"due": 1, "with_news": 1, "sent": 1})
    assert len(mail.outbox) == 1
    assert json.loads(run("--send", "--json")[1])["sent"] == 0


def test_without_a_mail_server_nothing_is_counted_as_told(
    hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "fanfold.web.accounts.post.Printed")
    follow(hers, "archive")
    Subscription.objects.update(since=timezone.now() - timedelta(days=8))
    put("Ice")

    assert send_digests() == 0
    assert not Digest.objects.exists()
    assert Subscription.objects.get().told is None
    assert "no mail server yet" in hers.get(LIST).content.decode()
