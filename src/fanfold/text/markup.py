"""Any HTML of 1993 to 2012, read for what it means.

`read_page` walks once over the tags and texts of a page (tokens.py) and gives its
lines (page.py), which the grammar of headers and parts reads as it reads a text file,
and any range of which becomes house HTML again.

Kept: emphasis by whatever tag or style, centring, small type, text set apart by
colour, lists, quotations, tables of values, rules, links, pictures' words. Dropped:
scripts, styles, comments, forms' parts, what is hidden, fonts and sizes. Empty
paragraphs and rows of ``<br>`` are the gaps between blocks that they were meant as.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from fanfold.text.page import Page
from fanfold.text.paper import Paper
from fanfold.text.styles import meanings, sheet_meanings, voice
from fanfold.text.tokens import Tokens, attributes
from fanfold.vocab.patterns import late

#: Inline tags and what they mean; those with None mean nothing to a text.
MARKS: dict[str, str | None] = {
    **dict.fromkeys(("i", "em", "var", "dfn", "address"), "em"),
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("s", "strike", "del"), "s"),
    **{same: same for same in ("u", "small", "sub", "sup", "cite", "code", "q")},
    **dict.fromkeys(("font", "span", "a", "ins", "big", "tt", "kbd", "samp", "abbr")),
    **dict.fromkeys(("acronym", "nobr", "blink", "label", "time", "bdo", "mark")),
}
BLOCKS = frozenset(
    [
        *("p", "div", "center", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"),
        *("ul", "ol", "dl", "li", "dt", "dd", "table", "tr", "td", "th", "caption"),
        *("pre", "form", "article", "section", "nav", "header", "footer", "main"),
        *("aside", "figure", "figcaption", "fieldset", "legend", "dir", "menu"),
        *("body", "tbody", "thead", "tfoot", "listing", "address", "multicol"),
        *("details", "summary"),
    ]
)
#: Tags without meaning for a text; all others are words in angle brackets.
SILENT = frozenset(
    [
        *("html", "head", "meta", "link", "base", "input", "img", "br", "hr", "wbr"),
        *("basefont", "bgsound", "embed", "param", "frame", "frameset", "area", "map"),
        *("plaintext", "col", "colgroup", "option", "optgroup", "layer", "ilayer"),
        *("marquee", "spacer", "ruby", "rt", "rp", "rb", "video", "audio", "source"),
        *("canvas", "isindex", "keygen", "track", "data", "output", "picture", "lj"),
        *("image", "nolayer", "server", "xml", "csaction", "csobj", "bdi", "hgroup"),
    ]
)
#: Which open block a new one ends, up to the nearest of the second group.
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "dir", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
}
_FENCES = frozenset({"td", "th", "table", "caption"})
#: So deep may blocks, and inline marks, lie in each other; more leave no trace.
DEPTH = 200
MARK_DEPTH = 60


@dataclass(slots=True)
class _Open:
    """A block that is open: what to go back to when it ends."""

    name: str
    align: str
    region: frozenset[str]
    marks: int


def read_page(source: str) -> Page:
    """Return the page that `source`, decoded and mended, holds. Linear; never fails."""
    walk = _Walk(source)
    walk.take_all()
    return walk.page()


class _Walk:
    """The state between two tokens."""

    def __init__(self, source: str) -> None:
        self.tokens = Tokens(source, self._is_simple)
        self._paper = Paper(source, typed=_is_typed(source))
        self._blocks: list[_Open] = []
        self._marks: list[tuple[str, tuple[str, ...]]] = []
        self._sheet: dict[str, frozenset[str]] = {}
        self._title = ""
        self._links: dict[str, str] = {}
        self._meta: dict[str, str] = {}
        self._comments: list[str] = []
        self._hidden = 0
        self._flattened = 0

    def page(self) -> Page:
        return Page(
            title=self._title,
            lines=self._paper.lines(),
            links=self._links,
            meta=self._meta,
            comments=tuple(self._comments),
            hidden=self._hidden,
            flattened=self._flattened,
        )

    def take_all(self) -> None:
        write = self._paper.write
        for kind, name, body, start in self.tokens:
            if kind == "text":
                write(body, start)
            elif kind == "open":
                self._open(name, body, start)
            elif kind == "close":
                self._close(name, start)
            elif kind == "paragraphs":
                self._paragraphs(body, start)
            elif kind == "raw":
                self._raw(name, body)
            elif "://" in body:
                self._comments.append(body[:500])

    def _raw(self, name: str, body: str) -> None:
        if name == "style":
            self._sheet.update(sheet_meanings(body))
        elif name == "title" and not self._title:
            self._title = " ".join(unescape(body).split())

    def _open(self, name: str, body: str, start: int) -> None:
        if name in BLOCKS:
            self._open_block(name, attributes(body) if body else {}, start)
        elif name in _ALONE:
            _ALONE[name](self, attributes(body) if body else {}, start)
        elif name in MARKS:
            self._open_mark(name, attributes(body) if body else {})
        elif not _is_silent(name, body):
            self._paper.write(f"&lt;{name}{body}>", start)

    def _close(self, name: str, start: int) -> None:
        if name in BLOCKS:
            self._close_block(name, start)
        elif name in MARKS:
            self._close_mark(name)
        elif name == "br":
            self._paper.line_break(start)
        elif not _is_silent(name, ""):
            self._paper.write(f"&lt;/{name}>", start)

    def _is_simple(self) -> bool:
        """Tell whether a paragraph that begins now is nothing but its words."""
        blocks = self._blocks
        return (
            not (blocks and blocks[-1].name in _HEADINGS)
            and len(blocks) < DEPTH
            and self._paper.is_simple()
        )

    def _paragraphs(self, source: str, start: int) -> None:
        self._end_before("p", start)
        self._paper.paragraphs(source, start)

    # -- blocks ---------------------------------------------------------------------

    def _open_block(self, name: str, given: dict[str, str], start: int) -> None:
        self._end_before(name, start)
        meant = self._meaning(given) if given else _NOTHING
        if "hidden" in meant and self.tokens.skip(name):
            self._hidden += 1
            return
        if len(self._blocks) >= DEPTH:
            self._flattened += 1
            return
        align, region = self._around()
        if given or name in _SETTING:
            align = _alignment(name, given, meant, align)
            region = _region(name, given, region)
        self._blocks.append(_Open(name, align, region, len(self._marks)))
        self._paper.begin(name, start, align=align, region=region)

    def _around(self) -> tuple[str, frozenset[str]]:
        """Return alignment and region of the innermost block."""
        if not self._blocks:
            return "", _NOTHING
        inner = self._blocks[-1]
        return inner.align, inner.region

    def _end_before(self, name: str, start: int) -> None:
        """End what a new block of this name ends: a paragraph, an item, a cell."""
        while self._blocks and self._blocks[-1].name in _UNFINISHED:
            if self._blocks[-1].name != "p" and name == "p":
                break
            self._end_top(start)
        if name not in _ENDS:
            return
        ended, fences = _ENDS[name]
        for place in range(len(self._blocks) - 1, -1, -1):
            opened = self._blocks[place].name
            if opened in ended:
                self._end_down_to(place, start)
            if opened in fences:
                return

    def _close_block(self, name: str, start: int) -> None:
        if self._blocks and self._blocks[-1].name == name:
            self._end_top(start)
            return
        for place in range(len(self._blocks) - 1, -1, -1):
            opened = self._blocks[place].name
            if opened == name or (opened in _HEADINGS and name in _HEADINGS):
                self._end_down_to(place, start)
                return
            if opened in _FENCES and name not in _TABLES:
                return
        self._paper.gap(start)

    def _end_down_to(self, place: int, start: int) -> None:
        while len(self._blocks) > place:
            self._end_top(start)

    def _end_top(self, start: int) -> None:
        ended = self._blocks.pop()
        if ended.name in _FENCES:
            del self._marks[ended.marks :]
            self._show_marks()
        align, region = self._around()
        self._paper.end(ended.name, start, align=align, region=region)

    # -- marks ----------------------------------------------------------------------

    def _open_mark(self, name: str, given: dict[str, str]) -> None:
        mark = MARKS[name]
        if not given:
            self._push_mark(name, (mark,) if mark else ())
            return
        meant = self._meaning(given)
        if "hidden" in meant and self.tokens.skip(name):
            self._hidden += 1
            return
        marks = [mark or ""]
        if name == "font":
            marks += _font(given)
        elif name == "a":
            marks += self._link(given)
        if given.get("class", "").startswith("voice-"):
            marks.append(f"voice:{given['class']}")
        marks += [each for each in meant if each in _INLINE or each[:6] == "voice:"]
        if "ljuser" in given.get("class", ""):
            marks.append("name")
        self._push_mark(name, tuple(filter(None, marks)))

    def _push_mark(self, name: str, marks: tuple[str, ...]) -> None:
        if len(self._marks) >= MARK_DEPTH:
            self._flattened += 1
            return
        self._marks.append((name, marks))
        if marks:
            self._show_marks()

    def _close_mark(self, name: str) -> None:
        for place in range(len(self._marks) - 1, -1, -1):
            if self._marks[place][0] == name:
                if self._marks.pop(place)[1]:
                    self._show_marks()
                return

    def _show_marks(self) -> None:
        self._paper.marks = tuple(
            dict.fromkeys(mark for _, marks in self._marks for mark in marks)
        )

    def _link(self, given: dict[str, str]) -> list[str]:
        target = given.get("href", "").strip()
        if target.lower().startswith("mailto:"):
            self._paper.address(target[7:].partition("?")[0])
            return ["mail"]
        return [f"a:{target}"] if target else []

    def _meaning(self, given: dict[str, str]) -> frozenset[str]:
        meant = meanings(given["style"]) if "style" in given else _NOTHING
        if self._sheet:
            for each in given.get("class", "").split():
                meant |= self._sheet.get(f".{each}", frozenset())
            meant |= self._sheet.get(f"#{given.get('id', '')}", frozenset())
        return meant | {"hidden"} if "hidden" in given else meant

    # -- tags without content -------------------------------------------------------

    def _line_break(self, _given: dict[str, str], start: int) -> None:
        self._paper.line_break(start)

    def _rule(self, _given: dict[str, str], start: int) -> None:
        while self._blocks and self._blocks[-1].name in _UNFINISHED:
            self._end_top(start)
        self._paper.rule(start)

    def _image(self, given: dict[str, str], _start: int) -> None:
        alt = " ".join(given.get("alt", "").split())
        if not _is_invisible(given):
            self._paper.picture(given.get("src", ""), alt)

    def _head_link(self, given: dict[str, str], _start: int) -> None:
        self._links.setdefault(given.get("rel", "").lower(), given.get("href", ""))

    def _base(self, given: dict[str, str], _start: int) -> None:
        if given.get("href"):
            self._links.setdefault("base", given["href"])

    def _head_meta(self, given: dict[str, str], _start: int) -> None:
        name = (given.get("name") or given.get("property") or "").lower()
        if name:
            self._meta.setdefault(name, given.get("content", ""))


_ALONE: dict[str, Callable[[_Walk, dict[str, str], int], None]] = {
    "br": _Walk._line_break,
    "hr": _Walk._rule,
    "img": _Walk._image,
    "link": _Walk._head_link,
    "base": _Walk._base,
    "meta": _Walk._head_meta,
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNFINISHED = _HEADINGS | {"p"}
_TABLES = frozenset({"table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption"})
_INLINE = frozenset({"em", "strong", "u", "s", "small"})
#: Elements whose name alone says what stands in them.
_TELLING = frozenset(
    {"nav", "footer", "aside", "form", "header", "article", "dl", "main"}
)
#: Blocks that lie or are named otherwise than what is around them, of themselves.
_SETTING = _TELLING | {"center", "table"}
_NOTHING: frozenset[str] = frozenset()


def _font(given: dict[str, str]) -> list[str]:
    small = given.get("size", "").strip() in {"1", "-1", "-2", "-3"}
    return [voice(given.get("color", "")), "small" if small else ""]


def _alignment(
    name: str, given: dict[str, str], meant: frozenset[str], outer: str
) -> str:
    if not given and name not in {"center", "table"}:
        return outer
    said = given.get("align", "").strip().lower() or given.get("class", "")
    if name == "center" or said in {"center", "middle", "centre"} or "centre" in meant:
        return "centre"
    if said == "right" or "right" in meant:
        return "right"
    return "" if said or name == "table" else outer


def _region(name: str, given: dict[str, str], outer: frozenset[str]) -> frozenset[str]:
    named = {f".{each}" for each in given.get("class", "").split()[:8]}
    if given.get("id"):
        named.add(f"#{given['id']}")
    if name in _TELLING:
        named.add(name)
    return outer | named if named and len(outer) < DEPTH else outer


def _is_invisible(given: dict[str, str]) -> bool:
    """Tell whether a picture is a counter or a spacer."""
    return given.get("width") in {"0", "1"} or given.get("height") in {"0", "1"}


_NAME = late(r"[a-z]{2,20}")


def _is_silent(name: str, body: str) -> bool:
    """Tell whether a tag is markup nobody sees, not words such as ``<thought>``."""
    return name in SILENT or "=" in body or not _NAME.fullmatch(name)


_ANY_BLOCK = late(r"<(?:p|br|div|li|td|dd|pre|blockquote)\b", re.I)


def _is_typed(source: str) -> bool:
    """Tell whether a page is typed text in which line ends are all the structure."""
    return _ANY_BLOCK.search(source) is None and "\n\n" in source
