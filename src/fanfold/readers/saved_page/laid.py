"""A page of a known site, taken apart: what its frame says, and the text in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from fanfold.model.evidence import Standing
from fanfold.text.lines import Kind, Line
from fanfold.text.page import Page, PageLine, Run


class Said(NamedTuple):
    """One field that the site says of the story.

    name: a field as vocab/labels.toml names it, or ``published``, ``updated``,
    ``end_notes``, ``categories``. label: as on the page. like: the line it was on.
    values: of a list whose parts the page tells apart (a link each), else empty.
    standing: RECORDED where the site keeps it, GUESSED where a person wrote it freely.
    below: a line of the chapter it is said of; None where it is said of the work.
    """

    name: str
    value: str
    like: PageLine
    label: str = ""
    standing: Standing = Standing.RECORDED
    values: tuple[str, ...] = ()
    below: Line | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """said: the fields. lines: the text, with whatever header its author gave it.

    site: its name, for rules and people. whole: True where `lines` are known to be the
    text and nothing else, so that no search for chrome is needed.
    """

    site: str
    said: tuple[Said, ...]
    lines: tuple[PageLine, ...]
    whole: bool = False


#: Classes, ids and names of all elements that lines lie in.
Tokens: TypeAlias = frozenset[str]


class Site(NamedTuple):
    """A site: how its pages are known, and how one is taken apart.

    known: asked with the page, the lines of it that are read, and their tokens.
    """

    name: str
    known: Callable[[Page, Sequence[PageLine], Tokens], bool]
    laid: Callable[[Page, Sequence[PageLine]], Laid]


def framed(
    site: str,
    said: Iterable[Said],
    lines: Sequence[PageLine],
    named: Sequence[str],
    below: Iterable[PageLine],
    chapter: PageLine | None,
) -> Laid:
    """Return a page whose text lies in the elements `named`, where there are any.

    below: what stands below the frame, and is the text where nothing names it.
    chapter: the heading that the frame has of it.
    """
    within = inside(lines, *named)
    body = within or list(below)
    if chapter is not None and body:
        body.insert(0, chapter)
    return Laid(site, tuple(said), tuple(body), whole=bool(within))


def heading(text: str, like: PageLine, level: int = 2) -> PageLine:
    """Return a heading in the place of another line."""
    line = Line(text, like.line.number, Kind.HEADING, like.line.block, level=level)
    return PageLine(line, (Run(text),), wrap=f"h{level}")


def labelled(label: str, value: str, like: PageLine) -> PageLine:
    """Return a line that states a field, in the place of another line."""
    line = Line(
        text=f"{label}: {value}",
        number=like.line.number,
        block=like.line.block,
        bold=len(label) + 1,
    )
    return PageLine(line, (Run(f"{label}:", ("strong",)), Run(f" {value}")))


def gap(like: PageLine) -> PageLine:
    """Return an empty line behind another."""
    return PageLine(Line("", like.line.number, Kind.BLANK))


def last_words(lines: Sequence[PageLine]) -> Line | None:
    """Return the last line with words, to which what is said of a chapter is tied."""
    words = (each.line for each in reversed(lines) if each.line.text)
    return next(words, None)


def is_in(each: PageLine, *tokens: str) -> bool:
    """Tell whether a line lies in an element of one of these classes, ids or names."""
    return not each.region.isdisjoint(tokens)


def inside(lines: Iterable[PageLine], *tokens: str) -> list[PageLine]:
    """Return the lines that lie in one of these elements, and the gaps among them."""
    found: list[PageLine] = []
    within = False
    for each in lines:
        if each.line.kind is Kind.BLANK:
            if within:
                found.append(each)
            continue
        within = is_in(each, *tokens)
        if within:
            found.append(each)
    while found and found[-1].line.kind is Kind.BLANK:
        found.pop()
    return found


def outside(lines: Iterable[PageLine], *tokens: str) -> list[PageLine]:
    """Return the lines that lie in none of these elements."""
    return [each for each in lines if not is_in(each, *tokens)]


def tokens_in(lines: Iterable[PageLine]) -> Tokens:
    """Return the tokens of all elements that any of these lines lies in."""
    # A page has thousands of lines and a few regions.
    return frozenset().union(*{each.region for each in lines})


def text_of(lines: Iterable[PageLine]) -> str:
    """Return the words of several lines, paragraphs parted by an empty line."""
    parts: list[str] = []
    block = None
    for each in lines:
        if not each.line.text:
            continue
        same = parts and each.line.block == block
        parts.append(("\n" if same else "\n\n" if parts else "") + each.line.text)
        block = each.line.block
    return "".join(parts)


def link_of(each: PageLine, part: str) -> str | None:
    """Return the words of the line's first link whose address holds `part`."""
    words = [
        run.text
        for run in each.runs
        if any(mark.startswith("a:") and part in mark for mark in run.marks)
    ]
    return "".join(words).strip() or None
