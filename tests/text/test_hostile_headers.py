"""Texts made to take long: each 300 kB, each read in well under a second of CPU."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fanfold.errors import NoTextError
from tests.pace import within

_SIZE = 300_000


def _filled(piece: str) -> str:
    return piece * (_SIZE // len(piece))


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "Title: a\n",
            "Title: a\nAuthor: b\n\n",
            "by Wren\n",
            "by Wren\n\n",
            "Part 1\n\n",
        ),
        *(
            "Rating: PG\n\n",
            "[",
            "(((",
            "a:",
            "A/B ",
            "THE END\n\n",
            "* * *\n",
            "1\n\n",
        ),
        *("Title - by A\n", "Rated PG. ", "Part", 'Anna: "x"\n', "(1/2) ", "wrote,\n"),
        *("T H E  E N D ", "i. ", "*", "_a_", ">", "    ", "\t|\t", "3 comments\n\n"),
        *("Posted by A on June 3, 2004\n\n", "For Anna, ", "A A ", '"a"\n\n', "I\n\n"),
        *("Archive: A, B, ", "Summary: a b c.\n\n", "ask ", "chapter one ", "-a-b"),
    ],
)
def test_a_run_of_anything_is_read_in_linear_time(
    piece: str, read_text: Callable[[str], list[dict[str, Any]]]
) -> None:
    with within(1):
        try:
            works = read_text(_filled(piece))
        except NoTextError:
            works = []

    # Signs alone are no story; whatever has a letter or digit is one.
    assert bool(works) == any(map(str.isalnum, piece))
