"""What is done at the desk with stories, authors, tags, reports and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.e2e.acts.scene import ADMIN, AUTHOR, KEEPERS, STAFF, WATCHERS, Scene
from tests.e2e.acts.stage import CAST, Story

if TYPE_CHECKING:
    from tests.e2e.acts.player import Player

BY = "Quill Amos"


def listed(player: Player, story: Story, act: str) -> None:
    """Tick a story in the desk's list, and what is to be done with it."""
    player.go(f"/desk/works/?stage=shown&words={story.title}")
    player.tick(story.title)
    player.tick(act, exact=True)


def shows_and_sets(player: Player) -> None:
    story, why = player.stage.story(BY), f"As the {player.role} says."
    listed(player, story, "show to members alone")
    player.press("Show what that changes")
    player.write("Why", why)
    player.press("Yes, as one step")
    player.sees("1 story changed.")
    player.go(f"/desk/works/?stage=shown&words={story.title}")
    player.tick(story.title)
    player.tick("set a field")
    player.choose("The field, if one is set", "Summary")
    player.press("Show what that changes")
    player.write("Summary", "Of a lamp.")
    player.press("Yes, as one step")
    player.follow("See it, or undo it")
    player.sees("Of a lamp.")
    player.write("Why", "A slip.")
    player.press("Undo this step")
    player.sees("Taken back.")
    player.go("/desk/")
    player.sees(why)
    player.press("Undo", within=player.holding(why))
    player.go("/desk/ledger/")
    player.follow(story.public)
    player.sees(CAST[player.role][0])


def hides(player: Player) -> None:
    story = player.stage.story(BY)
    player.go(f"/desk/works/?stage=shown&words={story.title}")
    player.others_miss('value="hide"')
    listed(player, story, "hide, with the reason as a notice")
    player.press("Show what that changes")
    player.write("Why", "Somebody asked.")
    player.press("Yes, as one step")
    player.sees("1 story changed.")
    author = player.stage.context(AUTHOR).request
    address = f"{player.stage.served.address}/works/{story.public}/"
    assert author.get(address).status == 404


def edits_one(player: Player) -> None:
    story, other = player.stage.story(BY), player.stage.story(BY)
    player.stage.rewritten(story, "The light was green.")
    player.go(f"/desk/works/?stage=shown&words={story.title}")
    player.follow("Look closer")
    player.tick("show to members alone")
    player.press("Do it")
    player.sees("1 story changed.")
    player.write("Summary", "Of a lamp.")
    player.press("Set what I changed")
    player.sees("1 field set.")
    player.follow("2 versions")
    player.sees("The light was green.")
    player.press("Show this one")
    player.sees("Version 2 is shown now.")
    player.go(f"/desk/works/{story.public}/")
    player.write("Place", "3")
    player.press("Put them into this order")
    player.sees("The chapters stand in the new order.")
    player.tick("Home", exact=True)
    player.write("Title of a story of its own", f"Home of {story.title}")
    player.press("Part them off")
    player.sees("A story of its own now")
    player.write("The id of the story whose chapters", other.public)
    player.press("Show what that changes")
    player.sees(f"2 chapters of “{other.title}” go behind")
    player.press("Yes, as one step")
    player.sees("The two are one story now.")


def names_authors(player: Player) -> None:
    one, two = player.stage.story_of_wren(), player.stage.story_of_wren()
    player.go(f"/desk/names/?words={one.by}")
    player.follow(one.by, within="main")
    player.write(one.by, f"{one.by} the Younger")
    player.press(f"Rename {one.by}")
    player.sees("The name is changed in every byline.")
    player.write("The id of the other author", two.creator)
    player.press("Show what that changes")
    player.sees(f"“{two.by}” becomes a name of")
    player.press("Yes, as one step")
    player.sees("The two are one author now.")
    player.page.get_by_role("checkbox", name=two.by).check()
    player.press("Part the ticked names off")
    player.sees("Those names are somebody else’s now.")


def says_what_tags_mean(player: Player) -> None:
    name = player.stage.tag()
    player.go(f"/desk/tags/?kind=character&words={name}")
    player.tick(name, exact=True)
    player.tick("another form of")
    player.write("The other tag", "The Lamplighter")
    player.press("Show what that changes")
    player.sees("The Lamplighter")
    player.press("Yes, as one step")
    player.follow("Tags as a sheet")
    sheet = player.take_link("Take the sheet")
    assert b"Lamplighter" in sheet
    changed = sheet.replace(b"The Lamplighter", b"The Lamp Keeper")
    player.page.get_by_label("A sheet, as CSV").set_input_files(
        {"name": "tags.csv", "mimeType": "text/csv", "buffer": changed}
    )
    player.press("Show what it changes")
    player.sees("The Lamp Keeper")
    player.press("Yes, as one step")


