"""Any page of the old web: what it means is kept, what it merely does is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.text.house import clean, plain
from fanfold.text.lines import Kind
from fanfold.text.markup import read_page
from fanfold.text.page import Page, html_of
from tests.pace import within


def house(source: str) -> str:
    return html_of(read_page(source).lines)


def texts(page: Page) -> list[str]:
    return [each.line.text for each in page.lines if each.line.kind is not Kind.BLANK]


@pytest.mark.parametrize(
    "html",
    [
        "<p>It snowed.</p>",
        "<p>“It’s <em>snowing</em>,” she said – and 1 &lt; 2…</p>",
        "<h3>Down</h3>\n<p>One.</p>\n<hr>\n<p>Two.</p>",
        "<blockquote>\n<p>Dear Wren,<br>\ncome home.</p>\n</blockquote>",
        '<p class="centre"><strong>Up</strong></p>\n<p>A long enough line.</p>',
    ],
)
def test_house_html_is_read_as_it_was_written(html: str) -> None:
    assert house(html) == html


@pytest.mark.parametrize(
    ("soup", "expected"),
    [
        ("<P>One<P>Two<BR><BR>Three", "<p>One</p>\n<p>Two</p>\n<p>Three</p>"),
        ("a<br>b", "<p>a<br>\nb</p>"),
        ("<p>a</p><p>&nbsp;</p><p>b</p>", "<p>a</p>\n<p>b</p>"),
        ("a<br>&nbsp;&nbsp;&nbsp;b", "<p>a</p>\n<p>b</p>"),
        ("<i>a<p>b</i> c", "<p><em>a</em></p>\n<p><em>b</em> c</p>"),
        ("<b>a<i>b</b>c</i>", "<p><strong>a<em>b</em></strong><em>c</em></p>"),
        ("<font color=red>Hi</font> she said", None),
        ("&#147;It&#146;s&#148; &eacute &copy 1999", "<p>“It’s” é © 1999</p>"),
        ("<p>It was <thought>odd</thought>.", None),
        ("1 < 2 and a<b2", "<p>1 &lt; 2 and a&lt;b2</p>"),
        ("<!-- one > two --><p>a<script>var b='<p>c';</script>d", "<p>ad</p>"),
        ("<p>a<!-- never closed> b", "<p>a b</p>"),
        ("<style>.x{display:none}</style><p class=x>a</p>b", "<p>b</p>"),
        ('<div style="display: none">a<div>b</div></div>c', "<p>c</p>"),
        ("<p onclick=\"if (a > b) go('<')\">text", "<p>text</p>"),
        ("<plaintext>a<p>b", "<p>a</p>\n<p>b</p>"),
        ("<ul><li>a<li>b</ul>",
         "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>"),
        ("<p>one</p><center>* * *</center><p>two</p>", "<p>one</p>\n<hr>\n<p>two</p>"),
        ("<p>one</p><p>#<p>two</p>", "<p>one</p>\n<hr>\n<p>two</p>"),
        ('<p>See <a href="http://example.org/?a&amp;b">it</a>',
         '<p>See <a href="http://example.org/?a&amp;b">it</a></p>'),
        ('<p>See <a href="javascript:x()">it</a>', "<p>See it</p>"),
        ('<p>a<img src="a.gif" alt="A &quot;ship&quot;">',
         '<p>a<img src="a.gif" alt="A &quot;ship&quot;"></p>'),
        ("<p class=MsoNormal><span style='font-style:italic'>a<o:p></o:p></span> b",
         "<p><em>a</em> b</p>"),
        ("<style>.T1 {font-style:italic}</style><p><span class=T1>a</span> b",
         "<p><em>a</em> b</p>"),
    ],
)  # fmt: skip
def test_tag_soup_keeps_its_meaning(soup: str, expected: str | None) -> None:
    if expected is None:
        assert plain(house(soup)) in {"Hi she said", "It was <thought>odd</thought>."}
    else:
        assert house(soup) == expected


def test_text_set_apart_by_colour_keeps_its_voices() -> None:
    html = house(
        "<p><font color=red>Hello?</font> she typed. And waited for a long time.</p>"
        "<p><span style='color: #00f'>Yes.</span> That was all the answer.</p>"
    )

    assert '<span class="voice-1">Hello?</span>' in html
    assert '<span class="voice-2">Yes.</span>' in html


def test_what_holds_for_the_whole_page_says_nothing() -> None:
    long = "It had been snowing for days. " * 10

    html = house(f"<center><b><font color=yellow><p>One.<p>{long}<p>{long}")

    assert html.startswith("<p>One.</p>\n<p>It had been")


def test_lines_know_where_they_stood() -> None:
    page = read_page(
        "<html>\n<title>T</title>\n<p>One\n<p>Two <b>long</b>\n\n\n<br>Three"
    )

    lines = [each.line for each in page.lines]
    assert [(line.text, line.number) for line in lines if line.text] == [
        ("One", 3),
        ("Two long", 4),
        ("Three", 7),
    ]


def test_labels_and_values_of_a_table_share_their_row() -> None:
    page = read_page(
        "<table><tr><td><b>Author:</b></td><td>Wren</td></tr>"
        "<tr><td><b>Rating:</b></td><td>PG</td></tr></table>"
    )

    cells = [each.line for each in page.lines]
    assert [cell.kind for cell in cells] == [Kind.CELL] * 4
    assert cells[0].level == cells[1].level != cells[2].level == cells[3].level
    assert cells[0].bold == len("Author:")


def test_terms_and_their_descriptions_share_a_row() -> None:
    page = read_page("<dl><dt>By<dd>Wren<dt>Rating<dd>PG</dl>")

    levels = [each.line.level for each in page.lines]
    assert levels[0] == levels[1] != levels[2] == levels[3]
    assert {each.line.kind for each in page.lines} == {Kind.CELL}


def test_a_table_for_layout_leaves_its_text_only() -> None:
    html = house("<table><tr><td>Menu<br>here</td><td><p>One.<p>Two.</td></tr></table>")

    assert html == "<p>Menu<br>\nhere</p>\n<p>One.</p>\n<p>Two.</p>"


def test_fields_that_run_together_are_lines_of_one_block() -> None:
    page = read_page(
        "<p><b>Author:</b> Wren <b>Rating</b>: PG <b>Summary:</b> It snows."
    )

    assert texts(page) == ["Author: Wren", "Rating: PG", "Summary: It snows."]
    assert len({each.line.block for each in page.lines}) == 1
    assert html_of(page.lines).count("<p>") == 1


def test_typed_text_inside_a_page_keeps_its_lines_and_flows() -> None:
    typed = (
        "<pre>Title: Snow\n\n"
        "It had been snowing since the early hours of the <i>day</i>\n"
        "and nobody in the whole of the village could remember\nthe like of it.\n\n"
        "  A rose\n  is a rose</pre>"
    )

    page = read_page(typed)

    assert texts(page)[0] == "Title: Snow"
    assert "<em>day</em> and nobody" in html_of(page.lines)
    assert "A rose<br>" in html_of(page.lines)


def test_links_to_elsewhere_are_known_as_navigation() -> None:
    page = read_page(
        '<p>[ <a href="a.html">Home</a> | <a href="b.html">Back</a> ]</p>'
        '<p>by <a href="mailto:wren@example.org">Wren</a></p>'
        '<p><a href="mailto:wren@example.org">Wren</a></p>'
    )

    lines = [each for each in page.lines if each.line.text]
    assert [each.navigation for each in lines] == [True, False, False]
    assert lines[1].addresses == ("wren@example.org",)


def test_what_was_hidden_is_counted() -> None:
    assert read_page("<div hidden>a</div><p>b").hidden == 1


def test_an_element_that_never_ends_hides_nothing() -> None:
    assert house('<div style="display:none"><p>The whole story.') != ""


@given(st.text(alphabet="<>/!-ab pithde\"'=&;\n#1brtl", max_size=120))
def test_whatever_the_page_its_lines_become_clean_html(source: str) -> None:
    html = house(source)

    assert plain(clean(html)) == plain(html)


@pytest.mark.parametrize(
    "run",
    [
        "<", "<a ", '<a "', "<div>", "<b><i>", "<!--", "<!", "<table><tr><td>",
        "<font c='", "<script>", "<p><b>", "</div>", "<div hidden>", "<ul><li>",
        "&nbsp;", "&#1", "<a>b", "<br>", "<font color=#00000a>a", "<style>a{",
        "<td>a lamp on the sill", "x<i>", "\n\n", "<pre> a\n",
    ],
)  # fmt: skip
def test_long_runs_take_linear_time(run: str) -> None:
    hostile = run * (300_000 // len(run))

    with within(1):
        page = read_page(hostile)
        html_of(page.lines)
