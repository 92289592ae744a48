"""What readers do: read, find, browse, and keep things of their own."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.e2e.acts.scene import (
    AUTHOR,
    EVERYBODY,
    OTHER,
    READER,
    SIGNED_IN,
    VISITOR,
    Scene,
)
from tests.e2e.acts.stage import CAST, OLD

if TYPE_CHECKING:
    from tests.e2e.acts.player import Player

SECOND_STEP = {
    *("mfa_index", "mfa_activate_totp", "second-step-picture", "mfa_authenticate"),
    *("mfa_view_recovery_codes", "mfa_download_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate"),
}


def reads(player: Player) -> None:
    player.go("/works/?sort=title")
    player.follow("Amber Lamp")
    title = player.heading()
    player.follow("Begin")
    player.sees(f"The {title} stood there.")
    player.follow("Next chapter")
    player.sees(f"Nobody forgot the {title}.")
    player.follow("Chapters", exact=True)
    player.follow("The whole text")
    player.sees(f"The {title} stood there.", f"Nobody forgot the {title}.")
    book = player.take_link("EPUB")
    assert book.startswith(b"PK")
    player.follow("Where this comes from")
    player.sees("Title: Amber Lamp", "stated in the source")
    player.follow("Amber Lamp")
    player.follow("More like this")
    player.sees("same fandom: Lanterns")


def finds(player: Player) -> None:
    player.go("/")
    player.write("Words, or an old address", "creator:heron amber")
    player.press("Search")
    player.sees("Amber Lamp")
    player.follow("Amber", within=".facets")
    player.sees("Amber Lamp")
    player.follow("leave out instead")
    player.misses("Amber Lamp")
    player.open("Keep this search")
    player.write("Keep this search as", "no amber")
    player.press("Keep this search")
    player.press("for good")
    player.follow("Kept searches, and what I never want")
    player.sees("no amber", "Amber")
    player.press("let in again (Amber)")
    player.write("Never with these words", "salted caramel")
    player.press("Leave out for good")
    player.sees("salted caramel")
    player.press("let in again")
    player.follow("no amber")
    player.misses("Amber Lamp")
    player.go("/search/kept/")
    player.press("let go")
    player.misses("no amber")
    player.go("/tags/")
    player.follow("Lanterns")
    player.press("Keep this tag")
    player.sees("It is kept")
    player.go("/")
    player.follow("Lanterns", within=".kept-searches")
    player.sees("Fandom: Lanterns")
    player.go("/search/kept/")
    player.press("let go (Lanterns)")
    assert json.loads(player.take("/suggest/?of=fandom&q=lant")) is not None


def browses(player: Player) -> None:
    player.go("/authors/")
    player.follow("Heron Vale")
    assert player.heading() == "Heron Vale"
    assert player.take_link("These stories as one book").startswith(b"PK")
    assert b"<feed" in player.take_link("Feed of new stories")
    player.go("/tags/")
    player.follow("By letter")
    player.go("/tags/")
    player.follow("Lanterns")
    player.sees("Amber Lamp")
    assert b"<feed" in player.take_link("Feed of new stories")
    player.go("/shelves/")
    player.follow("", within="section:has-text('Series')")
    assert player.take(f"{player.page.url}download/x.epub").startswith(b"PK")
    player.go("/shelves/")
    player.follow("", within="section:has-text('Where stories came from')")
    player.go("/shelves/")
    player.follow("Some story, by chance")
    player.go("/shelves/")
    player.follow("Top lists")
    player.go("/news/")
    assert b"<feed" in player.take("/new.atom")
    assert b"Sitemap" in player.take("/robots.txt") or player.take("/robots.txt")


def reads_as_a_program_does(player: Player) -> None:
    player.go("/works/")
    root = json.loads(player.take("/api/1/"))
    story = json.loads(player.take(root["works"].partition("{")[0]))["works"][0]
    record = json.loads(player.take(story["links"]["self"]))
    assert record["title"] == story["title"]
    text = json.loads(player.take(record["links"]["text"]))
    assert text["chapters"][0]["id"] == record["chapters"][0]["id"]
    found = json.loads(player.take(root["search"].partition("{")[0]))
    assert found["total"] > 0


def comes_by_an_old_address(player: Player) -> None:
    player.go("/")
    player.write("Words, or an old address", OLD)
    player.press("Search")
    assert player.heading() == "Amber Lamp"
    player.go("/viewstory.php?sid=3", plain=True)
    assert "Amber Lamp" in player.page.content()
    player.go("/viewuser.php?uid=7", plain=True)
    assert "Heron Vale" in player.page.content()


def sets_how_pages_look(player: Player) -> None:
    player.go("/reading/")
    player.choose("Paper", "dark")
    player.press("Keep", exact=True)
    assert b"color-scheme:dark" in player.take("/reader.css")
    player.choose("Paper", "auto")
    player.press("Keep", exact=True)
    assert b"color-scheme:dark" not in player.take("/reader.css")
    player.choose("Language of these pages", "de", within="footer")
    player.press("Choose")
    assert player.heading() == "Anzeige"
    player.choose("Sprache dieser Seiten", "en", within="footer")
    player.press("Wählen")
    assert player.heading() == "Display"


def goes_past_the_gate(player: Player) -> None:
    player.go("/works/")
    player.press("I am an adult: show them for this visit")
    assert not player.offers("I am an adult")
    player.press("Hide adult stories again")
    player.go("/works/")
    assert player.offers("I am an adult")


CODE = r"([A-Z]{4}-[A-Z]{4}) \("


def code_for(player: Player, name: str) -> str:
    player.go("/sign-in/")
    player.write("E-mail address", f"{name}@example.org")
    return player.stage.next_word(CODE, lambda: player.press("Send me a code"))


def signs_in_and_out(player: Player) -> None:
    name = CAST[player.role][0]
    player.somebody()
    code_for(player, name)
    player.press("Another address")
    code = code_for(player, name)
    player.write("Code", code)
    player.press("Sign in", exact=True)
    player.follow("My account")
    assert player.heading() == name
    player.press("Sign out (")
    player.go("/account/")
    assert player.heading() == "Sign in"


def registers(player: Player) -> None:
    player.somebody()
    player.go("/sign-in/")
    player.follow("Register")
    player.write("Name", "newcomer")
    player.write("E-mail address", "newcomer@example.org")
    code = player.stage.next_word(CODE, lambda: player.press("Send me a code"))
    player.write("Code", code)
    player.press("Sign in", exact=True)
    player.follow("My account")
    assert player.heading() == "newcomer"
    player.press("Sign out everywhere")
    player.go("/account/")
    assert player.heading() == "Sign in"


def sets_the_account(player: Player) -> None:
    player.go("/account/")
    player.press("I am an adult: show them always")
    player.press("Do not show them")
    player.press("Keep a list")
    first, second, *_ = player.stage.read
    for story in (first, second):
        player.go(f"/works/{story.public}/")
    player.go("/history/")
    player.press(f"Forget {first.title}")
    player.misses(first.title)
    player.sees(second.title)
    player.press("Forget all of it")
    player.misses(second.title)
    player.go("/account/")
    player.press("Stop, and forget all of it")
    player.go("/history/")
    player.sees("Nothing is kept of what you read.")


def keeps_bookmarks(player: Player) -> None:
    title = player.stage.read[0].title
    player.go(f"/works/{player.stage.read[0].public}/")
    player.follow("Bookmark")
    player.write("Note", f"Note of the {player.role}.")
    player.write("Tags of your own", "winter, sea")
    player.press("Keep")
    player.go("/bookmarks/")
    player.sees(f"Note of the {player.role}.", "only you see it")
    player.follow(f"Change {title}")
    player.tick("Others may see it")
    player.press("Keep")
    player.go("/bookmarks/")
    player.follow("What others see of them")
    player.sees(f"Note of the {player.role}.")
    player.go("/bookmarks/")
    player.press(f"Remove {title}")
    player.misses(title)


def puts_by_for_later(player: Player) -> None:
    first, second, *_ = player.stage.read
    for story in (first, second):
        player.go(f"/works/{story.public}/")
        player.press("For later")
    player.go("/later/")
    player.press(f"Off the list {first.title}")
    player.misses(first.title)
    player.press("Empty the list")
    player.misses(second.title)


def takes_it_along(player: Player) -> None:
    player.go("/account/")
    held = json.loads(player.take_link("All that my account holds"))
    assert "example.org" in json.dumps(held)
    assert held["account"]["name"] == CAST[player.role][0]


def takes_the_stories_along(player: Player) -> None:
    player.go("/account/")
    assert player.take_link("My stories, as records").startswith(b"PK")


def closes_the_account(player: Player) -> None:
    player.somebody(player.stage.spare())
    player.go("/account/")
    name = player.heading()
    player.follow("Close my account")
    player.press("Go on")
    player.write(f"Type {name}", "another")
    player.press("Close it for good")
    player.sees("This is another name.")
    player.write(f"Type {name}", name)
    player.press("Close it for good")
    assert player.heading() == "Closed"
    player.go("/account/")
    assert player.heading() == "Sign in"


def sets_up_a_second_step(player: Player) -> None:
    name = player.stage.spare()
    player.somebody(name)
    player.go("/account/")
    player.follow("The second step")
    player.follow("Set up the second step")
    secret = player.page.locator(".digest").inner_text()
    assert b"<svg" in player.take("/second-step/app/picture.svg")
    player.write("Code", one_time(secret))
    player.press("Set it up")
    codes = player.page.locator(".codes li").all_inner_texts()
    assert codes[0].encode() in player.take_link("As a file")
    player.follow("New codes")
    player.press("Make new codes")
    codes = player.page.locator(".codes li").all_inner_texts()
    player.somebody()
    code = code_for(player, name)
    player.write("Code", code)
    player.press("Sign in", exact=True)
    assert player.heading() == "The second step"
    player.write("Code", codes[0])
    player.press("Go on")
    player.stage.forget_proof(name)
    player.go("/second-step/app/off/")
    assert player.heading() == "Once more"
    player.write("Code", codes[1])
    player.press("Go on")
    player.press("Do without it")
    player.go("/second-step/")
    player.sees("Set up the second step")


def one_time(secret: str) -> str:
    """Return what an app would show now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


