"""What a reader types into the search box, as a tree.

    snow lighthouse          both words, anywhere
    "it snowed"              these words, one after the other
    creator:marrow           in the author's name; also title, fandom, character …
    -character:"Old Tom"     not that
    tide OR moor             either; ( ) keep things together
    words:>10000             numbers: > >= < <= and 1000..5000, 10k; also chapters
    fandoms:>1               how many a story has; also pairings
    updated:2004..2006       days, months or years; also > and <
    complete:yes             finished or not
    light*                   words that begin so

Errors name the place in what was typed. Nothing here knows the index.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from fanfold.errors import SearchLanguageError
from fanfold.model.dates import PartialDate

#: Longest search that is read, in letters; deepest brackets.
LONGEST, DEEPEST = 500, 10
#: Fields whose words are searched, by every name a reader may use.
WORDY = {
    "title": "title",
    "summary": "summary",
    "text": "body",
    "creator": "creators",
    "author": "creators",
    "by": "creators",
    "fandom": "fandoms",
    "relationship": "relationships",
    "pairing": "relationships",
    "ship": "relationships",
    "character": "characters",
    "tag": "tags",
    "warning": "warnings",
    "category": "categories",
    "series": "series",
    "source": "sources",
}
NUMBERS = {
    "words": "words",
    "chapters": "chapters",
    "fandoms": "crossing",
    "pairings": "pairings",
    "relationships": "pairings",
}
DATES = {"updated": "updated", "published": "published", "date": "date", "year": "date"}
#: Fields with a closed list of values: what may be typed → what is stored.
YES_NO = {"yes": "complete", "true": "complete", "no": "wip", "false": "wip"}
CHOICES = {
    "complete": ("status", YES_NO),
    "rating": (
        "rating",
        {name: name for name in ("general", "teen", "mature", "explicit", "unrated")},
    ),
}
#: Fields whose values are free, matched whole.
WHOLE = {"language": "language", "lang": "language"}


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several in a row. field: of the index, "" for anywhere.

    begins: the last word may go on.
    """

    text: str
    field: str = ""
    phrase: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """A number or day within bounds, both included; None for no bound.

    Days are numbers too: 20040506.
    """

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Is:
    """A field that holds just this value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever does not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class Every:
    """Whatever matches every one; nothing in it matches all there is."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Whatever matches at least one."""

    nodes: tuple[Node, ...]


