"""Sites whose pages say the fields of a story in their own way.

Each is brought to the form that the grammar of headers knows, ``Label: value`` lines;
a line keeps the number it had. What no layout knows is left to the grammar as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fanfold.text.lines import Kind, Line
from fanfold.text.page import Page, PageLine, Run
from fanfold.vocab.patterns import late

#: So many lines at the top of a page may be a site's own.
HEAD = 30


def with_labels(page: Page, lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines with what a known site says of the story as labelled lines."""
    if "fanfiction.net" in page.title.lower():
        return list(_fanfiction_net(page, lines))
    if any("#preface" in each.region for each in lines):
        return list(_archive_download(lines))
    if _JOURNAL.search(page.title) or any(_is_byline(each) for each in lines[:HEAD]):
        return list(_journal(page, lines))
    return list(lines)


def labelled(label: str, value: str, like: PageLine) -> PageLine:
    """Return a line that states a field, at the place of another line."""
    line = Line(
        text=f"{label}: {value}",
        number=like.line.number,
        block=like.line.block,
        bold=len(label) + 1,
    )
    return PageLine(line, (Run(f"{label}:", ("strong",)), Run(f" {value}")))


# -- FanFiction.Net -----------------------------------------------------------------

_SIZES = late(r"\s*Font:.{0,40}$")
_CRUMBS = late(r"^[^»]{2,60}»\s*([^»]{2,80})$")
#: Fields without a label, in the order in which the site gave them.
_UNSAID = ("Language", "Genre", "Characters")


def _fanfiction_net(page: Page, lines: Sequence[PageLine]) -> Iterator[PageLine]:
    head = True
    for place, each in enumerate(lines):
        text = _SIZES.sub("", each.line.text)
        crumbs = _CRUMBS.match(text)
        if not head or not text:
            yield each
        elif crumbs:
            yield labelled("Fandom", crumbs[1].strip(), each)
        elif text.startswith(("Rated:", "Rating:")):
            yield from _stated(text, each)
            head = False
        elif text in page.title:
            yield labelled("Title", text, each)
        else:
            yield each
        head = head and place < HEAD


def _stated(text: str, like: PageLine) -> Iterator[PageLine]:
    """Yield the fields of ``Rated: PG - English - Drama - Published: 07-02-01``."""
    unsaid = iter(_UNSAID)
    for part in re.split(r" - | · ", text):
        label, colon, value = part.partition(": ")
        if colon:
            yield labelled(label, value.removeprefix("Fiction "), like)
        elif (label := next(unsaid, "")) and part.strip():
            yield labelled(label, part.strip(), like)


# -- Downloads of the Archive of Our Own --------------------------------------------

_FRAME = frozenset({"preface", "afterword", "chapter text", "work text:"})


def _archive_download(lines: Sequence[PageLine]) -> Iterator[PageLine]:
    term: PageLine | None = None
    for each in lines:
        text = each.line.text
        if text.lower() in _FRAME or ".message" in each.region:
            continue
        if text.lower() == "stats:":
            term = each
        elif term is not None and each.line.kind is Kind.CELL:
            yield from _counted(text, each)
            term = None
        else:
            yield each


_STAT = late(r"(\w+): (\S+)")


def _counted(text: str, like: PageLine) -> Iterator[PageLine]:
    for label, value in _STAT.findall(text):
        yield labelled(label, value, like)


# -- Journals -----------------------------------------------------------------------

_JOURNAL = late(r"\b(?:LiveJournal|Dreamwidth|InsaneJournal|JournalFen)\b", re.I)
_WROTE_IN = late(r"^([\w-]{2,40})(?: \([\w-]{2,40}\))? wrote(?: in\b.{0,80})?,?:?$")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = rf"(?:{_MONTHS})[a-z]*\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}-\d\d-\d\d"
_WHEN = late(rf"^[@\[ ]*({_DAY})(?:[ ,|@]*\d{{1,2}}:\d\d.{{0,12}})?[ \]]*$", re.I)


def _is_byline(each: PageLine) -> bool:
    return _WROTE_IN.match(each.line.text) is not None


def _journal(page: Page, lines: Sequence[PageLine]) -> Iterator[PageLine]:
    """Yield who wrote and when as fields; what names the journal only is left out."""
    owner = page.title.partition(":")[0].strip()
    for place, each in enumerate(lines):
        text = each.line.text
        wrote, when = _WROTE_IN.match(text), _WHEN.match(text)
        if place > HEAD:
            yield each
        elif wrote:
            yield labelled("Author", wrote[1], each)
        elif when:
            yield labelled("Date", when[1], each)
        elif text and text == owner and each.line.kind is Kind.HEADING:
            yield labelled("Author", text, each)
        else:
            yield each
