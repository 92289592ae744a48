"""The simple HTML that most chapters are, at the speed of a search.

``<p>``, ``<br>`` and emphasis that begins and ends in one line: what editors of the
2000s wrote. The walk over a page (markup.py) comes to the same, letter by letter, and
takes ten times as long; tests/text/test_simple.py compares the two.
"""

from __future__ import annotations

import string
from html import unescape
from typing import NamedTuple

from fanfold.text.odd import odd_runs
from fanfold.text.page import is_break_text, reopened
from fanfold.vocab.patterns import late


class Simple(NamedTuple):
    """A text as house HTML, and as `house.plain` makes plain text of that."""

    html: str
    text: str


_OTHER_ENTITY = late(r"&(?!(?:amp|lt|gt|quot);)")
_HARD_SPACE = late(
    "[\xa0\x85\x1c-\x1f\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
# One group, so that splitting gives words and names of tags in turn.
_TAG = late(r"<([^<>]*)>")
_P, _BR = "<p>", "<br>"
_MEANS = {"p": _P, "/p": _P, "br": _BR, "br/": _BR, "br /": _BR}
for _mark, _names in (("em", ("em", "i")), ("strong", ("strong", "b")), ("u", "u")):
    _MEANS |= dict.fromkeys(_names, f"<{_mark}>")
    _MEANS |= {f"/{name}": f"</{_mark}>" for name in _names}
_MEANS |= {name.upper(): tag for name, tag in _MEANS.items()}
_ENDS = {"<em>": "</em>", "<strong>": "</strong>", "<u>": "</u>"}
#: What a line begins with that is certainly words.
_BEGIN_WORDS = frozenset(string.ascii_letters + "\"'“”‘’") - frozenset("xXoO")
#: Longer lines part no scenes.
_LIKE_BREAK = 200


def simple_html(source: str) -> Simple | None:
    """Return a decoded, mended text, or None where it is not simple."""
    if not _has_blocks(source) or _has_hard_space(source):
        return None
    if "&" in source:
        if _OTHER_ENTITY.search(source):
            return None
        source = source.replace("&quot;", '"')
    words = _TAG.split(_spaced(source))
    tags = [_MEANS.get(name, "") for name in words[1::2]]
    if not len(tags) == source.count("<") == source.count(">"):
        return None
    blocks = _blocks(words[::2], tags)
    if blocks is None:
        return None
    html, text = "\n".join(blocks[0]), "\n\n".join(blocks[1])
    return Simple(html, unescape(text) if "&" in text else text)


def _has_blocks(source: str) -> bool:
    """Tell whether a text says early on that its tags part its lines."""
    if source.find("<p", 0, 2000) >= 0 or source.find("<br", 0, 2000) >= 0:
        return True
    return "<p" in source[:2000].lower() or "<br" in source[:20_000].lower()


def _has_hard_space(source: str) -> bool:
    """Tell whether a text holds a space that is no blank, tab or line end."""
    if "\r" in source or "\v" in source:
        return True
    return _HARD_SPACE.search(odd_runs(source)) is not None


def _spaced(source: str) -> str:
    """Return the source with each run of spaces and line ends as one space."""
    for sign in "\t\n\f":
        source = source.replace(sign, " ")
    # Each round halves a run, so a long one costs its length.
    while "  " in source:
        source = source.replace("  ", " ")
    return source


def _blocks(words: list[str], tags: list[str]) -> tuple[list[str], list[str]] | None:
    """Return each block as HTML and as plain text; None where the tags are not simple.

    words: what stands before, between and behind the tags.
    """
    blocks: list[str] = []
    texts: list[str] = []
    # The lines of this block that have ended, and the one that has not: as HTML, plain.
    lines: list[str] = []
    plain: list[str] = []
    line = text = words[0]
    bold: list[str] = []
    touched = False
    pairs = zip(tags, words[1:], strict=True)
    for tag, behind in pairs:
        if tag is _P or tag is _BR:
            line, text = line.strip(" "), text.strip(" ")
            if line:
                lines.append(line)
                plain.append(text)
            # A break behind a break, or before any line, parts no lines.
            if lines and (tag is _P or not line):
                _end_block(lines, plain, blocks, texts)
            line = text = behind
            touched = False
            continue
        closing, after = next(pairs, ("", ""))
        if not closing or touched or _ENDS.get(tag) != closing:
            return None
        # A mark has a word at both ends, and none follows right behind another.
        if not behind or behind[0] == " " or behind[-1] == " ":
            return None
        if tag == "<strong>":
            bold.append(behind)
        line = f"{line}{tag}{behind}{closing}{after}"
        text = f"{text}{behind}{after}"
        touched = not after
    line, text = line.strip(" "), text.strip(" ")
    if line:
        lines.append(line)
        plain.append(text)
    if lines:
        _end_block(lines, plain, blocks, texts)
    return None if bold and _is_mostly_bold(bold, texts) else (blocks, texts)


def _end_block(
    lines: list[str], plain: list[str], blocks: list[str], texts: list[str]
) -> None:
    """Add lines to the blocks as one more, and leave none."""
    if len(lines) > 1:
        html = "<br>\n".join(lines)
        # What goes on behind a break, or a space, begins there with a tag.
        if ">\n<" in html or "> <" in html:
            html = reopened(html)
        blocks.append(f"<p>{html}</p>")
        texts.append("\n".join(plain))
    else:
        line, text = lines[0], plain[0]
        parts = (
            line[0] not in _BEGIN_WORDS
            and len(line) < _LIKE_BREAK
            and is_break_text(unescape(text) if "&" in text else text)
        )
        blocks.append("<hr>" if parts else f"<p>{line}</p>")
        texts.append("* * *" if parts else text)
    lines.clear()
    plain.clear()


def _is_mostly_bold(bold: list[str], texts: list[str]) -> bool:
    """Tell whether so much is bold that it means nothing, or bold words are labels."""
    if any(":" in each for each in bold):
        return True
    return sum(map(len, bold)) * 2 > sum(map(len, texts))
