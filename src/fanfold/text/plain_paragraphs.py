"""Paragraphs that hold words and simple marks alone, at the speed of a split.

Most of a story is of this kind. The walk over a page (markup.py) comes to the same by
way of every tag and takes five times as long; tests/text/test_plain_paragraphs.py
compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from fanfold.text.page import PageLine, Run
from fanfold.text.page_lines import DraftLine, plain_line
from fanfold.text.spaces import one_space, softened, unindented
from fanfold.vocab.patterns import late

#: Tags of simple marks, and what they mean.
_MEANT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("i", "em"), ("em",)),
    **dict.fromkeys(("b", "strong"), ("strong",)),
    "u": ("u",),
}
_UNMARKED: tuple[str, ...] = ()
_MARKED = "|".join(f"<{tag}>[^<]++</{tag}>" for tag in _MEANT)
#: Ended or not; so many at once, for Python remembers each of them.
PARAGRAPHS = late(
    rf"(?>(?:<p>(?>(?:[^<]++|{_MARKED})+)(?:</p>[ \t\n\f]*+|(?=<p>))){{1,1024}})", re.I
)
_MARK = late(r"<([a-z]++)>([^<]*+)</[a-z]++>", re.I)
#: What makes words other than they are written, line ends aside.
_ROUGH = ("&", "\xa0", "  ", "\t", "\f")


class Around(NamedTuple):
    """Where paragraphs lie. row: (table, row, cell) numbers in a table, else None."""

    align: str
    region: frozenset[str]
    row: tuple[int, int, int] | None


def paragraphs_of(
    source: str, number: int, block: int, around: Around
) -> Iterator[PageLine | DraftLine]:
    """Yield the lines of paragraphs, each in a block of its own.

    source: what `PARAGRAPHS` matched; number: its line; block: of the first. What is
    in a table or marked is not finished: it may prove to be a cell, or a label.
    """
    source = source.replace("<P>", "<p>").replace("</P>", "</p>")
    smooth = not any(map(source.__contains__, _ROUGH))
    align, region, row = around
    for at, piece in enumerate(source.split("<p>")[1:], start=block):
        words = piece.partition("</p>")[0]
        even = smooth and words[0] != " " and "\n" not in words
        if row is not None or "<" in words:
            draft = DraftLine(number, at, "p", align, region, (), row)
            if even and words[0] != "<":
                draft.runs += [Run(*each) for each in _texts(words)]
            else:
                _take_in(words, draft)
            if draft.runs:
                yield draft
        elif even:
            yield plain_line(words, number, at, align, region)
        else:
            text = _first_words(words)
            if text:
                begins = number + _lines_above(words)
                yield plain_line(text, begins, at, align, region)
        number += piece.count("\n")


def _texts(words: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the texts of a paragraph with their marks."""
    first, *rest = _MARK.split(words)
    texts = [(first, _UNMARKED)] if first else []
    for at in range(0, len(rest), 3):
        tag, marked, behind = rest[at : at + 3]
        texts.append((marked, _MEANT.get(tag) or _MEANT[tag.lower()]))
        if behind:
            texts.append((behind, _UNMARKED))
    return texts


def _take_in(words: str, draft: DraftLine) -> None:
    """Write a paragraph's words and marks into its line, space by space."""
    runs, number = draft.runs, draft.number
    for raw, marks in _texts(words):
        if runs:
            text = softened(one_space(unescape(raw) if "&" in raw else raw))
            if text != " " or runs[-1].text[-1:] != " ":
                runs.append(Run(text, marks))
        else:
            text = _first_words(raw)
            if text:
                draft.number = number + _lines_above(raw)
                runs.append(Run(text, marks))
            number += raw.count("\n")


def _first_words(raw: str) -> str:
    """Return the text that a line begins with."""
    text = unescape(raw) if "&" in raw else raw
    text = unindented(one_space(text.lstrip(" \t\n\f")))[0]
    return softened(text).lstrip(" \xa0")


def _lines_above(raw: str) -> int:
    """Return how many line ends stand before the first word."""
    return raw.count("\n", 0, len(raw) - len(raw.lstrip()))
