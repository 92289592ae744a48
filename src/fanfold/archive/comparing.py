"""Two versions of a text, paragraph beside paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

#: Paragraphs of either that are compared; a chapter has some hundreds.
_MOST = 5000
_BREAK = re.compile(r"\n\s*\n|\n")


@dataclass(frozen=True, slots=True)
class Line:
    """Paragraphs that stand beside each other; "" where one has none.

    same: both say the same. left_out: how many alike are passed over here, 0 for none.
    """

    left: str
    right: str
    same: bool
    left_out: int = 0


def side_by_side(one: str, other: str, *, around: int = 1) -> list[Line]:
    """Return two texts in lines, with so many alike paragraphs around what differs."""
    left, right = _paragraphs(one), _paragraphs(other)
    lines: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right).get_opcodes():
        if tag == "equal":
            lines += _alike(left[a:b], around, first=a == 0, last=b == len(left))
        else:
            pairs = zip_longest(left[a:b], right[c:d], fillvalue="")
            lines += [Line(before, after, same=False) for before, after in pairs]
    return lines


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in _BREAK.split(text) if each.strip()][:_MOST]


def _alike(alike: list[str], around: int, *, first: bool, last: bool) -> list[Line]:
    head = 0 if first else around
    tail = 0 if last else around
    if len(alike) <= head + tail + 1:
        return [Line(each, each, same=True) for each in alike]
    shown = [Line(each, each, same=True) for each in alike[:head]]
    shown.append(Line("", "", same=True, left_out=len(alike) - head - tail))
    ending = alike[len(alike) - tail :] if tail else []
    return [*shown, *(Line(each, each, same=True) for each in ending)]
