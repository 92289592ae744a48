"""XML of books and office documents, read as a stream of tags and texts.

No tree, no DTD, no entity of the document's own, nothing fetched: a page that asks for
a file of this machine gets nothing. Damaged XML is read as far as it goes, as a page is
(tokens.py). Time grows with length alone, whatever nests in what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from fanfold.text.house import escape
from fanfold.text.tokens import Tokens, attributes
from fanfold.vocab.patterns import late

#: Bytes at the beginning in which a document type is looked for, and its length.
_HEAD, _DOCTYPE = 1 << 16, 1 << 16
_DECLARED = late(r"<!ENTITY\s+(?:%\s+)?([\w.:-]{1,64})\s")
# As in tokens.py: every try ends at the next bracket.
_CLOSED = late(r"""<([a-zA-Z][^\s/<>]*+)((?>(?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*))>""")
_VOID = frozenset({"br", "hr", "img", "wbr", "meta", "link", "base", "col", "area"})


class Piece(NamedTuple):
    """kind: ``open``, ``close`` or ``text``. name: of a tag, lower case, without its
    prefix. given: a tag's attributes, without prefixes. text: unescaped."""

    kind: str
    name: str
    given: dict[str, str]
    text: str
    depth: int


_NONE: dict[str, str] = {}


def without_dtd(source: str) -> tuple[str, bool]:
    """Return the source without its document type, and whether that declared entities.

    What such an entity would have stood for is left out: it may be a bomb, or a file.
    The entities of HTML stay as they are.
    """
    at = source.find("<!DOCTYPE", 0, _HEAD)
    if at < 0:
        return source, False
    end = _end_of_doctype(source, at)
    declared = set(_DECLARED.findall(source, at, end))
    rest = source[:at] + "\n" * source.count("\n", at, end) + source[end:]
    for name in sorted(declared):
        rest = rest.replace(f"&{name};", "")
    return rest, bool(declared)


def _end_of_doctype(source: str, at: int) -> int:
    limit = min(len(source), at + _DOCTYPE)
    inner, close = source.find("[", at, limit), source.find(">", at, limit)
    if inner < 0 or close < inner:
        return close + 1 if close >= 0 else limit
    last = source.find("]", inner, limit)
    close = source.find(">", last, limit) if last >= 0 else -1
    return close + 1 if close >= 0 else limit


def as_page(source: str) -> tuple[str, bool]:
    """Return XHTML in the syntax of HTML, and whether a document type was harmful.

    ``<p/>`` is an empty paragraph to XML and the beginning of one to HTML.
    """
    source, harmful = without_dtd(source)
    return _with_ends(_without_cdata(source), _VOID), harmful


def walk(source: str) -> Iterator[Piece]:
    """Yield the tags and texts of an XML document, in order.

    depth: how many elements are open around a piece, its own among them.
    """
    depth = 0
    source = _with_ends(_without_cdata(without_dtd(source)[0]), frozenset())
    for kind, name, body, _ in Tokens(source):
        name = name.rpartition(":")[2]
        if kind == "text":
            yield Piece("text", "", _NONE, unescape(body), depth)
        elif kind == "open":
            depth += 1
            yield Piece("open", name, _given(body), "", depth)
        elif kind == "close":
            yield Piece("close", name, _NONE, "", depth)
            depth = max(depth - 1, 0)
        elif kind == "raw":
            yield Piece("open", name, _NONE, "", depth + 1)
            yield Piece("text", "", _NONE, unescape(body), depth + 1)
            yield Piece("close", name, _NONE, "", depth + 1)


def _without_cdata(source: str) -> str:
    parts, at = [], 0
    while (start := source.find("<![CDATA[", at)) >= 0:
        end = source.find("]]>", start)
        if end < 0:
            break
        parts += [source[at:start], escape(source[start + 9 : end])]
        at = end + 3
    return "".join([*parts, source[at:]]) if parts else source


def _with_ends(source: str, void: frozenset[str]) -> str:
    """Give every tag that ends itself an end tag, but those of `void`."""

    def ended(tag: re.Match[str]) -> str:
        if not tag[2].endswith("/") or tag[1].lower() in void:
            return tag[0]
        return f"<{tag[1]}{tag[2][:-1]}></{tag[1]}>"

    return _CLOSED.sub(ended, source) if "/>" in source else source


def _given(body: str) -> dict[str, str]:
    if not body.strip("/ \n\t"):
        return _NONE
    return {name.rpartition(":")[2]: value for name, value in attributes(body).items()}


def text_within(pieces: Iterator[Piece], depth: int) -> str:
    """Return the text up to the end of the element that opened at `depth`."""
    parts = []
    for piece in pieces:
        if piece.kind == "close" and piece.depth <= depth:
            break
        parts.append(piece.text)
    return "".join(parts)
