"""Chapters, end marks, and what stands around a story on its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fanfold.text.around import is_chrome, is_foot
from fanfold.text.breaks import is_scene_break
from fanfold.text.endings import ends_title, is_end, verdict_of
from fanfold.text.lines import Kind, Line, Lines, joined, lines_where
from fanfold.text.markers import (
    LONGEST,
    NUMERAL,
    PART_WORD,
    TITLE_LABEL,
    Marker,
    bare,
    cleaned,
    marker_of,
    same_title,
    title_within,
    value_of,
    without_part,
)
from fanfold.vocab.patterns import late, one_of

#: All that readers ask about parts, here and in markers, endings, around.
__all__ = [
    "RULE",
    "Marker",
    "Part",
    "Parts",
    "bare",
    "ends_title",
    "is_chrome",
    "is_end",
    "marker_of",
    "same_title",
    "split_parts",
    "title_within",
    "trimmed_end",
    "without_part",
]

RULE = "parts.marker/1"


class Part(NamedTuple):
    """Lines `start` to before `end` are one part. heading: index of its heading's
    line; None where it has none. behind: index of its first line with heading."""

    start: int
    end: int
    marker: Marker | None = None
    heading: int | None = None


class Parts(NamedTuple):
    """The parts in order. finished: True by an end mark, False where more was said to
    come, None without a word; mark: index of the line that said so."""

    parts: tuple[Part, ...]
    finished: bool | None = None
    mark: int | None = None


def split_parts(lines: Sequence[Line], start: int, end: int, title: str = "") -> Parts:
    """Return the parts of the story in lines `start` to before `end`."""
    markers = _markers(lines, start, end, title)
    edges = [*(each.edge for each in markers), end]
    found: list[Part] = []
    first = edges[0]
    above = _has_words(lines, start, first) and not _is_contents(lines, start, first)
    if above or not markers:
        found.append(Part(start, first))
    for each, until in zip(markers, edges[1:], strict=True):
        found.append(Part(each.behind, until, each.marker, each.at))
    trimmed = []
    said: list[tuple[bool | None, int | None]] = []
    for part in _full(lines, found):
        until, verdict, where = trimmed_end(lines, part.start, part.end, title)
        trimmed.append(Part(part.start, until, part.marker, part.heading))
        said.append((verdict, where))
    finished, mark = _verdict(said)
    ordered = _in_order(trimmed)
    last = next((p.marker for p in reversed(ordered) if p.marker), None)
    if last and last.total is not None and last.number is not None:
        finished, mark = _counted(last, finished), mark or ordered[-1].heading
    return Parts(tuple(ordered), finished, mark)


def _full(lines: Sequence[Line], parts: list[Part]) -> list[Part]:
    """Drop a heading that only stands above another ("Part One", "Chapter 1")."""
    kept: list[Part] = []
    above: Part | None = None
    for part in parts:
        empty = not _has_words(lines, part.start, part.end)
        if above is not None and part.marker is not None and not part.marker.title:
            title = above.marker.title if above.marker is not None else None
            named = part.marker._replace(title=title)
            part = part._replace(marker=named)
        above = part if empty and part.marker is not None else None
        if above is None or part is parts[-1]:
            kept.append(part)
    return kept


def _verdict(
    said: Sequence[tuple[bool | None, int | None]],
) -> tuple[bool | None, int | None]:
    """Return what the marks say of the whole: the last part's word, else an end."""
    if said and said[-1][0] is not None:
        return said[-1]
    ended = [each for each in said if each[0]]
    return ended[-1] if ended else (None, None)


def _in_order(parts: list[Part]) -> list[Part]:
    """Return the parts by their numbers where each has one of its own."""
    numbers = [part.marker.number if part.marker else None for part in parts]
    known = [number for number in numbers if number is not None]
    if len(known) < len(parts) or len(set(known)) < len(known):
        return parts
    return sorted(parts, key=lambda part: part.marker.number or 0 if part.marker else 0)


