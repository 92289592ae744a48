"""Dates of an archive's entries: ``MM/DD/YY``, or seconds since 1970."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from fanfold.model.dates import PartialDate
from fanfold.text import dates
from fanfold.vocab.patterns import late

_SECONDS = late(r"\d{8,10}")
_FIGURES = late(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?\s+(\d{1,2}:\d\d(?::\d\d)?))?"
)
_WORDS = late(r"[A-Za-zÀ-ÿ]{3,}|\d{4}-\d\d-\d\d")
#: The software is of the 1990s: ``90`` is 1990, ``89`` is 2089 and no date of it.
_CENTURY = 90


@dataclass(frozen=True, slots=True)
class Days:
    """How this archive writes a day. month_first: as its software does, unless its
    entries show the other order and never this one."""

    month_first: bool = True

    @classmethod
    def of(cls, values: Iterable[str]) -> Days:
        """Return what all dates of one archive together show."""
        pairs = [
            (int(found[1]), int(found[3]))
            for found in map(_FIGURES.fullmatch, map(str.strip, values))
            if found
        ]
        day_first = any(first > 12 for first, _ in pairs)
        month_first = any(second > 12 for _, second in pairs)
        return cls(month_first or not day_first)

    def date_of(self, text: str) -> PartialDate | None:
        """Return the date that a value states; None for none and for broken ones."""
        value = text.strip()
        if _SECONDS.fullmatch(value):
            return PartialDate.of(datetime.fromtimestamp(int(value), UTC))
        figures = _FIGURES.fullmatch(value)
        if figures is None:
            return dates.date_of(value) if _WORDS.search(value) else None
        one, other = int(figures[1]), int(figures[3])
        month, day = (one, other) if self.month_first else (other, one)
        if month > 12:
            month, day = day, month
        time = f"T{figures[5]:0>5}" if figures[5] else ""
        try:
            return PartialDate(f"{_year(figures[4])}-{month:02}-{day:02}{time}")
        except ValueError:
            return None


def _year(figures: str) -> int:
    year = int(figures)
    return year if year > 99 else year + (1900 if year >= _CENTURY else 2000)
