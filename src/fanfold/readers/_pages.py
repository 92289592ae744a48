"""Documents that become a page: what readers of books and office files share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fanfold.model.draft import DraftWork
from fanfold.model.evidence import Step
from fanfold.model.original import Original
from fanfold.readers._claims import draft_of
from fanfold.readers._ground import Ground
from fanfold.text.lines import Kind, Line
from fanfold.text.markup import read_page
from fanfold.text.page import PageLine, html_of
from fanfold.text.parts import same_title
from fanfold.text.visible import visible

_NOTHING = PageLine(Line("", 1, Kind.BLANK))
#: Titles that word processors give of their own accord.
_NO_TITLE = frozenset({"", "untitled", "document", "normal", "no title", "title"})


def ground_of(
    original: Original,
    lines: Sequence[PageLine],
    steps: tuple[Step, ...] = (),
    *,
    title: str | None = None,
) -> Ground:
    """Return the lines of a page as the grammar takes them; there is at least one."""
    lines = lines or (_NOTHING,)
    return Ground(
        original=original.sha256,
        name=original.name,
        lines=[each.line for each in lines],
        html_of=html_maker(lines),
        steps=steps,
        source_ids=(f"file:{original.name}",),
        title=title,
        emails=tuple(mail for each in lines for mail in each.addresses),
    )


def html_maker(lines: Sequence[PageLine]) -> Callable[[Sequence[Line]], str]:
    """Return what makes house HTML of any run of these lines."""
    whole = {id(each.line): each for each in lines}
    return lambda run: html_of([whole[id(line)] for line in run if id(line) in whole])


def drafted_html(
    original: Original, html: str, steps: tuple[Step, ...] = (), *, title: str = ""
) -> DraftWork:
    """Return the one work of a document that was brought to HTML, one block a line.

    title: what the file's own properties call it: a guess, for word processors fill
    it in themselves.
    """
    told = visible(title)
    known = told if told.lower() not in _NO_TITLE else None
    lines = [each for each in read_page(html).lines if not _points_within(each)]
    solid = [at for at, each in enumerate(lines) if each.line.text.strip()][:2]
    if len(solid) == 2 and same_title(*(lines[at].line.text for at in solid)):
        del lines[solid[0]]  # programs put the title of the properties above it
    return draft_of(ground_of(original, lines, steps, title=known))


def _points_within(each: PageLine) -> bool:
    """Tell whether a line only leads to another place: an entry of the contents."""
    marks = [mark for run in each.runs for mark in run.marks if mark[:2] == "a:"]
    return each.navigation and bool(marks) and all(m[:3] == "a:#" for m in marks)
