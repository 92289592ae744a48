"""The house HTML: the small set of tags in which every text is kept and given out.

Readers write it (markup.py, paragraphs.py), archives store it, `clean` stands between
it and whoever reads. The set, tag by tag:

- blocks: p, h2-h6, blockquote, pre, ul ol li, dl dt dd, table and its parts, div, hr;
- inline: em strong (i b by meaning), u s small sub sup cite q code, ruby rt rp, br,
  a[href], img[src alt], span;
- on any tag: lang, dir. On blocks class ``centre`` or ``right``; on span ``voice-1``
  to ``voice-8`` (text that its author set apart by colour) and ``picture``.

Nothing else: no style, no id, no event, no script, form, frame, svg or math.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from fanfold.text.nesting import shallow
from fanfold.vocab.patterns import late

if TYPE_CHECKING:
    from nh3 import Cleaner

#: Raised whenever `clean` lets through something else than before, so that what was
#: cleaned by an older version can be found and cleaned again from what is stored.
VERSION = "house.clean/1"

VOICES = 8


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INLINE = _words("a br cite code em img q rp rt ruby s small span strong sub sup u")
BLOCKS = _words(
    "blockquote caption dd div dl dt h2 h3 h4 h5 h6 hr li ol p pre "
    "table tbody td tfoot th thead tr ul"
)
ALIGNED = BLOCKS - {"hr", "caption"}
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
#: Elements whose content is no text of the story and goes with them.
DROPPED_WHOLE = _words(
    "script style template noscript svg math iframe object textarea select title "
    "xmp noembed noframes audio video"
)


def escape(text: str) -> str:
    """Return plain text as HTML content."""
    # Most texts have none of these signs, and to be told so takes a third of the time.
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def escape_attribute(text: str) -> str:
    """Return plain text as the value of an attribute in double quotes."""
    return escape(text).replace('"', "&quot;")


def clean(html: str) -> str:
    """Return `html` safe for a page or a book: the house set and nothing else.

    Links lead to http and https only. A picture becomes its alternative text in
    ``span.picture``, for no picture is kept beside a text. For the way out only: store
    what went in, and never clean the cleaned.
    """
    return _PICTURE.sub(_described, _cleaner(inline=False).clean(shallow(html)))


def clean_inline(html: str) -> str:
    """Return `html` as `clean` does, with inline tags alone: for titles, summaries."""
    return _PICTURE.sub(_described, _cleaner(inline=True).clean(shallow(html)))


def xhtml(cleaned: str) -> str:
    """Return what `clean` returned as well-formed XML content, for books."""
    closed = _VOID.sub(r"<\1/>", cleaned).replace("&nbsp;", "&#160;")
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", closed)


def plain(html: str) -> str:
    """Return house HTML as plain text, the emphasis gone.

    Blocks are separated by an empty line, ``<br>``, rows and list items by a line end,
    cells by a tab; ``<hr>`` is the line ``* * *``. Pictures leave nothing.
    """
    # What most tags of a text are; a pattern takes the others in one go.
    text = html.removeprefix("<p>").removesuffix("</p>")
    text = text.replace("</p>\n<p>", "\n\n")
    # One sign is found twenty times as fast as several together.
    if "<" in text:
        # The line end that is written behind a break is the same break.
        text = text.replace("<br>\n", "\n").replace("<br>", "\n")
        if "<em>" in text:
            text = text.replace("<em>", "").replace("</em>", "")
        if "<hr>" in text:
            text = text.replace("<hr>", _OPENS["hr"])
        if "<" in text:
            text = _TAG.sub(_as_text, text)
    if "&" in text:
        text = unescape(text)
    if "\t" in text:
        text = _SPACED_LINE_END.sub("\n", text)
    elif _SPACED.search(text):
        text = text.replace(" \n", "\n").replace("\n ", "\n")
    else:
        return text.strip("\n\t ")
    # Each round leaves two thirds of a run, so a long one costs its length.
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip("\n\t ")


@cache
def _cleaner(*, inline: bool) -> Cleaner:
    from nh3 import Cleaner

    return Cleaner(
        tags=set(INLINE if inline else INLINE | BLOCKS),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        allowed_classes={tag: {"centre", "right"} for tag in ALIGNED}
        | {"span": {"picture", *(f"voice-{n}" for n in range(1, VOICES + 1))}},
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel="nofollow noopener noreferrer",
    )


# `clean` escapes quotes in values and writes its own tags, so these may be simple.
_PICTURE = late(r"<img([^<>]*)>")
_ALT = late(r' alt="([^"]*)"')
_VOID = late(r"<(br|hr|img[^<>]*)>")
_NOT_XML = late("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TAG = late(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<[/!?][^<>]*>")
#: Spaces beside a line end, or more than two of those: found by the line end alone.
_SPACED = late(r"\n(?:(?<= \n)|(?= )|(?=\n\n))")
_SPACED_LINE_END = late(r"[ \t]?\n[ \t]?")
_OPENS = {"br": "\n", "hr": "\n\n* * *\n\n", "rt": " (", "li": "\n", "tr": "\n"}
_CLOSES = {
    "rt": ")",
    "td": "\t",
    "th": "\t",
    "dt": "\n",
    "dd": "\n",
    "li": "",
    "tr": "",
}


def _described(picture: re.Match[str]) -> str:
    alt = _ALT.search(picture[1])
    return f'<span class="picture">[{alt[1]}]</span>' if alt and alt[1] else ""


def _as_text(tag: re.Match[str]) -> str:
    name = (tag[2] or "").lower()
    known = _CLOSES if tag[1] else _OPENS
    if name in known:
        return known[name]
    return "\n\n" if name in _PARTING else ""


_PARTING = BLOCKS - {"td", "th", "dt", "dd", "tbody", "thead", "tfoot"}