SCENES = (
    Scene(
        "reads a story to its last page, and where it comes from",
        (
            *("works", "work", "work-chapter", "work-chapters", "work-whole"),
            *("work-download", "work-origin", "work-like"),
        ),
        EVERYBODY,
        reads,
    ),
    Scene(
        "finds stories by words, narrows, and keeps the search",
        ("home", "search", "search-kept", "suggest"),
        EVERYBODY,
        finds,
    ),
    Scene(
        "goes by authors, tags and shelves",
        (
            *("authors", "author", "tags", "tag", "tag-kind", "shelves", "series"),
            *("collection", "random", "news", "feed", "feed-author", "feed-tag"),
            *("robots", "author-download", "series-download", "top"),
        ),
        EVERYBODY,
        browses,
    ),
    Scene(
        "reads as a program does",
        ("api", "api-works", "api-work", "api-text", "api-search"),
        EVERYBODY,
        reads_as_a_program_does,
    ),
    Scene(
        "comes by an old address",
        ("old-story", "old-author"),
        EVERYBODY,
        comes_by_an_old_address,
    ),
    Scene(
        "sets how pages look and what they speak",
        ("reading", "reader-css", "set_language"),
        EVERYBODY,
        sets_how_pages_look,
    ),
    Scene("goes past the gate and back", ("gate",), EVERYBODY, goes_past_the_gate),
    Scene(
        "signs in by a code and out again",
        ("sign-in", "sign-in-again", "account_confirm_login_code", "sign-out"),
        SIGNED_IN,
        signs_in_and_out,
        free=("sign-in", "sign-in-again", "account_confirm_login_code", "sign-out"),
    ),
    Scene(
        "registers, and signs out on every device",
        ("account_signup", "register-code", "account-everywhere", "account"),
        (VISITOR,),
        registers,
        free=("account_signup", "register-code", "account-everywhere"),
    ),
    Scene(
        "sets adult stories and the history, and empties it",
        ("account-adult", "account-history", "history", "history-off", "history-empty"),
        SIGNED_IN,
        sets_the_account,
        own=("history-off",),
    ),
    Scene(
        "keeps a bookmark, shows it, lets it go",
        ("bookmark", "bookmarks", "bookmarks-of", "bookmark-off"),
        SIGNED_IN,
        keeps_bookmarks,
        own=("bookmark-off",),
    ),
    Scene(
        "puts stories by for later",
        ("later", "later-on", "later-off", "later-empty"),
        SIGNED_IN,
        puts_by_for_later,
        own=("later-off",),
    ),
    Scene(
        "takes along all that the account holds",
        ("account-export",),
        SIGNED_IN,
        takes_it_along,
    ),
    Scene(
        "takes the own stories along",
        ("account-stories",),
        (AUTHOR, OTHER),
        takes_the_stories_along,
    ),
    Scene(
        "closes the account",
        ("account-close",),
        (READER,),
        closes_the_account,
        free=("account-close",),
    ),
    Scene(
        "sets up a second step, signs in with it, does without it",
        tuple(sorted(SECOND_STEP)),
        (READER,),
        sets_up_a_second_step,
        free=(*sorted(SECOND_STEP), "sign-in", "account_confirm_login_code"),
    ),
)
