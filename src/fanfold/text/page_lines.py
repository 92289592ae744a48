"""Finishing the lines of a page: what they are, and which marks mean something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fanfold.text.lines import Kind, Line
from fanfold.text.page import PageLine, Run

#: Share of a page's letters above which a mark says nothing any more.
DOMINANT = 0.6
#: Letters below which a page is too short to tell.
LETTERS = 500
_STYLES = frozenset({"strong", "small", "centre", "right"})
#: Items of lists and the list they belong to.
ITEMS = {"li": "ul", "dt": "dl", "dd": "dl"}


@dataclass(slots=True)
class DraftLine:
    """A line that is not finished."""

    number: int
    block: int
    wrap: str
    align: str
    region: frozenset[str]
    path: tuple[tuple[str, int], ...]
    row: tuple[int, int, int] | None
    kind: Kind = Kind.TEXT
    level: int = 0
    runs: list[Run] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def finished(drafts: Sequence[DraftLine]) -> tuple[PageLine, ...]:
    """Return the lines of a page, with an empty one between two blocks."""
    dull = _dominant(drafts)
    found: list[PageLine] = []
    for draft in drafts:
        if found and _apart(found[-1], draft):
            found.append(PageLine(Line("", max(draft.number - 1, 1), Kind.BLANK)))
        found.extend(_parts(draft, dull))
    return tuple(found)


def _apart(before: PageLine, draft: DraftLine) -> bool:
    """Tell whether there is a gap between two lines."""
    if before.line.kind is Kind.CELL and draft.kind is Kind.CELL:
        return before.row is None or draft.row is None or before.row[0] != draft.row[0]
    if before.path and draft.path and draft.path[-1][0] in ITEMS:
        return before.path[:-1] != draft.path[:-1]
    return before.line.block != draft.block


def _dominant(drafts: Sequence[DraftLine]) -> frozenset[str]:
    """Return the marks and the alignment that most of the page has."""
    letters: Counter[str] = Counter()
    total = 1
    for draft in drafts:
        for run in draft.runs:
            size = len(run.text)
            total += size
            letters[draft.align] += size
            for mark in run.marks:
                letters[mark] += size
    if total < LETTERS:
        return frozenset()
    return frozenset(
        mark
        for mark, size in letters.items()
        if size > DOMINANT * total and (mark in _STYLES or mark.startswith("voice:"))
    )


def _parts(draft: DraftLine, dull: frozenset[str]) -> Iterator[PageLine]:
    """Yield the line; where fields of a header run together, each by itself."""
    runs = draft.runs
    if dull and any(run.marks for run in runs):
        runs = [
            run._replace(marks=tuple(m for m in run.marks if m not in dull))
            if not dull.isdisjoint(run.marks)
            else run
            for run in runs
        ]
    align = "" if draft.align in dull else draft.align
    for place, part in enumerate(_fields(runs)):
        yield _page_line(draft, part, align, joint="" if place else "br")


def _fields(runs: list[Run]) -> Iterator[list[Run]]:
    """Yield the runs cut before each bold label, where there are several."""
    if len(runs) < 3:
        yield runs
        return
    labels = [place for place in range(len(runs)) if _is_label(runs, place)]
    cuts = sorted({0, *labels, len(runs)}) if len(labels) > 1 else [0, len(runs)]
    for start, end in pairwise(cuts):
        yield runs[start:end]


def _is_label(runs: list[Run], place: int) -> bool:
    run = runs[place]
    if "strong" not in run.marks or len(run.text) > 40 or len(run.text.strip()) < 3:
        return False
    if run.text.rstrip().endswith(":"):
        return True
    return place + 1 < len(runs) and runs[place + 1].text.lstrip().startswith(":")


def _page_line(
    draft: DraftLine, runs: list[Run], align: str, *, joint: str
) -> PageLine:
    text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
    text = text.rstrip() if draft.wrap == "pre" else text.strip(" \xa0")
    if not text and draft.wrap != "p":
        text = " ".join(run.picture[1] for run in runs if run.picture).strip()
    heading = int(draft.wrap[1]) if draft.wrap[0] == "h" else 0
    marked = [run.marks for run in runs]
    kind = draft.kind
    level = draft.level if kind is Kind.CELL else 0
    if kind is Kind.TEXT and heading:
        kind, level = Kind.HEADING, heading
    elif kind is Kind.TEXT and any(tag in ITEMS for tag, _ in draft.path):
        kind, level = Kind.CELL, draft.level
    line = Line(
        text=text,
        number=draft.number,
        kind=kind,
        block=draft.block,
        bold=_bold(runs) if any(marked) else 0,
        centred=align == "centre",
        level=level,
    )
    return PageLine(
        line=line,
        runs=tuple(runs),
        wrap=draft.wrap,
        align=align,
        path=draft.path,
        row=draft.row,
        navigation=any(marked) and _is_navigation(runs),
        joint=joint,
        region=draft.region,
        addresses=tuple(draft.addresses) if joint else (),
    )


def _bold(runs: list[Run]) -> int:
    """Return how far the beginning is set apart from the rest: bold, or in any way."""
    length = 0
    for mark in ("strong", "em", "u"):
        for run in runs:
            if mark not in run.marks and run.text.strip():
                break
            length += len(run.text)
        if length:
            return length
    first = runs[0].marks if runs else ()
    if any(mark.startswith("voice:") for mark in first):
        return len(runs[0].text)
    return 0


def _is_navigation(runs: list[Run]) -> bool:
    linked = False
    for run in runs:
        if any(mark.startswith("a:") for mark in run.marks):
            linked = True
        elif "mail" not in run.marks and any(map(str.isalnum, run.text)):
            return False
    return linked
