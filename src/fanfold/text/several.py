"""Two or more works in one file: where each begins, and what stands above them all.

A work of several is told by its own head (a title with an author, a rating, a
summary …) behind the end of the work before it, never by a title alone: chapters have
titles too, and a head that says the same title again is the head of a part.
Source of layouts: headers.md of the design, "Failure traps": two stories in one file,
anthologies, challenge pages, a series header that several works share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fanfold.text import unlabelled
from fanfold.text.around import is_foot
from fanfold.text.breaks import is_scene_break
from fanfold.text.closing import skip_repeated
from fanfold.text.fields import Header
from fanfold.text.headers import head_of
from fanfold.text.label_lines import narrates, pairs_of
from fanfold.text.lines import Kind, Line, joined, lines_where
from fanfold.text.parts import (
    ends_title,
    is_chrome,
    is_end,
    marker_of,
    same_title,
    without_part,
)
from fanfold.vocab.patterns import late, one_of


class Span(NamedTuple):
    """Lines `start` to before `end` are one work with its own head.

    title: what the head calls it, where that line says more ("Harbour 2: Salt" →
    "Salt"); "" where the head speaks for itself. position: in the series, from 1;
    None where nothing counts.
    """

    start: int
    end: int
    title: str = ""
    position: int | None = None


class Several(NamedTuple):
    """The works of a file in order, two at least, and the head that all of them share.

    shared: lines of the head above the first work; None where each has its own.
    """

    spans: tuple[Span, ...]
    shared: tuple[int, int] | None = None


class _Head(NamedTuple):
    """A head inside of a file. start: its first line; body: where its text begins.

    said: fields it states; behind: what stands above it: "end", "rule", "gap" or "".
    """

    start: int
    body: int
    title: str
    said: frozenset[str]
    behind: str
    posted: bool = False


#: Heads that are read of one file, each with what stands around it, so that a hostile
#: one costs no minutes.
_MOST = 800
_LONGEST = 160
#: Lines of one head that are read to tell what it is.
_HEAD = 40
#: Prose that a work has at least, in words; less belongs to a head.
_LEAST = 15
#: Fields that only the head of a work states; letters and books in a story do not.
_OF_WORKS = frozenset(
    [
        "rating",
        "summary",
        "disclaimer",
        "pairing",
        "fandom",
        "spoilers",
        "warnings",
        "distribution",
        "email",
        "category",
        "feedback",
        "notes",
        "characters",
    ]
)
#: Asked of lower case.
_CUE_WORDS = (
    *("title", "titel", "titre", "titulo", "título", "название", "story", "fic"),
    *("written by", "posted by", "submitted by", "by", "von", "par", "por"),
    *("rating", "rated", "summary", "pairing", "disclaimer", "fandom"),
    *("autor", "author", "auteur", "résumé", "inhalt", "resumen"),
)
_CUES = rf"[\W_]{{0,12}}+{one_of(_CUE_WORDS)}\b"
_CUE, _MAY_CUE = late(_CUES), late(rf"\n(?={_CUES})")
_SERIES = late(
    r"(?i)\b(?:series|trilogy|duology|quartet|cycle|stories|tales|anthology|collection|"
    r"collected|challenge|fics|reihe|série|serie|geschichten|histoires|historias)\b"
)
_SET = late(
    r"(?i)\b(?:drabbles?|ficlets?|vignettes?|snippets?|haikus?|100[- ]words?|"
    r"hundred[- ]words?|one story in|chapters?|kapitel|chapitres?|cap[ií]tulos?)\b"
)
_COUNTED = late(
    r"(?P<series>[^\d:]{0,60}?)[\s#,.-]*(?P<number>\d{1,3})\s*(?:[:.)]|\s[-–—])\s*"
    r"(?P<title>\S.*)"
)
#: What may stand alone on a line behind THE END and is no other work.
_APPENDIX = late(
    r"(?i)(?:author'?s? |end |foot)?notes?|glossary|afterword|omake|epilogue|prologue|"
    r"deleted scenes?|outtakes?|acknowledge?ments|credits|bibliography|nachwort|"
    r"postscript|p\.?s\.?"
)


def works_in(lines: Sequence[Line], top: Header | None = None) -> Several | None:
    """Return the works that the lines hold, None where they hold one (or nothing).

    top: what `head_of` tells of all the lines, where it has been asked before.
    """
    top = head_of(lines, 0, len(lines)) if top is None else top
    heads = list(_heads(lines, top))
    if len(heads) < 2:
        return None
    first, *others = heads
    if _prose(lines, first.body, others[0].start) < _LEAST:
        return _below_shared(lines, first, others)
    found = [first]
    for head in others:
        if _is_work(head, found[-1], lines):
            found.append(head)
    if len(found) < 2:
        return None
    return Several(_spans(found, len(lines)))


def _spans(heads: Sequence[_Head], end: int) -> tuple[Span, ...]:
    edges = [*(head.start for head in heads[1:]), end]
    return tuple(
        Span(0 if at == 0 else head.start, until)
        for at, (head, until) in enumerate(zip(heads, edges, strict=True))
    )


def _is_work(head: _Head, before: _Head, lines: Sequence[Line]) -> bool:
    """Tell whether a head opens another work than the one before it."""
    if not head.title or _says_again(head.title, before.title):
        return False
    if _prose(lines, before.body, head.start) < _LEAST:
        return False
    telling = len(head.said & _OF_WORKS)
    named = "author" in head.said
    if head.posted:
        return named
    if head.behind == "end":
        return named or telling >= 1
    if head.behind == "rule":
        return (named and telling >= 1) or telling >= 2
    return (named and telling >= 1 and head.behind == "gap") or telling >= 3


def _says_again(title: str, other: str) -> bool:
    """Tell whether a title is another's, part and chapter aside."""
    if marker_of(title) is not None or not other:
        return True
    bare, known = without_part(title)[0], without_part(other)[0]
    return same_title(bare, known) or marker_of(title, known) is not None


