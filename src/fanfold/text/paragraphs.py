"""Lines of plain text as house HTML: paragraphs, verse, breaks, emphasis.

Typography is the author's: quotes, dashes and dots stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fanfold.text.breaks import is_scene_break
from fanfold.text.house import escape
from fanfold.text.lines import Kind, Line
from fanfold.vocab.patterns import late

#: A block whose lines all end before this column was broken on purpose.
_VERSE, _VERSE_LINES = 46, 3
_WRAPPED = 50
_INDENT = late(r"(?:\t| {2,}|\u3000)")
_EMPHASIS = late(
    r"(?<![\w*])\*(?![\s*])([^*]{1,400}?)(?<!\s)\*(?![\w*])"
    r"|(?<![\w_])_(?![\s_])([^_]{1,400}?)(?<!\s)_(?![\w_])"
)


def to_html(lines: Sequence[Line]) -> str:
    """Return the lines as house HTML, blocks separated by a line end.

    Blank lines part paragraphs; where a text has none, indented lines do, and where it
    has neither and its lines are long, every line is one.
    """
    made: list[str] = []
    for block in _blocks(lines):
        if is_scene_break(block[0]) and len(block) == 1:
            if made and made[-1] != "<hr>":
                made.append("<hr>")
        else:
            made.extend(_paragraphs(block))
    if made and made[-1] == "<hr>":
        made.pop()
    return "\n".join(made)


def emphasis(text: str) -> str:
    """Return plain text as inline HTML, ``*so*`` and ``_so_`` as ``<em>``."""
    escaped = escape(text)
    if "*" not in escaped and "_" not in escaped:
        return escaped
    return _EMPHASIS.sub(lambda m: f"<em>{m[1] or m[2]}</em>", escaped)


def _blocks(lines: Sequence[Line]) -> Iterator[list[str]]:
    """Yield runs of lines between blank ones; a scene break is a run of its own."""
    spaced = _is_double_spaced(lines)
    block: list[str] = []
    blanks = 0
    for line in lines:
        blank = line.kind is Kind.BLANK or not line.text.strip()
        blanks = blanks + 1 if blank else 0
        rule = line.kind is Kind.RULE or (not blank and is_scene_break(line.text))
        if ((blank and (not spaced or blanks > 1)) or rule) and block:
            yield block
            block = []
        if rule:
            yield ["* * *"]
        elif not blank:
            block.append(line.text.rstrip())
    if block:
        yield block


def _is_double_spaced(lines: Sequence[Line]) -> bool:
    """Tell whether a blank line follows every line of a hard-wrapped text."""
    texts = [line.text.strip() for line in lines]
    full = [at for at, text in enumerate(texts[:-2]) if len(text) > _WRAPPED]
    if len(full) < 8 or max(map(len, texts)) > 100:
        return False
    open_ends = [
        at
        for at in full
        if not texts[at + 1] and texts[at][-1] not in ".!?\"'”’»:" and texts[at + 2]
    ]
    goes_on = [at for at in open_ends if texts[at + 2][0].islower()]
    return len(goes_on) * 3 > len(full)


def _paragraphs(block: list[str]) -> Iterator[str]:
    if len(block) == 1:
        yield _paragraph(block)
    elif _is_verse(block):
        yield "<p>" + "<br>".join(emphasis(line.strip()) for line in block) + "</p>"
    elif _is_unwrapped(block):
        yield from (_paragraph([line]) for line in block)
    else:
        yield from map(_paragraph, _by_indent(block))


def _paragraph(lines: list[str]) -> str:
    return f"<p>{emphasis(' '.join(line.strip() for line in lines))}</p>"


def _is_verse(block: list[str]) -> bool:
    return len(block) >= _VERSE_LINES and all(len(line) < _VERSE for line in block)


def _is_unwrapped(block: list[str]) -> bool:
    """Tell whether each line is a paragraph: far longer than any screen was wide."""
    return max(map(len, block)) > 100


def _by_indent(block: list[str]) -> list[list[str]]:
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