Node: TypeAlias = Words | Between | Is | Not | Every | Either

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\)) | (?P<not>-(?=[^\s-])) |
        (?P<field>[A-Za-z]{2,20}):(?=\S) |
        ["“”](?P<phrase>[^"“”]*)(?P<shut>["“”])? |
        (?P<word>[^\s()"“”]+)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: int


def parse(typed: str) -> Node:
    """Return what was typed as a tree. Nothing typed is `Every(())`.

    Raises SearchLanguageError, which names the place, where it cannot be understood.
    """
    if len(typed) > LONGEST:
        raise SearchLanguageError(
            f"A search may have {LONGEST} letters; this one has {len(typed)}", LONGEST
        )
    parser = _Parser(_tokens(typed))
    tree = parser.either(0)
    if parser.at is not None:
        raise SearchLanguageError("this bracket closes nothing", parser.at.place)
    return tree


def _tokens(typed: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(typed) and typed[at:].strip():
        found = _TOKEN.match(typed, at)
        if found is None:
            # Nothing but a lone dash and the like: no letters to look for.
            at += 1
            continue
        kind = "phrase" if found["phrase"] is not None else str(found.lastgroup)
        place = at + len(found[0]) - len(found[0].lstrip())
        if kind == "phrase" and not found["shut"]:
            raise SearchLanguageError("this quotation mark has no second one", place)
        tokens.append(_Token(kind, found[kind] or "", place))
        at = found.end()
    return tokens


class _Parser:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._next = tokens, 0

    @property
    def at(self) -> _Token | None:
        """The token that comes next; None at the end."""
        left = self._next < len(self._tokens)
        return self._tokens[self._next] if left else None

    def _take(self) -> _Token | None:
        token = self.at
        self._next += 1
        return token

    def either(self, depth: int) -> Node:
        """Read alternatives: ``a b OR c``."""
        nodes = [self._every(depth)]
        while self.at is not None and _is_or(self.at):
            self._take()
            nodes.append(self._every(depth))
        filled = tuple(each for each in nodes if each != Every(()))
        return (
            filled[0] if len(filled) == 1 else Either(filled) if filled else Every(())
        )

    def _every(self, depth: int) -> Node:
        nodes = []
        while self.at is not None and self.at.kind != "close" and not _is_or(self.at):
            nodes.append(self._one(depth))
        return nodes[0] if len(nodes) == 1 else Every(tuple(nodes))

    def _one(self, depth: int) -> Node:
        token = self._take()
        assert token is not None  # noqa: S101 - the callers looked
        match token.kind:
            case "not":
                if self.at is None or self.at.kind == "close":
                    raise SearchLanguageError("“-” stands before nothing", token.place)
                return Not(self._one(depth))
            case "open":
                return self._bracket(token, depth)
            case "field":
                return self._field(token)
            case "phrase":
                return Words(token.text, phrase=True)
        return _word(token.text, "")

    def _bracket(self, token: _Token, depth: int) -> Node:
        if depth == DEEPEST:
            raise SearchLanguageError("too many brackets in brackets", token.place)
        inner = self.either(depth + 1)
        if self.at is None:
            raise SearchLanguageError("this bracket is never closed", token.place)
        self._take()
        return inner

    def _field(self, token: _Token) -> Node:
        value = self._take()
        if value is None or value.kind not in ("word", "phrase"):
            raise SearchLanguageError(f"{token.text}: has no value", token.place)
        name = token.text.lower()
        if name in WORDY:
            if value.kind == "phrase":
                return Words(value.text, WORDY[name], phrase=True)
            return _word(value.text, WORDY[name])
        if name in NUMBERS:
            return _numbers(name, value)
        if name in DATES:
            return _days(name, value)
        if name in CHOICES:
            return _choice(name, value)
        if name in WHOLE:
            return Is(WHOLE[name], value.text.lower())
        known = ", ".join(sorted({*WORDY, *NUMBERS, *DATES, *CHOICES, *WHOLE}))
        raise SearchLanguageError(
            f"there is no field “{token.text}:”. There are: {known}", token.place
        )


def _is_or(token: _Token) -> bool:
    return token.kind == "word" and token.text == "OR"


def _word(text: str, field: str) -> Words:
    begins = text.endswith("*") and len(text) > 2
    return Words(text.rstrip("*") if begins else text, field, begins=begins)


_SIGNED = re.compile(r"(>=|<=|>|<|=)?(.*)", re.DOTALL)


def _numbers(name: str, value: _Token) -> Between:
    low, high = _bounds(value, lambda text: _number(name, text, value.place))
    return Between(NUMBERS[name], low, high)


def _number(name: str, text: str, place: int) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,9})(k?)", text.lower().replace(",", ""))
    if found is None:
        raise SearchLanguageError(
            f"{name}: takes a number, as in {name}:>10000 or {name}:1000..5000", place
        )
    number = int(found[1]) * (1000 if found[2] else 1)
    return number, number


def _days(name: str, value: _Token) -> Between:
    low, high = _bounds(value, lambda text: _day(name, text, value.place))
    return Between(DATES[name], low, high)


def _day(name: str, text: str, place: int) -> tuple[int, int]:
    try:
        first, last = PartialDate(text).interval()
    except ValueError:
        raise SearchLanguageError(
            f"{name}: takes a year, month or day, as in {name}:2004..2006 or "
            f"{name}:>2004-05-06",
            place,
        ) from None
    return as_number(first), as_number(last)


def as_number(day: date) -> int:
    """Return a day as the index has it: 20040506."""
    return day.year * 10_000 + day.month * 100 + day.day


def _bounds(
    value: _Token, read: Callable[[str], tuple[int, int]]
) -> tuple[int | None, int | None]:
    """Return the lowest and the highest that ``>5``, ``1..5`` or ``5`` let through.

    read: gives the first and last number that a text may mean.
    """
    if ".." in value.text:
        left, _, right = value.text.partition("..")
        low = read(left)[0] if left else None
        return low, read(right)[1] if right else None
    sign, text = _SIGNED.fullmatch(value.text).groups()  # type: ignore[union-attr]
    first, last = read(text)
    match sign:
        case ">":
            return last + 1, None
        case ">=":
            return first, None
        case "<":
            return None, first - 1
        case "<=":
            return None, last
    return first, last


def _choice(name: str, value: _Token) -> Is:
    field, choices = CHOICES[name]
    if value.text.lower() not in choices:
        raise SearchLanguageError(
            f"{name}: takes one of {', '.join(choices)}", value.place
        )
    return Is(field, choices[value.text.lower()])
