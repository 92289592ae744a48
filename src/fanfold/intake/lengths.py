"""Values too long to be what they are called: cut, and told of.

A pairing of a hundred thousand letters is a damaged or hostile file's; no row, page
or index may have to carry it. The original and its evidence keep it whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from fanfold.model.draft import CHAPTER_CLAIMS, WORK_CLAIMS, Draft, DraftWork
from fanfold.model.lengths import NAME, TITLE
from fanfold.model.problem import Problem

#: Fields that hold texts, which may be as long as they are.
_TEXTS = frozenset(
    (
        *("html", "summary", "notes", "end_notes", "disclaimer", "dedication"),
        *("spoilers_raw", "distribution_raw", "rating_raw", "labels"),
    )
)
_WORK = tuple(name for name in WORK_CLAIMS if name not in _TEXTS)
_CHAPTER = tuple(name for name in CHAPTER_CLAIMS if name not in _TEXTS)


def bounded(read: Iterable[Draft | Problem]) -> Iterator[Draft | Problem]:
    """Yield what was read, each long name of a work cut and followed by its problem."""
    for each in read:
        if not isinstance(each, DraftWork):
            yield each
            continue
        cut: dict[str, int] = {}
        work = _cut(each, _WORK, cut)
        chapters = tuple(_cut(chapter, _CHAPTER, cut) for chapter in work.chapters)
        yield replace(work, chapters=chapters) if cut else each
        place = each.source_ids[0] if each.source_ids else "a work"
        for name, length in cut.items():
            detail = f"{name} has a value of {length} characters; it was cut short"
            yield Problem("field-too-long", place, detail)


def _cut(draft: Any, names: Iterable[str], cut: dict[str, int]) -> Any:
    changed: dict[str, Any] = {}
    for name in names:
        limit = TITLE if name == "title" else NAME
        claims = getattr(draft, name)
        longest = max((_longest(claim.value) for claim in claims), default=0)
        if longest > limit:
            cut[name] = max(longest, cut.get(name, 0))
            changed[name] = tuple(
                replace(claim, value=_short(claim.value, limit)) for claim in claims
            )
    return replace(draft, **changed) if changed else draft


def _longest(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, tuple):
        return max(map(_longest, value), default=0)
    if is_dataclass(value):
        return max(
            (_longest(getattr(value, each.name)) for each in fields(value)), default=0
        )
    return 0


def _short(value: Any, limit: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= limit else value[: limit - 1] + "…"
    if isinstance(value, tuple):
        parts = [_short(each, limit) for each in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{
                each.name: _short(getattr(value, each.name), limit)
                for each in fields(value)
            },
        )
    return value
