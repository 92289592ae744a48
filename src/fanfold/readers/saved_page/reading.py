"""One page read: from its bytes to the draft of its work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fanfold.errors import NoTextError
from fanfold.model.draft import Draft, DraftWork
from fanfold.model.evidence import Evidence, Step
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers._claims import draft_of
from fanfold.readers._ground import Ground, Known
from fanfold.readers._several import drafts_of
from fanfold.readers.saved_page.chrome import without_chrome
from fanfold.readers.saved_page.headings import with_bylines
from fanfold.readers.saved_page.laid import Laid, gap, heading
from fanfold.readers.saved_page.origin import addresses_of, title_of
from fanfold.readers.saved_page.remarks import remarks
from fanfold.readers.saved_page.sites import laid_out
from fanfold.text import addresses
from fanfold.text import decode as decoding
from fanfold.text import mend as mending
from fanfold.text.lines import Line
from fanfold.text.markup import read_page
from fanfold.text.page import Page, PageLine, html_of
from fanfold.vocab.patterns import late


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as it was read, and how.

    source: its HTML, decoded and mended by `steps`.
    """

    original: Original
    page: Page
    source: str
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...] = ()


def read_page_of(
    original: Original, habit: dict[str, str]
) -> Iterator[Draft | Problem]:
    """Yield the works of a page, after what was hard about it.

    Raises UnreadableSourceError where it is no text, NoTextError where it is empty.
    """
    opened = opened_page(original, habit)
    if not any(any(map(str.isalnum, each.line.text)) for each in opened.page.lines):
        raise NoTextError(original.name)
    yield from opened.problems
    yield from drafts_of(ground_of(opened, opened.page.lines))


def opened_page(original: Original, habit: dict[str, str]) -> Opened:
    """Return the page that an original holds.

    Raises UnreadableSourceError where it is no text.
    """
    with original.open() as stream:
        text, encoding = decoding.decode(stream, habit, name=original.name)
    mended, steps = mending.mend(text)
    page = read_page(mended)
    problems = (
        *decoding.problems(encoding, original.name),
        *mending.remarks(steps, original.name),
        *remarks(page, original.name),
    )
    every = (*encoding.steps, *steps)
    return Opened(original, page, mended, every, problems)


def drafted_page(opened: Opened, lines: Sequence[PageLine]) -> DraftWork:
    """Return the one work that `lines` of the page hold, chrome taken out of them."""
    return draft_of(ground_of(opened, lines))


def ground_of(opened: Opened, lines: Sequence[PageLine]) -> Ground:
    """Return `lines` of the page as the grammar reads them, chrome taken out."""
    page, name = opened.page, opened.original.name
    laid = laid_out(page, lines)
    kept = _kept(laid, lines)
    known = tuple(_known(laid, opened.original.sha256)) if laid else ()
    titled = any(each.name == "title" for each in known)
    return Ground(
        original=opened.original.sha256,
        name=name,
        lines=[each.line for each in kept],
        html_of=_html(kept),
        steps=opened.steps,
        source_ids=(f"file:{name}",),
        urls=addresses_of(page),
        title=None if titled else title_of(page),
        emails=_written_to(kept),
        known=known,
    )


def _kept(laid: Laid | None, lines: Sequence[PageLine]) -> Sequence[PageLine]:
    if laid is None:
        return with_bylines(without_chrome(lines))
    own = laid.lines if laid.whole else without_chrome(laid.lines)
    title = next((each for each in laid.said if each.name == "title"), None)
    if title is None:
        return own
    # So that no first line of the text is taken for a title.
    return [heading(title.value, title.like, level=1), gap(title.like), *own]


def _known(laid: Laid, original: str) -> Iterator[Known]:
    rule = f"{laid.site}.frame/1"
    for each in laid.said:
        line = each.like.line
        quote = addresses.quoted(line.text.strip())
        seen = Evidence(original, f"line {line.number}", quote, rule)
        yield Known(
            each.name,
            each.label,
            each.value,
            each.standing,
            seen,
            each.values,
            each.below,
        )


def _html(lines: Sequence[PageLine]) -> Callable[[Sequence[Line]], str]:
    whole = {id(each.line): each for each in lines}
    return lambda run: html_of([whole[id(line)] for line in run])


_OFFICE = late(
    r"(?i)\b(?:web\s?(?:master|mistress)|maintain\w*|site|page|archivists?|admins?|list"
    r"(?:mom|owner)?|host(?:ed|s)?|moderators?)\b"
)


def _written_to(lines: Sequence[PageLine]) -> tuple[str, ...]:
    """Return whom links write to, but for those who keep the site."""
    return tuple(
        mail
        for each in lines
        if each.addresses and not _OFFICE.search(each.line.text)
        for mail in each.addresses
    )
