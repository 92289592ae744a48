"""What an author's own words allow others to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from fanfold.model.permission import Permission
from fanfold.vocab.lists import split_list, states_nothing
from fanfold.vocab.patterns import late
from fanfold.vocab.tables import table

RULE = "vocab.permission/1"
_LONGEST = 1000
_NAME_WORDS = 9
_AND = late(
    r"(?<=[\w)?\"”]) (?:and|&|und|et|y) (?=(?:to |at |on |in )?"
    r"(?:the |my |list )?[A-Z]|(?:the |my )?list\b)|(?<=\w):\s+(?=[A-Z])"
)
#: An archive's address behind its name.
_ADDRESS = late(r"\s*[(<\[]\s*(?:https?:|www\.)[^)>\]]{0,200}[)>\]]")
_LARGE = late(r"[(\[\"“]?(?:[A-Z0-9]|https?:|www\.)|\W+$")
#: A one-word question after a comma ends a name ("Bite Me, Please?").
_QUESTION = late(r"\w+\?[\"”]?")
_SENTENCE = late(r"(?<=[a-z0-9)\"”][.!])\s+(?=[A-Z(])|(?<=\?)\s+(?=[A-Z])(?![A-Z]\w*,)")


class Granted(NamedTuple):
    """What words grant. archives_named: the archives they name, in order."""

    permission: Permission
    archives_named: tuple[str, ...] = ()


def permission_of(text: str) -> Granted:
    """Return what the words of a Distribution or Archive line grant.

    Asking outweighs granting ("anywhere, but ask me first"), refusing outweighs both
    unless others are asked to write; a bare list of archives is for those alone.
    """
    value = " ".join(text[:_LONGEST].split()).replace("’", "'")
    if not value.strip(" .-") or _finds("elsewhere", value):
        return Granted(Permission.UNSTATED)
    permission = _granted(value)
    if permission in {Permission.NONE, Permission.UNSTATED}:
        return Granted(permission)
    named = _archives(value)
    if permission is Permission.NAMED_ONLY and not named:
        return Granted(Permission.UNSTATED)
    return Granted(permission, named)


def is_permission_sentence(text: str) -> bool:
    """Tell whether a sentence without label says who may archive."""
    value = " ".join(text[:_LONGEST].split()).replace("’", "'")
    small = value.lower()
    # Words are found far faster than patterns, and hardly any sentence has one.
    if not any(word in small for word in table("permissions")["about_words"]):
        return False
    if not _finds("about", value):
        return False
    return _granted(value) is not Permission.NAMED_ONLY or _finds("given", value)


def sentences_in(text: str) -> str:
    """Return the sentences about archiving in a longer talk, "" without any.

    A sentence that goes on with it ("All others please ask first.") belongs to it.
    """
    found: list[str] = []
    for sentence in _SENTENCE.split(text[: 4 * _LONGEST]):
        goes_on = found and _finds("others", sentence) and _finds("asking", sentence)
        if goes_on or is_permission_sentence(sentence):
            found.append(sentence)
        elif found:
            break
    return " ".join(found)


def _granted(value: str) -> Permission:
    strict = _pattern("free").sub(" ", value)
    if states_nothing(value):
        return Permission.NONE
    asking = _finds("asking", strict)
    if _finds("refusing", strict) and not asking:
        return Permission.NONE
    if asking:
        return Permission.ASK
    if _finds("granting", value) or strict != value:
        return Permission.ANYONE
    return Permission.NAMED_ONLY


def _archives(value: str) -> tuple[str, ...]:
    named: list[str] = []
    for sentence in _SENTENCE.split(_pattern("idioms").sub(" ", value)):
        others = _pattern("others").search(sentence)
        if others is not None:
            sentence = sentence[: others.start()]
        parts = (each for part in split_list(sentence) for each in _AND.split(part))
        names = (_cleaned(part) for part in _rejoined(parts))
        named += [name for name in names if _is_name(name)]
    return tuple(dict.fromkeys(named))


def _rejoined(parts: Iterable[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and _QUESTION.fullmatch(part):
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
    return joined


def _cleaned(part: str) -> str:
    name, before = _ADDRESS.sub("", part).strip(' "“”.-&'), None
    while name != before:
        before, name = name, _pattern("filler").sub("", name).strip(' "“”:.,-&')
    return name


def _is_name(name: str) -> bool:
    """Tell names from sentences: every word of a name is written large, or small and
    usual in names ("the", "of", "list archive")."""
    if not re.search(r"\w", name):
        return False
    if any(_finds(kind, name) for kind in ("asking", "granting", "free")):
        return False
    words = name.split()
    if not any(_LARGE.match(word) or _finds("places", word) for word in words):
        return False
    return len(words) <= _NAME_WORDS and all(
        _LARGE.match(word) or _pattern("small").fullmatch(word) for word in words
    )


def _finds(kind: str, value: str) -> bool:
    return _pattern(kind).search(value) is not None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{each})" for each in table("permissions")[kind]), re.I
    )