def _counted(last: Marker, finished: bool | None) -> bool | None:
    if last.total and last.number == last.total:
        return True if finished is None else finished
    return False


_CONTENTS = late(
    r"(?i)\W{0,4}(?:(?:table of )?contents|index|chapters|inhalt(?:sverzeichnis)?|"
    r"sommaire|[ií]ndice)\W{0,4}|\W{0,3}\d{1,2}[.):]\s*\S.{0,60}"
)


def _is_contents(lines: Sequence[Line], start: int, end: int) -> bool:
    """Tell whether a range lists the parts and tells nothing of the story."""
    if end - start > 4 * LONGEST:
        return False
    texts = [line.text.strip() for line in lines[start:end] if not _is_gap(line)]
    return bool(texts) and all(
        _CONTENTS.fullmatch(text) or marker_of(text) is not None for text in texts
    )


def trimmed_end(
    lines: Sequence[Line], start: int, end: int, title: str = ""
) -> tuple[int, bool | None, int | None]:
    """Return the part's end without end marks and chrome, and what a mark said."""
    said: bool | None = None
    where: int | None = None
    texts = lines.texts if isinstance(lines, Lines) else None
    while end > start:
        if texts is not None and not texts[end - 1].strip():
            end -= 1
            continue
        line = lines[end - 1]
        if _is_gap(line) and line.kind is not Kind.HEADING:
            end -= 1
        elif is_end(line.text) and not is_chrome(line.text):
            verdict = verdict_of(line.text)
            if said is None and verdict is not None:
                said, where = verdict, end - 1
            end -= 1
        elif title and ends_title(line.text, title):
            if said is None:
                said, where = True, end - 1
            end -= 1
        elif is_chrome(line.text) or is_foot(line.text):
            end -= 1
        else:
            break
    return end, said, where


# --- where the markers are -----------------------------------------------------------

_PART = one_of(
    (
        *("part", "chapter", "chap", "ch", "act", "book", "episode", "section"),
        *("teil", "kapitel", "akt", "chapitre", "partie", "parte", "acto"),
        *("capitulo", "capítulo", "глава", "часть"),
    )
)
_UNCOUNTED = one_of(
    (
        *("prolog", "épilog", "prólog", "epilog", "epílog", "interlude"),
        *("пролог", "эпилог"),
    )
)
_NUMERALS = one_of(NUMERAL)
_COUNT = rf"(?:\d\w*+|[ivxlc]++|{_NUMERALS})"
#: What a part's heading begins with; asked of folded text.
_WORDS = (
    rf"[^\w\n]{{0,30}}+(?:{_PART}\b|{_UNCOUNTED}|\d{{1,2}}\s?/\s?[\d?]|"
    rf"{_COUNT}\.?\s{_PART}\b)"
)
_MAYBE, _MAY_BEGIN = late(_WORDS), late(rf"\n(?={_WORDS})")


class _Found(NamedTuple):
    """A part's heading. edge: where the part before it ends; behind: index of the
    first line that is its own; at: index of the line that names it."""

    edge: int
    behind: int
    marker: Marker
    at: int


_PART_FIELD = late(rf"(?i)\W{{0,3}}{PART_WORD}\s?[:=]\s*\S.*")


def _inside_header(
    lines: Sequence[Line], at: int, start: int, title: str
) -> _Found | None:
    """Return the part that a row of a repeated header names (``Part: 2/5 - Drift``).

    The row above says the work's title once more, and the part begins with it.
    """
    if not title or not _PART_FIELD.fullmatch(lines[at].text):
        return None
    marker = marker_of(lines[at].text)
    for above in range(at - 1, max(start, at - 5) - 1, -1):
        if not lines[above].text.strip():
            return None
        if marker and same_title(
            TITLE_LABEL.sub("", lines[above].text, count=1), title
        ):
            return _Found(above, above, marker, at)
    return None


