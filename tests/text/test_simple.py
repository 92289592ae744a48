"""Simple HTML comes to the same by the short way and by the walk over the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.text.addresses import may_hold, removed
from fanfold.text.house import plain
from fanfold.text.markup import read_page
from fanfold.text.page import html_of
from fanfold.text.simple import simple_html

PIECES = st.sampled_from(
    [
        *(
            "It rained. ",
            "And",
            " so ",
            "\n",
            "  ",
            "* * *",
            "xXx",
            "~",
            "\t",
            "—",
            "o O o",
        ),
        *("<p>", "</p>", "<P>", "<br>", "<br />", "<BR/>", "<i>cold</i>", "<b>No</b>"),
        *(
            "<em>very cold</em>",
            "<u>under</u>",
            "<strong>b</strong>",
            "<i>",
            "</i>",
            "<b>",
        ),
        *(
            "&amp;",
            "&lt;",
            "&quot;",
            "&eacute;",
            "<hr>",
            "a > b",
            "Title:",
            "\u2003",
            "12",
            "<br><br>",
            "</em> <em>",
            "<Br>",
            "\v",
            "\f",
            "&lt;&gt;",
            "&AMP;",
            "’é",
            "anna&lt;at&gt;example.org",
            "anna (at) ",
            " dot ",
            "example.org",
        ),
    ]
)
WHOLE = st.lists(PIECES, max_size=40).map("".join)


def walked(source: str) -> str:
    return html_of(read_page(source).lines)


@settings(max_examples=600)
@given(WHOLE)
def test_both_ways_come_to_the_same(source: str) -> None:
    found = simple_html(source)

    assert found is None or found.html == walked(source)


@settings(max_examples=600)
@given(WHOLE)
def test_the_plain_text_is_that_of_the_html(source: str) -> None:
    found = simple_html("<p>" + source)

    assert found is None or found.text == plain(found.html)


@settings(max_examples=600)
@given(WHOLE)
def test_where_the_plain_text_holds_no_address_the_html_holds_none(source: str) -> None:
    found = simple_html("<p>" + source)

    if found is not None and not may_hold(found.text):
        assert removed(found.html) == found.html


@settings(max_examples=60)
@given(WHOLE)
def test_a_long_text_comes_to_the_same(source: str) -> None:
    text = source + "<p>" + "It rained all night on the harbour. " * 30 + "</p>"

    found = simple_html(text)

    assert found is None or found == (walked(text), plain(walked(text)))


def test_what_most_chapters_are_is_simple() -> None:
    source = (
        "<p>One <i>cold</i> night.</p>\n\n<p>* * *</p>\n<p>Two<br />\nthree &amp; four"
        "<br />\n<br />\nFive.</p>"
    )

    assert simple_html(source) == (
        "<p>One <em>cold</em> night.</p>\n<hr>\n<p>Two<br>\nthree &amp; four</p>\n"
        "<p>Five.</p>",
        "One cold night.\n\n* * *\n\nTwo\nthree & four\n\nFive.",
    )


@pytest.mark.parametrize(
    "source",
    [
        "no tags",
        "<p>I <3 it</p>",
        '<p class="x">a</p>',
        "<p><i>a</p><p>b</i></p>",
        "a\n\nb",
    ],
)
def test_anything_else_is_left_to_the_walk(source: str) -> None:
    assert simple_html(source) is None
