"""What is done at the desk with series, collections and ties of stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.acts.scene import STAFF, Scene

if TYPE_CHECKING:
    from tests.e2e.acts.player import Player

BY = "Quill Amos"
CHANGE = "Set what I changed"


def makes_a_series(player: Player) -> None:
    one, two = player.stage.story(BY), player.stage.story(BY)
    title = f"Lights of the {player.role}"
    player.go("/desk/series/")
    player.write("Title", title)
    player.press("Make it")
    player.write("Ids or addresses", f"{one.public}\n{two.public}")
    player.press("Put them in")
    player.sees(one.title, two.title)
    player.write("Place", "2")
    player.page.get_by_label("Place").nth(1).fill("1")
    player.press("Put them into this order")
    player.tick(two.title)
    player.press("Take those ticked out")
    player.write("Summary", "Of lamps.")
    player.press(CHANGE)
    player.follow("Its page")
    player.sees(title, one.title)
    player.misses(two.title)


def makes_a_collection(player: Player) -> None:
    one = player.stage.story(BY)
    title = f"Shelf of the {player.role}"
    player.go("/desk/collections/")
    player.write("Title", title)
    player.press("Make it")
    player.write("Ids or addresses", one.public)
    player.press("Put them in")
    player.sees(one.title)
    player.write("What it is", "A shelf.")
    player.press(CHANGE)
    player.tick(one.title)
    player.press("Take those ticked out")
    player.press("Take this collection away")
    player.go(f"/desk/collections/?words={title}")
    player.sees("No collection here.")


def ties_stories(player: Player) -> None:
    one, two = player.stage.story(BY), player.stage.story(BY)
    player.go(f"/desk/works/{one.public}/")
    player.write("The id or address of the other story", two.public)
    player.press("Tie them")
    player.sees(two.title)
    player.go(f"/works/{one.public}/")
    player.sees(two.title)


SCENES = (
    Scene(
        "makes a series, orders it, takes a story out",
        ("desk-all-series", "desk-series-new", "desk-series", "desk-series-do"),
        STAFF,
        makes_a_series,
    ),
    Scene(
        "makes a collection, fills it, takes it away",
        (
            *("desk-all-collections", "desk-collection-new", "desk-collection"),
            "desk-collection-do",
        ),
        STAFF,
        makes_a_collection,
    ),
    Scene("ties a story to another", ("desk-work-ties",), STAFF, ties_stories),
)
