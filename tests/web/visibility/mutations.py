"""The program with one filter taken away, to see whether the walk would notice.

Where the rule is asked (`visible_to`, `listed_for`) is found in the sources; taken
away, everything is let through at that one place and nowhere else.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from django.db.models import manager

import fanfold
from fanfold.archive import cards, leaf, shelf
from fanfold.archive.queries.works import WorkQuerySet
from fanfold.archive.search import finding, matching

_SOURCES = Path(fanfold.__file__).parent
_RULES = ("visible_to", "listed_for")


@dataclass(frozen=True, slots=True)
class Site:
    """One call of the rule: in which file, function and lines."""

    file: str
    function: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{Path(self.file).relative_to(_SOURCES).as_posix()}:{self.function}"

    def made(self, frame: Any) -> bool:
        """Tell whether a frame is this call's."""
        same = frame.f_code.co_filename == self.file
        return same and self.first <= frame.f_lineno <= self.last


def sites() -> Iterator[Site]:
    """Yield every call of the rule in the archive and its pages."""
    for folder in ("archive", "web"):
        for path in sorted((_SOURCES / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef):
                    yield from _calls(str(path), function)


def _calls(file: str, function: ast.FunctionDef) -> Iterator[Site]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _name(node.func) in _RULES:
            yield Site(file, function.name, node.lineno, node.end_lineno or node.lineno)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else ""


@contextmanager
def without(site: Site) -> Iterator[None]:
    """Let everything through at one place."""
    with _watched(lambda frame: site.made(frame)):
        yield


@contextmanager
def noting(met: Callable[[Site], object], known: list[Site]) -> Iterator[None]:
    """Tell of each place that is asked; what it answers stays as it is."""

    def note(frame: Any) -> bool:
        for site in known:
            if site.made(frame):
                met(site)
        return False

    with _watched(note):
        yield


@contextmanager
def _watched(opens: Callable[[Any], bool]) -> Iterator[None]:
    """Ask `opens`, with the caller's frame, before each answer of the rule."""
    kept: dict[str, Any] = {name: getattr(WorkQuerySet, name) for name in _RULES}
    indexed: Any = matching.listed_for

    def asked(name: str) -> Callable[..., Any]:
        def rule(rows: Any, reader: Any) -> Any:
            caller = sys._getframe(1)
            if caller.f_code.co_filename == manager.__file__:
                caller = caller.f_back or caller  # Work.objects hands the call on
            return rows.all() if opens(caller) else kept[name](rows, reader)

        return rule

    def of_index(reader: Any, now: int) -> Any:
        if opens(sys._getframe(1)):
            return tantivy.Query.all_query()
        return indexed(reader, now)

    made_once = (leaf._chapters, cards._named, shelf._related)  # with the rule in it
    for made in made_once:
        made.cache_clear()
    try:
        for name in _RULES:
            setattr(WorkQuerySet, name, asked(name))
        matching.listed_for = of_index
        yield
    finally:
        for made in made_once:
            made.cache_clear()
        for name in _RULES:
            setattr(WorkQuerySet, name, kept[name])
        matching.listed_for = indexed


@contextmanager
def deaf() -> Iterator[None]:
    """Forget what the index has not heard of yet."""
    kept = finding.narrowed
    try:
        finding.narrowed = list
        yield
    finally:
        finding.narrowed = kept
