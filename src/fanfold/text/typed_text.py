"""A text that its author types into a form, as house HTML."""

from __future__ import annotations

import re

from fanfold.text.house import escape, plain
from fanfold.text.markup import read_page
from fanfold.text.page import html_of, is_break_text

#: How it may be typed: as plain text, or with tags (also what an editor pasted).
FORMS = ("plain", "html")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


def house_text(typed: str, form: str) -> tuple[str, str]:
    """Return what was typed as house HTML and as plain text.

    Plain: a blank line parts paragraphs, a line's end is kept. Tags of an editor's
    page are read for what they mean, and whatever is not of the house set goes.
    """
    typed = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    if form == "html":
        html = html_of(read_page(typed).lines)
    else:
        blocks = _BLANK_LINE.split(typed.strip())
        html = "\n".join(_block(each) for each in blocks if each.strip())
    return html, plain(html)


def _block(lines: str) -> str:
    told = lines.strip()
    if "\n" not in told and is_break_text(told):
        return "<hr>"
    return (
        "<p>"
        + "<br>\n".join(escape(each.strip()) for each in told.split("\n"))
        + "</p>"
    )
