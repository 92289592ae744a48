"""OpenDocument XML as HTML: what its styles mean, and the text (ODF 1.3, part 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from fanfold.text.house import escape, escape_attribute
from fanfold.text.xml import Piece, walk

#: Elements whose content is no text of the story.
_LEFT_OUT = frozenset(
    [
        *("annotation", "annotation-end", "tracked-changes", "forms", "scripts"),
        *("sequence-decls", "variable-decls", "user-field-decls", "table-of-content"),
        *("alphabetical-index", "bibliography", "font-face-decls", "styles", "desc"),
        *("automatic-styles", "master-styles", "title", "hidden-text", "object"),
    ]
)
_BLOCKS = {"list": "ul", "list-item": "li", "table": "table", "table-row": "tr"}
_BLOCKS |= {"table-cell": "td"}
#: A style that stands on a chain of more parents than this goes in a circle.
_PARENTS = 20


@dataclass(slots=True)
class Style:
    """What a style says of its text. marks: on → True, off → False, by tag."""

    parent: str = ""
    marks: dict[str, bool] = field(default_factory=dict)
    align: str = ""
    hidden: bool = False
    level: int = 0


def html_and_title(content: str, styles: str, meta: str) -> tuple[str, str]:
    """Return the text as HTML, a line a block, and what the properties call it."""
    known: dict[str, Style] = {}
    _gather(walk(styles), known)
    pieces = list(walk(content))
    _gather(pieces, known)
    writing = _Writing(known)
    for piece in pieces:
        writing.take(piece)
    return writing.html(), _title(meta)


def _title(meta: str) -> str:
    within = False
    for piece in walk(meta):
        if within and piece.kind == "text":
            return piece.text
        within = piece.kind == "open" and piece.name == "title"
    return ""


def _gather(pieces: Iterable[Piece], known: dict[str, Style]) -> None:
    """Add the styles that stand among the pieces."""
    style: Style | None = None
    for piece in pieces:
        given = piece.given
        if piece.kind == "open" and piece.name == "style":
            name = given.get("name", "")
            style = known.setdefault(name, Style(given.get("parent-style-name", "")))
            level = given.get("default-outline-level", "")
            if level.isdecimal():
                style.level = int(level)
            if (given.get("display-name") or name) in {"Title", "Heading_20_1"}:
                style.level = style.level or 1
        elif piece.kind == "close" and piece.name == "style":
            style = None
        elif style is not None and piece.name == "text-properties":
            _letters(given, style)
        elif style is not None and piece.name == "paragraph-properties":
            align = given.get("text-align", "")
            style.align = {"center": "centre", "end": "right", "right": "right"}.get(
                align, "left" if align else style.align
            )


def _letters(given: dict[str, str], style: Style) -> None:
    for name, tag, plain in (
        ("font-style", "em", "normal"),
        ("font-weight", "strong", "normal"),
        ("text-underline-style", "u", "none"),
        ("text-line-through-style", "s", "none"),
    ):
        if name in given:
            style.marks[tag] = given[name] not in (plain, "400")
    raised = given.get("text-position", "")
    if raised:
        style.marks["sup"] = raised.startswith("super")
        style.marks["sub"] = raised.startswith("sub")
    if given.get("display") == "none":
        style.hidden = True


class _Writing:
    """The state between two pieces of the text."""

    def __init__(self, known: dict[str, Style]) -> None:
        self._known = known
        self._out: list[str] = []
        self._skipping = 0
        self._body = False
        self._paragraphs: list[str] = []
        self._meant_now: list[tuple[frozenset[str], bool]] = []
        self._open: list[str] = []
        self._hidden = 0
        self._notes: list[str] = []
        self._note: list[str] | None = None

    def html(self) -> str:
        """Return what was written, notes at the end."""
        return "\n".join(["".join(self._out), *self._notes])

    def take(self, piece: Piece) -> None:
        """Take the next piece."""
        if self._skipping:
            if piece.kind == "close" and piece.depth <= self._skipping:
                self._skipping = 0
        elif piece.kind == "open" and (
            piece.name in _LEFT_OUT or piece.given.get("display") == "none"
        ):
            self._skipping = piece.depth
        elif piece.name == "body":
            self._body = True
        elif not self._body:
            return
        elif piece.kind == "open":
            self._begins(piece)
        elif piece.kind == "close":
            self._ends(piece)
        elif self._paragraphs and not self._hidden:
            self._letters(escape(" ".join(piece.text.split("\n"))))

    def _letters(self, text: str) -> None:
        """Write text under the marks that hold now."""
        self._mark(self._meant_now[-1][0] if self._meant_now else frozenset())
        self._write(text)

    def _mark(self, wanted: frozenset[str]) -> None:
        while self._open and not wanted.issuperset(self._open):
            self._write(f"</{self._open.pop()}>")
        for tag in sorted(wanted.difference(self._open)):
            self._write(f"<{tag}>")
            self._open.append(tag)

    def _write(self, html: str) -> None:
        (self._out if self._note is None else self._note).append(html)

    def _begins(self, piece: Piece) -> None:
        name, given = piece.name, piece.given
        if name in {"p", "h"}:
            self._begin(name, given)
        elif name == "a":
            self._mark(frozenset())
            self._write(f'<a href="{escape_attribute(given.get("href", ""))}">')
            # Every link is underlined; that means nothing.
            self._span(given.get("style-name", ""), without="u")
        elif name == "span":
            self._span(given.get("style-name", ""))
        elif name == "s":
            count = given.get("c", "1")
            self._letters(" " * min(int(count) if count.isdecimal() else 1, 40))
        elif name == "tab":
            self._letters("\t")
        elif name == "line-break":
            self._write("<br>")
        elif name == "note-body":
            self._mark(frozenset())
            self._note = []
        elif name == "note-citation" and self._paragraphs:
            self._write("<sup>")
        elif name in _BLOCKS:
            self._write(f"<{_BLOCKS[name]}>")

    def _ends(self, piece: Piece) -> None:
        name = piece.name
        if name in {"p", "h"} and self._paragraphs:
            self._mark(frozenset())
            self._meant_now.pop()
            self._write(f"</{self._paragraphs.pop()}>\n")
        elif name in {"span", "a"} and len(self._meant_now) > len(self._paragraphs):
            self._hidden -= self._meant_now.pop()[1]
            if name == "a":
                self._mark(frozenset())
                self._write("</a>")
        elif name == "note-body" and self._note is not None:
            self._notes.append("".join(self._note))
            self._note = None
        elif name == "note-citation" and self._paragraphs:
            self._write("</sup>")
        elif name in _BLOCKS:
            self._write(f"</{_BLOCKS[name]}>")

    def _begin(self, name: str, given: dict[str, str]) -> None:
        style = given.get("style-name", "")
        level = given.get("outline-level", "")
        number = int(level) if level.isdecimal() else 1
        if name == "p":
            number = int(self._of(style, "level") or 0)
        tag = f"h{min(max(number, 1), 6)}" if name == "h" or number else "p"
        align = self._of(style, "align")
        shown = f' class="{align}"' if align in {"centre", "right"} else ""
        told = self._told(style)[0] if tag == "p" else {}
        self._paragraphs.append(tag)
        self._meant_now.append((frozenset(t for t, on in told.items() if on), False))
        self._write(f"<{tag}{shown}>")

    def _span(self, style: str, *, without: str = "") -> None:
        """Begin a stretch of letters; what its style turns off ends for its length."""
        told, hidden = self._told(style)
        around = self._meant_now[-1][0] if self._meant_now else frozenset()
        kept = {tag for tag in around if told.get(tag, True)}
        on = {tag for tag, is_on in told.items() if is_on and tag != without}
        self._meant_now.append((frozenset(kept | on), hidden))
        self._hidden += hidden

    def _told(self, name: str) -> tuple[dict[str, bool], bool]:
        """Return the tags that a style and its parents turn on or off; if they hide."""
        told: dict[str, bool] = {}
        hidden = False
        for style in self._chain(name):
            told = {**style.marks, **told}
            hidden = hidden or style.hidden
        return told, hidden

    def _of(self, name: str, what: str) -> str | int | None:
        return next(
            (
                getattr(style, what)
                for style in self._chain(name)
                if getattr(style, what)
            ),
            None,
        )

    def _chain(self, name: str) -> list[Style]:
        found: list[Style] = []
        while name in self._known and len(found) < _PARENTS:
            found.append(self._known[name])
            name = found[-1].parent
        return found
