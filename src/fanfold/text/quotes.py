"""Curly quotes, dashes and dots that became letters on another machine.

windows-1252 read on a Macintosh makes "donít" of "don’t", a Macintosh's text read on
Windows "donÕt", and windows-1252 read under DOS "donÆt". The letters are also those of
living languages, so a text must prove it by words that nobody writes with them, and
then each is taken for a mark only where a mark can stand.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class Alphabet(NamedTuple):
    """The letters that stand for the marks; "" where one has none.

    note: a sentence for the step.
    """

    apostrophe: str
    opening: str
    closing: str
    single: str
    dots: str
    dash: str
    long_dash: str
    note: str


ALPHABETS = {
    "windows-as-mac": Alphabet(
        "í", "ì", "î", "ë", "Ö", "ñ", "ó", "windows-1252 had been read as Mac Roman."
    ),
    "mac-as-windows": Alphabet(
        "Õ", "Ò", "Ó", "Ô", "É", "Ð", "Ñ", "Mac Roman had been read as windows-1252."
    ),
    "windows-as-dos": Alphabet(
        "Æ", "ô", "ö", "æ", "à", "û", "ù", "windows-1252 had been read under DOS."
    ),
}


def brought_back(text: str, name: str) -> str:
    """Return the text with the marks that its letters were; lines keep their number.

    name: of an alphabet. A line that has a curly apostrophe of its own is left.
    """
    told = ALPHABETS[name]
    if not _proof(told.apostrophe).search(text):
        return text
    letters = _letters(name)
    return "\n".join(
        line if "’" in line or not letters.search(line) else _marked(line, name)
        for line in text.split("\n")
    )


def _marked(line: str, name: str) -> str:
    for pattern, mark in _marks(name):
        line = pattern.sub(mark, line)
    return line


@cache
def _proof(x: str) -> re.Pattern[str]:
    """Return the words that nobody writes with this letter."""
    return re.compile(
        r"\b(?:[Dd]o|[Cc]a|[Ww]o|[Dd]id|[Ii]s|[Ww]as|[Cc]ould|[Ww]ould|[Dd]oes|[Hh]ad|"
        rf"[Hh]as|[Hh]ave|[Aa]re|[Ww]ere|[Ss]hould)n{x}t\b"
        rf"|\b(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hat|[Ww]hat|[Tt]here|[Ll]et){x}(?:s|d|ll)\b"
        rf"|\bI{x}(?:m|d|ll|ve)\b|\b(?:[Yy]ou|[Ww]e|[Tt]hey){x}(?:re|ve|ll|d)\b"
    )


@cache
def _letters(name: str) -> re.Pattern[str]:
    told = ALPHABETS[name]
    every = (told.apostrophe, told.opening, told.closing, told.single, told.dots)
    return re.compile("[" + "".join((*every, told.dash, told.long_dash)) + "]")


_LETTER = "[^\\W\\d_]"


@cache
def _marks(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return where each mark can stand, in the order in which they are looked for."""
    it = ALPHABETS[name]
    a, o, c, s, d = it.apostrophe, it.opening, it.closing, it.single, it.dots
    n, m = it.dash, it.long_dash
    forms = (
        (rf"(?<={_LETTER}){a}(?=(?:t|s|d|ll|re|ve|m)\b)", "’"),
        (
            rf"(?<=s){a}(?!{_LETTER})|(?<!{_LETTER}){a}(?=(?:em|cause|til|tis|twas)\b)",
            "’",
        ),
        (rf"(?<!{_LETTER}){o}(?=\w|[{s}{d}*_<…])", "“"),
        (rf"(?<=[\w.,!?;:…{d}*_>{a}{n}{m}-]){c}(?!\w)", "”"),
        (rf"(?<!{_LETTER}){s}(?={_LETTER})", "‘"),
        (rf"(?<=[.,!?]){a}(?!\w)", "’"),
        (rf"(?<=\w)(?<![A-Z]){d}(?!\w)|(?<![\w]){d}(?!\w)", "…"),
        (rf"(?<= ){n}(?= )", "–"),
        (rf"(?<=[ \w,.]){m}(?=[ ”])|(?<=[ ”]){m}(?=[ \w])", "—"),
    )
    return tuple((re.compile(form), mark) for form, mark in forms)
