"""Story pages of the Automated Archive: a header of its own, then the author's page.

``Title:``, ``Author:`` and what else the archive asked for stand on top as in any
header; between and below stand remarks of the archive, which part header from text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fanfold.readers.saved_page.laid import Laid, Site, Tokens, gap
from fanfold.text.lines import Kind, Line
from fanfold.text.page import Page, PageLine
from fanfold.vocab.patterns import late

_ABOVE = late(r"(?i)^\W*(?:author(?:'s)? and story notes above|story notes above)\W*$")
_BELOW = late(r"(?i)^\W*(?:author(?:'s)? and story notes below|story notes below)\W*$")
_COMMENT = late(
    r"(?i)^\W*(?:please )?(?:post|read(?: posted)?|leave|send) (?:a )?comments?\b"
    r".{0,80}(?:story|archive|author|comments?)\W*$"
    r"|^\W*(?:read|view) posted comments\W*$"
)
_END = 12


def _known(_page: Page, lines: Sequence[PageLine], _tokens: Tokens) -> bool:
    tail = (each.line.text for each in lines[-3 * _END :])
    head = (each.line.text for each in lines[:80])
    return any(text and _COMMENT.match(text) for text in tail) or any(
        text and (_ABOVE.match(text) or _BELOW.match(text)) for text in head
    )


def _laid(_page: Page, lines: Sequence[PageLine]) -> Laid:
    return Laid("automated_archive", (), tuple(_text(lines)))


def _text(lines: Sequence[PageLine]) -> Iterator[PageLine]:
    for each in lines:
        if _ABOVE.match(each.line.text) or _BELOW.match(each.line.text):
            yield gap(each)
            yield PageLine(Line("", each.line.number, Kind.RULE, each.line.block))
            yield gap(each)
        elif not _COMMENT.match(each.line.text):
            yield each


SITE = Site("automated_archive", _known, _laid)
