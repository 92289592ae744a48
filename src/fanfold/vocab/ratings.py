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


def rating_of(text: str) -> Rating | None:
    """Return the highest rating that the words name; None where they name none.

    ``"PG, later parts NC-17"`` is explicit: a reader is told the most that may come.
    """
    value = _SPACED.sub(r"\1-\2", " ".join(text[:_LONGEST].split()))
    alone = value.strip(" .!()[]\"'*").upper()
    named = [rating for rating, found in _patterns().items() if found.search(value)] + [
        rating for rating, words in _alone().items() if alone in words
    ]
    graded = [rating for rating in _ORDER if rating in named]
    if graded:
        return graded[-1]
    return Rating.UNRATED if Rating.UNRATED in named else None


@cache
def _patterns() -> dict[Rating, re.Pattern[str]]:
    return {Rating(name): _pattern(words) for name, words in table("ratings").items()}


def _pattern(entry: dict[str, list[str]]) -> re.Pattern[str]:
    words = sorted(entry["words"], key=len, reverse=True)
    either = [rf"(?i:{'|'.join(map(re.escape, words))})"] if words else []
    # A sign must not be half of another: the PG of PG-13, the R of R/S, the T of don't.
    signs = [
        rf"{re.escape(sign)}(?![-’'/]?\w)(?!\s?[-–]\s?\d)" for sign in entry["signs"]
    ]
    return re.compile(rf"(?<![\w/’'])(?:{'|'.join([*either, *signs])})(?![\w])")


@cache
def _alone() -> dict[Rating, frozenset[str]]:
    return {
        Rating(name): frozenset(entry["alone"])
        for name, entry in table("ratings").items()
    }
