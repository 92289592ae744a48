"""One line as one or several ``Label: value`` pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from fanfold.text.lines import Kind, Line
from fanfold.vocab.labels import field_of, is_spelled, is_weak, may_name
from fanfold.vocab.patterns import late

_LONGEST_LABEL = 40
#: Signs that boxes, stars and quoting put around a line.
_FRAME = late(r"[\s>|*#=+~_•·:«-]{1,12}(?=[\w\[({<\"“¡¿])")
_FRAME_END = late(r"[\s|*#=+~]{0,12}$")
_FRAMING = frozenset("|*#=+~")
#: Brackets that hold a whole row: ``(Rating: PG)``.
_BRACKETS = {"(": ")", "{": "}", "<": ">"}
#: What every pair has; most lines of a story have none of it: a colon, or a sign that
#: parts label and value with what follows it there ("well-known" has a dash alone).
#: One sign of a set is found four times as fast as one of several words.
_PAIRING = late(
    r"[:：=\t\[>~*_–—.-](?:(?<=[:：=\t\[])|(?<=>)[\s>]|(?<=[–—-])[\s–—-]"
    r"|(?<=[~*_])[~*_\s]|(?<=\.)\.)"
)
#: The one label that needs no sign, at the beginning but for a frame.
_BARE_LABEL = "rated"
#: Frame and label are shorter than this.
_NEAR = 80
#: Lines that may be labelled, which several rules ask about; most of a story are not.
_REMEMBERED = 1024
_BRACKETED = late(r"\[\s*([^\[\]:]{2,40}?)\s*\]\s*[:-]?\s*(.+)")
_IN_BRACKETS = late(r"\[\s*([^\[\]:]{2,40}?)\s*:\s*([^\[\]]{0,400})\]")
_COLON = late(
    r"[*_\"“]{0,3}([^\W\d_][^:=\t|]{0,38}?)[*_\"”»\s]{0,4}(?:\.{2,9})?(?:::?|：)[*_]{0,2}"
    r"(?!//)(?:\s+|(?=\S)|$)(.*)",
    re.S,
)
#: What stands between label and value where no colon does.
_DELIMITER = late(
    r"\s+[-–—]{1,3}\s|[-–—]{1,2}\s|\s*=\s*|\t+|\s*>{1,3}\s|\.{2,40}(?![.:])\s?|[~*_]{1,2}\s"
)
#: Another label behind a name and a stop.
_NEXT_LABEL = late(r"[.;,|]\s+([A-ZÀ-ÝА-Я][\w' -]{1,24}):\s")
#: Prose may begin "Time - and there was much of it"; values are shorter.
_DASHED_VALUE = 200
#: One sentence only: more of them are the author's talk (text/sentences.py).
_BARE = late(r"(?i)(rated)\s+((?-i:[A-Z])(?:(?![.!?]\s+\S).){0,160})$")
_QUOTED_LABEL = late(r"[\"“„][^\"“”:]{2,38}:?[\"“”]")
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
    return () if line.kind is Kind.BLANK else pairs_in(line.text, line.bold)


def pairs_in(text: str, bold: int = 0) -> tuple[Pair, ...]:
    """Return the pairs of a line's text. bold: how much of its beginning is bold."""
    near = text.lstrip()[:_NEAR]
    if bold or _PAIRING.search(near) or _BARE_LABEL in near.lower():
        return _pairs(text, bold)
    return ()


@lru_cache(maxsize=_REMEMBERED)
def _pairs(text: str, bold: int) -> tuple[Pair, ...]:
    text = _unframed(text)
    if not text:
        return ()
    several = _several(text) or _byline(text)
    if several:
        return several
    pair = _single(text, bold)
    return (pair,) if pair else ()


def _byline(text: str) -> tuple[Pair, ...]:
    """Return ``By Anna Lee. Rating: PG`` as author and what follows; else ()."""
    if text[:3].lower() != "by ":
        return ()
    for found in _NEXT_LABEL.finditer(text, 0, _NEAR):
        if field_of(found[1]):
            name = Pair(text[:2], "author", _value(text[3 : found.start()]))
            return (name, *pairs_in(text[found.start(1) :]))
    return ()


