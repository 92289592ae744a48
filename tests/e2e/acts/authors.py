"""What authors do: claim a name, decide about stories, write new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.e2e.acts.scene import AUTHOR, OTHER, READER, Scene
from tests.e2e.acts.stage import CAST

if TYPE_CHECKING:
    from tests.e2e.acts.player import Player


def decides(player: Player) -> None:
    by = CAST[player.role][2]
    one, two = player.stage.story(by), player.stage.story(by)
    done = {
        "Show to members alone": "for members",
        "Show to everybody": "for everybody",
        "Leave them": "for everybody",
    }
    for button, state in done.items():
        player.go("/mine/")
        player.tick(one.title)
        player.press(button)
        player.sees("1 story changed.")
        row = player.page.locator(player.holding(one.title, of=".ticks li"))
        assert state in row.inner_text()
    player.tick(one.title)
    player.press("Take my name off")
    player.press("Yes", exact=True)
    player.go(f"/works/{one.public}/")
    player.misses(by)
    player.go("/mine/")
    player.press("Undo", within=player.holding("take-name-off"))
    player.go(f"/works/{one.public}/")
    player.sees(by)
    player.go("/mine/")
    player.tick(two.title)
    player.press("Take them down")
    player.press("Yes", exact=True)
    player.sees("taken down")
    player.go(f"/works/{two.public}/", status=410)


def decides_for_a_name(player: Player) -> None:
    story = player.stage.story_of_wren()
    player.somebody(player.stage.spare(pen=story.by))
    for button in ("Never bring in anything of mine", "Never write to me"):
        player.go("/mine/")
        player.press(button)
        player.press("Yes", exact=True)
    player.press("Take my name off everything")
    player.press("Yes", exact=True)
    player.go(f"/works/{story.public}/")
    player.misses(story.by)


def writes(player: Player) -> None:
    title = f"Ink of {CAST[player.role][0]}"
    player.go("/mine/")
    player.follow("Write a story")
    player.write("Title", title)
    player.choose("Rating", "general")
    player.write("Text", "The ice came.")
    player.press("Keep as a draft")
    draft = player.page.url
    player.follow("Write a further chapter")
    player.write("Text", "The ice went.")
    player.press("Look at it first")
    player.press("Keep this text")
    for label in ("Place 1", "Place 2"):
        player.write(label, "2" if label.endswith("1") else "1")
    player.press("Put them into this order")
    player.follow("Chapter 1")
    player.write("Text", "<p>The ice went <b>away</b>.</p>")
    player.press("Keep this text")
    player.follow("Compare")
    player.press("Show this one again")
    player.go(draft)
    player.write("Summary", "Of ice.")
    player.press("Keep what I changed")
    player.tick("for everybody")
    player.press("Post it")
    player.sees("for everybody")
    player.follow("Look at it")
    player.sees("Of ice.")


def throws_a_draft_away(player: Player) -> None:
    player.go("/mine/works/new/")
    player.write("Title", "Never Posted")
    player.write("Text", "No.")
    player.press("Keep as a draft")
    player.follow("Delete this draft")
    player.press("Yes, delete it")
    player.misses("Never Posted")


def writes_together(player: Player) -> None:
    story = player.stage.story(CAST[player.role][2])
    name = f"Linnet of {story.title}"
    player.go(f"/mine/works/{story.public}/")
    player.follow("Invite a co-author")
    player.press("Invite a co-author")
    player.press("End this")
    player.press("Invite a co-author")
    where = urlsplit(player.page.locator(".steps .typed").inner_text()).path
    player.somebody(player.stage.spare())
    player.go(where)
    player.write("The name you write under", name)
    player.press("Yes, I am its co-author")
    player.sees("You are an author of this story now.")
    player.go(f"/works/{story.public}/")
    player.sees(story.by, name)


def appeals(player: Player) -> None:
    story = player.stage.story(CAST[player.role][2])
    player.stage.hide(story, "Somebody asked.")
    player.go("/mine/")
    player.sees("Somebody asked.")
    player.follow(f"Ask to look at it again {story.title}")
    player.write("In your words", "It is mine.")
    player.press("Send")
    player.sees("You asked to look at it again")


WRITING = ("mine-new", "mine-work", "mine-chapter-new", "mine-chapter", "mine-order")
SCENES = (
    Scene(
        "says what becomes of stories, and takes it back",
        ("mine-decide", "mine-undo"),
        (AUTHOR, OTHER),
        decides,
        own=("mine-decide", "mine-undo"),
        part=True,
    ),
    Scene(
        "says once for all what becomes of a name",
        ("mine-all",),
        (READER,),
        decides_for_a_name,
        own=("mine-all",),
        part=True,
    ),
    Scene(
        "writes a story, posts it and changes it",
        (*WRITING, "mine-post"),
        (AUTHOR, OTHER),
        writes,
        own=(
            "mine-work",
            "mine-chapter-new",
            "mine-chapter",
            "mine-order",
            "mine-post",
        ),
    ),
    Scene(
        "throws a draft away",
        ("mine-delete",),
        (AUTHOR, OTHER),
        throws_a_draft_away,
        own=("mine-delete",),
    ),
    Scene(
        "writes a story together with somebody",
        ("mine-together", "mine-together-end", "together"),
        (AUTHOR, OTHER),
        writes_together,
        own=("mine-together", "mine-together-end"),
        # Who has the address may say yes: that is what it is sent for.
        free=("together",),
    ),
    Scene(
        "asks to look again at a story that was hidden",
        ("mine-appeal",),
        (AUTHOR, OTHER),
        appeals,
        own=("mine-appeal",),
    ),
)