def decides_claims(player: Player) -> None:
    story = player.stage.story_of_wren()
    name = player.stage.claimed(story)
    player.go("/desk/claims/")
    here = player.holding(f"{name} says to be {story.by}", of="article")
    player.sees("I kept the manuscript.")
    player.write("Why", "She showed it.", within=here)
    player.press("Accept", within=here)
    player.sees("Decided.")
    here = player.holding(f"{name}: {story.by}")
    player.write("Why", "It was another’s.", within=here)
    player.press("Revoke", within=here)
    player.misses(f"{name}: {story.by}")


def settles_who_decides_later(player: Player) -> None:
    for button in ("Refuse", "Hand it over"):
        story = player.stage.story_of_wren()
        name, other = player.stage.spare(pen=story.by), player.stage.spare()
        player.stage.asks_to_decide(name, other)
        player.go("/desk/after/")
        here = player.holding(f"{other} asks to decide", of="article")
        player.write("Why", "The notice is real.", within=here)
        player.press(button, within=here)
        player.sees("Decided.", f"{name} → {other}")


def answers_reports(player: Player) -> None:
    story = player.stage.story(BY)
    words = (f"First by {player.role}.", f"Then by {player.role}.")
    player.stage.reported(story, words)
    player.go("/desk/reports/")
    for said, button in zip(words, ("Change nothing", "Hide the story"), strict=True):
        here = player.holding(said, of="article")
        player.write("Answer", "We looked at it.", within=here)
        player.press(button, within=here)
        player.sees("Answered.")
    player.sees("We looked at it.")


def gives_roles(player: Player) -> None:
    name = player.stage.spare()
    player.go(f"/accounts/?name={name}")
    player.open(f"Another role {name}")
    player.choose("Role", "moderator")
    player.write("Reason", "She helps.")
    player.press("Change", exact=True)
    player.go(f"/accounts/?name={name}")
    player.sees("moderator")


def invites_somebody(player: Player) -> None:
    player.go("/accounts/")
    for why in ("For Bea", "For nobody"):
        player.write("For whom, or why", why)
        player.press("Make an invitation")
        player.sees(why)
    player.press("End this For nobody")
    player.misses("For nobody")
    row = player.page.locator(player.holding("For Bea")).last
    where = str(row.locator(".typed").inner_text())
    player.somebody()
    player.go(urlsplit(where).path)
    assert player.heading() == "Register"


def posts_notices(player: Player) -> None:
    title = f"Open again, says the {player.role}"
    player.go("/desk/news/")
    player.write("Title", title)
    player.write("Text", "The lamp is lit.")
    player.press("Post it")
    player.follow(title)
    player.write("Text", "The lamp is lit anew.")
    player.press("Keep what I changed")
    player.go("/news/")
    player.sees(title, "The lamp is lit anew.")
    player.go("/desk/news/")
    player.follow(title)
    player.press("Take it away")
    player.misses(title)


SCENES = (
    Scene(
        "shows stories to some, sets a field of them, and undoes both",
        (
            "desk",
            "desk-works",
            "desk-works-do",
            "desk-step",
            "desk-undo",
            "desk-ledger",
        ),
        STAFF,
        shows_and_sets,
        own=("desk-undo",),
        above=(ADMIN,),
    ),
    Scene(
        "hides stories with a notice", ("desk-works-do",), WATCHERS, hides, part=True
    ),
    Scene(
        "edits a story, its chapters and texts, parts and joins it",
        (
            *("desk-work", "desk-work-edit", "desk-work-state", "desk-work-chapters"),
            *("desk-work-join", "desk-chapter"),
        ),
        STAFF,
        edits_one,
    ),
    Scene(
        "renames an author, joins two and parts them",
        (
            *("desk-names", "desk-name", "desk-name-rename", "desk-name-join"),
            "desk-name-part",
        ),
        KEEPERS,
        names_authors,
    ),
    Scene(
        "says what a tag means, on the page and by a sheet",
        ("desk-tags", "desk-tags-answer", "desk-tag-sheet", "desk-tag-sheet-out"),
        STAFF,
        says_what_tags_mean,
    ),
    Scene(
        "accepts a claim and revokes it",
        ("desk-claims", "desk-claim"),
        KEEPERS,
        decides_claims,
    ),
    Scene(
        "settles who decides after whom",
        ("desk-after", "desk-after-settle"),
        KEEPERS,
        settles_who_decides_later,
    ),
    Scene(
        "answers reports, and hides what one is about",
        ("desk-reports", "desk-report"),
        WATCHERS,
        answers_reports,
    ),
    Scene(
        "invites somebody to open an account",
        ("accounts-invite", "register-invited"),
        (ADMIN,),
        invites_somebody,
    ),
    Scene(
        "posts a notice, changes it, takes it away",
        ("desk-news", "desk-news-one"),
        KEEPERS,
        posts_notices,
    ),
    Scene(
        "gives an account another role",
        ("accounts", "account-role"),
        (ADMIN,),
        gives_roles,
    ),
)
