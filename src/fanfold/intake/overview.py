"""What a heap of files is: kinds of sources, what belongs together, what was hard.

Counted once, for `look` and for the report of an import; every file is in exactly one
row, so that the rows sum up to what was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from fanfold.intake.sources import Claimed
from fanfold.intake.survey import Found, Part
from fanfold.model.draft import Draft, DraftWork
from fanfold.model.problem import Problem, Severity
from fanfold.text.addresses import removed
from fanfold.vocab.advice import advice_on

WIDTH = 78
_TITLE, _NAMES, _NAME, _SETS = 46, 3, 60, 12
_UNREAD = "Not read: of no known kind, or of two"
_CONTAINERS = "Zip, tar and the like, opened"
_ASIDE = "Kept aside: files of systems, changed files"
_FOUND = "Found on the way: links, damage"
_ORDER = (Severity.LOSS, Severity.WARNING, Severity.NOTE)


class Row:
    """One kind of thing. files: how many; works, others: read from them.

    others: authors, series, comments, news. problems: of these files.
    """

    # No dataclass: making one costs `look` 3 ms of its start.
    def __init__(self, title: str) -> None:
        self.title = title
        self.files = self.works = self.others = self.problems = 0

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON."""
        return dict(vars(self))


class Together(NamedTuple):
    """Files that are one source. title: of the reader that claimed them."""

    name: str
    title: str
    files: int


class Overview:
    """Counts while something is read; every method takes one more thing of it."""

    def __init__(self) -> None:
        self.containers, self.aside = Row(_CONTAINERS), Row(_ASIDE)
        self._beside: dict[str, Row] = {}
        self.problems: list[Problem] = []
        self.sets: list[Together] = []
        self._rows: dict[str, Row] = {}
        self._of: dict[str, Row] = {}

    def found(self, found: Found) -> None:
        """Take one file; those of stories are counted with their source."""
        beside = {Part.CONTAINER: self.containers, Part.ASIDE: self.aside}
        row = beside.get(found.part)
        if row is not None:
            row.files += 1
            self._beside[found.original.name] = row

    def claimed(self, source: Claimed) -> None:
        """Take one source with its files."""
        files = len(source.source.originals)
        title = source.known.reader.title if source.known else _UNREAD
        row = self._of[source.key] = self._row(title)
        row.files += files
        if files > 1:
            self.sets.append(Together(source.source.name, title, files))

    def read(self, source: str, *, works: int = 0, others: int = 0) -> None:
        """Take what was read of a source. source: its key."""
        row = self._of[source]
        row.works += works
        row.others += others

    def take(self, thing: Draft | Problem, source: str) -> None:
        """Take one draft or problem of a source."""
        if isinstance(thing, Problem):
            self.problem(thing, source)
        else:
            work = isinstance(thing, DraftWork)
            self.read(source, works=int(work), others=int(not work))

    def problem(self, problem: Problem, source: str = "") -> None:
        """Take a problem. source: key of the source it is of, if it is of one."""
        self.problems.append(problem)
        row = self._of.get(source) or self._beside.get(problem.place)
        (row or self._row(_FOUND)).problems += 1

    def rows(self) -> tuple[Row, ...]:
        """Return the rows: kinds by number of files, then what was not read."""
        last = (_UNREAD, _FOUND)
        kinds = [row for title, row in self._rows.items() if title not in last]
        kinds.sort(key=lambda row: (-row.files, row.title))
        rest = [row for row in (self.containers, self.aside) if row.files]
        return (*kinds, *rest, *(self._rows[t] for t in last if t in self._rows))

    @property
    def files(self) -> int:
        """All files that were found."""
        return sum(row.files for row in self.rows())

    @property
    def works(self) -> int:
        """All works that were read."""
        return sum(row.works for row in self.rows())

    def as_json(self) -> dict[str, Any]:
        """Return rows and sets as JSON."""
        return {
            "kinds": [row.as_json() for row in self.rows()],
            "together": [
                {**each._asdict(), "name": removed(each.name)} for each in self.sets
            ],
        }

    def lines(self) -> Iterator[str]:
        """Yield the table, what belongs together, and the problems, for a person."""
        yield from _table(self.rows())
        yield from _together(self.sets)
        yield from told(self.problems)

    def _row(self, title: str) -> Row:
        return self._rows.setdefault(title, Row(title))


def told(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield problems by code, the gravest first: how many, where, what to do."""
    if not problems:
        return
    yield ""
    yield f"Problems: {len(problems)}. Nothing of the originals is lost or changed."
    groups: dict[str, list[Problem]] = {}
    for each in problems:
        groups.setdefault(each.code, []).append(each)
    by_weight = sorted(
        groups.items(), key=lambda item: (_weight(item[1]), -len(item[1]))
    )
    for code, alike in by_weight:
        yield from _group(code, alike)


def _weight(alike: Sequence[Problem]) -> int:
    return min(_ORDER.index(each.severity) for each in alike)


def _group(code: str, alike: Sequence[Problem]) -> Iterator[str]:
    advice = advice_on(code)
    gravest = _ORDER[_weight(alike)]
    what = advice.what or _short(alike[0].detail, WIDTH)
    yield from wrapped(f"{len(alike):>5}  {code} ({gravest}): {what}")
    yield from wrapped(" " * 7 + named([each.place for each in alike]))
    if advice.do:
        yield from wrapped(f"{'':7}→ {advice.do}")


def named(names: Sequence[str]) -> str:
    """Return the first names, each once, and how many others there are."""
    each = list(dict.fromkeys(map(_name, names)))
    others = len(each) - _NAMES
    if others < 2:
        return ", ".join(each)
    return f"{', '.join(each[:_NAMES])} and {others} others"


def _name(name: str) -> str:
    half = _NAME // 2 - 1
    return name if len(name) <= _NAME else f"{name[:half]}…{name[-half:]}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield _line("What it is", "files", "stories", "other", "problems")
    for row in rows:
        counts = (row.works, row.others, row.problems)
        first, *more = _folded(row.title)
        yield _line(first, str(row.files), *(str(n) if n else "" for n in counts))
        yield from map(_line, more)
    sums = Counter[str]()
    for row in rows:
        sums.update(f=row.files, w=row.works, o=row.others, p=row.problems)
    yield _line("In all", *(str(sums[name]) for name in "fwop"))


def _line(title: str, *cells: str) -> str:
    sizes = (6, 8, 7, 9)
    row = "".join(f"{cell:>{size}}" for cell, size in zip(cells, sizes, strict=False))
    return f"  {title:<{_TITLE}}{row}".rstrip()


def _folded(title: str) -> list[str]:
    import textwrap

    return textwrap.wrap(title, _TITLE - 1, subsequent_indent="  ") or [""]


def _together(sets: Sequence[Together]) -> Iterator[str]:
    if not sets:
        return
    yield ""
    yield "Files that belong together, read as one source each:"
    for each in sets[:_SETS]:
        others = f"and {each.files - 1} other{'s' if each.files > 2 else ''}"
        yield from wrapped(f"{'':7}{each.name} {others}: {each.title}")
    if len(sets) > _SETS:
        yield f"{'':7}and {len(sets) - _SETS} more sets"


def wrapped(text: str) -> Iterator[str]:
    """Yield a line as lines that fit, the further ones set in."""
    import textwrap

    words = text.lstrip()
    first = text[: len(text) - len(words)]
    yield from textwrap.wrap(
        words,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * 9,
        break_on_hyphens=False,
    )


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
