"""Plain paragraphs come to the same together and by way of every tag."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.text import tokens
from fanfold.text.markup import read_page
from fanfold.text.page import Page, PageLine

WORDS = [
    *("It rained. ", "And", " so ", "\n", "  ", "\t", "* * *", "Rating: PG"),
    *(
        "&nbsp;",
        "&nbsp;&nbsp; ",
        "&quot;Oh.&quot; ",
        "&amp;",
        "\xa0",
        "\u3000",
        "\u2003",
    ),
]
MARKS = [
    *("<i>cold</i>", "<b>No</b>", "<EM>very</em>", "<strong>Author: </strong>"),
    *("<u> under\n</u>", "<i>\n</i>", "<b>&nbsp;</b>", "<i></i>", "<i>", "</b>"),
]
ENDS = ["</p>\n", "</p>", "</P>\n\n", "\n", "", "</p> &nbsp;"]
AROUND = [
    *("", "<table><tr><td>", "<table><tr>", "<blockquote>", "<ul><li>", "<center>"),
    *(
        "<h2>",
        "<p>",
        "<p>open",
        "<b>",
        "<font color=red>",
        "<pre>",
        "<div class=story>",
    ),
    *("<a href='mailto:marrow@example.org'></a>", "words<br>", "<div align=right>"),
]

paragraph = st.builds(
    lambda tag, inner, end: tag + "".join(inner) + end,
    st.sampled_from(["<p>", "<P>"]),
    st.lists(st.sampled_from(WORDS + MARKS), max_size=6),
    st.sampled_from(ENDS),
)
page = st.builds(
    lambda around, paragraphs, behind: around + "".join(paragraphs) + behind,
    st.sampled_from(AROUND),
    st.lists(paragraph, max_size=8),
    st.sampled_from(["", "<td>cell", "</table>behind", "</h2>", "<br>more", "<hr>"]),
)


def shown(whole: Page) -> list[PageLine]:
    """Return the lines with blocks counted from 0, for numbers may be left out."""
    blocks: dict[int, int] = {}
    return [
        each._replace(
            line=each.line._replace(
                block=blocks.setdefault(each.line.block, len(blocks))
            )
        )
        for each in whole.lines
    ]


def each_tag_by_itself(source: str) -> Page:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "PARAGRAPHS", re.compile("(?!)"))
        return read_page(source)


@settings(max_examples=500)
@given(page)
def test_both_ways_come_to_the_same(source: str) -> None:
    assert shown(read_page(source)) == shown(each_tag_by_itself(source))


@given(st.lists(paragraph, min_size=30, max_size=60).map("".join))
def test_a_long_page_comes_to_the_same(source: str) -> None:
    whole = "<div align=center>" + source * 2

    assert shown(read_page(whole)) == shown(each_tag_by_itself(whole))


def test_what_most_stories_are_comes_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "fanfold.text.markup._Walk._open_block",
        lambda _walk, name, _given, _start: opened.append(name),
    )

    found = read_page("<P>It rained.\n<p>“No,” said <i>she</i>.</p>\n<p>&nbsp;x</p>")

    assert opened == []
    assert [each.line.text for each in found.lines if each.line.text] == [
        "It rained.",
        "“No,” said she.",
        "x",
    ]
