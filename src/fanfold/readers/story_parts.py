"""One story over several text files: ``rope1.txt``, ``rope2.txt``, ``title-part3.txt``.

Files are joined where their headers say so: one title and a different part in each,
``(2/4)``, or "Part 2" under names that count as the parts do. Names alone join
nothing: docs/readers/story_parts.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from fanfold.keep.containers import note
from fanfold.model.draft import Draft, DraftWork
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers import peek, posted_text
from fanfold.readers._numbering import Numbered, numbered
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.vocab.patterns import late

_TEXT = late(r"(?i)\.(?:te?xt|asc|fic|story)$")
_FIGURES = late(r"(?:.*/)?\d+\.\w+$")
#: So many texts of one folder are looked into whatever they are called.
_FEW = 400
#: What a file must hold near its beginning to be a part.
_PART = late(
    rb"(?i)\d{1,3}[a-f]?\s{0,3}(?:/|of)\s{0,3}[\d?x]|\b(?:part|chapter|teil|kapitel|"
    rb"chapitre|cap\w{0,5}tulo|episode)\b[\s:.#-]{0,4}\w"
)
_ROWS = 60
#: More missing parts are no gap but a story whose end was never saved.
_TOLD = 20


class _Head(NamedTuple):
    """What a file's first rows say. same: its bare title; number, total: which part
    it says it is (total 0: "?"); named: what its name says."""

    original: Original
    same: str
    authors: str
    number: int | None
    total: int | None
    named: Numbered | None


def recognise(source: Source) -> Recognition:
    """LIKELY where the first lines of all files make them parts of one story."""
    if len(source.originals) < 2:
        return Recognition.NO
    together = [set(map(id, each)) for each in gather(source.originals)]
    whole = set(map(id, source.originals)) in together
    return Recognition.LIKELY if whole else Recognition.NO


def gather(originals: Sequence[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield the files that are parts of one story, in reading order."""
    folders: defaultdict[str, list[Original]] = defaultdict(list)
    for each in originals:
        if _TEXT.search(each.name) and not _FIGURES.fullmatch(each.name):
            folders[each.name.rpartition("/")[0]].append(each)
    for files in folders.values():
        if len(files) > 1:
            heads = [head for each in _candidates(files) if (head := _head(each))]
            yield from _sets(heads)


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the one work of all files, after what was hard about each."""
    from fanfold.readers._joined import joined

    parts: list[DraftWork] = []
    for original in source:
        alone = Source((original,), habit=source.habit)
        works = []
        for each in posted_text.read(alone, scratch=scratch):
            if isinstance(each, DraftWork):
                works.append(each)
            else:
                yield each
        parts += works
    names = ", ".join(each.name for each in source)
    detail = f"{names} became one work: their headers say one title and its parts."
    yield note("joined-parts", source.originals[0].name, detail)
    yield from _missing(source)
    yield joined(parts)


def _missing(source: Source) -> Iterator[Problem]:
    """Tell which parts no file holds, as far as the files say how many there are."""
    heads = [head for each in source if (head := _head(each)) is not None]
    there = {_number(each) for each in heads}
    last = max((each.total or 0 for each in heads), default=0)
    absent = [n for n in range(1, max([*there, last]) + 1) if n not in there]
    if absent and len(absent) < _TOLD:
        parts = ", ".join(map(str, absent))
        detail = f"Of the parts of this story, no file holds {parts}."
        yield Problem("part-missing", source.originals[0].name, detail)


def _candidates(files: Sequence[Original]) -> Iterator[Original]:
    families: defaultdict[tuple[str, str], int] = defaultdict(int)
    named = [(each, numbered(each.name)) for each in files]
    for _, number in named:
        if number is not None:
            families[number.family] += 1
    for each, number in named:
        if len(files) <= _FEW or (number and families[number.family] > 1):
            yield each


def _head(original: Original) -> _Head | None:
    """Return what a file's beginning says, None where it says nothing of parts."""
    try:
        beginning = peek.beginning(original)
    except OSError:
        return None
    name = numbered(original.name)
    if name is None and _PART.search(beginning) is None:
        return None
    if posted_text.recognise(Source((original,))) is Recognition.NO:
        return None
    return _told(original, beginning, name)


def _told(original: Original, beginning: bytes, name: Numbered | None) -> _Head | None:
    # Here and not above: only a folder with several texts needs the grammar.
    from fanfold.text.headers import split_header
    from fanfold.text.lines import Kind, Line
    from fanfold.text.parts import bare, marker_of, without_part

    text = (
        beginning.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    )
    rows = text.split("\n")[:_ROWS]
    lines = [
        Line(row, n, Kind.TEXT if row.strip() else Kind.BLANK)
        for n, row in enumerate(rows, start=1)
    ]
    header = split_header(lines)
    stated = header.of("title")
    title, number, total = without_part(
        " ".join(stated.value.split()) if stated else ""
    )
    if marker_of(title) is not None:
        title = ""
    for row in rows[:_ROWS]:
        if number is not None or len(row) > 100:
            continue
        marker = marker_of(row, title)
        if marker is not None:
            number, total = marker.number, marker.total
    author = header.of("author")
    return _Head(
        original, bare(title), bare(author.value) if author else "", number, total, name
    )


def _sets(heads: Sequence[_Head]) -> Iterator[tuple[Original, ...]]:
    """Yield the sets of one folder that are parts of one story."""
    told: set[int] = set()
    for group in (*_by_title(heads), *_by_name(heads)):
        free = [each for each in group if id(each) not in told]
        numbers = [_number(each) for each in free]
        if len(free) > 1 and len(set(numbers)) == len(numbers):
            told.update(map(id, free))
            yield tuple(each.original for each in sorted(free, key=_number))


def _number(head: _Head) -> int:
    return 1 if head.number is None else head.number


def _by_title(heads: Sequence[_Head]) -> Iterator[list[_Head]]:
    """Yield the files that say one title, and each another part of it out of many."""
    titled: defaultdict[tuple[str, str], list[_Head]] = defaultdict(list)
    for each in heads:
        if each.same and each.number is not None and each.total is not None:
            titled[each.same, each.authors].append(each)
    yield from titled.values()


def _by_name(heads: Sequence[_Head]) -> Iterator[list[_Head]]:
    """Yield the files whose names count as the parts that they say they are.

    The first may say no part, and later ones no title.
    """
    families: defaultdict[tuple[str, str], list[_Head]] = defaultdict(list)
    for each in heads:
        if each.named is not None:
            families[each.named.family].append(each)
    for family in families.values():
        family.sort(key=lambda each: each.named.number if each.named else 0)
        first, *others = family
        rest = [each for each in others if _continues(first, each)]
        begins = first.number in {None, 1} and bool(first.same)
        if begins and rest and len(rest) == len(others):
            yield family


def _continues(first: _Head, other: _Head) -> bool:
    """Tell whether a file is a later part of the story that another begins."""
    if other.named is None or other.number is None or other.number < 2:
        return False
    counts = other.number * 10 == other.named.number
    titles = not other.same or other.same == first.same
    authors = not (other.authors and first.authors) or other.authors == first.authors
    totals = not (other.total and first.total) or other.total == first.total
    return counts and titles and authors and totals


reader = Reader(
    name="story_parts",
    title="One story over several text files",
    recognise=recognise,
    read=read,
    gather=gather,
    reading="fanfold.readers._posted_text",
)
