"""Values of a database's fields, which may hold HTML, as the record keeps texts.

A title or summary out of a dump is words, at times with entities and a little markup.
The record keeps it as plain as it can be: house HTML for emphasis and links, breaks
between paragraphs, and letters as they are where no tag and no entity can be meant.
"""

from __future__ import annotations

import re
from itertools import groupby

from fanfold.text.house import escape
from fanfold.text.lines import Kind
from fanfold.vocab.patterns import late

_MARKUP = late(r"</?[a-zA-Z!][^<>]{0,400}>|&#?\w{1,32};")
_EMPTY_LINE = late(r"\n[ \t]*\n\s*")
_BARE_AND = late(r"&amp;(?!#?\w{1,32};)")
_BARE_LESS = late(r"&lt;(?![a-zA-Z/!?])")


def inline(value: str) -> str:
    """Return a value as inline house HTML, its paragraphs parted by ``<br><br>``.

    Entities are resolved once. A line end is a space, as on the page that showed it;
    an empty line parts paragraphs.
    """
    return "<br><br>".join(filter(None, map(_paragraph, _EMPTY_LINE.split(value))))


def plain_line(value: str) -> str:
    """Return a value that is one line, a name or address, without any markup."""
    if _MARKUP.search(value) is None:
        return " ".join(value.split())
    from fanfold.text.markup import read_page

    texts = (each.line.text for each in read_page(value).lines)
    return " ".join(" ".join(texts).split())


def lightly(html: str) -> str:
    """Return house HTML with ``&`` and ``<`` bare where they can be nothing else."""
    if "&" not in html:
        return html
    return _BARE_LESS.sub("<", _BARE_AND.sub("&", html)).replace("&gt;", ">")


def _paragraph(value: str) -> str:
    if _MARKUP.search(value) is None:
        return lightly(escape(" ".join(value.split())))
    # Here and not above: whoever reads plain text alone need not load all this.
    from fanfold.text.markup import read_page
    from fanfold.text.page import inline_html

    lines = read_page(value).lines
    blocks = groupby(lines, lambda each: each.line.kind is Kind.BLANK)
    made = (
        "<br>".join(filter(None, (inline_html(each.runs) for each in block)))
        for blank, block in blocks
        if not blank
    )
    return re.sub(r"\s+", " ", lightly("<br><br>".join(filter(None, made))))
