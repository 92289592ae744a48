"""The tags and texts of a page, in the order of its source.

A page is read as a stream, not as a tree: every piece knows where in the source it
stood, so evidence can name the line; time grows with length alone, whatever nests in
what; and no tag that an author forgot to close can take the story with it. What is
made of it is cleaned by a strict parser on the way out (house.py).
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import NamedTuple


class Token(NamedTuple):
    """One piece of a page.

    kind: ``text``, ``open``, ``close``, ``comment`` or ``raw`` (an element whose
        content is no markup: script, style, title …).
    name: lower-case name of the tag; "" for text and comments.
    body: source of a text, comment or raw content; of the attributes of a tag.
    start: offset in the source.
    """

    kind: str
    name: str
    body: str
    start: int


RAW = frozenset(
    [
        *("script", "style", "title", "textarea", "xmp", "noframes", "noembed"),
        *("iframe", "noscript", "select", "svg", "math", "template", "applet"),
        *("object", "button"),
    ]
)

# A quoted value may hold anything but angle brackets, so that every try ends at the
# next one; `_LOOSE` takes the rare tag with brackets in a value, within bounds.
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][^\s/<>]*+)((?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+)>"""
)
_LOOSE = re.compile(
    r"""<(/?)([a-zA-Z][^\s/<>]*+)((?:[^<>"']++|"[^"]{0,2000}+"|'[^']{0,2000}+')*+)>"""
)
_UNBALANCED = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)([^<>]*+)>")
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])")
#: How many tags of a page may have brackets in a quoted value.
LOOSE_TAGS = 200


class Tokens:
    """An iterator of tokens that can be told to leave out the rest of an element."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._loose_left = LOOSE_TAGS
        self._unclosed: set[str] = set()

    def __iter__(self) -> Tokens:
        return self

    def __next__(self) -> Token:
        source, at = self._source, self._at
        if at >= len(source):
            raise StopIteration
        if source[at] == "<" and _MARKUP.match(source, at):
            return self._markup(at)
        found = _MARKUP.search(source, at + 1)
        self._at = found.start() if found else len(source)
        return Token("text", "", source[at : self._at], at)

    def skip(self, name: str) -> bool:
        """Leave out the rest of the element just opened; False where it has no end."""
        if name in self._unclosed:
            return False
        depth = 1
        for tag in _tags_named(name).finditer(self._source, self._at):
            depth += -1 if tag[1] else 1
            if depth == 0:
                self._at = tag.end()
                return True
        self._unclosed.add(name)
        return False

    def _markup(self, at: int) -> Token:
        source = self._source
        if source.startswith("<!--", at):
            return self._comment(at)
        tag = self._tag(at)
        if tag is None:
            return self._broken(at)
        name = tag[2].lower()
        self._at = tag.end()
        if tag[1]:
            return Token("close", name, "", at)
        if name in RAW:
            return self._raw(name, at)
        return Token("open", name, tag[3], at)

    def _tag(self, at: int) -> re.Match[str] | None:
        tag = _TAG.match(self._source, at)
        if tag is None and self._loose_left:
            self._loose_left -= 1
            tag = _LOOSE.match(self._source, at)
        return tag or _UNBALANCED.match(self._source, at)

    def _comment(self, at: int) -> Token:
        start, end = at + 4, self._find("-->", at + 2)
        if end < 0:  # never closed: as old browsers did, up to the first bracket
            end = self._source.find(">", at)
            self._at = end + 1 if end >= 0 else len(self._source)
            return Token("comment", "", "", at)
        self._at = end + 3
        return Token("comment", "", self._source[start:end], at)

    def _broken(self, at: int) -> Token:
        """Return what only looks like a tag: a declaration, or text."""
        if self._source[at + 1] in "!?/":
            end = self._source.find(">", at)
            following = self._source.find("<", at + 1)
            if end >= 0 and not 0 <= following < end:
                self._at = end + 1
                return Token("comment", "", "", at)
        self._at = at + 1
        return Token("text", "", "<", at)

    def _raw(self, name: str, at: int) -> Token:
        start = self._at
        end = None
        if name not in self._unclosed:
            end = _end_of(name).search(self._source, start)
        if end is None:
            self._unclosed.add(name)
            return Token("comment", "", "", at)
        self._at = end.end()
        return Token("raw", name, self._source[start : end.start()], at)

    def _find(self, mark: str, at: int) -> int:
        if mark in self._unclosed:
            return -1
        found = self._source.find(mark, at)
        if found < 0:
            self._unclosed.add(mark)
        return found


_ATTRIBUTE = re.compile(
    r"""([^\s"'=<>/]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?"""
)


def attributes(source: str) -> dict[str, str]:
    """Return the attributes of a tag by lower-case name; of two alike the first."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


@cache
def _tags_named(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){re.escape(name)}\b[^<>]*>", re.I)


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\b[^<>]*>?", re.I)
