"""Goes through a catalogue as KOReader does: how it asks, and what it keeps.

Told from its behaviour: HEAD before GET, pages kept by address and Last-Modified, no
compression, no redirects followed, prefixes of attributes taken as they are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urljoin, urlsplit
from xml.dom import minidom

from django.test import Client

from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import Account, LedgerEntry, Pseud, Work
from fanfold.archive.search.follow import Follower
from fanfold.model.creator import Credit
from fanfold.web.pages.lists import PAGE
from tests.archive.making import put
from tests.archive.searching import follower
from tests.web.opds_asking import key_of

__all__ = ["follower"]

HOST = "http://testserver"
ON = {None, "subsection", "http://opds-spec.org/sort/new"}


@dataclass
class Device:
    """One e-reader with one catalogue. headers: what it sends with all it asks."""

    headers: dict[str, str] = field(default_factory=dict)
    kept: dict[tuple[str, str], bytes] = field(default_factory=dict)
    fetched: int = 0

    def _ask(self, address: str, method: str) -> Any:
        assert address.startswith(HOST)
        accept = "application/opds+json, application/atom+xml;profile=opds-catalog, */*"
        told = {"accept-encoding": "identity", "accept": accept, **self.headers}
        path = address.removeprefix(HOST)
        response = getattr(Client(), method)(path, headers=told)
        assert response.status_code == 200, (address, response.status_code)
        assert "Content-Encoding" not in response.headers
        return response

    def page(self, address: str) -> Any:
        """Return a page as a tree, out of what is kept where its date is the same."""
        head = self._ask(address, "head")
        assert head.content == b""
        mark = address, head.headers.get("Last-Modified", "")
        if not mark[1] or mark not in self.kept:
            self.kept[mark] = self._ask(address, "get").content
            self.fetched += 1
        return minidom.parseString(self.kept[mark]).documentElement  # noqa: S318 - our own

    def items(self, address: str) -> dict[str, str]:
        """Return what a page lists, all its further pages with it: where each leads."""
        found: dict[str, str] = {}
        while address:
            feed = self.page(address)
            for entry in of(feed, "entry"):
                title = "".join(each.data for each in of(entry, "title")[0].childNodes)
                for link in of(entry, "link"):
                    if leads_on(link) or is_book(link):
                        found[title] = urljoin(address, link.getAttribute("href"))
            after = [e for e in of(feed, "link") if e.getAttribute("rel") == "next"]
            address = urljoin(address, after[0].getAttribute("href")) if after else ""
        return found

    def searched(self, address: str, words: str) -> dict[str, str]:
        """Search from a page, by the first template that is of Atom."""
        for link in of(self.page(address), "link"):
            if "application/opensearchdescription+xml" in link.getAttribute("type"):
                described = urljoin(address, link.getAttribute("href"))
                urls = self.page(described).getElementsByTagName("Url")
                template = urls[0].getAttribute("template")
                assert "application/atom+xml" in urls[0].getAttribute("type")
                filled = template.replace("{searchTerms}", quote(words))
                return self.items(urljoin(described, filled))
        raise AssertionError("nothing to search with")

    def facets(self, address: str) -> dict[str, dict[str, str]]:
        """Return the menu of facets: group → title → address."""
        menu: dict[str, dict[str, str]] = {}
        for link in of(self.page(address), "link"):
            if link.getAttribute("rel") == "http://opds-spec.org/facet":
                group = menu.setdefault(link.getAttribute("opds:facetGroup"), {})
                href = urljoin(address, link.getAttribute("href"))
                group[
                    f"{link.getAttribute('title')} {link.getAttribute('thr:count')}"
                ] = href
        return menu

    def download(self, address: str) -> tuple[str, bytes]:
        """Return what a book is saved as, and the book."""
        told = self._ask(address, "head").headers.get("Content-Disposition", "")
        named = re.search('filename="([^"]+)"', told)
        name = named[1] if named else urlsplit(address).path.rpartition("/")[2]
        return name, self._ask(address, "get").content


def of(element: Any, name: str) -> list[Any]:
    """Return the children of a name."""
    return [e for e in element.childNodes if getattr(e, "tagName", "") == name]


def leads_on(link: Any) -> bool:
    """Tell whether a link is a way to another page."""
    rel = link.getAttribute("rel") or None
    return "application/atom+xml" in link.getAttribute("type") and rel in ON


def is_book(link: Any) -> bool:
    """Tell whether a link is to be fetched."""
    return link.getAttribute("rel").startswith("http://opds-spec.org/acquisition")


def test_browse_to_an_author_and_fetch_the_book() -> None:
    put("Snow", creators=(Credit("Marrow"),))
    device = Device()

    root = device.items(f"{HOST}/opds")
    letters = device.items(root["Authors"])
    authors = device.items(letters["M"])
    name, book = device.download(device.items(authors["Marrow"])["Snow"])

    assert name == "snow.epub"
    assert book[:2] == b"PK"
    assert b"mimetypeapplication/epub+zip" in book[:80]


def test_a_long_list_is_read_to_its_end() -> None:
    for n in range(2 * PAGE + 1):
        put(f"Story {n:02}")
    device = Device()

    assert len(device.items(device.items(f"{HOST}/opds/")["New stories"])) == 41


def test_search_and_sift(follower: Follower) -> None:
    put("Snow", fandoms=("due South",))
    put("Ice", fandoms=("Highlander",))
    follower.catch_up()
    device = Device()

    assert set(device.searched(f"{HOST}/opds/", "highlander")) == {"Ice"}
    everything = device.items(f"{HOST}/opds/")["All stories, by what they are"]
    menu = device.facets(everything)
    assert set(device.items(menu["Fandom"]["due South 1"])) == {"Snow"}


def test_with_a_password_all_pages_and_books_are_ones_own(
    follower: Follower, bea: Account
) -> None:
    put("Snow")
    Work.objects.update(audience="members")
    follower.catch_up()
    device = Device(key_of(bea))

    for start in (f"{HOST}/opds/mine", f"{HOST}/opds/mine/", f"{HOST}/opds/"):
        new = device.items(device.items(start)["New stories"])
        assert device.download(new["Snow"])[1][:2] == b"PK"
        assert set(device.searched(start, "snow")) == {"Snow"}


def test_what_is_kept_is_shown_until_something_changes_and_no_longer() -> None:
    put("Snow")
    put("Ice")
    LedgerEntry.objects.update(at="2026-03-04T05:06:07.000+00:00")
    device = Device()
    new = f"{HOST}/opds/authors/{Pseud.objects.get().public}/"

    assert set(device.items(new)) == set(device.items(new)) == {"Snow", "Ice"}
    assert device.fetched == 1

    withdraw_work(Work.objects.get(title="Ice").public, by="mary", why="by wish")
    assert set(device.items(new)) == {"Snow"}
    LedgerEntry.objects.filter(act="withdraw-work").update(
        at="2026-03-04T05:06:09.000+00:00"
    )
    assert set(device.items(new)) == {"Snow"}
