"""What is said about stories, and what is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.acts.scene import (
    ADMIN,
    ARCHIVIST,
    AUTHOR,
    MODERATOR,
    OTHER,
    READER,
    SIGNED_IN,
    VISITOR,
    WATCHERS,
    Scene,
)
from tests.e2e.acts.stage import CAST

if TYPE_CHECKING:
    from tests.e2e.acts.player import Player


def talks(player: Player) -> None:
    story = player.stage.story("Heron Vale")
    name = CAST[player.role][0]
    player.go(f"/works/{story.public}/comments/")
    player.press("Say thank you")
    player.sees("1 thank-you")
    player.press("Take my thanks back")
    player.write("Your comment", "It was *cold*.")
    player.press("Send")
    player.sees(name, "It was cold.")
    player.follow("Change or remove")
    player.write("Your comment", "It was warm.")
    player.press("Save")
    player.sees("It was warm.")
    player.follow("Answer this")
    player.write("Your comment", "Or not.")
    player.press("Send")
    player.sees("Or not.")
    player.follow("Change or remove", within=player.holding("Or not."))
    player.press("Remove it")
    player.misses("Or not.")


def mutes_somebody(player: Player) -> None:
    story = player.stage.story("Quill Amos")
    spoke = player.stage.spoken(story, ("It rained.",))
    player.go(f"/works/{story.public}/comments/")
    player.sees("It rained.")
    player.open("More")
    player.press("Mute this person")
    player.sees(spoke)
    player.go(f"/works/{story.public}/comments/")
    if player.role not in WATCHERS:  # who minds comments sees all of them
        player.misses("It rained.")
    player.go("/account/")
    player.follow("Blocked and muted")
    player.press("Undo", within=player.holding(spoke))
    player.misses(spoke)


def minds_comments(player: Player) -> None:
    story = player.stage.story("Heron Vale")
    player.go(f"/works/{story.public}/comments/")
    player.tick("Each comment waits until it is let in")
    player.press("Save")
    player.stage.spoken(story, ("First word.", "Second word."))
    player.go(f"/works/{story.public}/comments/")
    for word in ("First word.", "Second word."):
        player.open("More", within=player.holding(word))
        player.press("Let it in", within=player.holding(word))
    player.misses("waits to be let in")
    player.open("More", within=player.holding("Second word."))
    player.press("Hide", within=player.holding("Second word."))
    player.open("More", within=player.holding("First word."))
    player.press("No more answers", within=player.holding("First word."))
    player.sees("hidden")
    reader = player.stage.context(READER).request
    seen = reader.get(player.page.url).text()
    assert "First word." in seen
    assert "Second word." not in seen


def reports(player: Player) -> None:
    story = player.stage.story("Heron Vale")
    player.go(f"/works/{story.public}/")
    player.follow("Report this page")
    player.tick("It is not by the author it names")
    player.write("In your words", f"The {player.role} wonders.")
    player.press("Send the report")
    assert player.heading() == "Thank you"
    if player.role != VISITOR:
        player.go("/reports/")
        player.sees(f"The {player.role} wonders.")


SCENES = (
    Scene(
        "thanks, comments, answers, changes and removes it",
        ("work-comments", "kudos", "say", "comment", "comment-away"),
        SIGNED_IN,
        talks,
        own=("comment", "comment-away"),
    ),
    Scene(
        "mutes somebody and lets them be heard again",
        ("comment-bar", "barred", "barred-off"),
        SIGNED_IN,
        mutes_somebody,
        own=("barred-off",),
    ),
    Scene(
        "has comments wait, lets them in, hides and closes them",
        ("comments-open", "comment-mind"),
        (AUTHOR, MODERATOR, ADMIN),
        minds_comments,
    ),
    Scene(
        "reports a page",
        ("report",),
        # Six a minute may be sent from one place: one role has to stay away.
        (VISITOR, READER, AUTHOR, ARCHIVIST, MODERATOR, ADMIN),
        reports,
        free=("report",),
    ),
    Scene(
        "reads what came of a report",
        ("reports",),
        (READER, OTHER),
        lambda player: player.go("/reports/"),
    ),
)
