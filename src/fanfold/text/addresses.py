"""E-mail addresses: found, also where they are disguised, and taken out of texts.

Every search starts at an ``@`` or at a spelled-out "at" and looks a bounded way to
both sides (64 and 255 characters, RFC 5321), so hostile text costs linear time.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from operator import is_
from typing import Any, NamedTuple

from fanfold.model.evidence import QUOTE_LENGTH
from fanfold.vocab.patterns import late

REMOVED = "[address removed]"
_LOCAL, _DOMAIN = 64, 255
_SIGN = r"\s?[@＠]\s?|\s?[\[({<]\s?(?:at|@)\s?[\])}>]\s?|_at_|&#0?64;|%40"
_LETTERS = string.ascii_letters + string.digits + "_"
_SIGNS = "!#$%&'*+/=?^`{|}~.-"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN = late(rf"{_LABEL}(?:\.{_LABEL})*\.[A-Za-z]{{2,24}}(?![\w-])")
_DOT = r"(?:\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?|\s(?:dot|DOT|punkt)\s|_dot_)"
_SPELLED = late(rf"{_LABEL}(?:(?:{_DOT}|\.){_LABEL}){{1,6}}(?![\w-])")
_SPELLED_DOT = late(_DOT)
#: What stands behind a sign that is an address's; most others are passed by at once.
_DOMAIN_BEHIND = (
    rf"(?=\.{{3}}|…|xxx|{_LABEL}(?:\.{_LABEL}){{0,126}}(?:\.[A-Za-z]{{2}}|{_DOT}))"
)
_AT = late(rf"(?:{_SIGN}|\s(?:AT|at)\s){_DOMAIN_BEHIND}", re.I)
#: The same where no word for a dot is near that "at" alone could go with.
_AT_SIGN = late(rf"(?:{_SIGN}){_DOMAIN_BEHIND}", re.I)
#: Another sign right before one: "look at @home.example" has no name before the sign.
_ENDS_AT = late(rf"(?:{_SIGN}|\s(?:AT|at)\s)\Z", re.I)
_ENDS_AT_SIGN = late(rf"(?:{_SIGN})\Z", re.I)
#: What a domain begins with, hidden or not; most signs of hostile runs have none of it.
_BEGINS = string.ascii_letters + string.digits + ".…"
#: Lists hid the domain: ``anna@...``. Nobody can write there, but it names somebody.
_HIDDEN = late(r"(?:\.{3,}|…|x{3,}(?:\.\w+)?)")
#: Beginnings of ``[at]``, ``(dot)``, ``<.>``, ``_at_``, by their first sign: a pattern
#: that begins with one sign alone is found as fast as the sign.
_ENCLOSED = [(sign, late(rf"\{sign}\s?(?:at|@|\.)", re.I)) for sign in "[({<_"]


class _Found(NamedTuple):
    start: int
    end: int
    address: str


def find(text: str) -> tuple[str, ...]:
    """Return the addresses, disguises undone, each once, in order."""
    return tuple(dict.fromkeys(f.address for f in _all(text) if f.address))


def may_hold(text: str) -> bool:
    """Tell whether a text has anything that an address's sign may be."""
    return _sign_in(text) is not None


def removed(text: str) -> str:
    """Return the text with every address replaced by ``[address removed]``."""
    pieces, end = [], 0
    for found in _all(text):
        pieces += [text[end : found.start], REMOVED]
        end = found.end
    return "".join([*pieces, text[end:]]) if pieces else text


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each address begins and ends."""
    for found in _all(text):
        yield found.start, found.end


def removed_within(value: Any) -> Any:
    """Return JSON, or any value made of lists and objects, without addresses."""
    if isinstance(value, str):
        return removed(value)
    # What holds none is given back as it is: a long work need not be there twice.
    if isinstance(value, list | tuple):
        items = [removed_within(each) for each in value]
        same = all(map(is_, items, value)) and isinstance(value, list)
        return value if same else items
    if isinstance(value, dict):
        held = {key: removed_within(each) for key, each in value.items()}
        return value if all(map(is_, held.values(), value.values())) else held
    return value


def quoted(text: str) -> str:
    """Return the text as evidence quotes it: without addresses, not too long."""
    # Cut first, with room for an address that would be cut through.
    near = text[: QUOTE_LENGTH + _LOCAL + _DOMAIN]
    return removed(near)[:QUOTE_LENGTH]


def _sign_in(text: str) -> re.Pattern[str] | None:
    """Return what an address's sign looks like in this text; None if it has none.

    Most texts have none, and "at" as a word is no sign without a word for the dot.
    """
    enclosed = False
    for sign, begins in _ENCLOSED:
        if sign in text and begins.search(text):
            enclosed = True
            break
    words = "dot" in text or "punkt" in text or ("D" in text and "DOT" in text)
    if (words or enclosed) and _SPELLED_DOT.search(text):
        return _AT
    if enclosed or "@" in text or "＠" in text:
        return _AT_SIGN
    # One sign is found a hundred times as fast as three.
    escaped = ("&" in text and "64;" in text) or ("%" in text and "%40" in text)
    return _AT_SIGN if escaped else None


def _all(text: str) -> Iterator[_Found]:
    end, sign = 0, _sign_in(text)
    for at in () if sign is None else sign.finditer(text):
        if at.start() < end or text[at.end() : at.end() + 1] not in _BEGINS:
            continue
        start = at.start()
        if text[start].isspace():
            before = _ENDS_AT if sign is _AT else _ENDS_AT_SIGN
            if before.search(text[max(end, start - 8) : start + 1]):
                continue
        found = _around(text, at, end)
        if found is not None:
            yield found
            end = found.end


def _around(text: str, at: re.Match[str], floor: int) -> _Found | None:
    # The domain first: it is what most signs that are no address's have none of.
    end, domain = _domain(text, at)
    if not end:
        return None
    near = text[max(floor, at.start() - _LOCAL) : at.start()]
    before = near[len(near.rstrip(_LETTERS + _SIGNS)) :]
    local = before.lstrip(".-'`*/=").rstrip(".")
    if not local.strip(_SIGNS):
        return None
    start = at.start() - len(before) + before.find(local)
    return _Found(start, end, f"{local}@{domain}" if domain else "")


def _domain(text: str, at: re.Match[str]) -> tuple[int, str]:
    """Return where the domain behind a sign ends, 0 for none, and the domain.

    A hidden one ("anna@...") has an end and is "".
    """
    start, limit, sign = at.end(), at.end() + _DOMAIN, at[0].strip()
    if sign.lower() != "at":
        plain = _PLAIN.match(text, start, limit)
        # " @ " in prose ("two @ 5.50") has no letters for a last label: no match.
        if plain is not None:
            return plain.end(), plain[0]
        hidden = _HIDDEN.match(text, start, limit) if sign in "@＠" else None
        if hidden is not None:
            return hidden.end(), ""
    spelled = _SPELLED.match(text, start, limit)
    if spelled is None or not _SPELLED_DOT.search(spelled[0]):
        return 0, ""
    return spelled.end(), _SPELLED_DOT.sub(".", spelled[0])
