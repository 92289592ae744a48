"""What makes somebody an author: claims. Played last, since roles are others after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.acts.scene import SIGNED_IN, Scene
from tests.e2e.acts.stage import CAST

if TYPE_CHECKING:
    from tests.e2e.acts.player import Player


def proves_a_name_by_code(player: Player) -> None:
    story = player.stage.story_of_wren()
    mail = f"{story.by.lower().replace(' ', '.')}@example.org"
    player.go(f"/authors/{story.author}/")
    player.follow("Are you this author?")
    player.write("Address", mail)
    code = player.stage.next_word(
        r"to be an author: (\S+)", lambda: player.press("Send me a code")
    )
    player.write("Code", "WRONG")
    player.press("It is me")
    player.sees("This is not the code that was sent.")
    player.write("Code", code)
    player.press("It is me")
    player.sees("These stories are yours to decide on.", story.title)


def is_vouched_for(player: Player) -> None:
    story = player.stage.story_of_wren()
    player.go(f"/authors/{story.author}/claim/")
    player.tick("Others here know me from then")
    player.write("In your words", "Ask the others.")
    player.press("Ask for my stories")
    player.sees("Somebody will look at it")
    player.follow("Send this address to people who know you")
    where = player.page.url
    player.somebody(player.stage.spare())
    player.go(where)
    player.sees(f"{CAST[player.role][0]} says to be {story.by}.")
    player.write("How do you know?", "We shared a table.")
    player.press("Yes, it is the same person")
    player.sees("Thank you.")


SCENES = (
    Scene(
        "proves a name by a code",
        ("claim", "claim-code", "mine"),
        SIGNED_IN,
        proves_a_name_by_code,
        own=("claim-code",),
    ),
    Scene(
        "is vouched for",
        ("claim", "claim-vouching", "claim-vouch"),
        SIGNED_IN,
        is_vouched_for,
    ),
)
