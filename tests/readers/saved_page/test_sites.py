"""Pages of known sites, taken apart; and pages that only look like theirs."""

from __future__ import annotations

from typing import Any

import pytest

from fanfold.readers.saved_page.headings import with_bylines
from fanfold.readers.saved_page.laid import Laid
from fanfold.readers.saved_page.remarks import remarks
from fanfold.readers.saved_page.sites import SITES, laid_out
from fanfold.text.markup import read_page

STORY = "".join(
    f"<p>It had been snowing for {day} days when Wren came home to the mill.</p>"
    for day in range(12)
)


def laid(source: str) -> Laid | None:
    page = read_page(source)
    return laid_out(page, page.lines)


def said(source: str) -> dict[str, Any]:
    found = laid(source)
    assert found is not None
    return {each.name: each.value for each in reversed(found.said)}


def texts(source: str) -> list[str]:
    found = laid(source)
    assert found is not None
    return [each.line.text for each in found.lines if each.line.text]


@pytest.mark.parametrize(
    "source",
    [
        STORY,
        f"<title>Snow</title><h1>Snow</h1><p>by Wren</p>{STORY}",
        f"<title>My FanFiction.Net favourites</title>{STORY}",
        f"<title>A LiveJournal of the Plague Year</title>{STORY}",
        f"<p>Rated: a fine house, said the card.</p>{STORY}",
        f'<div class="notes"><p>Notes</p></div><div class="content">{STORY}</div>',
        f'<div id="story">{STORY}</div>',
        f'<div id="chapters"><h2>Chapter 1</h2>{STORY}</div>',
        f"<p>Then she wrote:</p>{STORY}<p>Please post a letter, she said.</p>",
        f"<p>Current mood: frost.</p>{STORY}",
        f"<p>[ R - see the key ]</p>{STORY}",
    ],
)
def test_a_page_of_its_own_belongs_to_no_site(source: str) -> None:
    assert laid(source) is None


def test_every_site_has_a_name_of_its_own() -> None:
    assert len({site.name for site in SITES}) == len(SITES) == 7


FFN = "<title>The Mill at Night, a Robin Hood fanfic - FanFiction.Net</title>"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            "Rated: PG - English - Drama - Reviews: 4 - Published: 07-02-01 - id: 333",
            {"rating": "PG", "language": "English", "category": "Drama"},
        ),
        (
            "Fiction Rated: K+ - French - Marian - Chapters: 3 - Words: 9 - Complete",
            {"rating": "K+", "language": "French", "characters": "Marian"},
        ),
        (
            "Rated: Fiction M - English - [Will S., Marian] - Status: Complete",
            {"pairing": "Will S./Marian", "status": "Complete"},
        ),
        ("Rated: T · English · Poetry · Updated: 3/4/13", {"category": "Poetry"}),
    ],
)
def test_facts_without_labels_are_told_by_what_they_are(
    facts: str, expected: dict[str, str]
) -> None:
    found = said(f"{FFN}<p>Author: <a href='/u/1/'>Wren</a></p><p>{facts}</p>{STORY}")

    assert found["author"] == "Wren"
    assert {name: found.get(name) for name in expected} == expected


def test_reviews_below_a_chapter_are_no_part_of_it() -> None:
    source = (
        f"{FFN}<p>Rated: T - English</p>{STORY}<p>Review this Chapter</p>"
        "<p>Rating: A+, loved it</p>"
    )

    assert texts(source)[-1].startswith("It had been snowing for 11 days")


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ('by <a rel="author" href="/u/x">Wren</a>', "Wren"),
        ("by Wren [archived by <a rel='author' href='/u/y'>Linnet</a>]", "Wren"),
        ("by Anonymous", None),
    ],
)
def test_a_download_says_who_wrote_it_not_who_brought_it(
    byline: str, author: str | None
) -> None:
    source = (
        '<div id="preface"><h2 class="toc-heading">Preface</h2><dl class="tags">'
        '<dt>Rating:</dt><dd><a href="/t">Mature</a></dd></dl><h1>Snow</h1>'
        f'<div class="byline">{byline}</div></div>'
        f'<div id="chapters"><div class="userstuff">{STORY}</div></div>'
    )

    assert said(source).get("author") == author


def test_tags_of_a_download_are_never_split() -> None:
    source = (
        '<div id="preface"><dl class="tags"><dt>Additional Tags:</dt>'
        '<dd><a href="/t">Snow, and Lots of It</a>, <a href="/t">Fluff</a></dd></dl>'
        f'</div><div id="chapters">{STORY}</div>'
    )
    found = laid(source)

    assert found is not None
    assert found.said[0].values == ("Snow, and Lots of It", "Fluff")


