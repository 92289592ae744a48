"""What stands around the story goes; what is the story stays."""

from __future__ import annotations

import pytest

from fanfold.readers.saved_page.chrome import without_chrome
from fanfold.readers.saved_page.origin import addresses_of, title_of
from fanfold.text.markup import read_page

STORY = "".join(
    f"<p>It had been snowing for {day} days when Wren came home.</p>"
    for day in range(9)
)


def kept(source: str) -> list[str]:
    lines = without_chrome(read_page(source).lines)
    return [each.line.text for each in lines if each.line.text]


@pytest.mark.parametrize(
    "line",
    [
        "<p>She went back to the house.</p>",
        "<p>You are late, she said.</p>",
        '<p>See <a href="http://example.org/">the map</a> for this.</p>',
        '<h2><a href="story.html">Snow</a></h2>',
        '<p>by <a href="mailto:wren@example.org">Wren</a></p>',
        '<dl><dt>Fandom:</dt><dd><a href="/t/1">Robin Hood</a></dd></dl>',
        "<p>Last updated: never, said the card. The page was blank.</p>",
    ],
)
def test_lines_of_the_story_stay(line: str) -> None:
    whole = kept(f"{line}{STORY}{STORY}")

    assert len(whole) == 18 + len(read_page(line).lines)


@pytest.mark.parametrize(
    "line",
    [
        '<p>[ <a href="a.html">Main</a> | <a href="b.html">Links</a> ]</p>',
        '<div class="side-bar menu"><p>Menu of this site</p></div>',
        "<nav>LiveJournal and more</nav>",
        "<form>Search this site</form>",
        '<p>Visitor <img src="http://counter.example.org/count.gif?7"></p>',
        '<ul><li><a href="/">Recent</a></li><li><a href="/f">Friends</a></li></ul>',
    ],
)
def test_what_is_around_goes_wherever_it_stands(line: str) -> None:
    assert kept(line + STORY) == kept(STORY)
    assert kept(STORY + line + STORY) == kept(STORY + STORY)
    assert kept(STORY + line) == kept(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "<p>You are merry man number 12345</p>",
        "<p>Last updated 4 May 2001</p>",
        "<p>© 1999 Wren Tolliver</p>",
        "<table><tr><td>This Snow Webring site</td><td>by Wren</td></tr></table>",
        "<p>Current mood: sleepy</p><p>Tags: snow</p>",
        "<p>(Leave a comment)</p><p>From: Linnet</p><p>Rating: A+</p>",
    ],
)
def test_what_only_ends_a_page_goes_at_its_end(line: str) -> None:
    assert kept(STORY + line)[:9] == kept(STORY)
    assert not any("Rating" in text or "number" in text for text in kept(STORY + line))


def test_a_page_that_is_all_comments_by_name_keeps_its_story() -> None:
    assert kept(f'<div class="comments">{STORY}</div>') == kept(STORY)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("<!-- saved from url=(0029)http://example.org/a.html -->", "http://example.org/a.html"),
        ('<link rel="canonical" href="http://example.org/b">', "http://example.org/b"),
        ('<base href="http://example.org/c/">', "http://example.org/c/"),
        ('<base href="http://web.example.org/web/20010405121212/http://example.org/d">',
         "http://example.org/d"),
        ('<div id="wm-ipp-base"><p>http://example.org/e</p></div>', "http://example.org/e"),
        ("<p>Posted originally on the Archive at http://example.org/works/1.</p>",
         "http://example.org/works/1"),
    ],
)  # fmt: skip
def test_the_page_says_where_it_came_from(source: str, address: str) -> None:
    assert addresses_of(read_page(source + STORY)) == (address,)


def test_other_addresses_are_not_the_pages_own() -> None:
    source = '<base target="_top"><p><a href="http://example.org/x">x</a></p>' + STORY

    assert addresses_of(read_page(source)) == ()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Snow", "Snow"),
        ("~*~ Snow ~*~", "Snow"),
        ("The Harbour Shelf - Snow", "Snow"),
        ("fic: Snow", "Snow"),
        ("Snow :: fic", "Snow"),
        ("New Page 7", None),
        ("Untitled Document", None),
        ("Author: somebody", None),
        ("Fiction", None),
        ("", None),
    ],
)
def test_the_heads_title_is_believed_with_care(
    title: str, expected: str | None
) -> None:
    page = read_page(f"<title>{title}</title><h1>Snow</h1>{STORY}")

    assert title_of(page) == expected
