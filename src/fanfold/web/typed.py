"""A work's fields as a person types them into a form, and back into the record's form.

Lists stand one a line; a category's path has `>` between its names; a tag of the
source's own kind, and a label, have the kind and a colon before; a name may have its
role in brackets behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fanfold.archive import translation
from fanfold.archive.rewriting import SETTABLE
from fanfold.errors import RefusedDecisionError
from fanfold.model.advice import Rating, Status
from fanfold.model.creator import Credit, Role
from fanfold.model.lengths import NAME, TITLE
from fanfold.model.permission import Permission
from fanfold.model.record.values import encode
from fanfold.model.spoken import as_text
from fanfold.model.tags import Resolved
from fanfold.model.work import Visibility, Work
from fanfold.text.addresses import removed

#: Fields with few values, and those.
CHOICES: dict[str, tuple[str, ...]] = {
    "rating": tuple(Rating),
    "status": tuple(Status),
    "permission": tuple(Permission),
    "visibility": tuple(Visibility),
    **dict.fromkeys(("adult_gate", "round_robin", "featured"), ("yes", "no")),
}
#: Fields that stand one entry a line.
LINES = frozenset(
    (
        *translation.LISTS,
        *translation.TAGGED,
        *translation.RESOLVED,
        *("creators", "tags", "labels", "categories"),
    )
)
#: Fields that one line holds.
SHORT = frozenset(
    ("title", "rating_raw", "language", "chapters_expected", *translation.DATES)
)
_ROLE = re.compile(r"(.+?)\s*\(([a-z-]+)\)")
#: The most figures that surely fit into the column.
_DIGITS = 9
#: Longest that the rows take.
_LONGEST = {"title": TITLE, "language": 64, **dict.fromkeys(translation.DATES, 40)}


def typed(work: Work, field: str) -> str:
    """Return a field's value as the form shows it."""
    value = getattr(work, field)
    if value is None:
        return ""
    if isinstance(value, bool) or field not in LINES:
        return removed(_told(value))
    if field == "categories":
        return removed("\n".join(" > ".join(path) for path in value))
    return removed("\n".join(as_text(each) for each in value))


def _told(value: Any) -> str:
    return value if type(value) is str else as_text(value)


def read(work: Work, field: str, text: str) -> object:
    """Return what was typed, in the record's form; None for nothing.

    Raises RefusedDecisionError for what no field of that kind can be.
    """
    if field not in SETTABLE:
        raise RefusedDecisionError(
            f"The field {field} cannot be set by hand. Nothing was changed."
        )
    text = removed(text.replace("\0", " ").replace("\r\n", "\n")).strip()
    _not_too_long(field, text)
    if field in LINES:
        entry = _ENTRIES.get(field, lambda _work, line: line)
        return [entry(work, line.strip()) for line in text.split("\n") if line.strip()]
    if CHOICES.get(field) == ("yes", "no"):
        return text == "yes"
    if field == "chapters_expected" and text:
        if not text.isascii() or not text.isdigit() or len(text) > _DIGITS:
            raise RefusedDecisionError(
                "The number of chapters is written in figures. Nothing was changed."
            )
        return int(text)
    return text or None if field != "title" else text


def _not_too_long(field: str, text: str) -> None:
    longest = NAME if field == "creators" else TITLE
    parts = text.split("\n") if field in LINES else [text]
    if field not in LINES and field not in _LONGEST:
        return
    longest = _LONGEST.get(field, longest)
    if any(len(part) > longest for part in parts):
        raise RefusedDecisionError(
            f"At most {longest} letters go into one line of this field. "
            "Nothing was changed."
        )


def _credit(work: Work, line: str) -> object:
    found = _ROLE.fullmatch(line)
    named = found is not None and found[2] in tuple(Role)
    name, role = (found[1], found[2]) if found and named else (line, Role.AUTHOR.value)
    for each in work.creators:
        if (each.name, each.role.value) == (name, role):
            return encode(each)
    return encode(Credit(name, Role(role)))


def _typed_tag(work: Work, line: str) -> object:
    kind, colon, name = line.partition(":")
    if len(kind) > NAME and colon:
        raise RefusedDecisionError(
            f"A kind of tags has at most {NAME} letters. Nothing was changed."
        )
    return {"type": kind.strip() if colon else "", "name": (name or kind).strip()}


def _label(work: Work, line: str) -> object:
    name, _colon, value = line.partition(":")
    return {"name": name.strip(), "value": value.strip()}


def _category(work: Work, line: str) -> object:
    return [name for name in (part.strip() for part in line.split(">")) if name]


def _resolved(known: tuple[Resolved, ...], line: str, kind: str) -> object:
    for each in known:
        if each.name == line:
            return encode(each)
    evidence = {"original": "", "place": "decided", "quote": "", "rule": "decision/1"}
    return {"name": line, "kind": kind, "standing": "decided", "evidence": evidence}


def _pairing(work: Work, line: str) -> object:
    kind = "romantic" if "/" in line else "platonic" if " & " in line else "unknown"
    return _resolved(work.relationships, line, kind)


def _character(work: Work, line: str) -> object:
    return _resolved(work.characters, line, "")


_ENTRIES: dict[str, Callable[[Work, str], object]] = {
    "creators": _credit,
    "tags": _typed_tag,
    "labels": _label,
    "categories": _category,
    "relationships": _pairing,
    "characters": _character,
}
