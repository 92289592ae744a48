"""What recurs over the pages of one site: its furniture, told by comparing pages.

A line that most pages have, at their top or their end, is no story's. What a header
says (labels, a by-line, a disclaimer), chapter headings, scene breaks and end marks
recur too and stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from fanfold.text import unlabelled
from fanfold.text.breaks import is_scene_break
from fanfold.text.label_lines import pairs_of
from fanfold.text.lines import Kind
from fanfold.text.page import PageLine
from fanfold.text.parts import is_end, marker_of
from fanfold.vocab.patterns import late

#: So many pages must have a line, and so large a share of them.
PAGES = 3
SHARE = 0.5
#: Length from which a line that no other page has is a story's, not a menu's.
_PROSE = 60
#: Elements that name the page's story, over all of its chapters.
_TITLES = frozenset({"#pagetitle", ".chaptertitle"})
#: No line of a header is longer.
_LONGEST = 1000
#: Longer lines count nothing.
_COUNTING = 90
#: So many words may go, or half of a page's: more would be its story.
_MOST = 150
_FIGURES = late(r"\d{4,}|\d{1,3}(?:[,.]\d{3})+|\d{1,2}([/.:-])\d{1,2}(?:\1\d{2,4})?")


def recurring(pages: Iterable[Sequence[PageLine]]) -> frozenset[str]:
    """Return the keys of the lines that recur; none where there are few pages."""
    counts: Counter[str] = Counter()
    number = 0
    for number, lines in enumerate(pages, start=1):  # noqa: B007
        counts.update({key_of(each) for each in lines})
    least = max(PAGES, SHARE * number)
    return frozenset(key for key, count in counts.items() if key and count >= least)


def key_of(each: PageLine) -> str:
    """Return what two lines have in common: words without counts and dates, or the
    pictures' addresses where there are no words; "" for an empty line.

    A heading or a line of prose is its own words alone: ``Christmas 1999``.
    """
    text = " ".join(each.line.text.casefold().split())
    if not text:
        return " ".join(run.picture[0] for run in each.runs if run.picture)
    if each.line.kind is Kind.HEADING or len(text) > _COUNTING:
        return text
    return _FIGURES.sub("0", text)


def without_recurring(
    lines: Sequence[PageLine], keys: frozenset[str], own: Sequence[str] = ()
) -> list[PageLine]:
    """Return the lines of a page without those that recur at its two ends.

    own: titles that are this page's although other pages say them too.
    """
    if not keys:
        return list(lines)
    again = [key_of(each) in keys for each in lines]
    alone = [
        place
        for place, each in enumerate(lines)
        if not again[place] and len(each.line.text) >= _PROSE and not each.navigation
    ]
    first, last = (alone[0], alone[-1]) if alone else (len(lines), len(lines))
    mine = {title.casefold() for title in own}
    kept = [
        each
        for place, each in enumerate(lines)
        if not again[place]
        or first < place < last
        or each.line.text.casefold() in mine
        or _stays(each, at_top=place < first)
    ]
    whole, left = _words(lines), _words(kept)
    return list(lines) if whole - left > max(_MOST, whole / 2) else kept


def _words(lines: Sequence[PageLine]) -> int:
    return sum(len(each.line.text.split()) for each in lines)


def _stays(each: PageLine, *, at_top: bool) -> bool:
    """Tell whether a line that recurs says something of the story all the same."""
    line = each.line
    if line.kind in {Kind.BLANK, Kind.RULE} or is_end(line.text):
        return True
    if not _TITLES.isdisjoint(each.region):
        return True
    if each.navigation or len(line.text) > _LONGEST:
        return False
    if is_scene_break(line.text) or marker_of(line.text) is not None:
        return True
    if any(pair.field for pair in pairs_of(line)):
        return True
    told = unlabelled.bylined(line.text) or unlabelled.told_by(line.text)
    return at_top and bool(told or unlabelled.meant_by(line.text))