def _candidates(lines: Sequence[Line], start: int, end: int, begins: str) -> list[int]:
    """Return the lines that may be markers: by their own words, or by the title's.

    begins: of the title, case folded; "" for none.
    """
    whole, longest = joined(lines, start, end).casefold(), 2 * LONGEST
    found = [
        at
        for at, text in lines_where(whole, start, _MAY_BEGIN)
        if 1 < len(text) <= longest and _MAYBE.match(text)
    ]
    if begins and begins in whole:
        named = lines_where(whole, start, re.compile(re.escape(begins)))
        found += [at for at, text in named if 1 < len(text) <= longest]
    return sorted(set(found))


def _markers(lines: Sequence[Line], start: int, end: int, title: str) -> list[_Found]:
    """Return the parts' headings in order."""
    found: list[_Found] = []
    for at in _candidates(lines, start, end, title.casefold()[:12]):
        if not _stands_alone(lines, at, start, end):
            inside = _inside_header(lines, at, start, title)
            if inside is not None:
                found.append(inside)
            continue
        marker = marker_of(lines[at].text, title)
        if marker is not None:
            behind, named = _named(lines, at, end, marker)
            found.append(_Found(at, behind, named, at))
    found = _without_repeats(lines, found)
    return (
        found or _counted_lines(lines, start, end) or _page_headings(lines, start, end)
    )


_NUMBERED = late(r"(\d{1,2}|[IVX]{1,5})[.):]\s+(\S.*)")


def _page_headings(lines: Sequence[Line], start: int, end: int) -> list[_Found]:
    """Return the headings of a page that part a story: two or more of one level."""
    if isinstance(lines, Lines):
        return []  # a plain text has none
    headings = [
        at
        for at in range(start, end)
        if lines[at].kind is Kind.HEADING
        and 1 < len(lines[at].text) <= LONGEST
        and not is_end(lines[at].text)
    ]
    levels = {lines[at].level for at in headings}
    if len(headings) < 2 or len(levels) != 1:
        return []
    return [_Found(at, at + 1, _headed(lines[at].text), at) for at in headings]


def _headed(text: str) -> Marker:
    numbered = _NUMBERED.fullmatch(text.strip())
    if numbered is None:
        return Marker(title=cleaned(text))
    return Marker(value_of(numbered[1]), title=cleaned(numbered[2]))


def _stands_alone(lines: Sequence[Line], at: int, start: int, end: int) -> bool:
    if lines[at].kind is Kind.HEADING or lines[at].text.strip()[:1] in "~*=-<[#_":
        return True
    before = at == start or _is_gap(lines[at - 1])
    after = at + 1 >= end or _is_gap(lines[at + 1])
    return before or after


# A tuple: a member of an enumeration is hashed by a call, and compared by none.
_PARTING = (Kind.BLANK, Kind.RULE, Kind.HEADING)


def _is_gap(line: Line) -> bool:
    return line.kind in _PARTING or not line.text.strip() or is_scene_break(line.text)


def _named(
    lines: Sequence[Line], at: int, end: int, marker: Marker
) -> tuple[int, Marker]:
    """Add a title that stands on the line below the number, quoted ones also behind
    an empty line."""
    behind = at + 1
    if marker.title is not None or behind + 1 >= end:
        return behind, marker
    if not lines[behind].text.strip() and lines[behind].kind is not Kind.RULE:
        below = behind + 1
        if _quotes_title(lines[below].text) and (
            below + 1 >= end or _is_gap(lines[below + 1])
        ):
            named = cleaned(lines[below].text.strip("'‘’ \t"))
            return below + 1, Marker(marker.number, marker.total, named)
        return behind, marker
    below_line, after = lines[behind], lines[behind + 1]
    text = below_line.text.strip()
    short = 0 < len(text) <= 60 and text[-1:] not in ".,;:-"
    quoted = len(text) > 2 and text[0] in "\"“'‘" and text[-1] in "\"”'’"
    if (
        short
        and _is_gap(after)
        and not is_scene_break(text)
        and (quoted or text[0].isupper())
        and len(text.split()) <= 8
        and not _is_speech(text)
    ):
        return behind + 1, Marker(
            marker.number, marker.total, cleaned(text.strip("'‘’"))
        )
    return behind, marker


