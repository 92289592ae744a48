"""The search in boxes: what stands in them, as the words of the search language.

Boxes are another way to type the same: `words_of` makes a search of them, `boxes_of`
fills them from one. A search that boxes cannot say leaves them empty but for the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fanfold.archive.search.language import (
    CHOICES,
    YES_NO,
    Between,
    Every,
    Is,
    Node,
    Not,
    Words,
    parse,
)
from fanfold.errors import SearchLanguageError

#: Box → field of the language; each of its words counts by itself.
WORDY = {"title": "title", "summary": "summary"}
#: The same, but commas part values, and several words are one value.
NAMES = {
    "author": "by",
    "fandom": "fandom",
    "relationship": "pairing",
    "character": "character",
    "tag": "tag",
}
#: Box → field; two boxes each, ``words-from`` and ``words-to``.
RANGES = {"words": "words", "updated": "updated"}
#: Box → field, of a closed list.
CLOSED = {"rating": "rating", "complete": "complete", "language": "language"}
BOXES = (
    "words",
    *WORDY,
    *NAMES,
    "without",
    *(f"{name}-{end}" for name in RANGES for end in ("from", "to")),
    *CLOSED,
)
_FIELDS = {
    "title": "title",
    "summary": "summary",
    "creators": "author",
    "fandoms": "fandom",
    "relationships": "relationship",
    "characters": "character",
    "tags": "tag",
}
_YES = {value: word for word, value in YES_NO.items() if word in ("yes", "no")}
_QUOTES = '"“”'


def words_of(boxes: Mapping[str, str]) -> str:
    """Return the search that says what stands in the boxes."""
    told = {name: boxes.get(name, "").strip() for name in BOXES}
    return " ".join(_parts(told))


def _parts(told: Mapping[str, str]) -> Iterator[str]:
    if told["words"]:
        yield told["words"]
    for box, field in WORDY.items():
        for word in _bare(told[box]).split():
            yield f"{field}:{_value(word)}"
    for box, field in NAMES.items():
        for value in _values(told[box]):
            yield f"{field}:{_value(value)}"
    for value in _values(told["without"]):
        yield f"-{_value(value)}"
    for name, field in RANGES.items():
        low, high = (_plain(told[f"{name}-{end}"]) for end in ("from", "to"))
        if low and high:
            yield f"{field}:{low}..{high}"
        elif low or high:
            yield f"{field}:>={low}" if low else f"{field}:<={high}"
    for box, field in CLOSED.items():
        if _plain(told[box]):
            yield f"{field}:{_plain(told[box])}"


def _values(text: str) -> list[str]:
    return [each for part in text.split(",") if (each := _bare(part))]


def _bare(text: str) -> str:
    return " ".join("".join(c for c in text if c not in _QUOTES).split())


def _plain(text: str) -> str:
    """Return a number, day or word without what would end it in the language."""
    return "".join(c for c in text if not c.isspace() and c not in "()" + _QUOTES)


def _value(text: str) -> str:
    simple = text.isalnum() or (text.endswith("*") and text[:-1].isalnum())
    return text if simple and text != "OR" else f'"{text}"'


def boxes_of(words: str) -> dict[str, str]:
    """Return what stands in each box for a search; all of it in `words` where boxes
    cannot say it."""
    try:
        filled = _filled(_nodes(parse(words)))
    except (SearchLanguageError, _TooMuchError):
        return {"words": words}
    # The proof that nothing was lost on the way; order says nothing.
    same = _sorted(words_of(filled)) == _sorted(words)
    return filled if same else {"words": words}


def _sorted(words: str) -> list[str]:
    return sorted(map(repr, _nodes(parse(words))))


class _TooMuchError(Exception):
    """Boxes cannot say this."""


def _nodes(tree: Node) -> tuple[Node, ...]:
    return tree.nodes if isinstance(tree, Every) else (tree,)


def _filled(nodes: Iterable[Node]) -> dict[str, str]:
    lists: dict[str, list[str]] = {}
    for node in nodes:
        for box, value in _boxed(node):
            lists.setdefault(box, []).append(value)
    joined = {box: _joined(box, values) for box, values in lists.items()}
    if any(len(lists.get(box, ())) > 1 for box in BOXES if box not in _MANY):
        raise _TooMuchError
    return joined


_MANY = ("words", "without", *WORDY, *NAMES)


def _joined(box: str, values: list[str]) -> str:
    return (", " if box == "without" or box in NAMES else " ").join(values)


def _boxed(node: Node) -> Iterator[tuple[str, str]]:
    match node:
        case Words(text, "", phrase, begins):
            yield "words", _typed(text, phrase=phrase, begins=begins)
        case Words(text, field, _, begins) if field in _FIELDS and "," not in text:
            yield _FIELDS[field], f"{text}*" if begins else text
        case Not(Words(text, "", _, begins)) if "," not in text:
            yield "without", f"{text}*" if begins else text
        case Between("words", low, high):
            yield from _ends("words", low, high)
        case Between("updated", low, high):
            yield from _ends("updated", _day(low), _day(high))
        case Is("rating", value):
            yield "rating", value
        case Is("status", value) if value in _YES:
            yield "complete", _YES[value]
        case Is("language", value):
            yield "language", value
        case _:
            raise _TooMuchError


def _typed(text: str, *, phrase: bool, begins: bool) -> str:
    return f'"{text}"' if phrase else f"{text}*" if begins else text


def _ends(box: str, low: object, high: object) -> Iterator[tuple[str, str]]:
    if low is not None:
        yield f"{box}-from", str(low)
    if high is not None:
        yield f"{box}-to", str(high)


def _day(number: int | None) -> str | None:
    """Return a day of the index as it is typed: 20040506 → 2004-05-06."""
    if number is None:
        return None
    text = f"{number:08}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


RATINGS = tuple(CHOICES["rating"][1])
