"""The part of a text that passages are taken from holds what is looked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fanfold.archive.search.schema import analyzer
from fanfold.archive.search.snippets import LENGTH, _near

FILLING = "Nothing to see here. " * 100


def test_the_part_holds_most_of_the_words() -> None:
    text = f"Snow. {FILLING}Rain. {FILLING}Then snow, and rain on it. {FILLING}"

    near = _near(text, ["rain", "snow"])

    assert "Then snow, and rain on it." in near
    assert len(near) < 6 * LENGTH


def test_parts_of_other_words_are_no_words() -> None:
    text = f"Snowed under. {FILLING}A rainy day. {FILLING}It is SNOW! {FILLING}"

    assert "It is SNOW!" in _near(text, ["snow"])
    assert _near(text, ["rain"]) == ""


def test_where_signs_may_hide_a_word_the_whole_is_looked_at() -> None:
    text = f"{FILLING}The café. {FILLING}"

    assert _near(text, ["cafe"]) == text
    assert _near("İ" * 9, ["i"]) == "İ" * 9  # longer in small letters
    assert _near(FILLING, []) == FILLING


WORDS = st.lists(st.sampled_from(["snow", "rain", "café", "it's", "the_lamp", "Ärger"]))


@given(WORDS, WORDS, st.sampled_from(["snow", "rain", "lamp", "cafe", "arger"]))
def test_no_passage_is_lost(before: list[str], after: list[str], word: str) -> None:
    text = " ".join([*before, FILLING, *after])
    tokens = set(analyzer().analyze(text))

    near = set(analyzer().analyze(_near(text, [word])))

    assert (word in near) == (word in tokens)