_TITLE_QUOTED = late(r"\s*[\"“'‘][^\"“”]{1,50}[^\W_][\"”'’]\s*")


def _quotes_title(text: str) -> bool:
    """Tell ``"Salt"`` from speech, which has a stop before its closing quote."""
    return (
        len(text) < 60
        and _TITLE_QUOTED.fullmatch(text) is not None
        and len(text.split()) <= 8
    )


def _is_speech(text: str) -> bool:
    return bool(re.search(r"[?!]$", text)) or bool(re.match(r"(?i)by\s|.{1,30}:", text))


def _without_repeats(lines: Sequence[Line], found: list[_Found]) -> list[_Found]:
    """Drop a heading that only says again what stands just above it."""
    kept: list[_Found] = []
    for each in found:
        if kept:
            above, marker, last = kept[-1], each.marker, kept[-1].marker
            near = each.edge - above.behind <= 12 and not any(
                len(lines[i].text.strip()) > 60 for i in range(above.behind, each.edge)
            )
            if near and marker.number == last.number:
                both = Marker(
                    last.number, last.total or marker.total, last.title or marker.title
                )
                kept[-1] = _Found(above.edge, each.behind, both, above.at)
                continue
        kept.append(each)
    return kept


#: Lines that part a story only where they count 1, 2, 3 …: a number alone, a number
#: with a title, a word that is no part anywhere else.
_COUNTING = (
    late(r"\W{0,4}(?P<number>\d{1,2}|[IVX]{1,6}|[ivx]{1,6})\W{0,4}"),
    late(r"(?i)\W{0,4}(?P<number>" + "|".join(NUMERAL) + r")\W{0,4}"),
    late(
        r"(?i)\W{0,4}(?:drabble|vignette|ficlet|snippet|story|tale|canto|movement|stage|"
        r"phase)\s+#?(?P<number>\d{1,2}|[IVX]{1,6}|" + "|".join(NUMERAL) + r")"
        r"(?:\s*[:.–—-]+\s*(?P<title>\S.{0,60}?))?\W{0,4}"
    ),
    late(
        r"\W{0,4}#?(?P<number>\d{1,2}|[IVX]{1,6})(?:[.):]|\s?[-–—]+)\s*"
        r"(?P<title>[^\W\d].{0,58}?)[*_~\s]{0,4}"
    ),
)


#: What a line of any of these forms begins with; asked of folded text.
_MAY_COUNT = late(
    r"\n(?=[^\w\n]*+(?:\d|[ivx]{1,6}+(?!\w)|"
    + _NUMERALS
    + r"|drabble|vignette|ficlet|snippet|story|tale|canto|movement|stage|phase))"
)


def _counted_lines(lines: Sequence[Line], start: int, end: int) -> list[_Found]:
    """Return lines of one form that stand alone and count up from 1."""
    whole = joined(lines, start, end).casefold()
    alone = [
        at
        for at, _ in lines_where(whole, start, _MAY_COUNT)
        if 0 < len(lines[at].text) <= LONGEST
        and (at == start or _is_gap(lines[at - 1]))
        and (at + 1 >= end or _is_gap(lines[at + 1]))
        and not _is_gap(lines[at])
    ]
    for form in _COUNTING:
        found: list[_Found] = []
        for at in alone:
            match = form.fullmatch(lines[at].text.strip())
            told = match.groupdict() if match else {}
            if match and value_of(told["number"]) == len(found) + 1:
                marker = Marker(len(found) + 1, title=cleaned(told.get("title")))
                found.append(_Found(at, at + 1, marker, at))
        if len(found) >= 2:
            return found
    return []


def _has_words(lines: Sequence[Line], start: int, end: int) -> bool:
    return any(
        not _is_gap(line) and not is_chrome(line.text) for line in lines[start:end]
    )