# --- under a head that several share -------------------------------------------------


def _below_shared(
    lines: Sequence[Line], shared: _Head, heads: Sequence[_Head]
) -> Several | None:
    """Return the works below a head of a series; None where they are its chapters."""
    above = " ".join(line.text for line in lines[: heads[0].start])[:4000]
    own = [
        head
        for head in heads
        if head.title and not _says_again(head.title, shared.title or "?")
    ]
    titles = {without_part(head.title)[0].casefold() for head in own}
    if len(own) != len(heads) or len(titles) < 2:
        return None
    by_others = all("author" in head.said for head in own)
    of_series = _SERIES.search(above) is not None and _SET.search(above) is None
    labelled = all(head.said & _OF_WORKS for head in own)
    if not (by_others or (of_series and labelled)) or len(own) < 2:
        return None
    spans = _named(own, _spans(own, len(lines)))
    first = spans[0]._replace(start=own[0].start)
    return Several((first, *spans[1:]), (shared.start, own[0].start))


def _named(heads: Sequence[_Head], spans: Sequence[Span]) -> tuple[Span, ...]:
    """Take what all heads begin with, and the number behind it, off their titles."""
    counted = [_COUNTED.fullmatch(head.title) for head in heads]
    known = [found for found in counted if found is not None]
    if len(known) != len(heads) or len({f["series"].casefold() for f in known}) > 1:
        return tuple(s._replace(position=n) for n, s in enumerate(spans, start=1))
    return tuple(
        span._replace(title=found["title"], position=int(found["number"]))
        for span, found in zip(spans, known, strict=True)
    )


# --- where heads are -----------------------------------------------------------------


def _heads(lines: Sequence[Line], top: Header) -> Iterator[_Head]:
    """Yield the head at the top and each that may be one further down."""
    first = _told(lines, 0, top)
    yield first
    behind, looked = first.body, 0
    whole = joined(lines, first.body, len(lines)).lower()
    for at, text in lines_where(whole, first.body, _MAY_CUE):
        if at < behind or len(text) > _LONGEST or not _CUE.match(text):
            continue
        if not _is_cue(lines[at]):
            continue
        looked += 1
        if looked > _MOST:
            return
        start = _above(lines, at, behind)
        head = head_of(lines, start, min(len(lines), start + _HEAD))
        if head.start > at:
            told = _told(lines, start, head)
            yield told
            behind = told.body


def _is_cue(line: Line) -> bool:
    pairs = pairs_of(line)
    if pairs:
        known = any(pair.field and not pair.weak for pair in pairs)
        return known and not narrates(line.text, pairs)
    return bool(unlabelled.bylined(line.text))


def _above(lines: Sequence[Line], at: int, floor: int) -> int:
    """Return the first line of the head that the line `at` belongs to."""
    start, plain, gap = at, 0, 0
    for place in range(at - 1, floor - 1, -1):
        line = lines[place]
        text = line.text.strip()
        if not text or line.kind is Kind.BLANK:
            gap += 1
            if gap > 2:
                break
            continue
        if _edge(line) or len(text) > 90:
            break
        if not any(pair.field for pair in pairs_of(line)):
            plain += 1
            if plain > 3 or not _may_be_title(text):
                break
        start, gap = place, 0
    return start


def _may_be_title(text: str) -> bool:
    return text[-1] not in '.,;"”' or text.endswith("...")


def _edge(line: Line) -> str:
    """Return "end" or "rule" for a line that closes what stands above it, else ""."""
    text = line.text.strip()
    if line.kind is Kind.RULE or is_scene_break(text):
        return "rule"
    return "end" if is_end(text) else ""


def _told(lines: Sequence[Line], start: int, head: Header) -> _Head:
    title = head.of("title")
    if title is not None and is_foot(title.value):
        title = None  # "3 comments"
    said = frozenset(each.name for each in head.fields if each.name)
    end = min(len(lines), head.start + _HEAD)
    return _Head(
        start=start,
        body=skip_repeated(lines, head.start, end, head.fields),
        title=" ".join(title.value.split()).strip("*_ ") if title else "",
        said=said,
        behind=_behind(lines, start),
        posted=any(
            unlabelled.posted_by(each.text) for each in lines[start : head.start]
        ),
    )


def _behind(lines: Sequence[Line], start: int) -> str:
    """Return what closes the work above a head; an end mark outweighs a rule."""
    found, blanks = "", 0
    for place in range(start - 1, max(-1, start - 25), -1):
        line = lines[place]
        text = line.text.strip()
        if not text or line.kind is Kind.BLANK:
            blanks += 1
            continue
        edge = _edge(line)
        if edge == "end" or ends_title(text):
            return "end"
        if not edge and not is_chrome(text):
            break
        found = found or edge
    return found or ("gap" if blanks >= 2 else "")


def _prose(lines: Sequence[Line], start: int, end: int) -> int:
    """Return the words of running prose in a range, lists and short lines aside."""
    words = 0
    for line in lines[start:end]:
        text = line.text.strip()
        if len(text) > 55 or re.search(r"[.!?…][\"”’']?$", text):
            words += len(text.split())
        if words >= _LEAST:
            break
    return words
