"""Boxes say what the search language says, and show what was typed in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.archive.search.boxes import BOXES, boxes_of, words_of
from fanfold.archive.search.kept import MOST, NOTHING, Kept, kept_of
from fanfold.archive.search.language import parse
from fanfold.errors import SearchLanguageError

FILLED = [
    ({"words": "snow lighthouse"}, "snow lighthouse"),
    ({"title": "long night"}, "title:long title:night"),
    ({"author": "Bea Thorn, Marrow"}, 'by:"Bea Thorn" by:Marrow'),
    ({"relationship": "Tarn/Rook"}, 'pairing:"Tarn/Rook"'),
    ({"without": "war, sea shanty"}, '-war -"sea shanty"'),
    ({"words-from": "1000", "words-to": "5000"}, "words:1000..5000"),
    ({"words-from": "1000"}, "words:>=1000"),
    ({"updated-to": "2004-05-06"}, "updated:<=2004-05-06"),
    ({"rating": "teen", "complete": "yes"}, "rating:teen complete:yes"),
    ({"language": "de", "tag": "fluff*"}, "tag:fluff* language:de"),
]


@pytest.mark.parametrize(("boxes", "words"), FILLED)
def test_boxes_become_a_search(boxes: dict[str, str], words: str) -> None:
    assert words_of(boxes) == words


@pytest.mark.parametrize(("boxes", "words"), FILLED)
def test_a_search_fills_the_boxes_it_came_from(
    boxes: dict[str, str], words: str
) -> None:
    assert boxes_of(words) == boxes


@pytest.mark.parametrize(
    "words",
    ["tide OR moor", "by:(", "(a b) c", "-by:marrow", 'by:"a, b"', "words:>1 words:>2"],
)
def test_what_boxes_cannot_say_stays_whole_in_the_first(words: str) -> None:
    assert boxes_of(words) == {"words": words}


def trouble(words: str) -> str:
    try:
        parse(words)
    except SearchLanguageError as error:
        return str(error)
    return ""


@given(st.dictionaries(st.sampled_from(BOXES), st.text(max_size=30)))
def test_no_box_makes_more_than_one_search_of_itself(boxes: dict[str, str]) -> None:
    """What stands in the names' boxes never opens a bracket or a field of its own."""
    boxes = {name: text for name, text in boxes.items() if name != "words"}

    told = trouble(words_of(boxes))

    # Numbers and days may be no numbers: that is told, and nothing else.
    assert not told or any(word in told for word in ("takes", "letters", "value"))


def test_kept_searches_are_told_and_read_again() -> None:
    kept = NOTHING.with_saved("Snow", "q=snow").with_saved("Rain", "q=rain&tag=x")
    kept = kept.with_barred("fandom", "abc").with_barred("phrase", "sea shanty")

    assert kept_of(kept.told()) == kept
    assert [each.name for each in kept.saved] == ["Rain", "Snow"]
    assert kept.with_saved("Snow", "q=ice").saved[0].address == "q=ice"
    assert kept.without_saved("Rain").without_barred("phrase", "sea shanty") == (
        NOTHING.with_saved("Snow", "q=snow").with_barred("fandom", "abc")
    )


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["saved", "barred", "x"]), inner)
        ),
    )
)
def test_odd_cookies_keep_nothing_and_break_nothing(told: object) -> None:
    assert isinstance(kept_of(told), Kept)


def test_no_more_is_kept_than_there_is_room_for() -> None:
    kept = NOTHING
    for number in range(3 * MOST):
        kept = kept.with_saved(f"S{number}", f"q={number}")
        kept = kept.with_barred("phrase", f"p{number}")

    assert len(kept.saved) == len(kept.phrases) == MOST
    assert kept.with_barred("rating", "x") == kept
