"""The search in boxes: a form whose answer is an ordinary search in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fanfold.archive.search.boxes import BOXES, NAMES, RATINGS, boxes_of, words_of
from fanfold.archive.search.wish import Wish
from fanfold.web.settings import LANGUAGES
from fanfold.web.telling import RATINGS as NAMED_RATINGS
from fanfold.web.telling import language_name

#: In front of the name of each box, for facets have some of the names, too.
_FRONT = "b-"
_LABELS: dict[str, Any] = {
    "words": _("Words anywhere"),
    "title": _("In the title"),
    "summary": _("In the summary"),
    "author": _("Author"),
    "fandom": _("Fandom"),
    "relationship": _("Pairing"),
    "character": _("Character"),
    "tag": _("Tag"),
    "without": _("Without these words"),
    "words-from": _("At least so many words"),
    "words-to": _("At most so many words"),
    "updated-from": _("Updated since"),
    "updated-to": _("Updated until"),
}
_CLOSED: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "rating": (_("Rating"), [(each, NAMED_RATINGS[each]) for each in RATINGS]),
    "complete": (
        _("Finished or not"),
        [("yes", _("finished")), ("no", _("not finished yet"))],
    ),
}


@dataclass(frozen=True, slots=True)
class TypedBox:
    """A box to type in. suggest: what is suggested; parted: commas part values."""

    name: str
    label: Any
    value: str
    kind: str = "text"
    suggest: str = ""
    parted: bool = False


@dataclass(frozen=True, slots=True)
class ChosenBox:
    """A list to choose from. words: (word, name, whether it is this one)."""

    name: str
    label: Any
    words: list[tuple[str, Any, bool]]


def from_boxes(told: QueryDict, wish: Wish) -> Wish:
    """Return the wish that the boxes of a request make; page one of it."""
    boxes = {name: told.get(_FRONT + name, "")[:200] for name in BOXES}
    return replace(wish, words=words_of(boxes), page=1)


def typed_boxes(wish: Wish) -> list[TypedBox]:
    """Return the boxes to type in, filled from a search as far as boxes can say it."""
    filled = boxes_of(wish.words)
    suggested = {*NAMES, "title"}
    return [
        TypedBox(
            name,
            label,
            filled.get(name, ""),
            kind="number" if name.startswith("words-") else "text",
            suggest=name if name in suggested else "",
            parted=name in NAMES,
        )
        for name, label in _LABELS.items()
    ]


def chosen_boxes(wish: Wish) -> list[ChosenBox]:
    """Return the boxes with lists."""
    filled = boxes_of(wish.words)
    lists = dict(_CLOSED)
    now = filled.get("language", "")
    codes = dict.fromkeys([code for code, _name in LANGUAGES] + [now] * bool(now))
    named = [(code, language_name(code)) for code in codes]
    lists["language"] = (_("Language"), named)
    return [
        ChosenBox(
            name,
            label,
            [
                ("", _("any"), not filled.get(name)),
                *((word, said, filled.get(name) == word) for word, said in words),
            ],
        )
        for name, (label, words) in lists.items()
    ]
