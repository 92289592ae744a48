"""Addresses, dates, words, breaks and paragraphs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.text import addresses, words
from fanfold.text.breaks import is_scene_break
from fanfold.text.dates import date_of
from fanfold.text.lines import Kind, Line
from fanfold.text.paragraphs import emphasis, to_html


@pytest.mark.parametrize(
    "written",
    [
        "anna@example.org",
        "anna[at]example.org",
        "anna (at) example.org",
        "anna AT example dot org",
        "anna at example [dot] org",
        "anna&#64;example.org",
        "anna @ example.org",
    ],
)
def test_an_address_is_found_in_every_disguise(written: str) -> None:
    text = f"Mail me: {written}, please."

    assert addresses.find(text) == ("anna@example.org",)
    assert addresses.removed(text) == "Mail me: [address removed], please."


@pytest.mark.parametrize(
    "text",
    ["They met at dawn.", "Two apples @ 5 cents", "look at that. Or not", "@anna"],
)
def test_prose_is_no_address(text: str) -> None:
    assert addresses.find(text) == ()
    assert addresses.removed(text) == text


def test_an_address_cut_through_by_the_limit_does_not_show() -> None:
    text = "x" * 190 + " anna@example.org"

    assert "anna@" not in addresses.quoted(text)


def test_a_hidden_domain_still_hides_the_person() -> None:
    assert addresses.removed("From anna@... today") == "From [address removed] today"


@given(st.text(max_size=300))
def test_what_was_removed_is_not_found_again(text: str) -> None:
    assert addresses.find(addresses.removed(text)) == ()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("September 21, 2003", "2003-09-21"),
        ("21 Sept 2003", "2003-09-21"),
        ("(c) August 2003", "2003-08"),
        ("3. März 1998", "1998-03-03"),
        ("le 3 février 2001", "2001-02-03"),
        ("Tue, 3 Mar 1998 10:00:00", "1998-03-03"),
        ("2004-05-06", "2004-05-06"),
        ("03/04/99", "1999"),
        ("03/24/99", "1999-03-24"),
        ("Written 1997", "1997"),
        ("Feb 30 2001", "2001"),
    ],
)
def test_a_date_is_as_exact_as_its_words(text: str, date: str) -> None:
    found = date_of(text)

    assert found is not None
    assert found.text == date


@pytest.mark.parametrize("text", ["", "1 day ago", "Chapter 12", "in May"])
def test_no_date_is_made_up(text: str) -> None:
    assert date_of(text) is None


def test_words_are_tokens_with_a_letter_or_digit() -> None:
    assert words.count("It snowed -- twice, in '98.") == 5
    assert words.count("naïve — « non »") == 2
    assert words.count("吾輩は猫") == 4


@pytest.mark.parametrize(
    "text", ["* * *", "***", "~*~*~", "-=-", "#####", "SWSWSWSW", "_____", ".", "••••"]
)
def test_a_break_is_known(text: str) -> None:
    assert is_scene_break(text)


@pytest.mark.parametrize("text", ["", "...", "No!", "xx", "1999", "OK", "Ooh"])
def test_words_are_no_break(text: str) -> None:
    assert not is_scene_break(text)


def _lines(text: str) -> list[Line]:
    return [
        Line(line, number, Kind.TEXT if line.strip() else Kind.BLANK)
        for number, line in enumerate(text.split("\n"), start=1)
    ]


def test_wrapped_lines_become_one_paragraph() -> None:
    html = to_html(
        _lines("It snowed all the night and in the morning there was\nmore.\n\nAh.")
    )

    assert html == (
        "<p>It snowed all the night and in the morning there was more.</p>\n<p>Ah.</p>"
    )


def test_short_lines_together_are_verse() -> None:
    assert to_html(_lines("Roses\nare\nred")) == "<p>Roses<br>are<br>red</p>"


def test_indented_lines_start_paragraphs() -> None:
    text = "  It snowed all the night, and in the morning it\nstill snowed.\n  He left."

    assert to_html(_lines(text)).count("<p>") == 2


def test_a_break_between_paragraphs_is_a_rule_and_none_ends_the_text() -> None:
    assert to_html(_lines("One.\n\n* * *\n\nTwo.\n\n* * *")) == (
        "<p>One.</p>\n<hr>\n<p>Two.</p>"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*so*", "<em>so</em>"),
        ("_so_ it is", "<em>so</em> it is"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("“curly” — dots…", "“curly” — dots…"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_emphasis_is_what_stands_between_signs(text: str, html: str) -> None:
    assert emphasis(text) == html


@given(
    st.text(alphabet="a1 é\xa0“—…’.\u3000\u0e31\u30fbяก吾\n\t")
    # Mostly ASCII; letters and signs whose first byte in UTF-8 is the same.
    | st.text(alphabet="aaa   ..é×½²«“’…₂\x85_\ud800")
)
def test_words_are_counted_as_their_letters_are_found(text: str) -> None:
    single, runs = r"[\u3040-\u30ff\u4e00-\u9fff]", r"[\u0e00-\u0eff]{1,5}"
    rest = re.sub(f"{single}|{runs}", " ", text)
    alone = len(re.findall(single, text)) + len(re.findall(runs, text))
    spaced = sum(any(map(str.isalnum, word)) for word in rest.split())
    assert words.count(text) == alone + spaced


@pytest.mark.parametrize(
    "said", ["a dot on it, look at @home.example.org", "two @ 5.50 each"]
)
def test_a_sign_with_no_name_before_it_is_no_address(said: str) -> None:
    assert addresses.find(said) == ()
    assert addresses.removed(said) == said
