"""Headings that hold a title and, set apart in small type, who wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fanfold.text.lines import Kind
from fanfold.text.page import PageLine
from fanfold.vocab.patterns import late

#: So near to the top a title stands.
_FIRST = 8
_APART = frozenset({"small", "em", "sub", "sup"})
_JOINT = late(r"(?i)[\s~*|:,–—-]*(?:\bby\b|\bvon\b|\bpar\b|\bpor\b)?[\s~*|:–—-]*$")
_NAME = late(r"[^\W\d_][^<>\n]{0,60}")


def with_bylines(lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines, ``Title ~ <small>Name</small>`` on top as title and by-line."""
    head = [part for each in lines[:_FIRST] for part in _parted(each)]
    return [*head, *lines[_FIRST:]]


def _parted(each: PageLine) -> Iterator[PageLine]:
    runs = each.runs
    if each.line.kind is not Kind.HEADING or len(runs) < 2:
        yield each
        return
    name, title = runs[-1], "".join(run.text for run in runs[:-1])
    apart = _APART & set(name.marks) - set(runs[0].marks)
    joint = _JOINT.search(title)
    bare = title[: joint.start()].strip() if joint else ""
    said = name.text.strip(" ()~-–—")
    told = apart and joint and joint[0].strip() and bare
    if not told or not _NAME.fullmatch(said):
        yield each
    else:
        yield each._replace(line=each.line._replace(text=bare), runs=runs[:-1])
        by = said if said.lower().startswith("by ") else f"by {said}"
        line = each.line._replace(text=by, kind=Kind.TEXT, level=0)
        yield each._replace(line=line, runs=(name._replace(text=by),), wrap="p")
