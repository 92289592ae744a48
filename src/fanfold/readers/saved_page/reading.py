"""One page read: from its bytes to the draft of its work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from fanfold.model.draft import Draft
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers._claims import Ground, draft_of
from fanfold.readers.saved_page.chrome import without_chrome
from fanfold.readers.saved_page.layouts import with_labels
from fanfold.readers.saved_page.origin import addresses_of, title_of
from fanfold.text import decode as decoding
from fanfold.text.lines import Line
from fanfold.text.markup import read_page
from fanfold.text.mend import mend
from fanfold.text.page import Page, PageLine, html_of


def read_page_of(
    original: Original, habit: dict[str, str]
) -> Iterator[Draft | Problem]:
    """Yield the one work of a page, after what was hard about it."""
    with original.open() as stream:
        text, encoding = decoding.decode(stream, habit, name=original.name)
    yield from decoding.problems(encoding, original.name)
    mended, steps = mend(text)
    page = read_page(mended)
    if page.hidden:
        yield Problem(
            "hidden-text",
            original.name,
            f"{page.hidden} elements that the page does not show were left out",
            Severity.NOTE,
        )
    lines = with_labels(page, without_chrome(page.lines))
    yield draft_of(
        Ground(
            original=original.sha256,
            name=original.name,
            lines=[each.line for each in lines],
            html_of=_html(lines),
            steps=(*encoding.steps, *steps),
            source_ids=(f"file:{original.name}",),
            urls=addresses_of(page),
            title=title_of(page),
            emails=_written_to(page),
        )
    )


def _html(lines: Sequence[PageLine]) -> Callable[[Sequence[Line]], str]:
    whole = {id(each.line): each for each in lines}
    return lambda run: html_of([whole[id(line)] for line in run])


def _written_to(page: Page) -> tuple[str, ...]:
    return tuple(mail for each in page.lines for mail in each.addresses)
