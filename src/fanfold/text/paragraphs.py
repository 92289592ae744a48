"""Lines of plain text as house HTML: paragraphs, verse, breaks, emphasis.

Typography is the author's: quotes, dashes and dots stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

from fanfold.text.breaks import LIKELY_BREAK, is_scene_break
from fanfold.text.house import escape
from fanfold.text.lines import Kind, Line, Lines
from fanfold.vocab.patterns import late

#: A block whose lines all end before this column was broken on purpose.
_VERSE, _VERSE_LINES = 46, 3
_WRAPPED = 50
#: No screen was wider; a longer line is a paragraph by itself.
_SCREEN = 100
_INDENT = late(r"(?:\t| {2,}|\u3000)")
_FIRST = itemgetter(0)
_INDENTS = frozenset("\t \u3000")
#: Full lines of a text that shows how it is spaced.
_FULL = 8
_EMPHASIS = late(
    # What stands before is asked behind the sign: the sign alone is found far faster.
    r"\*(?<![\w*]\*)(?![\s*])([^*]{1,400}?)(?<!\s)\*(?![\w*])"
    r"|_(?<!\w_)(?![\s_])([^_]{1,400}?)(?<!\s)_(?![\w_])"
)


def to_html(lines: Sequence[Line]) -> str:
    """Return the lines as house HTML, blocks separated by a line end.

    Blank lines part paragraphs; where a text has none, indented lines do, and where it
    has neither and its lines are long, every line is one.
    """
    # As one string, without blanks at the ends of lines: a story has tens of thousands
    # of them, few of them special.
    texts = list(map(str.rstrip, _texts(lines)))
    whole = "\n".join(texts)
    flush = _is_flush(texts)
    inline = _inline_of(whole)
    made: list[str] = []
    for block in _blocks(whole):
        if block == _RULE:
            if made and made[-1] != "<hr>":
                made.append("<hr>")
        elif flush and block.find("\n") >= _VERSE:
            # The commonest of all: nothing else is to be asked of it.
            made.append(f"<p>{inline(block.replace(_END, ' '))}</p>")
        elif "\n" in block:
            made += _paragraphs(block.split("\n"))
        else:
            made.append(f"<p>{inline(block.strip())}</p>")
    if made and made[-1] == "<hr>":
        made.pop()
    return "\n".join(made)


def emphasis(text: str) -> str:
    """Return plain text as inline HTML, ``*so*`` and ``_so_`` as ``<em>``."""
    return _emphasised(escape(text))


def _emphasised(escaped: str) -> str:
    if "*" not in escaped and "_" not in escaped:
        return escaped
    return _EMPHASIS.sub(lambda m: f"<em>{m[1] or m[2]}</em>", escaped)


def _inline_of(whole: str) -> Callable[[str], str]:
    """Return what makes inline HTML of any piece of a text: what it has nothing of
    need not be looked for in each."""
    if "<" in whole or "&" in whole or ">" in whole:
        return emphasis
    return _emphasised if "*" in whole or "_" in whole else str


_RULE, _END = "* * *", "\n"


def _texts(lines: Sequence[Line]) -> Sequence[str]:
    if isinstance(lines, Lines):
        return lines.texts
    empty, rule = Kind.BLANK, Kind.RULE
    return [
        "" if line.kind is empty else "***" if line.kind is rule else line.text
        for line in lines
    ]


def _is_flush(texts: list[str]) -> bool:
    """Tell whether no line is indented and none wider than a screen."""
    # What strips nothing gives the same string back, which is told without looking.
    return (
        max(map(len, texts), default=0) <= _SCREEN
        and list(map(str.lstrip, texts)) == texts
    )


def _blocks(whole: str) -> Iterator[str]:
    """Yield runs of lines between blank ones; a scene break is `_RULE`."""

    def parted(likely: re.Match[str]) -> str:
        rule = is_scene_break(likely[1])
        return f"{gap}{_RULE}{gap}" if rule else likely[0]

    gap = "\n\n"
    pieces = LIKELY_BREAK.sub(parted, "\n" + whole).split(gap)
    # What goes on behind an empty line begins small; in most texts nothing does.
    small = sum(map(str.islower, [piece.lstrip()[:1] for piece in pieces]))
    spaced = small * 3 > _FULL and _is_double_spaced(whole)
    if spaced:
        gap = "\n\n\n"
        pieces = LIKELY_BREAK.sub(parted, "\n" + whole).split(gap)
    for piece in pieces:
        block = piece.strip("\n")
        if block:
            yield block.replace("\n\n", "\n") if spaced else block


def _is_double_spaced(whole: str) -> bool:
    """Tell whether a blank line follows every line of a hard-wrapped text."""
    texts = list(map(str.strip, whole.split("\n")))
    full = [at for at, text in enumerate(texts[:-2]) if len(text) > _WRAPPED]
    # What goes on behind an empty line needs one, so most texts are answered here.
    if (
        len(full) < _FULL
        or texts.count("") * 3 <= len(full)
        or max(map(len, texts)) > _SCREEN
    ):
        return False
    open_ends = [
        at
        for at in full
        if not texts[at + 1] and texts[at][-1] not in ".!?\"'”’»:" and texts[at + 2]
    ]
    goes_on = [at for at in open_ends if texts[at + 2][0].islower()]
    return len(goes_on) * 3 > len(full)


def _paragraphs(block: list[str]) -> list[str]:
    longest = max(map(len, block))
    if longest < _VERSE and len(block) >= _VERSE_LINES:
        return ["<p>" + "<br>".join(emphasis(line.strip()) for line in block) + "</p>"]
    if longest > _SCREEN:
        return list(map(_paragraph, block))
    return [_paragraph(" ".join(map(str.strip, lines))) for lines in _by_indent(block)]


def _paragraph(text: str) -> str:
    return f"<p>{emphasis(text.strip())}</p>"


def _by_indent(block: list[str]) -> list[list[str]]:
    # Most lines begin with a letter; a pattern asked of each would cost the most.
    if _INDENTS.isdisjoint(map(_FIRST, block)):
        return [block]
    indented = [bool(_INDENT.match(line)) for line in block]
    if not any(indented[1:]) or all(indented):
        return [block]
    parts: list[list[str]] = []
    for line, starts in zip(block, indented, strict=True):
        if starts or not parts:
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts
