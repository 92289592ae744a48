"""Word's XML as HTML without mammoth, for documents that it cannot take."""

from __future__ import annotations

from fanfold.text.house import escape
from fanfold.text.xml import walk

_TAGS = {"i": "em", "b": "strong", "u": "u", "strike": "s"}
_OFF = frozenset({"0", "false", "off", "none"})


def plainly(source: str) -> str:
    """Return the paragraphs of ``word/document.xml`` as HTML, one a line."""
    out: list[str] = []
    marks: list[str] = []
    hidden = written = False
    for piece in walk(source):
        opens = piece.kind == "open"
        if piece.name == "p":
            out.append("<p>" if opens else "</p>\n")
        elif piece.name == "r" and opens:
            marks, hidden = [], False
        elif piece.name in _TAGS and opens and piece.given.get("val", "") not in _OFF:
            marks.append(_TAGS[piece.name])
        elif piece.name == "vanish" and opens:
            hidden = True
        elif piece.name == "t":
            written = opens and not hidden
        elif piece.name in {"br", "tab"} and opens:
            out.append("<br>" if piece.name == "br" else "\t")
        elif written and piece.text:
            before = "".join(f"<{mark}>" for mark in marks)
            behind = "".join(f"</{mark}>" for mark in reversed(marks))
            out.append(f"{before}{escape(piece.text)}{behind}")
    return "".join(out)
