"""E-mail addresses: found, also where they are disguised, and taken out of texts.

Every search starts at an ``@`` or at a spelled-out "at" and looks a bounded way to
both sides (64 and 255 characters, RFC 5321), so hostile text costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from fanfold.model.evidence import QUOTE_LENGTH
from fanfold.vocab.patterns import late

REMOVED = "[address removed]"
_LOCAL, _DOMAIN = 64, 255
_AT = late(
    r"\s?[@＠]\s?|\s?[\[({<]\s?(?:at|@)\s?[\])}>]\s?|\s(?:AT|at)\s|_at_|&#0?64;|%40",
    re.I,
)
_BEFORE = late(r"[A-Za-z0-9_!#$%&'*+/=?^`{|}~.-]+\Z")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN = late(rf"{_LABEL}(?:\.{_LABEL})*\.[A-Za-z]{{2,24}}(?![\w-])")
_DOT = r"(?:\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?|\s(?:dot|DOT|punkt)\s|_dot_)"
_SPELLED = late(rf"{_LABEL}(?:(?:{_DOT}|\.){_LABEL}){{1,6}}(?![\w-])")
_SPELLED_DOT = late(_DOT)
#: Lists hid the domain: ``anna@...``. Nobody can write there, but it names somebody.
_HIDDEN = late(r"(?:\.{3,}|…|x{3,}(?:\.\w+)?)")
_MAYBE = late(r"[@＠]|\bat\b|_at_|&#0?64;|%40", re.I)


class _Found(NamedTuple):
    start: int
    end: int
    address: str


def find(text: str) -> tuple[str, ...]:
    """Return the addresses, disguises undone, each once, in order."""
    return tuple(dict.fromkeys(f.address for f in _all(text) if f.address))


def removed(text: str) -> str:
    """Return the text with every address replaced by ``[address removed]``."""
    if _MAYBE.search(text) is None:
        return text
    pieces, end = [], 0
    for found in _all(text):
        pieces += [text[end : found.start], REMOVED]
        end = found.end
    return "".join([*pieces, text[end:]])


def removed_within(value: Any) -> Any:
    """Return JSON, or any value made of lists and objects, without addresses."""
    if isinstance(value, str):
        return removed(value)
    if isinstance(value, list | tuple):
        return [removed_within(each) for each in value]
    if isinstance(value, dict):
        return {key: removed_within(each) for key, each in value.items()}
    return value


def quoted(text: str) -> str:
    """Return the text as evidence quotes it: without addresses, not too long."""
    # Cut first, with room for an address that would be cut through.
    near = text[: QUOTE_LENGTH + _LOCAL + _DOMAIN]
    return removed(near)[:QUOTE_LENGTH]


def _all(text: str) -> Iterator[_Found]:
    end = 0
    for at in _AT.finditer(text):
        if at.start() < end:
            continue
        found = _around(text, at, end)
        if found is not None:
            yield found
            end = found.end


def _around(text: str, at: re.Match[str], floor: int) -> _Found | None:
    before = _BEFORE.search(text, max(floor, at.start() - _LOCAL), at.start())
    if before is None:
        return None
    local = before[0].lstrip(".-'`*/=").rstrip(".")
    if not local or not re.search(r"\w", local):
        return None
    start = at.start() - len(before[0]) + before[0].find(local)
    limit = at.end() + _DOMAIN
    sign = at[0].strip()
    if sign.lower() != "at":
        plain = _PLAIN.match(text, at.end(), limit)
        # " @ " in prose ("two @ 5.50") has no letters for a last label: no match.
        if plain is not None:
            return _Found(start, plain.end(), f"{local}@{plain[0]}")
        hidden = _HIDDEN.match(text, at.end(), limit)
        if hidden is not None and sign in "@＠":
            return _Found(start, hidden.end(), "")
    spelled = _SPELLED.match(text, at.end(), limit)
    if spelled is None or not _SPELLED_DOT.search(spelled[0]):
        return None
    domain = _SPELLED_DOT.sub(".", spelled[0])
    return _Found(start, spelled.end(), f"{local}@{domain}")
