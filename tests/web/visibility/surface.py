"""What a surface is: where it is asked, and what it says about the work."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from zipfile import ZipFile

from django.http import HttpResponseBase

from tests.web.visibility.scene import MARKERS, TABLE, TEXT, Scene, Visit

#: The answers of the table for one work, and for a list it may stand in.
_LISTED = ("present", "absent")
#: And for a page that only who is signed in has.
LED_AWAY = "led to sign in"


def _itself(visit: Visit) -> str:
    return re.escape(visit.work.public)


@dataclass(frozen=True, slots=True)
class Surface:
    """One way to learn of a work.

    row: the table's name of what it must answer like, where not its own.
    told: pattern that is in the answer where, and only where, the work is there.
    prepare: puts in what the surface needs beside the work.
    ask: for surfaces that are no page to get.
    judge: for answers that are neither a page nor a list.
    own: belongs to who is signed in; visitors are led to sign in.
    alone: can only be told where no other story stands beside the work.
    """

    name: str
    address: Callable[[Visit], str]
    row: str = ""
    told: Callable[[Visit], str] = _itself
    prepare: Callable[[Scene], object] = lambda scene: None
    ask: Callable[[Visit, str], HttpResponseBase] = lambda visit, address: (
        visit.client.get(address)
    )
    judge: Callable[[Visit, HttpResponseBase], str] | None = None
    own: bool = False
    alone: bool = False

    def must(self, actor: str, state: str) -> str:
        """Return what an actor must get."""
        if self.own and actor.startswith("anon"):
            return LED_AWAY
        return TABLE[self.expected][actor][state]

    @property
    def expected(self) -> str:
        """The row of the table."""
        return self.row or self.name


def answer(surface: Surface, visit: Visit, expected: str) -> str:
    """Return what an actor got, in the table's words, or what is wrong with it."""
    response = surface.ask(visit, surface.address(visit))
    if surface.judge is not None:
        return surface.judge(visit, response)
    whole = raw(response)
    if _is_led_away(response):
        told = LED_AWAY
    elif expected in _LISTED:
        found = re.search(surface.told(visit), whole)
        told = "present" if found else "absent"
    else:
        told = _page(visit, response, whole)
    leaked = [] if told in ("present", "200_full") else leaks(whole)
    return f"{told} with {leaked}" if leaked else told


def page_of(visit: Visit, response: HttpResponseBase) -> str:
    """Return which page an actor got, in the table's words."""
    return LED_AWAY if _is_led_away(response) else _page(visit, response, raw(response))


def _is_led_away(response: HttpResponseBase) -> bool:
    return response.headers.get("Location", "").startswith("/sign-in/?next=")


def _page(visit: Visit, response: HttpResponseBase, whole: str) -> str:
    status = response.status_code
    if status == 404:
        other = visit.client.get(f"/works/{'z' * 9}/")
        same = bare(other) == bare(response)
        return "404_same_as_missing" if same else "404 of its own"
    if status == 410:
        return "410_neutral"
    if "A choice first" in whole:
        author = "Marrow" in whole and not visit.scene.others
        return "gate that names the author" if author else "200_gate"
    return "200_full" if status == 200 else str(status)


def leaks(whole: str) -> list[str]:
    """Return the marker words that stand in an answer."""
    return [word for word in (*MARKERS, TEXT) if word in whole]


def raw(response: HttpResponseBase) -> str:
    """Return all of an answer: its headers, its body, what is in a book."""
    body = content(response)
    return f"{response.headers}\n{unpacked(body).decode('utf-8', 'replace')}"


def content(response: HttpResponseBase) -> bytes:
    """Return an answer's body, streamed or not.

    Read to its end, the test's client closes what is behind it; `close` would close
    the database's connection, too.
    """
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]


def bare(response: HttpResponseBase) -> bytes:
    """Return a page without what is a visit's own: its token, where it was asked."""
    return re.sub(rb'value="[^"]*"|/report/\?page=[^"]*"', b"", content(response))


def unpacked(body: bytes) -> bytes:
    """Return what a book holds, one file after the other; anything else as it is."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(io.BytesIO(body)) as book:
        names = "\n".join(book.namelist()).encode()
        return b"\n".join([names, *map(book.read, book.namelist())])


def of_work(end: str) -> Callable[[Visit], str]:
    """Return the address of one of the work's own pages."""
    return lambda visit: f"/works/{visit.work.public}/{end}"


def at(address: str) -> Callable[[Visit], str]:
    """Return an address that is the same for all works."""
    return lambda visit: address


def named(name: str) -> Callable[[Visit], str]:
    """Return the pattern for a page of that name: where the work stands alone, the
    name is known from it, so the page itself tells of it."""
    return lambda visit: (
        visit.work.public if visit.scene.others else f"{visit.work.public}|{name}"
    )


def counted(name: str) -> Callable[[Visit], str]:
    """Return the pattern of a name with its number of stories, the work among them."""
    return lambda visit: rf">{name}</a> <span[^>]*>{visit.scene.others + 1}<"
