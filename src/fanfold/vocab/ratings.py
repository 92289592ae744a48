"""Rating words of every scale, and the rating they mean."""

from __future__ import annotations

import re
from functools import cache

from fanfold.model.advice import Rating
from fanfold.vocab.patterns import late
from fanfold.vocab.tables import table

RULE = "vocab.rating/1"
_ORDER = (Rating.GENERAL, Rating.TEEN, Rating.MATURE, Rating.EXPLICIT)
_LONGEST = 400
#: ``PG -13`` and ``PG – 13`` as people type them.
_SPACED = late(r"\b(PG|NC|FR|FRT)\s*[-–—]\s*(\d\d)\b", re.I)
#: ``PG/PG-13``: two ratings; but ``M/M`` and ``R/S`` are couples.
_EITHER = late(
    r"(?<![\w/])(G|PG|PG-?13|R|NC-?17|K\+?|T|M|FR\w{1,2})/(?!\1(?!-?\w))"
    r"(?=(?:G|PG|PG-?13|R|NC-?17|K\+?|T|M|MA|X|FR\w{1,2})(?![\w/]))"
)


def rating_of(text: str) -> Rating | None:
    """Return the highest rating that the words name; None where they name none.

    ``"PG, later parts NC-17"`` is explicit: a reader is told the most that may come.
    """
    value = _SPACED.sub(r"\1-\2", " ".join(text[:_LONGEST].split()))
    value = _EITHER.sub(r"\1 / ", value)
    # Most say one rating and nothing else; the patterns take 2 ms to compile.
    if value.upper() in _whole():
        return _whole()[value.upper()]
    return _found_in(value)


def _found_in(value: str) -> Rating | None:
    alone = value.strip(" .!()[]\"'*").upper()
    named = [rating for rating, found in _patterns().items() if found.search(value)] + [
        rating for rating, words in _alone().items() if alone in words
    ]
    graded = [rating for rating in _ORDER if rating in named]
    if graded:
        return graded[-1]
    return Rating.UNRATED if Rating.UNRATED in named else None


@cache
def _whole() -> dict[str, Rating]:
    return {
        word.upper(): Rating(name)
        for name, entry in table("ratings").items()
        for word in (*entry["words"], *entry["signs"], *entry["alone"])
    }


@cache
def _patterns() -> dict[Rating, re.Pattern[str]]:
    return {Rating(name): _pattern(words) for name, words in table("ratings").items()}


def _pattern(entry: dict[str, list[str]]) -> re.Pattern[str]:
    words = sorted(entry["words"], key=len, reverse=True)
    either = [rf"(?i:{'|'.join(map(re.escape, words))})"] if words else []
    # A sign must not be half of another: the PG of PG-13, the R of R/S, the T of don't.
    signs = [
        rf"{re.escape(sign)}(?![-’'/.]?\w)(?!\s?[-–]\s?\d)" for sign in entry["signs"]
    ]
    either_way = "|".join([*either, *signs])
    return re.compile(rf"(?<![\w/’'])(?<!\w[.-])(?:{either_way})(?:-?ish)?(?![\w])")


@cache
def _alone() -> dict[Rating, frozenset[str]]:
    return {
        Rating(name): frozenset([*entry["alone"], *entry["signs"]])
        for name, entry in table("ratings").items()
    }
