"""Chapters fall into the parts that their titles name, and into none otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.text.groups import groups


def told(*titles: str) -> list[tuple[str, int]]:
    return [(each.name, each.end - each.start) for each in groups(titles)]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            ("Part I, 1", "Part I, 2", "Part II, 1", "Part II, 2"),
            [("Part I", 2), ("Part II", 2)],
        ),
        (
            ("Book One: 1 Rain", "Book One: 2 Fog", "Book Two: 3 Sea", "Book Two: 4"),
            [("Book One", 2), ("Book Two", 2)],
        ),
        (
            ("Part I: The Moor", "Rain", "Fog", "Part II: The Sea", "Salt"),
            [("Part I: The Moor", 3), ("Part II: The Sea", 2)],
        ),
        (
            ("Prologue", "Teil 1 – Nebel", "Teil 1 – Regen", "Teil 2 – Meer", "Ende"),
            [("", 1), ("Teil 1", 2), ("Teil 2 – Meer", 2)],
        ),
    ],
)
def test_parts_are_told_from_titles(
    titles: tuple[str, ...], expected: list[tuple[str, int]]
) -> None:
    assert told(*titles) == expected


@pytest.mark.parametrize(
    "titles",
    [
        (),
        ("One",),
        ("Part 1", "Part 2", "Part 3"),
        ("Part 1: Rain", "Part 2: Fog", "Epilogue"),
        ("Chapter 1", "Chapter 2", "Chapter 3"),
        ("Partings", "Partition", "Bookshops", "Activity"),
        ("Part of the family", "Book people", "Acting up", "Home"),
        ("", "", ""),
    ],
)
def test_no_parts_where_titles_name_none(titles: tuple[str, ...]) -> None:
    assert told(*titles) == []


@given(st.lists(st.sampled_from(["", "Part 1", "Part 2: x", "Rain", "Book II, 3"])))
def test_groups_hold_every_chapter_once_and_in_order(titles: list[str]) -> None:
    found = groups(titles)

    places = [at for each in found for at in range(each.start, each.end)]
    assert places == (list(range(len(titles))) if found else [])
