"""Dates as people write them, only as exact as they are.

Own strict forms: a general parser turns ``03/04/99`` into a day without asking and
``1 day ago`` into yesterday. Day and month in figures are read only where one of them
can be nothing else; otherwise the year is all that is known.
"""

from __future__ import annotations

import re

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


def date_of(text: str) -> PartialDate | None:
    """Return the first date in a short text, as exact as it says; None without one."""
    value = text[:_LONGEST]
    # Every form has a year in four figures or figures in two places at least.
    if not _YEARS.search(value) and len(_FIGURES.findall(value)) < 2:
        return None
    for form in _FORMS:
        found = form.search(value)
        if found is not None:
            date = _date(found.groupdict())
            if date is not None:
                return date
    return None


def _date(found: dict[str, str | None]) -> PartialDate | None:
    year = found.get("year") or _full(found["short"] or "")
    month, day = _month(found), found.get("day")
    if found.get("a"):
        month, day = _figures(int(found["a"] or 0), int(found["b"] or 0), found["s"])
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


def _figures(a: int, b: int, sign: str | None) -> tuple[str | None, str | None]:
    """Return month and day: dots mean day first, slashes only where it must be so."""
    if sign == "." or a > 12:
        return str(b), str(a)
    if b > 12 or a == b:
        return str(a), str(b)
    return None, None


def _full(short: str) -> str:
    return ("19" if int(short) >= _CENTURY else "20") + short
