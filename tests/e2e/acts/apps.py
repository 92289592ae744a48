"""What readers do with reading apps: browse the catalogue, and make it their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.e2e.acts.scene import EVERYBODY, SIGNED_IN, Scene
from tests.e2e.acts.stage import CAST
from tests.web.opds_asking import basic

if TYPE_CHECKING:
    from tests.e2e.acts.player import Player

_PARTS = ("", "-new", "-names", "-stories", "-search", "-search-how", "-book")


def goes_through(
    player: Player, root: str, headers: dict[str, str] | None = None
) -> None:
    """Come to every kind of page of a catalogue, by what the pages say."""

    def led(page: bytes, form: str) -> str:
        found = re.search(f'href="({root}{form})"', page.decode())
        assert found is not None, (form, page[:800])
        return found[1].replace("&amp;", "&")

    first = player.take(root, headers)
    letters = player.take(led(first, "authors/"), headers)
    names = player.take(led(letters, 'authors/[^"]*letter=[^"]+'), headers)
    assert b"<entry>" in player.take(led(names, 'authors/[^/"]+/'), headers)
    assert b"{searchTerms}" in player.take(led(first, "search.xml"), headers)
    found = player.take(f"{root}search/?q=amber", headers)
    assert b"Amber Lamp" in found
    new = player.take(led(first, "new/"), headers)
    book = player.take(led(new, 'books/[^"]+'), headers)
    assert book.startswith(b"PK")


def comes_with_an_app(player: Player) -> None:
    player.go("/")
    player.follow("Reading apps", within="footer")
    player.sees("/opds/", "KOReader")
    goes_through(player, "/opds/")
    assert b"authentication" in player.take("/opds/sign-in.json")


def makes_a_password(player: Player) -> None:
    name = CAST[player.role][0]
    device = f"Kobo of {name}"
    player.go("/apps/")
    player.write("Which device or app it is for", device)
    player.press("Make a password")
    player.sees(device, "It is shown this once")
    password = player.page.locator(".typed strong").inner_text()
    goes_through(player, "/opds/mine/", basic(name, password))
    player.go("/apps/")
    player.sees("last used on")
    player.press(f"End this {device}")
    player.sees("The app that has it gets nothing more.")


SCENES = (
    Scene(
        "goes through the catalogue with an app",
        ("apps", "opds-sign-in", *(f"opds{each}" for each in _PARTS)),
        EVERYBODY,
        comes_with_an_app,
    ),
    Scene(
        "makes a password for an app, uses it, ends it",
        ("apps-new", "apps-end", *(f"opds-mine{each}" for each in _PARTS)),
        SIGNED_IN,
        makes_a_password,
        own=("apps-end",),
    ),
)
