"""Finishing the lines of a page: what they are, and which marks mean something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fanfold.text.lines import Kind, Line
from fanfold.text.page import PageLine, Run

#: Share of a page's letters above which a mark says nothing any more.
DOMINANT = 0.6
#: Letters below which a page is too short to tell.
LETTERS = 500
# Asked for each line: a member of an enumeration is found more slowly than a name.
_TEXT, _BLANK, _CELL, _RULE = Kind.TEXT, Kind.BLANK, Kind.CELL, Kind.RULE
_PLAIN_WRAPS = frozenset({"p", "pre"})
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
    addresses: tuple[str, ...] = ()


def finished(drafts: Sequence[DraftLine | PageLine]) -> tuple[PageLine, ...]:
    """Return the lines of a page, with an empty one between two blocks.

    A `PageLine` among the drafts is finished, and a block of its own.
    """
    dull = _dominant(drafts)
    found: list[PageLine] = []
    gap = _PLAIN_GAP
    for draft in drafts:
        number = draft[0][1] if isinstance(draft, PageLine) else draft.number
        if found and (isinstance(draft, PageLine) or _apart(found[-1], draft)):
            above = max(number - 1, 1)
            # Blocks of one line of the source have the same gap between them.
            gap = gap if gap[0][1] == above else _gap(above)
            found.append(gap)
        if isinstance(draft, PageLine):
            found.append(_unaligned(draft) if draft[3] in dull else draft)
        elif _is_plain(draft):
            found.append(_plain_draft(draft, dull))
        else:
            found += _parts(draft, dull)
    return tuple(found)


# Half of a page's lines are gaps, most others plain. They are made past the names of
# their fields, which takes half the time: `Line` and `PageLine` have them in order.
_made = tuple.__new__
_PLAIN_GAP = PageLine(Line("", 1, _BLANK))
_LINE_REST, _PAGE_REST = _PLAIN_GAP.line[2:], _PLAIN_GAP[1:]


def _gap(number: int) -> PageLine:
    line = _made(Line, ("", number, *_LINE_REST))
    return _made(PageLine, (line, *_PAGE_REST))


def _is_plain(draft: DraftLine) -> bool:
    """Tell whether a line is words and nothing else, as most of a story are."""
    if len(draft.runs) != 1 or draft.wrap not in _PLAIN_WRAPS or draft.path:
        return False
    _, marks, picture = draft.runs[0]
    return not marks and picture is None and draft.kind is _TEXT


def plain_line(
    text: str, number: int, block: int, align: str, region: frozenset[str]
) -> PageLine:
    """Return a line that is words and nothing else."""
    words = text.strip(" \xa0")
    line = _made(Line, (words, number, _TEXT, block, 0, align == "centre", 0))
    runs = (_made(Run, (text, (), None)),)
    return _made(PageLine, (line, runs, "p", align, (), None, False, "br", region, ()))


def rule_line(number: int, block: int, align: str, region: frozenset[str]) -> PageLine:
    """Return a rule across the page."""
    line = _made(Line, ("", number, _RULE, block, 0, align == "centre", 0))
    return _made(PageLine, (line, (), "p", align, (), None, False, "br", region, ()))


def _plain_draft(draft: DraftLine, dull: frozenset[str]) -> PageLine:
    """Return what `_parts` would of a plain line, in a third of the time."""
    align = "" if draft.align in dull else draft.align
    wrap, runs = draft.wrap, tuple(draft.runs)
    text = runs[0].text.rstrip() if wrap == "pre" else runs[0].text.strip(" \xa0")
    fields = (text, draft.number, _TEXT, draft.block, 0, align == "centre", 0)
    around = (draft.row, False, "br", draft.region, draft.addresses)
    return _made(PageLine, (_made(Line, fields), runs, wrap, align, (), *around))


def _unaligned(line: PageLine) -> PageLine:
    return line._replace(align="", line=line.line._replace(centred=False))


def _apart(before: PageLine, draft: DraftLine) -> bool:
    """Tell whether there is a gap between two lines."""
    if draft.kind is _CELL and before.line.kind is _CELL:
        return before.row is None or draft.row is None or before.row[0] != draft.row[0]
    if before.path and draft.path and draft.path[-1][0] in ITEMS:
        return before.path[:-1] != draft.path[:-1]
    return before.line.block != draft.block


def _dominant(drafts: Sequence[DraftLine | PageLine]) -> frozenset[str]:
    """Return the marks and the alignment that most of the page has."""
    letters: defaultdict[str, int] = defaultdict(int)
    total = 1
    for draft in drafts:
        aligned = 0
        for text, marks, _ in draft.runs:
            size = len(text)
            aligned += size
            for mark in marks:
                letters[mark] += size
        letters[draft.align] += aligned
        total += aligned
    if total < LETTERS:
        return frozenset()
    return frozenset(
        mark
        for mark, size in letters.items()
        if size > DOMINANT * total and (mark in _STYLES or mark.startswith("voice:"))
    )


def _parts(draft: DraftLine, dull: frozenset[str]) -> list[PageLine]:
    """Return the line; where fields of a header run together, each by itself."""
    runs = draft.runs
    if dull and any(run.marks for run in runs):
        runs = [
            run._replace(marks=tuple(m for m in run.marks if m not in dull))
            if not dull.isdisjoint(run.marks)
            else run
            for run in runs
        ]
    align = "" if draft.align in dull else draft.align
    if len(runs) < 3:  # a label with its value at most
        return [_page_line(draft, runs, align, joint="br")]
    return [
        _page_line(draft, part, align, joint="" if place else "br")
        for place, part in enumerate(_fields(runs))
    ]


def _fields(runs: list[Run]) -> Iterator[list[Run]]:
    """Yield the runs cut before each bold label, where there are several."""
    bold = [place for place, run in enumerate(runs) if "strong" in run[1]]
    labels = [place for place in bold if _is_label(runs, place)]
    cuts = sorted({0, *labels, len(runs)}) if len(labels) > 1 else [0, len(runs)]
    for start, end in pairwise(cuts):
        yield runs[start:end]


def _is_label(runs: list[Run], place: int) -> bool:
    """Tell whether a bold run names a field."""
    run = runs[place]
    if len(run.text) > 40 or len(run.text.strip()) < 3:
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
    marked = any(run.marks for run in runs)
    kind = draft.kind
    level = draft.level if kind is _CELL else 0
    if kind is _TEXT and heading:
        kind, level = Kind.HEADING, heading
    elif kind is _TEXT and draft.path and any(tag in ITEMS for tag, _ in draft.path):
        kind, level = _CELL, draft.level
    bold = _bold(runs) if marked else 0
    line = Line(text, draft.number, kind, draft.block, bold, align == "centre", level)
    return PageLine(
        line,
        tuple(runs),
        draft.wrap,
        align,
        draft.path,
        draft.row,
        navigation=marked and _is_navigation(runs),
        joint=joint,
        region=draft.region,
        addresses=draft.addresses if joint else (),
    )


def _bold(runs: list[Run]) -> int:
    """Return how far the beginning is set apart from the rest: bold, or in any way."""
    length = 0
    if runs and not runs[0].marks and runs[0].text.strip():
        return 0
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
