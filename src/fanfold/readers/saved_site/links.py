"""The links of a page with their words, and what else ties pages together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from fanfold.text.tokens import Tokens, attributes
from fanfold.vocab.patterns import late

_FRAME = late(
    r"""(?i)<(?:frame|iframe)\b[^<>]{0,400}?\bsrc\s*=\s*["']?([^"'\s<>]{1,400})"""
)
_REFRESH = late(
    r"""(?i)<meta[^<>]{1,80}refresh[^<>]{1,80}url=\s*["']?([^"'\s<>]{1,400})"""
)
_NEXT = late(
    r"(?i)\W*(?:(?:go |on )?(?:on )?(?:to )?(?:the )?next"
    r"(?: (?:part|chapter|page|section))?"
    r"|continue[ds]?(?: (?:on )?to (?:part|chapter).{0,20})?|forward|more|weiter|suite|"
    r"siguiente|nächste(?:s kapitel|r teil)?|chapitre suivant|read on|onward)\W*"
)
_BEFORE = late(
    r"(?i)\W*(?:(?:go )?(?:back )?(?:to )?(?:the )?(?:prev(?:ious)?|last)"
    r"(?: (?:part|chapter|page|section))?|zurück|précédent|anterior)\W*"
)
_MANY = 5_000


@dataclass(frozen=True, slots=True)
class Link:
    """One link. words: its text, a picture's alternative text where it has none.

    at: its offset in the source; ahead: True for "next", False for "previous".
    """

    href: str
    words: str
    at: int
    ahead: bool | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """What ties a page to others. frames: addresses of a frameset's pages."""

    links: tuple[Link, ...] = ()
    frames: tuple[str, ...] = ()
    framed: bool = False
    leads_on: tuple[str, ...] = field(default=())


def links_of(source: str) -> Links:
    """Return the links of a page's source, in order. Linear; never fails."""
    found: list[Link] = []
    opened: tuple[str, str, int] | None = None
    words: list[str] = []
    for kind, name, body, start in Tokens(source):
        if kind == "open" and name in {"a", "area"}:
            _close(found, opened, words)
            given = attributes(body)
            opened, words = (given.get("href", ""), given.get("rel", ""), start), []
            if name == "area":
                words.append(given.get("alt", ""))
        elif kind == "open" and name == "img" and opened:
            words.append(f" {attributes(body).get('alt', '')} ")
        elif kind == "open" and name == "link":
            given = attributes(body)
            rel = given.get("rel", "").lower()
            if rel in {"next", "prev", "previous"}:
                found.append(Link(given.get("href", ""), "", start, rel == "next"))
        elif kind == "close" and name == "a":
            _close(found, opened, words)
            opened = None
        elif kind == "text" and opened:
            words.append(body)
        if len(found) >= _MANY:
            break
    _close(found, opened, words)
    frameset = re.search(r"(?i)<frameset\b", source) is not None
    return Links(
        links=tuple(each for each in found if each.href),
        frames=tuple(map(unescape, _FRAME.findall(source))),
        framed=frameset,
        leads_on=tuple(map(unescape, _REFRESH.findall(source[:4000]))),
    )


def _close(
    found: list[Link], opened: tuple[str, str, int] | None, words: list[str]
) -> None:
    if opened is None:
        return
    href, rel, start = opened
    text = " ".join(unescape("".join(words)).split())
    ahead = None
    if rel.lower() == "next" or _NEXT.fullmatch(text) or set(text) <= {">", "»", "→"}:
        ahead = True if text or rel else None
    elif _BEFORE.fullmatch(text) or rel.lower() in {"prev", "previous"}:
        ahead = False
    found.append(Link(href, text[:300], start, ahead))