def _single(text: str, bold: int) -> Pair | None:
    if text[0] == "[":
        bracketed = _BRACKETED.fullmatch(text) or _IN_BRACKETS.fullmatch(text)
        if bracketed and bracketed[2].startswith("[") and "]" in bracketed[2]:
            return None  # ``[Author] [Title] [Rating]`` is a menu
        if bracketed and field_of(bracketed[1]):
            return _pair(bracketed[1], bracketed[2])
    if text[0] in '"“„' and not _QUOTED_LABEL.match(text):
        return None  # somebody speaks: "Note: the key is gone," she read
    dashed = _dashed(text) if may_name(text) else None
    if dashed is not None:
        return dashed
    colon = _COLON.match(text) if ":" in text or "：" in text else None
    if colon is not None:
        pair = _pair(colon[1], colon[2])
        if pair.field or _UNKNOWN.fullmatch(pair.label):
            return pair
        return None
    found = _BARE.match(text) if text[:5].lower() == _BARE_LABEL else None
    if found is not None:
        return _pair(found[1], found[2])
    if 0 < bold < len(text) and field_of(text[:bold]):
        return _pair(text[:bold], text[bold:])
    return None


def _dashed(text: str) -> Pair | None:
    """Return ``Title - Winter: A Story`` and the like, None for other lines."""
    for found in _DELIMITER.finditer(text, 1, _LONGEST_LABEL + 3):
        label = text[: found.start()]
        if ":" in label:
            return None
        if len(text) - found.end() <= _DASHED_VALUE and field_of(label):
            return _pair(label, text[found.end() :])
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
    text = text.strip()
    if not text:
        return ""
    if text[-1] in _FRAMING:
        text = text[:-12] + _FRAME_END.sub("", text[-12:], count=1)
    frame = _FRAME.match(text) if not text[:1].isalnum() else None
    bare = text[frame.end() :] if frame else text
    closing = _BRACKETS.get(bare[:1])
    if closing and bare.endswith(closing) and bare.count(closing) == 1:
        return bare[1:-1].strip()
    return bare


def _several(text: str) -> tuple[Pair, ...]:
    """Part ``Rating: PG | Pairing: J/C``, tabs, columns, and run-together labels."""
    # The first label stands at the beginning; only then the others are looked for.
    first = next(_labels_inside(text), None) if text.count(":") > 1 else None
    if first is None or first[0] > 0:
        return ()
    starts = [
        (start, end)
        for start, end in _labels_inside(text)
        if _stands_apart(text, start)
    ]
    if len(starts) < 2:
        return ()
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return tuple(
        _pair(text[start:colon], text[colon:until].lstrip(" :").strip(" |;\t"))
        for (start, colon), until in zip(starts, ends, strict=True)
    )


#: Colons of one line that are looked at, and words that a label before one has.
_COLONS, _WORDS = 60, 4
_BEFORE_COLON = late(r"(?<!:):(?!//)")
_WORD_START = late(r"(?<![\w/'’-])[^\W_]")


def _labels_inside(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each known label of a line that a colon follows."""
    for colon in islice(_BEFORE_COLON.finditer(text), _COLONS):
        floor = max(0, colon.start() - _LONGEST_LABEL)
        starts = [
            found.start() for found in _WORD_START.finditer(text, floor, colon.start())
        ]
        for start in starts[-_WORDS:]:
            label = text[start : colon.start()]
            if is_spelled(label):
                yield start, colon.start()
                break


def _stands_apart(text: str, place: int) -> bool:
    before = text[:place].rstrip(" \t")
    gap = place - len(before)
    if not before:
        return True
    return gap >= 2 or "\t" in text[len(before) : place] or before[-1] in "|;.]*:"


def begins_small(value: str) -> bool:
    """Tell whether a value begins with a small letter."""
    return value[:1].islower()


def narrates(text: str, pairs: tuple[Pair, ...]) -> bool:
    """Tell a label in capitals with a sentence that begins small.

    A story says "Warning: thin ice, said the board."; a header does not, but for its
    author's talk ("A/N: sorry for the wait!").
    """
    if not pairs or not text[:1].isupper():
        return False
    if not all(begins_small(pair.value) for pair in pairs):
        return False
    if any(pair.field == "notes" and not pair.weak for pair in pairs):
        return False
    return text.rstrip()[-1:] in ".!?" and len(text.split()) > 4


def speaks(pairs: tuple[Pair, ...]) -> bool:
    """Tell a line of script (``Anna: "Who?"``) from a label that no table knows."""
    return bool(pairs) and all(
        pair.field is None and pair.value[:1] in _OPENING for pair in pairs
    )


#: Signs that speech, or what a speaker does, begins with.
_OPENING = frozenset('"“„«*')