EFICTION = (
    '<div id="pagetitle"><a href="viewstory.php?sid=1">Snow</a> by '
    '<a href="viewuser.php?uid=2">Wren and Co.</a></div>'
)


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("Rated: R [Reviews - 3]", "rating", "R"),
        ("Completed: No Word count: 99 Read: 7", "status", "No"),
        ("Altersfreigabe: P16 Kategorien: Robin Hood", "rating", "P16"),
        ("Categories: Books > Robin Hood", "categories", "Books > Robin Hood"),
        ("Spoilers For: Season Two", "category", "Season Two"),
        ("Summary: Home: a word for snow.", "summary", "Home: a word for snow."),
    ],
)
def test_fields_of_an_efiction_box(line: str, name: str, value: str) -> None:
    box = f'<div class="listbox"><div class="content">{line}</div></div>'

    found = said(f'{EFICTION}{box}<div id="story">{STORY}</div>')

    assert found[name] == value
    assert found["author"] == "Wren and Co."


@pytest.mark.parametrize("empty", ["None", "-", ""])
def test_none_in_an_efiction_box_is_nothing(empty: str) -> None:
    fields = f"Series: {empty}<br>Rated: G"
    box = f'<div class="listbox"><div class="content">{fields}</div></div>'

    assert "series" not in said(f'{EFICTION}{box}<div id="story">{STORY}</div>')


def test_the_authors_own_header_stays_for_the_grammar() -> None:
    own = "<p>Title: Snow<br>Rating: NC-17</p>"

    assert texts(f'{EFICTION}<div id="story">{own}{STORY}</div>')[0] == "Title: Snow"


JOURNAL = (
    "<title>wren_t: {subject}</title>"
    "<p>wren_t wrote in snow_fic,<br>@ 2007-01-30 10:00</p>"
)


def test_comments_below_an_entry_are_no_part_of_it() -> None:
    source = (
        f"{JOURNAL.format(subject='Snow')}<h3>Snow</h3>{STORY}<p>Tags: fic, pg-13</p>"
        "<p>(Leave a comment)</p><p>linnet wrote:</p><p>Rating: A+. Summary: yes!</p>"
    )

    kept = texts(source)

    assert kept[-1].startswith("It had been snowing for 11 days")
    assert not any("linnet" in text or "Tags" in text for text in kept)


def test_a_community_is_no_author() -> None:
    assert said(f"{JOURNAL.format(subject='Snow')}{STORY}")["author"] == "wren_t"


def test_talk_above_the_title_becomes_notes() -> None:
    source = (
        f"{JOURNAL.format(subject='Snow (G)')}<h3>Snow (G)</h3>"
        f"<p>Written on a tram. Hooray.</p><p><b>Snow</b></p>{STORY}"
    )

    assert texts(source)[:2] == ["Snow", "Notes: Written on a tram. Hooray."]


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>Snow and Ice</h1>",
        "<h1>Snow <i>and Ice</i></h1>",
        "<h1><small>A word</small> Snow</h1>",
        "<h1>Snow - Ice</h1>",
    ],
)
def test_a_heading_that_is_all_title_stays_whole(heading: str) -> None:
    page = read_page(heading + STORY)

    assert with_bylines(page.lines) == list(page.lines)


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>Snow ~ <small>Wren Tolliver</small></h1>",
        "<h2>Snow by <i>Wren Tolliver</i></h2>",
        "<h1>Snow - <small>by Wren Tolliver</small></h1>",
    ],
)
def test_a_name_in_small_type_behind_a_title_is_its_author(heading: str) -> None:
    lines = with_bylines(read_page(heading + STORY).lines)

    assert [each.line.text for each in lines[:2]] == ["Snow", "by Wren Tolliver"]


def codes(source: str, name: str = "a.html") -> set[str]:
    return {each.code for each in remarks(read_page(source), name)}


@pytest.mark.parametrize(
    "source",
    [
        STORY,
        "<h1>404</h1><p>Room 404 was not where she had left it.</p>",
        f"<title>Not Found</title><h1>Not Found</h1>{STORY}",
        "<h1>Forbidden Fruit</h1><p>She ate the apple, and nobody minded.</p>",
        "<p><a href='/in'>Log in</a></p><p>It snowed on the page of the book.</p>",
        "<p>Please sign in the book before you leave, said the card.</p>",
    ],
)
def test_a_short_story_is_no_error_page(source: str) -> None:
    assert "looks-like-error-page" not in codes(source)


@pytest.mark.parametrize(
    "source",
    [
        "<title>404 Not Found</title><h1>Not Found</h1><p>The URL was not found.</p>",
        "<h1>Log in</h1><p>You must be logged in to view this story.</p>",
        "<h1>Forbidden</h1>",
        "<p>This Account Has Been Suspended</p><p>Account suspended.</p>",
        "<p>The page cannot be found</p>",
        "<p>Please enable cookies to continue.</p>",
        "<p>Bandwidth limit exceeded</p>",
    ],
)
def test_what_a_server_says_is_named(source: str) -> None:
    assert "looks-like-error-page" in codes(source)


def test_a_page_under_a_texts_name_is_named() -> None:
    assert codes(STORY, "snow.txt") == {"type-mismatch"}
    assert codes(STORY, "snow.html") == set()
