"""Suggestions of what a tag means: names alone, right and wrong ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.archive.suggesting import (
    Known,
    Reason,
    abbreviates,
    near,
    spelled_alike,
    standing_together,
    with_company,
)

NAMES = (
    "Tarn/Reed",
    "Ivo Tarn/Mina Reed",
    "Ivo Tarn & Mina Reed",
    "Harbour Lights",
    "The Harbour Lights",
    "Harbor Lights",
    "Season 1",
    "Season 2",
    "Domestic",
)
ALL = tuple(Known(at, name, works=10 + at) for at, name in enumerate(NAMES))


def suggested(name: str, works: int = 1, others: tuple[Known, ...] = ALL) -> list[str]:
    return [each.known.name for each in near(Known(99, name, works), others)]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("T/R", "Tarn/Reed"),
        ("R/T", "Tarn/Reed"),
        ("TR", "Tarn/Reed"),
        ("T/R", "Ivo Tarn/Mina Reed"),
        ("Reed / Tarn", "Ivo Tarn/Mina Reed"),
        ("Mina", "Mina Reed"),
        ("hL", "Harbour Lights"),
        ("Ta/Re", "Tarn/Reed"),
        ("T/R/W", "Tarn/Reed/Wren"),
        ("T & R", "Tarn & Reed"),
    ],
)
def test_a_short_form_is_known_by_its_letters(short: str, long: str) -> None:
    assert abbreviates(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("T/K", "Tarn/Reed"),
        ("T/R", "Tarn & Reed"),
        ("T/R/W", "Tarn/Reed"),
        ("Tarn/Reed", "T/R"),
        ("T/T", "Tarn/Reed"),
        ("Season", "Season 1"),
        ("tr", "Tarn/Reed"),
        ("", "Tarn/Reed"),
        ("/", "Tarn/Reed"),
    ],
)
def test_what_is_no_short_form_is_none(short: str, long: str) -> None:
    assert not abbreviates(short, long)


def test_spelling_passes_over_accents_case_article_and_order() -> None:
    assert spelled_alike("the harbour  lights", "Harbour Lights") == 1
    assert spelled_alike("Reed/Tarn", "Tarn / Reed") == 1
    assert spelled_alike("Zoë Reed", "zoe reed") == 1
    assert 0.55 < spelled_alike("Harbor Lights", "Harbour Lights") < 1


def test_another_number_or_tie_is_another_thing() -> None:
    assert spelled_alike("Season 1", "Season 2") == 0
    assert spelled_alike("Tarn/Reed", "Tarn & Reed") == 0
    assert spelled_alike("Domestic", "Harbour Lights") < 0.2


def test_the_nearest_is_suggested_first_with_its_reason() -> None:
    assert suggested("harbour lights")[0] == "The Harbour Lights"
    assert suggested("T/R") == ["Ivo Tarn/Mina Reed", "Tarn/Reed"]
    (first, *_) = near(Known(99, "T/R", 1), ALL)
    assert first.reasons == (Reason.ABBREVIATION,)


def test_of_two_spellings_the_one_in_use_is_suggested_and_not_the_other() -> None:
    rare, usual = Known(1, "Harbor Lights", 2), Known(2, "Harbour Lights", 9)
    chosen = Known(3, "Harbour  Lights", 1, chosen=True)

    assert [each.known for each in near(rare, [rare, usual])] == [usual]
    assert near(usual, [rare, usual]) == []
    assert [each.known for each in near(usual, [rare, chosen])] == [chosen]


def test_company_puts_the_right_one_of_two_first() -> None:
    tarn, tull = Known(1, "Tarn/Reed", 5), Known(2, "Tull/Rowe", 9)
    found = near(Known(9, "T/R", 3), [tarn, tull])
    beside = {1: frozenset((70, 71)), 2: frozenset((80, 81))}

    assert [each.known for each in found] == [tull, tarn]
    ranked = with_company(found, frozenset((70, 71)), beside)

    assert [each.known for each in ranked] == [tarn, tull]
    assert ranked[0].reasons == (Reason.ABBREVIATION, Reason.COMPANY)
    assert ranked[1].reasons == (Reason.ABBREVIATION,)


def test_what_always_stands_beside_is_suggested_by_company_alone() -> None:
    typed, full = Known(1, "the sailors", 5), Known(2, "Ivo Tarn/Mina Reed", 6)
    fluff = Known(3, "A tag that very many stories bear", 400)

    found = standing_together(typed, {2: 5, 3: 5}, {2: full, 3: fluff})

    assert found is not None
    assert (found.known, found.reasons) == (full, (Reason.COMPANY,))
    assert standing_together(typed, {2: 3}, {2: full}) is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_names_are_compared_the_same_both_ways(one: str, other: str) -> None:
    assert spelled_alike(one, other) == spelled_alike(other, one)
    assert 0 <= spelled_alike(one, other) <= 1
    assert not (abbreviates(one, other) and abbreviates(other, one))
