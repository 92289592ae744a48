"""One line as one or several ``Label: value`` pairs."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from fanfold.text.lines import Kind, Line
from fanfold.vocab.labels import field_of, is_weak, spellings
from fanfold.vocab.patterns import late

_LONGEST_LABEL = 40
#: Signs that boxes, stars and quoting put around a line.
_FRAME = late(r"^[\s>|*#=+~_•·-]{0,12}(?=[\w\[(\"“¡¿])|[\s|*#=+~]{0,12}$")
_BRACKETED = late(r"\[\s*([^\[\]:]{2,40}?)\s*\]\s*[:-]?\s*(.+)")
_IN_BRACKETS = late(r"\[\s*([^\[\]:]{2,40}?)\s*:\s*([^\[\]]{0,400})\]")
_COLON = late(
    r"[*_\"“(]{0,3}([^\W\d_][^:=\t|]{0,38}?)[*_\"”)]{0,3}\s{0,4}(?:::?|：)[*_]{0,2}"
    r"(?!//)(?:\s+|(?=\S)|$)(.*)",
    re.S,
)
_DASHED = late(
    r"([^\W\d_][^:=\t–—-]{0,38}?(?:e-mail)?)\s*(?:\s[-–—]{1,3}\s|[-–—]{1,2}\s|\s?=\s?|\t+)"
    r"\s*(.*)",
    re.S,
)
_BARE = late(r"(?i)(rated)\s+([A-Z].{0,60})")
_UNKNOWN = late(r"[A-ZÀ-ÝА-Я][\w'’/&.-]*(?: [\w'’/&.()-]+){0,3}")


class Pair(NamedTuple):
    """A label with its value. field: None where the label is not known.

    weak: the label alone does not make a header.
    """

    label: str
    field: str | None
    value: str
    weak: bool = False


def pairs_of(line: Line) -> tuple[Pair, ...]:
    """Return the pairs of a line in order; () where it is no labelled line."""
    text = _unframed(line.text)
    if not text or line.kind is Kind.BLANK:
        return ()
    several = _several(text)
    if several:
        return several
    pair = _single(text, line)
    return (pair,) if pair else ()


def _single(text: str, line: Line) -> Pair | None:
    bracketed = _BRACKETED.fullmatch(text) or _IN_BRACKETS.fullmatch(text)
    if bracketed and field_of(bracketed[1]):
        return _pair(bracketed[1], bracketed[2])
    colon = _COLON.match(text)
    if colon is not None:
        pair = _pair(colon[1], colon[2])
        if pair.field or _UNKNOWN.fullmatch(pair.label):
            return pair
        return None
    for form in (_DASHED, _BARE):
        found = form.match(text)
        if found is not None and field_of(found[1]):
            pair = _pair(found[1], found[2])
            glued = form is _DASHED and len(found[2]) > 200
            return None if glued else pair
    if line.bold and 0 < line.bold < len(text) and field_of(text[: line.bold]):
        return _pair(text[: line.bold], text[line.bold :])
    return None


def _pair(label: str, value: str) -> Pair:
    label = label.strip(' *_[]"“”\t')
    return Pair(label, field_of(label), _value(value), is_weak(label))


def _value(value: str) -> str:
    value = value.strip()
    # ``*Title:* X`` leaves a star in front that nothing opens.
    if value.startswith(("*", "_")) and value.count(value[0]) % 2:
        value = value[1:].lstrip()
    return value


def _unframed(text: str) -> str:
    return _FRAME.sub("", text.strip()) if text.strip() else ""


def _several(text: str) -> tuple[Pair, ...]:
    """Part ``Rating: PG | Pairing: J/C``, tabs, columns, and run-together labels."""
    if text.count(":") < 2:
        return ()
    starts = [
        found
        for found in _labels_inside().finditer(text)
        if _stands_apart(text, found.start())
    ]
    if len(starts) < 2 or starts[0].start() > 0:
        return ()
    ends = [found.start() for found in starts[1:]] + [len(text)]
    return tuple(
        _pair(found[1], text[found.end() : end].strip(" |;\t"))
        for found, end in zip(starts, ends, strict=True)
    )


def _stands_apart(text: str, place: int) -> bool:
    before = text[:place].rstrip(" \t")
    gap = place - len(before)
    if not before:
        return True
    return gap >= 2 or "\t" in text[len(before) : place] or before[-1] in "|;.]*"


@cache
def _labels_inside() -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace("'", "['’]") for word in spellings())
    return re.compile(rf"(?i)(?<![\w/'’-])({words})\s?:(?!//)")
