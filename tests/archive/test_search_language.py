"""What is typed into the search box, and what is meant by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.archive.search.language import (
    LONGEST,
    Between,
    Either,
    Every,
    Is,
    Node,
    Not,
    Words,
    parse,
)
from fanfold.errors import SearchLanguageError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Every(())),
        ("   ", Every(())),
        ("()", Every(())),
        # Not fields, not ranges, not brackets: words as they are.
        ("12:30", Words("12:30")),
        ("words:", Words("words:")),
        ("so-and-so", Words("so-and-so")),
        ("or", Words("or")),
        ("don’t", Words("don’t")),
        ("a*", Words("a*")),
        ("snow", Words("snow")),
        ("snow tide", Every((Words("snow"), Words("tide")))),
        ('"it snowed"', Words("it snowed", phrase=True)),
        ("“it snowed”", Words("it snowed", phrase=True)),
        ("-snow", Not(Words("snow"))),
        ('-"it snowed"', Not(Words("it snowed", phrase=True))),
        ("a OR b", Either((Words("a"), Words("b")))),
        (
            "a b OR c",
            Either((Every((Words("a"), Words("b"))), Words("c"))),
        ),
        ("a (b OR c)", Every((Words("a"), Either((Words("b"), Words("c")))))),
        ("-(a b)", Not(Every((Words("a"), Words("b"))))),
        ("by:marrow", Words("marrow", "creators")),
        ("Creator:marrow", Words("marrow", "creators")),
        ('-character:"Old Tom"', Not(Words("Old Tom", "characters", phrase=True))),
        ("light*", Words("light", begins=True)),
        ("title:light*", Words("light", "title", begins=True)),
        ("words:>10000", Between("words", 10_001, None)),
        ("words:>=10k", Between("words", 10_000, None)),
        ("words:<1,000", Between("words", None, 999)),
        ("words:1000..5000", Between("words", 1000, 5000)),
        ("words:..5000", Between("words", None, 5000)),
        ("chapters:3", Between("chapters", 3, 3)),
        ("pairings:<3", Between("pairings", None, 2)),
        ("fandoms:>1", Between("crossing", 2, None)),
        ("updated:2004", Between("updated", 20040101, 20041231)),
        ("updated:2004..2006", Between("updated", 20040101, 20061231)),
        ("date:<2004-02", Between("date", None, 20040200)),
        ("date:>2004-02", Between("date", 20040230, None)),
        ("complete:yes", Is("status", "complete")),
        ("rating:Teen", Is("rating", "teen")),
        ("language:DE", Is("language", "de")),
    ],
)
def test_what_is_typed_is_understood(typed: str, meant: Node) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "place", "word"),
    [
        ("snow (tide", 5, "never closed"),
        ("snow) tide", 4, "closes nothing"),
        ('snow "tide', 5, "quotation mark"),
        ("snow wordz:3", 5, "wordz"),
        ("words:lots", 6, "number"),
        ("updated:soon", 8, "year"),
        ("updated:2004-13", 8, "year"),
        ("complete:maybe", 9, "yes"),
        ("a " + "(" * 20, 12, "brackets"),
        ("x" * (LONGEST + 1), LONGEST, "letters"),
        ("title:)", 0, "no value"),
        ("words:>", 6, "number"),
    ],
)
def test_an_error_names_the_place(typed: str, place: int, word: str) -> None:
    with pytest.raises(SearchLanguageError, match=word) as caught:
        parse(typed)

    assert caught.value.place == place


@given(st.text(max_size=60))
def test_anything_typed_is_a_tree_or_a_clear_error(typed: str) -> None:
    place = 0
    try:
        parse(typed)
    except SearchLanguageError as error:
        place = error.place

    assert 0 <= place <= len(typed)
