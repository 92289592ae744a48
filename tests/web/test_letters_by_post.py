"""Letters handed to a mail server that answers as one does, over a socket."""

from __future__ import annotations

import re
import socketserver
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.utils import timezone

from fanfold.archive.actions.subscribe import subscribe
from fanfold.archive.models import Account, Digest, Mailing, Subscription
from fanfold.archive.queries.letters import outcomes
from fanfold.archive.reader import Reader
from fanfold.keep.originals import Originals
from fanfold.web.desk_letters import send_some
from fanfold.web.digests import send_digests
from tests.archive.making import put
from tests.archive.test_letters import agreed, originals, people, prepared

__all__ = ["originals", "people"]


class Post(socketserver.ThreadingTCPServer):
    """A mail server: takes letters, but for one address; keeps what it took."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Window)
        self.taken: list[tuple[str, str]] = []


class Window(socketserver.StreamRequestHandler):
    """One talk with it."""

    server: Post

    def handle(self) -> None:
        to = ""
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self._say("550 nobody" if to.startswith("wren@") else "250 yes")
            elif word == "DATA":
                self._say("354 go on")
                self.server.taken.append((to, self._letter()))
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _letter(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return "\n".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    with Post() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        for name, value in {
            "EMAIL_BACKEND": "fanfold.web.accounts.post.Posted",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": server.server_address[1],
            "EMAIL_USE_TLS": False,
            "EMAIL_USE_SSL": False,
        }.items():
            monkeypatch.setattr(settings, name, value)
        yield server
        server.shutdown()
        thread.join()


def test_letters_reach_a_mail_server_and_its_no_is_noted(
    people: Originals, post: Post
) -> None:
    agreed(prepared(), 4)

    assert send_some() == 4

    assert sorted(to for to, _letter in post.taken) == [
        "finch@example.org",
        "heron@example.org",
        "marrow@example.org",
    ]
    letter = dict(post.taken)["marrow@example.org"]
    assert "Subject: Your stories at The Test Shelf" in letter
    assert re.search(r"^List-Unsubscribe:\s+<http://\S+>$", letter, re.M)
    assert "Dear Marrow," in letter
    assert outcomes(Mailing.objects.get()) == {"sent": 3, "bounced": 1}


def followed(*names: str) -> None:
    """Members who follow the archive, a day ago; and what came since."""
    for name in names:
        account = Account.objects.create_user(name, f"{name}@example.org")
        reader = Reader(account=account.pk)
        subscribe("archive", "", "day", account=account, reader=reader)
    Subscription.objects.update(since=timezone.now() - timedelta(days=2))
    put("Ice")


def test_letters_of_news_reach_a_mail_server_that_may_say_no(post: Post) -> None:
    followed("bea", "wren")

    assert send_digests() == 1
    assert send_digests() == 0

    ((to, letter),) = post.taken
    assert to == "bea@example.org"
    assert re.search(r"^List-Unsubscribe:\s+<http://\S+>$", letter, re.M)
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in letter
    assert "Auto-Submitted: auto-generated" in letter
    assert "    Ice\n" in letter
    states = Digest.objects.order_by("account").values_list("state", flat=True)
    assert list(states) == ["sent", "refused"]


def test_letters_of_news_wait_for_a_server_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "fanfold.web.accounts.post.Posted")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", 9)
    followed("bea")

    assert send_digests() == 0

    assert Digest.objects.get().state == "waiting"


def test_a_server_that_is_not_there_leaves_the_letters_waiting(
    people: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "fanfold.web.accounts.post.Posted")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", 9)
    agreed(prepared(), 4)

    assert send_some() == 0

    assert outcomes(Mailing.objects.get()) == {"waiting": 4}
