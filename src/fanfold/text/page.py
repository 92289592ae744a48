"""A page as the grammar of headers and parts sees it, and back to house HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from fanfold.text.house import INLINE, VOICES, escape, escape_attribute
from fanfold.text.lines import Kind, Line
from fanfold.vocab.patterns import late

_TEXT, _RULE = Kind.TEXT, Kind.RULE


class Run(NamedTuple):
    """A stretch of text with the same marks; a picture has no text.

    marks: house tags; ``a:`` with the address, ``voice:`` with the colour; ``mail``
        for a link to an e-mail address, ``name`` for a journal's user.
    picture: ``(src, alt)``.
    """

    text: str
    marks: tuple[str, ...] = ()
    picture: tuple[str, str] | None = None


class PageLine(NamedTuple):
    """A line of a page: what the grammar sees, and what becomes of it.

    runs: its text by marks. wrap: tag of its block, ``p``, ``h3``, ``pre`` …
    path: blockquotes and lists around it, each with its own number.
    row: (table, row, cell) numbers of a cell, else None.
    navigation: its words are links to elsewhere and nothing else.
    joint: what parts it from the line before in its block: ``br``, or "" for nothing.
    region: classes and ids of the elements around it, ``.userstuff``, ``#preface``,
        and those elements' names.
    addresses: e-mail addresses that its links write to.
    """

    line: Line
    runs: tuple[Run, ...] = ()
    wrap: str = "p"
    align: str = ""
    path: tuple[tuple[str, int], ...] = ()
    row: tuple[int, int, int] | None = None
    navigation: bool = False
    joint: str = "br"
    region: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML document.

    title: of its head, spaces joined. links: ``rel`` → address of its head's links;
    ``base`` for the base. meta: name or property → content. comments: in order, those
    that hold an address. hidden: how many elements with words were hidden. flattened:
    how many blocks lay too deep in others to be more than their words.
    """

    title: str = ""
    lines: tuple[PageLine, ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    comments: tuple[str, ...] = ()
    hidden: int = 0
    flattened: int = 0


def inline_html(runs: Sequence[Run], voices: dict[str, int] | None = None) -> str:
    """Return runs as house HTML without any block.

    voices: which colour is which voice; unknown colours leave no mark.
    """
    if len(runs) == 1 and not runs[0].marks and runs[0].picture is None:
        return escape(runs[0].text.strip())
    parts: list[str] = []
    opened: list[str] = []
    for run in runs:
        if not (run.marks or opened or run.picture):
            parts.append(escape(run.text))
            continue
        wanted = [mark for mark in run.marks if _tag_of(mark, voices or {})]
        if not run.text.strip() and run.picture is None:
            wanted = [mark for mark in wanted if mark in opened]
        same = 0
        while same < min(len(opened), len(wanted)) and opened[same] == wanted[same]:
            same += 1
        parts.extend(_end(mark) for mark in reversed(opened[same:]))
        parts.extend(_tag_of(mark, voices or {}) for mark in wanted[same:])
        opened = wanted
        parts.append(_picture(*run.picture) if run.picture else escape(run.text))
    parts.extend(_end(mark) for mark in reversed(opened))
    return "".join(parts).strip()


def html_of(lines: Sequence[PageLine]) -> str:
    """Return a range of a page's lines as house HTML, one block a line of source."""
    voices = _voices(lines)
    parts: list[str] = []
    path: tuple[tuple[str, int], ...] = ()
    for block in _blocks(lines):
        first = block[0]
        if first.path != path:
            parts.extend(_moved(path, first.path))
            path = first.path
        if len(block) == 1 and _is_plain(first):
            parts.append(_plain_block(first))
        elif first[0][2] is _RULE:
            parts.append("<hr>")
        else:
            parts.append(_block(block, voices))
    parts.extend(_moved(path, ()))
    return "\n".join(parts)


def _blocks(lines: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    """Yield the blocks of a range; the cells of one table are one block."""
    block: list[PageLine] = []
    last, blank, in_cell = None, Kind.BLANK, Kind.CELL
    for each in lines:
        line, row = each[0], each[5]
        kind = line[2]
        if kind is blank:
            continue
        in_table = row is not None and kind is in_cell
        place = (row[0] if in_table and row else -line[3], each[4])
        if block and place != last:
            yield block
            block = []
        block.append(each)
        last = place
    if block:
        yield block


def _is_plain(each: PageLine) -> bool:
    """Tell whether a line alone in its block is words and nothing else."""
    line, runs, wrap, align, _, row, *_ = each
    return (
        len(runs) == 1
        and wrap == "p"
        and not (align or runs[0][1] or runs[0][2])
        and line[2] is _TEXT
        and row is None
    )


def _plain_block(each: PageLine) -> str:
    """Return what `_block` would of a plain line, in a third of the time."""
    text = each[1][0][0].strip()
    return "<hr>" if is_break_text(each[0][0]) else f"<p>{escape(text)}</p>"


def _block(block: list[PageLine], voices: dict[str, int]) -> str:
    first = block[0]
    if _is_break(block):
        return "<hr>"
    if first.row is not None and first.line.kind is Kind.CELL:
        return _table(block, voices)
    joined = _joined(block, voices)
    name = "p" if first.wrap == "pre" else first.wrap
    align = f' class="{first.align}"' if first.align else ""
    return f"<{name}{align}>{joined}</{name}>"


# Signs of two alphabets at most and no word: ``* * *``, ``~*~``, ``-=-``, ``#``.
_NO_SIGN = "\"'“”‘’«»„?!,;:()"
_BREAK = late(rf"[^\w{_NO_SIGN}]{{1,80}}|_{{1,80}}|[xX]{{1,40}}|[oO0]{{3,9}}")


def _is_break(block: list[PageLine]) -> bool:
    """Tell whether a block of one line parts two scenes."""
    return len(block) == 1 and is_break_text(block[0].line.text)


def is_break_text(text: str) -> bool:
    """Tell whether a line alone in its block parts two scenes."""
    first = text[:1]
    # Most lines are told by their first sign: words, or speech.
    if first in _NO_SIGN or (first.isalpha() and first not in "xXoO"):
        return False
    bare = text.replace(" ", "").replace("\xa0", "")
    return _BREAK.fullmatch(bare) is not None


def _joined(block: list[PageLine], voices: dict[str, int]) -> str:
    """Return a block's lines in one; hard-wrapped ones of typed text flow together."""
    if len(block) == 1:
        return inline_html(block[0].runs, voices)
    wrapped = block[0].wrap == "pre" and _is_wrapped(block)
    parts: list[str] = []
    for each in block:
        if parts:
            parts.append("<br>\n" if each.joint == "br" and not wrapped else " ")
        parts.append(inline_html(each.runs, voices))
    return reopened("".join(parts))


_REOPENED = late(r"</(em|strong|u|s|small)>((?:<br>)?[\n ])<\1>")


def reopened(html: str) -> str:
    """Return a block in which a mark that ends before a break and begins again behind
    it goes on instead."""
    return _REOPENED.sub(r"\2", html)


def _is_wrapped(block: list[PageLine]) -> bool:
    """Tell whether all lines but the last were filled to a margin, not broken."""
    lengths = [len(each.line.text) for each in block[:-1]]
    return bool(lengths) and min(lengths) >= 45 and max(lengths) <= 100


def _table(block: list[PageLine], voices: dict[str, int]) -> str:
    rows = []
    for _, row in groupby(block, lambda each: each.row and each.row[1]):
        cells = "".join(f"<td>{inline_html(c.runs, voices)}</td>" for c in row)
        rows.append(f"<tr>{cells}</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def _moved(
    old: tuple[tuple[str, int], ...], new: tuple[tuple[str, int], ...]
) -> Iterator[str]:
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    for tag, _ in reversed(old[same:]):
        yield f"</{tag}>"
    for tag, _ in new[same:]:
        yield f"<{tag}>"


def _voices(lines: Sequence[PageLine]) -> dict[str, int]:
    """Return which colour speaks as which voice, by first appearance."""
    marks = {run.marks: None for each in lines for run in each.runs if run.marks}
    colours = dict.fromkeys(
        mark for some in marks for mark in some if mark[:6] == "voice:"
    )
    return {colour: n for n, colour in enumerate(colours, start=1) if n <= VOICES}


def _tag_of(mark: str, voices: dict[str, int]) -> str:
    if mark in INLINE:
        return f"<{mark}>"
    kind, _, value = mark.partition(":")
    if kind == "a":
        web = value.lower().startswith(("http://", "https://"))
        return f'<a href="{escape_attribute(value)}">' if web else ""
    if kind == "voice":
        return f'<span class="voice-{voices[mark]}">' if mark in voices else ""
    return ""


def _end(mark: str) -> str:
    kind = mark.partition(":")[0]
    return "</span>" if kind == "voice" else f"</{kind}>"


def _picture(source: str, alternative: str) -> str:
    src, alt = escape_attribute(source), escape_attribute(alternative)
    return f'<img src="{src}" alt="{alt}">'
