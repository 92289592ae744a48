"""Dates as people write them, only as exact as they are.

Own strict forms: a general parser turns ``03/04/99`` into a day without asking and
``1 day ago`` into yesterday. Day and month in figures are read only where one of them
can be nothing else, or where the other dates of the source say which stands first
(`order_in`); otherwise the year is all that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from fanfold.model.dates import PartialDate
from fanfold.vocab.patterns import late

RULE = "text.date/1"
_LONGEST = 120
_NAMES = (
    "jan(?:uary|uar|vier)?|ene(?:ro)?|jänner|янв\\w*",
    "feb(?:ruary|ruar|rero)?|févr?(?:ier)?|fev(?:rier)?|фев\\w*",
    "mar(?:ch|s|zo)?|märz?|маp\\w*|март\\w?",
    "apr(?:il)?|avr(?:il)?|abr(?:il)?|апр\\w*",
    "may|mai|mayo|мая|май",
    "june?|juni|juin|junio|июн\\w?",
    "july?|juli|juillet|julio|июл\\w?",
    "aug(?:ust)?|août|aout|ago(?:sto)?|авг\\w*",
    "sept?(?:ember|embre)?|sept?iembre|сен\\w*",
    "oct(?:ober|obre|ubre)?|okt(?:ober)?|окт\\w*",
    "nov(?:ember|embre|iembre)?|ноя\\w*",
    "dec(?:ember)?|dez(?:ember)?|déc(?:embre)?|dic(?:iembre)?|дек\\w*",
)
_MONTH = "(?P<month>" + "|".join(f"(?:{names})" for names in _NAMES) + r")(?!\w)\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_SHORT = r"['’]?(?P<short>\d\d)(?!\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º|er)?(?!\d)"
_JOIN = r"[\s,/-]*(?:de\s+|of\s+)?"
_FORMS = [
    late(form, re.I)
    for form in (
        rf"(?<!\d){_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)"
        r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?P<zone>Z)?)?",
        rf"(?<!\w){_DAY}{_JOIN}{_MONTH}{_JOIN}{_YEAR}",
        rf"(?<!\w){_MONTH}\s*{_DAY}[\s,]+{_YEAR}",
        rf"(?<!\w){_DAY}[\s-]*{_MONTH}[\s-]*{_SHORT}",
        rf"(?<!\w){_MONTH}\s*{_DAY},?\s*{_SHORT}(?=\W|$)",
        rf"(?<!\w){_MONTH}{_JOIN}{_YEAR}",
        rf"(?<!\d)(?P<a>\d{{1,2}})(?P<s>[/.-])(?P<b>\d{{1,2}})(?P=s){_YEAR}",
        rf"(?<!\d)(?P<a>\d{{1,2}})(?P<s>[/.-])(?P<b>\d{{1,2}})(?P=s){_SHORT}",
        rf"(?<!\d)(?P<m>\d{{1,2}})/{_YEAR}",
        rf"(?<!\d){_YEAR}-(?P<m>\d\d)(?![\d-])",
        rf"(?<!\d){_YEAR}",
    )
]
_MONTHS = [late(names, re.I) for names in _NAMES]
_YEARS = late(r"(?:19|20)\d\d")
_FIGURES = late(r"\d+")
#: Fan fiction on line begins in the 1980s: ``'85`` to ``'84`` of the next century.
_CENTURY = 70


class Order(StrEnum):
    """What stands first where day and month are figures."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class FigureOrder(NamedTuple):
    """Which of day and month stands first in one source, and what says so.

    order: None where no date decides, or where they contradict one another.
    day_first, month_first: how many dates can be read in that order alone.
    undecided: how many can be read in both. example: a date that decides, as found.
    """

    order: Order | None
    day_first: int = 0
    month_first: int = 0
    undecided: int = 0
    example: str = ""


#: Share of the deciding dates that must agree: people mistype, programs do not.
_AGREED = 0.95
_IN_FIGURES = late(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/-])")


def order_in(texts: Iterable[str]) -> FigureOrder:
    """Return the order of day and month in all dates of one source, read once.

    ``24/03/99`` can only have its day first, ``03/24/99`` only its month; dates with
    dots put the day first by custom and decide nothing for others. Feed one site's or
    one dump's dates, all of them: one odd row must not turn the rest.
    """
    day_first = month_first = undecided = 0
    examples: dict[Order, str] = {}
    for text in texts:
        found = _IN_FIGURES.search(text[:_LONGEST])
        if found is None:
            continue
        a, b = int(found[1]), int(found[3])
        if 12 < a <= 31 and 1 <= b <= 12:
            day_first += 1
            examples.setdefault(Order.DAY_FIRST, found[0])
        elif 12 < b <= 31 and 1 <= a <= 12:
            month_first += 1
            examples.setdefault(Order.MONTH_FIRST, found[0])
        elif a != b and 1 <= a <= 12 and 1 <= b <= 12:
            undecided += 1
    order = _agreed(day_first, month_first)
    example = examples[order] if order else ""
    return FigureOrder(order, day_first, month_first, undecided, example)


def _agreed(day_first: int, month_first: int) -> Order | None:
    most = max(day_first, month_first)
    if not most or most < _AGREED * (day_first + month_first):
        return None
    return Order.DAY_FIRST if day_first == most else Order.MONTH_FIRST


def date_of(text: str, order: Order | None = None) -> PartialDate | None:
    """Return the first date in a short text, as exact as it says; None without one.

    order: what `order_in` found for the source; None where it is not known.
    """
    value = text[:_LONGEST]
    # Every form has a year in four figures or figures in two places at least.
    if not _YEARS.search(value) and len(_FIGURES.findall(value)) < 2:
        return None
    for form in _FORMS:
        found = form.search(value)
        if found is not None:
            date = _date(found.groupdict(), order)
            if date is not None:
                return date
    return None


def _date(found: dict[str, str | None], order: Order | None) -> PartialDate | None:
    year = found.get("year") or _full(found["short"] or "")
    month, day = _month(found), found.get("day")
    if found.get("a"):
        figures = int(found["a"] or 0), int(found["b"] or 0)
        month, day = _figures(*figures, found["s"], order)
    text = year
    if month:
        text += f"-{int(month):02}" + (f"-{int(day):02}" if day else "")
    if found.get("time"):
        text += f"T{found['time']}{found.get('zone') or ''}"
    try:
        return PartialDate(text)
    except ValueError:
        return None


def _month(found: dict[str, str | None]) -> str | None:
    name = found.get("month")
    if name is None:
        return found.get("m")
    name = name.rstrip(".")
    for number, form in enumerate(_MONTHS, start=1):
        if form.fullmatch(name):
            return str(number)
    return None


def _figures(
    a: int, b: int, sign: str | None, order: Order | None
) -> tuple[str | None, str | None]:
    """Return month and day: dots mean day first, else only where it must be so."""
    if sign == "." or a > 12:
        return str(b), str(a)
    if b > 12 or a == b:
        return str(a), str(b)
    if order is None:
        return None, None
    return (str(b), str(a)) if order is Order.DAY_FIRST else (str(a), str(b))


def _full(short: str) -> str:
    return ("19" if int(short) >= _CENTURY else "20") + short
