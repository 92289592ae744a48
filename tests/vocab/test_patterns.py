"""No pattern is one that the Python of Debian 12 gets wrong.

Up to 3.11.4 a possessive group that fails halfway leaves the place where it failed
(gh-106052): ``(?:"[^"]*+")*+`` goes over a quote that nothing closes.
"""

from __future__ import annotations

import pkgutil
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from fanfold.readers.efiction_dump.values import row_pattern
from fanfold.vocab import patterns

_SIGNS = (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY, sre.AT)
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def wrong_groups(form: str | bytes, flags: int = 0) -> Iterator[str]:
    """Yield a word for each possessive group that may fail after its beginning."""
    for group in _possessive(parser.parse(form, flags)):
        if not _fails_at_once(group):
            yield str(group)[:200]


def _possessive(items: Any) -> Iterator[Any]:
    for kind, told in items:
        if kind is sre.POSSESSIVE_REPEAT and not _is_sign(told[2]):
            yield told[2]
        for inner in _inside(kind, told):
            yield from _possessive(inner)


def _inside(kind: Any, told: Any) -> list[Any]:
    if kind in _REPEATS:
        return [told[2]]
    if kind is sre.BRANCH:
        return list(told[1])
    if kind is sre.SUBPATTERN:
        return [told[3]]
    if kind is sre.ATOMIC_GROUP:
        return [told]
    return [told[1]] if kind in (sre.ASSERT, sre.ASSERT_NOT) else []


def _is_sign(items: Any) -> bool:
    return len(items) == 1 and items[0][0] in _SIGNS


def _fails_at_once(items: Any) -> bool:
    """Tell whether what can fail comes before all that may go over several signs."""
    moved = False
    for kind, told in items:
        if kind in _REPEATS:
            least, _, what = told
            if not _is_sign(what) or (moved and least):
                return False
            moved = True
        elif moved:
            return False
        elif kind is sre.BRANCH:
            if not all(map(_fails_at_once, told[1])):
                return False
            moved = any(kind in _REPEATS for each in told[1] for kind, _ in each)
        elif kind not in _SIGNS:
            return False
    return True


def every_pattern() -> list[tuple[str | bytes, int]]:
    for layer in ("vocab", "text", "keep", "readers", "intake"):
        package = import_module(f"fanfold.{layer}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    forms = [(each._form, each._flags) for each in patterns._all]
    return [*forms, (row_pattern(3).pattern, re.DOTALL)]


def test_every_possessive_group_fails_at_its_beginning_alone() -> None:
    forms = every_pattern()

    assert len(forms) > 200
    assert [w for form, flags in forms for w in wrong_groups(form, flags)] == []


@pytest.mark.parametrize(
    "form", [r'(?:[^"]|"[^"]*+")*+', r"(?:a+b)++", r"(?:a(?!b))*+", r"(?:(?:a+b)?c)*+"]
)
def test_a_group_that_may_fail_halfway_is_found(form: str) -> None:
    assert list(wrong_groups(form))


@pytest.mark.parametrize("form", [r"(?:a++|bc)*+", r"(?:\\.[^']*+)*+", r"(?>(?:a+b)*)"])
def test_a_group_that_cannot_is_left_alone(form: str) -> None:
    assert list(wrong_groups(form)) == []
