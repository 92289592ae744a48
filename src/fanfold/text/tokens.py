"""The tags and texts of a page, in the order of its source.

A page is read as a stream, not as a tree: every piece knows where in the source it
stood, so evidence can name the line; time grows with length alone, whatever nests in
what; and no tag that an author forgot to close can take the story with it. What is
made of it is cleaned by a strict parser on the way out (house.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from typing import TypeAlias

from fanfold.text.plain_paragraphs import PARAGRAPHS
from fanfold.vocab.patterns import late

#: One piece of a page: kind, name, body, start.
#:
#: kind: ``text``, ``open``, ``close``, ``comment``, ``raw`` (an element whose content
#: is no markup: script, style, title …) or ``paragraphs`` (several that hold words and
#: simple marks alone). name: lower-case name of the tag. body: source of a text, a
#: comment, raw content or paragraphs; of the attributes of a tag. start: offset.
Token: TypeAlias = tuple[str, str, str, int]

RAW = frozenset(
    [
        *("script", "style", "title", "textarea", "xmp", "noframes", "noembed"),
        *("iframe", "noscript", "select", "svg", "math", "template", "applet"),
        *("object", "button"),
    ]
)

# A quoted value may hold anything but angle brackets, so that every try ends at the
# next one; `_LOOSE` takes the rare tag with brackets in a value, within bounds.
_PIECE = late(
    r"""([^<]*+)<(/?)([a-zA-Z][^\s/<>]*+)((?>(?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*))>"""
)
_LOOSE = late(
    r"""<(/?)([a-zA-Z][^\s/<>]*+)((?>(?:[^<>"']++|"[^"]{0,2000}+"|'[^']{0,2000}+')*))>"""
)
_UNBALANCED = late(r"<(/?)([a-zA-Z][^\s/<>]*+)([^<>]*+)>")
_MARKUP = late(r"<(?=[a-zA-Z/!?])")
_NEVER_ENDED = late(r"(?>(?:<(?!!--)[^<>]*+(?=<)){1,4096})")
#: How many tags of a page may have brackets in a quoted value.
LOOSE_TAGS = 200


class Tokens:
    """The tokens of a page; they can be told to leave out the rest of an element.

    simply: asked whether paragraphs may come together now, as one token.
    """

    def __init__(self, source: str, simply: Callable[[], bool] = lambda: False) -> None:
        self._source = source
        self._simply = simply
        self._at = 0
        self._loose_left = LOOSE_TAGS
        self._unclosed: set[str] = set()

    def __iter__(self) -> Iterator[Token]:
        source, end, match, raw = self._source, len(self._source), _PIECE.match, RAW
        paragraphs = PARAGRAPHS.match
        while self._at < end:
            start = self._at
            piece = match(source, start)
            if piece is None:
                yield self._rare(start)
                continue
            text, close, name, body = piece.groups()
            # Past the tag already: nothing is left out of a text (`skip`).
            self._at = piece.end()
            if text:
                yield "text", "", text, start
                start += len(text)
            if name in {"p", "P"} and not (close or body) and self._simply():
                run = paragraphs(source, start)
                if run is not None:
                    self._at = run.end()
                    yield "paragraphs", "p", run[0], start
                    continue
            name = name.lower()
            if close:
                yield "close", name, "", start
            elif name in raw:
                yield self._raw(name, start)
            else:
                yield "open", name, body, start

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

    def _rare(self, at: int) -> Token:
        """Return what is no text before a well-formed tag."""
        source = self._source
        if source[at] != "<" or not _MARKUP.match(source, at):
            found = _MARKUP.search(source, at + 1)
            self._at = found.start() if found else len(source)
            return "text", "", source[at : self._at], at
        if source.startswith("<!--", at):
            return self._comment(at)
        tag = self._tag(at)
        if tag is None:
            return self._broken(at)
        name = tag[2].lower()
        self._at = tag.end()
        if tag[1]:
            return "close", name, "", at
        return self._raw(name, at) if name in RAW else ("open", name, tag[3], at)

    def _tag(self, at: int) -> re.Match[str] | None:
        """Return a tag with brackets in a value, or with a quote too many."""
        tag = None
        if self._loose_left:
            self._loose_left -= 1
            tag = _LOOSE.match(self._source, at)
        return tag or _UNBALANCED.match(self._source, at)

    def _comment(self, at: int) -> Token:
        start, end = at + 4, self._find("-->", at + 2)
        if end < 0:  # never closed: as old browsers did, up to the first bracket
            end = self._source.find(">", at)
            self._at = end + 1 if end >= 0 else len(self._source)
            return "comment", "", "", at
        self._at = end + 3
        return "comment", "", self._source[start:end], at

    def _broken(self, at: int) -> Token:
        """Return what only looks like a tag: a declaration, or text."""
        source = self._source
        following = source.find("<", at + 1)
        limit = following if following >= 0 else len(source)
        if source[at + 1] in "!?/":
            end = source.find(">", at, limit)
            if end >= 0:
                self._at = end + 1
                return "comment", "", "", at
        run = _NEVER_ENDED.match(source, limit)
        self._at = run.end() if run else limit
        return "text", "", source[at : self._at], at

    def _raw(self, name: str, at: int) -> Token:
        start = self._at
        end = None
        if name not in self._unclosed:
            end = _end_of(name).search(self._source, start)
        if end is None:
            self._unclosed.add(name)
            return "comment", "", "", at
        self._at = end.end()
        return "raw", name, self._source[start : end.start()], at

    def _find(self, mark: str, at: int) -> int:
        if mark in self._unclosed:
            return -1
        found = self._source.find(mark, at)
        if found < 0:
            self._unclosed.add(mark)
        return found


_ATTRIBUTE = late(
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
