"""A chapter's text: its file or its cell, as house HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fanfold.model.evidence import Step
from fanfold.model.original import Original
from fanfold.readers.efiction_dump import letters
from fanfold.readers.efiction_dump.cells import Cells
from fanfold.readers.efiction_dump.roots import Found, Root
from fanfold.text.addresses import may_hold, removed
from fanfold.text.house import escape, plain
from fanfold.text.markup import read_page
from fanfold.text.page import html_of
from fanfold.text.simple import simple_html
from fanfold.vocab.patterns import late

if TYPE_CHECKING:
    from fanfold.readers.efiction_dump.sites import Site

#: MySQL's ``text`` column cuts here without a word; UTF-8 may lose up to three more.
_CUT = range(65_532, 65_536)


@dataclass(frozen=True, slots=True)
class Text:
    """What a chapter says. original, place, quote: where its bytes are.

    html: the house subset. cut: True where the column that held it was full.
    """

    html: str
    text: str
    original: Original
    place: str
    quote: str
    steps: tuple[Step, ...]
    leads_to: tuple[int, ...] = ()
    cut: bool = False
    active: bool = False


@dataclass(slots=True)
class Shelves:
    """Where chapters of a site are looked for. root: its folder, None without one."""

    site: Site
    root: Root | None
    prefers_cells: bool = False

    def file_of(self, folders: Sequence[str], number: int) -> Found | None:
        """Return a chapter's file."""
        return self.root.find(folders, number) if self.root is not None else None


def from_file(found: Original, cells: Cells) -> Text:
    """Return the text of a chapter file."""
    with found.open() as stream:
        raw = stream.read()
    return _made(raw, cells, "", found, found.name)


def from_cell(cells: Cells, column: str) -> Text | None:
    """Return the text that lies in the database itself; None where there is none."""
    raw = cells.record[column]
    if not raw or not raw.strip():
        return None
    original = cells.record.table.original
    return _made(raw, cells, column, original, f"{cells.name}.{column}")


def _made(
    raw: bytes,
    cells: Cells,
    column: str,
    original: Original,
    place: str,
) -> Text:
    value = cells.letters.value(raw)
    if column:
        cells.look(value, column)
    else:
        cells.look(value, f"text({place})")
    text, steps = letters.unslashed(value.text)
    text = cells.letters.links.whole(letters.clean_of_controls(text))
    quote = " ".join(text[:400].split())
    html, said = _house(text)
    # What is between tags is in the plain text too, which has none to look behind.
    clean = said is not None and not may_hold(said)
    without = html if clean else removed(html)
    return Text(
        html=without,
        text=plain(without) if said is None or without != html else said,
        original=original,
        place=place,
        quote=quote,
        steps=(*value.steps, *steps),
        cut=bool(column) and _is_cut(raw, value.text),
        leads_to=cells.letters.links.targets(text),
        active=said is None and _ACTIVE.search(text) is not None,
    )


_ACTIVE = late(r"<(?:script|iframe|object|embed|applet|form)\b|\son\w+\s*=\s*[\"']", 2)


def _house(text: str) -> tuple[str, str | None]:
    """Return a text as house HTML; where it was simple, as plain text too."""
    text = letters.broken(text)
    simple = simple_html(text)
    if simple is not None:
        return simple.html, simple.text
    if "<" not in text and "&" not in text:
        line = escape(" ".join(text.split()))
        html = f"<p>{line}</p>" if line else ""
        return html, plain(html)
    return html_of(read_page(text).lines), None


def _is_cut(raw: bytes, text: str) -> bool:
    if len(raw) in _CUT or len(text) in _CUT:
        return True
    if len(text) > _CUT[-1] or len(text) * 4 < _CUT[0]:
        return False
    return len(text.encode("utf-8", "replace")) in _CUT
