"""Regular expressions that are compiled when they are first asked.

Python compiles each of some 250 expressions anew at every start, 60 ms in all, and a
single file needs few of them; `fanfold look` is to start in 150 ms (docs/trip.md).

A group is possessive, ``(?:…)*+``, only where it can fail at its beginning alone. The
Python of Debian 12 goes on where a failed try ended (gh-106052), and so finds what is
not there; ``(?>(?:…)*)`` means the same and is right. tests/vocab/test_patterns.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "sub", "finditer", "findall", "split")


class _Late:
    """Stands for a pattern; takes its methods over at the first call of one."""

    def __init__(self, form: Any, flags: int) -> None:
        self._form, self._flags = form, flags

    def __getattr__(self, name: str) -> Any:
        # Only reached for what the instance does not hold yet.
        compiled = re.compile(self._form, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


_all: list[_Late] = []


def late(form: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` would; a faulty form is found at its first use."""
    made = _Late(form, flags)
    _all.append(made)
    return cast("re.Pattern[AnyStr]", made)


def compile_all() -> None:
    """Compile every pattern of the modules loaded so far, for what reads many files."""
    for each in _all:
        each.search  # noqa: B018 - asking for a method compiles


def one_of(words: Iterable[str]) -> str:
    """Return a form that any of the words matches, and nothing else.

    ``part``, ``parte``, ``chap`` give ``(?:part(?:e)?|chap)``: letters that words share
    are looked at once, which takes a third of the time that a list of words does.
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[:1], []).append(word[1:])
    ends = rests.pop("", None) is not None
    forms = [
        (first if first.isalnum() else re.escape(first)) + one_of(rest)
        for first, rest in rests.items()
    ]
    if len(forms) == 1 and not ends:
        return forms[0]
    return f"(?:{'|'.join(forms)})" + "?" * ends if forms else ""
