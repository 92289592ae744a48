"""What readers hear of by mail, whom they mute, what is counted, who decides later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.acts.scene import AUTHOR, EVERYBODY, OTHER, SIGNED_IN, VISITOR, Scene
from tests.e2e.acts.stage import CAST

if TYPE_CHECKING:
    from tests.e2e.acts.player import Player


def follows(player: Player) -> None:
    story = player.stage.read[0]
    player.go(f"/works/{story.public}/")
    player.open("Hear of new chapters")
    player.press("By mail, once a day")
    player.sees("You hear of it by mail from now on.", story.title)
    player.press(f"Rather once a week {story.title}")
    player.sees("once a week")
    player.press("Stop all letters")
    player.sees("stopped")
    player.press(f"End this {story.title}")
    player.misses(story.title)


def takes_feeds_along(player: Player) -> None:
    story = player.stage.read[0]
    player.go(f"/works/{story.public}/comments/")
    assert b"<feed" in player.take_link("Feed of comments")
    player.go("/search/?q=amber")
    assert story.title.encode() in player.take_link("Feed of new stories")
    for part in ("Series", "Where stories came from"):
        player.go("/shelves/")
        player.follow("", within=f"section:has-text('{part}')")
        assert b"<feed" in player.take_link("Feed of new stories")
    where = f"{player.stage.served.address}/works/{story.public}/"
    assert story.title.encode() in player.take(f"/oembed/?url={where}")


def has_a_secret_address(player: Player) -> None:
    player.go("/search/?q=amber")
    player.open("Keep this search")
    player.write("Keep this search as", "lit")
    player.press("Keep this search")
    player.go("/account/feeds/")
    player.press("Make a secret address")
    places = player.page.locator("dd a").all_inner_texts()
    assert [each.rpartition("/")[2] for each in places] == [
        *("new.atom", "followed.atom", "search.atom?name=lit")
    ]
    for each in places:
        assert b"<feed" in player.take(each)
    player.press("Make another; the old one ends")
    player.go(places[0], status=404)
    player.go("/account/feeds/")
    player.sees("We keep no copy", "search.atom?name=lit")
    player.press("End it")
    player.sees("You have none.")
    player.go("/search/kept/")
    player.press("let go")


def wants_no_more_letters(player: Player) -> None:
    player.go(player.stage.last_page_of_digests(player.stage.spare()))
    player.press("Yes, no more")
    player.sees("No such letter goes to you any more.")


def mutes_an_author(player: Player) -> None:
    story = player.stage.stories["Quill Amos"][-1]
    player.go(f"/authors/{story.author}/")
    player.press("Mute this author")
    player.sees(story.by)
    player.press("Undo", within=player.holding(story.by))
    player.misses(story.by)


def looks_at_figures(player: Player) -> None:
    player.go("/shelves/")
    player.follow("Figures")
    assert player.take_link("The same as a sheet").startswith(b"year")


def looks_at_own_figures(player: Player) -> None:
    player.go("/mine/figures/")
    player.sees("You alone see this page.")
    assert player.take("/mine/figures.csv").startswith(b"story")


def reads_what_was_said(player: Player) -> None:
    story = player.stage.story(CAST[player.role][2])
    name = player.stage.spoken(story, ("It rained.", "It stopped."))
    player.go("/mine/comments/")
    player.sees("It rained.", "It stopped.", name)
    player.press("Mark as read", within=player.holding("It rained.", of=".card"))
    player.press("Mark as new", within=player.holding("It rained.", of=".card"))
    player.press("Mark all as read")
    player.sees("0 new")


def names_who_decides_later(player: Player) -> None:
    player.go("/mine/after/")
    player.write("What shall be done", "Keep them open.")
    player.press("Make an address to send to that person")
    where = player.page.url
    name = player.stage.spare()
    player.somebody(name)
    player.go(where)
    player.press("Yes, I will")
    player.write("Has the time come?", "A notice in the paper.")
    player.press("Ask to decide now")
    player.sees("You asked.")
    player.oneself()
    player.go(where)
    player.sees(f"{name} asks to decide in your place.")
    player.press("I am here: no")
    player.go(where)
    player.press("End this")


SCENES = (
    Scene(
        "hears of a story by mail, less often, no more",
        ("subscriptions", "subscriptions-stop", "subscription-end"),
        SIGNED_IN,
        follows,
    ),
    Scene(
        "takes feeds of what there is, and the card of a story",
        (
            *("feed-comments", "feed-search", "feed-series", "feed-collection"),
            "oembed",
        ),
        EVERYBODY,
        takes_feeds_along,
    ),
    Scene(
        "has a secret address for feeds, another, and none",
        ("own-feeds", "feed-own-new", "feed-own-followed", "feed-own-search"),
        SIGNED_IN,
        has_a_secret_address,
        # Visitors keep searches too, in a cookie.
        free=("search-kept",),
    ),
    Scene(
        "wants no more letters of what is new, without signing in",
        ("digests-stop",),
        (VISITOR,),
        wants_no_more_letters,
        free=("digests-stop",),
    ),
    Scene("mutes an author", ("author-mute",), SIGNED_IN, mutes_an_author),
    Scene(
        "looks at the archive's figures",
        ("figures", "figures-sheet"),
        EVERYBODY,
        looks_at_figures,
    ),
    Scene(
        "looks at the figures of own stories",
        ("mine-figures", "mine-figures-sheet"),
        (AUTHOR, OTHER),
        looks_at_own_figures,
    ),
    Scene(
        "reads what was said about own stories",
        ("mine-comments", "mine-comments-mark"),
        (AUTHOR, OTHER),
        reads_what_was_said,
        free=("mine-comments-mark",),
    ),
    Scene(
        "names who decides later, who asks and is told no",
        ("after", "after-one", "after-do"),
        (AUTHOR, OTHER),
        names_who_decides_later,
        # Who has the address may say yes: that is what it is sent for.
        free=("after", "after-do"),
    ),
)
