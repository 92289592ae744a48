"""Letters on the pages of a PDF put together as paragraphs: rules, and so guesses."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, BinaryIO, NamedTuple

from fanfold.errors import UnreadableSourceError
from fanfold.text.house import escape
from fanfold.vocab.patterns import late

#: Share of pages on which a line at the edge must stand to be no text of the story.
_REPEATED = 0.3
_FEWEST = 3  # pages
_EDGE = 2  # lines at the top and the bottom of a page
_NUMBER = late(
    r"\W*(?:page |seite )?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von)\s*\d{1,4})?\W*"
)
_ENDED = late(r"[.!?…:\"”’»)*]\s*$")
_WORD = late(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Printed(NamedTuple):
    """A line of letters. x, y: where it begins, in points, y from the bottom; right:
    where it ends, as near as can be told; edge: of the paper. size: of its letters;
    runs: (text, tags)."""

    x: float
    y: float
    right: float
    edge: float
    size: float
    runs: tuple[tuple[str, frozenset[str]], ...]

    @property
    def text(self) -> str:
        """The letters of the line."""
        return "".join(text for text, _ in self.runs)


class Pages(NamedTuple):
    """The lines of each page. failed: pages that could not be read."""

    pages: list[list[Printed]]
    title: str
    failed: int


def printed_on(stream: BinaryIO, name: str) -> Pages:
    """Return what is printed on the pages of a PDF.

    Raises UnreadableSourceError where it is locked (``document-locked``) or is damaged
    as a whole (``document-damaged``).
    """
    import pypdf

    # It tells of every small fault, on the program's own error stream.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages: list[list[Printed]] = []
    failed = 0
    try:
        opened = pypdf.PdfReader(stream, strict=False)
        locked = opened.is_encrypted and not opened.decrypt("")
        count = 0 if locked else len(opened.pages)
        title = "" if locked or not opened.metadata else opened.metadata.title or ""
    except (Exception, RecursionError) as error:  # noqa: BLE001 - faults of any kind
        raise UnreadableSourceError(
            f"{name} is damaged and cannot be read as a PDF ({type(error).__name__}). "
            "It is kept as it is",
            code="document-damaged",
        ) from None
    if locked:
        raise UnreadableSourceError(
            f"{name} is locked with a password. It is kept as it is; save it without "
            "the password and bring it again",
            code="document-locked",
        )
    for number in range(count):
        try:
            pages.append(_lines(opened.pages[number]))
        except (Exception, RecursionError):  # noqa: BLE001 - one page spoils no other
            failed += 1
    return Pages(pages, title, failed)


def _lines(page: Any) -> list[Printed]:
    """Return the lines of a page from top to bottom."""
    letters: list[tuple[float, float, float, str, frozenset[str]]] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if not text.strip("\n"):
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or 1.0
        letters.append((x, y, size * scale, text.replace("\n", ""), _tags(font)))

    page.extract_text(visitor_text=visit)
    edge = float(page.mediabox.right)
    lines: list[Printed] = []
    row: list[tuple[float, float, float, str, frozenset[str]]] = []
    for letter in letters:
        if row and abs(letter[1] - row[-1][1]) > max(2.0, row[-1][2] * 0.4):
            lines.append(_line(row, edge))
            row = []
        row.append(letter)
    if row:
        lines.append(_line(row, edge))
    return [line for line in lines if line.text.strip()]


def _line(
    row: Sequence[tuple[float, float, float, str, frozenset[str]]], edge: float
) -> Printed:
    size = median(each[2] for each in row)
    runs = tuple((text, tags) for *_, text, tags in row)
    length = sum(len(text) for text, _ in runs)
    # How wide letters are only the font knows; half their size is near enough.
    right = max(row[0][0] + length * size * 0.5, row[-1][0])
    return Printed(row[0][0], row[0][1], right, edge, size, runs)


def _tags(font: Any) -> frozenset[str]:
    name = str((font or {}).get("/BaseFont", "")).lower()
    tags = {"em"} if "italic" in name or "oblique" in name else set()
    return frozenset(tags | ({"strong"} if "bold" in name else set()))


# -- paragraphs ------------------------------------------------------------------------


def html_of(pages: Sequence[Sequence[Printed]]) -> str:
    """Return the pages as HTML, one paragraph a line; their edges left out."""
    lines = list(_body(pages))
    if not lines:
        return ""
    known = Counter(word for line, _ in lines for word in _WORD.findall(line.text))
    gap = _usual_gap(lines)
    left = median(line.x for line, _ in lines)
    width = max(line.right for line, _ in lines)
    margin = lines[0][0].edge - left
    # Where no line is long the paper tells how long one may be.
    width = width if width > margin * 0.75 else margin
    paragraphs: list[list[Printed]] = []
    before: Printed | None = None
    for line, first in lines:
        if before is None or _begins(line, before, gap, left, width, first=first):
            paragraphs.append([])
        paragraphs[-1].append(line)
        before = line
    size = median(line.size for line, _ in lines)
    return "\n".join(_paragraph(each, known, size, left, width) for each in paragraphs)


def _body(pages: Sequence[Sequence[Printed]]) -> Iterator[tuple[Printed, bool]]:
    """Yield the lines of the story, and whether each is the first of its page."""
    repeated = _repeated(pages)
    for page in pages:
        kept = list(page)
        for end in (0, -1):
            for _ in range(_EDGE):
                if kept and (
                    _folded(kept[end].text) in repeated
                    or _NUMBER.fullmatch(kept[end].text.strip().lower())
                ):
                    del kept[end]
        yield from ((line, at == 0) for at, line in enumerate(kept))


def _repeated(pages: Sequence[Sequence[Printed]]) -> frozenset[str]:
    """Return what stands at the edge of many pages, its digits aside."""
    counted = Counter(
        folded
        for page in pages
        for folded in {_folded(each.text) for each in (*page[:_EDGE], *page[-_EDGE:])}
    )
    least = max(_FEWEST, len(pages) * _REPEATED)
    return frozenset(text for text, times in counted.items() if text and times >= least)


def _folded(text: str) -> str:
    return "".join(
        "#" if letter.isdigit() else letter for letter in text.strip().lower()
    )


def _usual_gap(lines: Sequence[tuple[Printed, bool]]) -> float:
    gaps = [
        above.y - below.y
        for (above, _), (below, first) in pairwise(lines)
        if not first and above.y > below.y
    ]
    return median(gaps) if gaps else 0.0


def _begins(
    line: Printed,
    before: Printed,
    gap: float,
    left: float,
    width: float,
    *,
    first: bool,
) -> bool:
    """Tell whether a line begins a paragraph."""
    if abs(line.size - before.size) > 1:
        return True
    indented = line.x - left > 6 and before.x - left < 6
    if first:
        # Over the edge of a page only the words tell.
        return indented or _ENDED.search(before.text) is not None
    if before.text.rstrip().endswith(("-", "\xad")):
        return False
    # A line that had room for the next one's first word was ended on purpose.
    word = len(line.text.split(maxsplit=1)[0]) + 1
    room = before.right + word * line.size * 0.5 < left + (width - left) * 0.9
    return before.y - line.y > gap * 1.3 or indented or room


def _paragraph(
    lines: Sequence[Printed],
    known: Counter[str],
    size: float,
    left: float,
    width: float,
) -> str:
    """Return a paragraph as HTML; larger letters in a line or two are a heading."""
    runs: list[tuple[str, frozenset[str]]] = []
    for line in lines:
        if runs:
            _join(runs, line.text, known)
        runs.extend(line.runs)
    large = lines[0].size > size * 1.15 and len(lines) <= 2
    centred = len(lines) <= 2 and all(_is_centred(line, left, width) for line in lines)
    tag = "h2" if large else "p"
    shown = ' class="centre"' if centred and not large else ""
    return f"<{tag}{shown}>{_tagged(runs)}</{tag}>"


def _is_centred(line: Printed, left: float, width: float) -> bool:
    before, behind = line.x - left, width - line.right
    return before > 40 and abs(before - behind) < 0.35 * (width - left)


def _join(
    runs: list[tuple[str, frozenset[str]]], text: str, known: Counter[str]
) -> None:
    """Put a space between two lines, or take away the hyphen that parted a word."""
    last, tags = runs[-1]
    stripped = last.rstrip()
    if not stripped.endswith(("-", "\xad")):
        runs[-1] = (stripped + " ", tags)
        return
    head = _WORD.findall(stripped.rstrip("-\xad"))
    tail = _WORD.match(text.lstrip())
    whole = f"{head[-1]}{tail[0]}" if head and tail else ""
    parted = stripped.endswith("\xad") or (whole and known[whole] > 0)
    runs[-1] = (stripped.rstrip("-\xad") if parted else stripped, tags)


def _tagged(runs: Sequence[tuple[str, frozenset[str]]]) -> str:
    parts = []
    for text, tags in runs:
        before = "".join(f"<{tag}>" for tag in sorted(tags))
        behind = "".join(f"</{tag}>" for tag in sorted(tags, reverse=True))
        parts.append(f"{before}{escape(text)}{behind}")
    return "".join(parts)
