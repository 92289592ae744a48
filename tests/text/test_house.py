"""The house HTML: what is let out, and what it says as plain text."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.text.house import clean, clean_inline, escape, plain, xhtml
from tests.pace import within


@pytest.mark.parametrize(
    "html",
    [
        "<p>It snowed.</p>",
        '<p class="centre">by <em>Wren</em></p>\n<hr>\n<p>“No,” she said.</p>',
        '<p><span class="voice-1">Hello?</span> <strong>Who?</strong></p>',
        '<blockquote lang="de"><p>Es schneite.<br>Leise.</p></blockquote>',
    ],
)
def test_house_html_passes_unchanged(html: str) -> None:
    assert clean(html) == html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<svg><script>alert(1)</script></svg>",
        '<p onclick="x()" style="position:fixed" id="top">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        '<a href=" java\tscript:alert(1)">a</a>',
        '<a href="data:text/html,x">a</a>',
        '<a href="mailto:wren@example.org">write</a>',
        '<iframe src="https://example.org/"></iframe>',
        '<p class="voice-1 modal admin">a</p>',
        '<math><mtext><table><mglyph><style><img src="x" onerror="y">',
        "<noscript><p title='</noscript><img src=x onerror=y>'>",
        '<img src="//example.org/x.gif" alt="<script>">',
    ],
)
def test_nothing_that_acts_is_let_out(hostile: str) -> None:
    cleaned = clean(hostile)

    for forbidden in (
        "<script", "onclick=", "style=", "id=", "script:", "data:", "mailto:",
        "<iframe", "modal", "<svg", "<math", "<img", "<noscript",
    ):  # fmt: skip
        assert forbidden not in cleaned


def test_links_of_the_web_stay_and_are_not_followed() -> None:
    cleaned = clean('<a href="https://example.org/a">there</a> <a href="x.htm">x</a>')

    assert 'href="https://example.org/a"' in cleaned
    assert 'rel="nofollow noopener noreferrer"' in cleaned
    assert "x.htm" not in cleaned


def test_a_picture_is_given_out_as_its_words() -> None:
    cleaned = clean(
        '<p><img src="a.gif" alt="A &quot;ship&quot;"><img src="b.gif"></p>'
    )

    assert cleaned == '<p><span class="picture">[A "ship"]</span></p>'.replace(
        '"ship"', "&quot;ship&quot;"
    )


def test_a_title_keeps_inline_marks_only() -> None:
    assert clean_inline("<p>The <em>Gate</em></p><hr>") == "The <em>Gate</em>"


def test_plain_text_has_paragraphs_apart_and_no_emphasis() -> None:
    html = (
        "<h2>One</h2>\n<p>It <em>snowed</em>,<br>softly &amp; long.</p>\n<hr>\n"
        "<ul>\n<li>bread</li>\n<li>tea</li>\n</ul>"
        "<table><tr><td>Who</td><td>What</td></tr></table>"
    )

    assert plain(html) == (
        "One\n\nIt snowed,\nsoftly & long.\n\n* * *\n\nbread\n\ntea\n\nWho\tWhat"
    )


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    line = " ".join(text.split())

    assert plain(escape(line)) == line


@given(st.text(alphabet="<>&;/!abpremihr \"'=\x00\x0b\ud800é", max_size=80))
def test_whatever_is_cleaned_is_xml_for_a_book(text: str) -> None:
    html = text.encode("utf-8", "replace").decode()

    ET.fromstring(f"<div>{xhtml(clean(html))}</div>")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a </p>\n<p> b</p>", "a\n\nb"),
        ("<p>a <br>\n b</p>", "a\nb"),
        ("<p>a   <br>   b</p>", "a  \n  b"),
        ("<p>a\t<br>\tb</p>", "a\nb"),
        ("<p>a</p>\n\n\n<hr>\n\n<p>b</p>", "a\n\n* * *\n\nb"),
        ('<h2>a</h2>\n<p class="centre">b</p><p>c</p>', "a\n\nb\n\nc"),
    ],
)
def test_plain_text_has_no_blanks_at_line_ends_and_one_empty_line(
    html: str, text: str
) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    "run", ["<", "<a", "<b>", "<p", "\n", "<div><em>", "&", "<br>"]
)
def test_long_runs_take_linear_time(run: str) -> None:
    hostile = run * (300_000 // len(run))

    with within(1):
        plain(hostile)
        clean(hostile)
