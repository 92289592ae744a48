"""Word's styles as mammoth's rules: what their makers meant by them.

mammoth knows what is set by hand and a few names; most programs say "italic", "centred"
or "heading" in a style of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fanfold.text.xml import walk

#: More styles than this no document needs.
_MOST = 400
_OFF = frozenset({"0", "false", "off", "none"})
#: Every link is underlined; that means nothing.
_LINKS = frozenset({"hyperlink", "internet link", "followedhyperlink"})
_TAGS = {"i": "em", "b": "strong", "u": "u", "strike": "s"}


@dataclass(slots=True)
class _Style:
    kind: str
    name: str = ""
    tags: list[str] = field(default_factory=list)
    align: str = ""
    level: int = 0
    hidden: bool = False


def style_map(styles: bytes) -> Iterator[str]:
    """Yield mammoth's rules for the styles of ``word/styles.xml``."""
    for style in _styles(styles.decode("utf-8", "replace")):
        # Its rules know no way to write these signs in a name.
        if (
            style.name.lower() in _LINKS
            or not style.name
            or "'" in style.name
            or "\\" in style.name
        ):
            continue
        if style.kind == "character" and style.hidden:
            yield f"r[style-name='{style.name}'] => !"
        elif style.kind == "character" and style.tags:
            yield f"r[style-name='{style.name}'] => {' > '.join(style.tags)}"
        elif style.kind == "paragraph" and style.level:
            yield f"p[style-name='{style.name}'] => h{style.level}:fresh"
        elif style.kind == "paragraph" and style.align:
            yield f"p[style-name='{style.name}'] => p.{style.align}:fresh"


def _styles(source: str) -> list[_Style]:
    found: list[_Style] = []
    style: _Style | None = None
    for piece in walk(source):
        value = piece.given.get("val", "")
        if piece.name == "style" and piece.kind == "open":
            if len(found) >= _MOST:
                break
            style = _Style(piece.given.get("type", ""))
            found.append(style)
        elif piece.name == "style":
            style = None
        elif style is None or piece.kind != "open":
            continue
        elif piece.name == "name":
            style.name = value
        elif piece.name in _TAGS and value not in _OFF:
            style.tags.append(_TAGS[piece.name])
        elif piece.name == "vanish" and value not in _OFF:
            style.hidden = True
        elif piece.name == "jc":
            sides = {"center": "centre", "right": "right", "end": "right"}
            style.align = sides.get(value, "")
        elif piece.name == "outlinelvl" and value.isdecimal() and int(value) < 6:
            style.level = int(value) + 1
    return found
