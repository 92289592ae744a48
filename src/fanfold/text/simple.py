"""The simple HTML that most chapters are, at the speed of a search.

``<p>``, ``<br>`` and emphasis that begins and ends in one line: what editors of the
2000s wrote. The walk over a page (markup.py) comes to the same, letter by letter, and
takes ten times as long; tests/text/test_simple.py compares the two.
"""

from __future__ import annotations

import re
import string

from fanfold.text.page import is_break_text, reopened
from fanfold.vocab.patterns import late

_OTHER_ENTITY = late(r"&(?!(?:amp|lt|gt|quot);)", re.I)
_HARD_SPACE = late(
    "[\x0b\r\xa0\x85\x1c-\x1f\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
#: What of a text's bytes is part of no hard space.
_SOFT = bytes(each for each in range(0x80) if each not in b"\v\r\x1c\x1d\x1e\x1f")
#: Everything but marks that begin and end in one line, with a word at both ends, and
#: none of them right behind another; so many at once, for Python remembers each.
_WHOLE = late(
    r"(?>(?:[^<]++|</?p>|<br>"
    r"|<(em|strong|u)>[^<\s](?:[^<]*[^<\s])?</\1>(?!<(?:em|strong|u)>)){1,4096})",
)
# Begins with one sign that all share: Python then finds it ten times as fast.
_BLOCKS = late(r"<(?:/?p>|br>(?:<br>)+)")
_TAG = late(r"<(/?)(p|[iub]|em|strong)>|<br ?/?>", re.I)
_BOLD = late(r"<strong>([^<]*)")
_MARKS = late(r"</?(?:em|strong|u)>")
_CAPITAL = late(r"</?[A-Z]")
#: By ends of tags: what else ends so is no tag, before and after (see `_WHOLE`).
_MEANS = (("<br />", "<br>"), ("<br/>", "<br>"), ("i>", "em>"), ("b>", "strong>"))
#: What a line begins with that is certainly words.
_BEGIN_WORDS = frozenset(string.ascii_letters + "\"'“”‘’") - frozenset("xXoO")
#: Longer lines part no scenes.
_LIKE_BREAK = 200


def simple_html(source: str) -> str | None:
    """Return house HTML of a decoded, mended text, or None where it is not simple."""
    if not _has_blocks(source) or source.count("<") != source.count(">"):
        return None
    if "&" in source and _OTHER_ENTITY.search(source):
        return None
    text = _renamed(_spaced(source))
    if not _is_whole(text) or _has_hard_space(text):
        return None
    if "<strong>" in text and _is_mostly_bold(text):
        return None
    if "&quot;" in text:
        text = text.replace("&quot;", '"')
    # No space is longer than one sign (`_spaced`): so no line has one at its ends.
    text = text.replace("<br> ", "<br>").replace(" <br>", "<br>")
    return "\n".join(filter(None, map(_block, _BLOCKS.split(text))))


def _is_whole(text: str) -> bool:
    """Tell whether nothing but whole marks and words is in a text."""
    at = 0
    while found := _WHOLE.match(text, at):
        at = found.end()
    return at == len(text)


def _has_blocks(source: str) -> bool:
    """Tell whether a text says early on that its tags part its lines."""
    if source.find("<p", 0, 2000) >= 0 or source.find("<br", 0, 2000) >= 0:
        return True
    return "<p" in source[:2000].lower() or "<br" in source[:20_000].lower()


def _has_hard_space(text: str) -> bool:
    """Tell whether a text holds a space that is no blank, tab or line end."""
    if text.isprintable():
        return False
    # Told by what is not ASCII, which is little: three times as fast.
    rest = text.encode("utf-8", "surrogatepass").translate(None, _SOFT)
    return _HARD_SPACE.search(rest.decode("utf-8", "surrogatepass")) is not None


def _spaced(source: str) -> str:
    """Return the source with each run of spaces and line ends as one space."""
    for sign in "\t\n\f":
        source = source.replace(sign, " ")
    # Each round halves a run, so a long one costs its length.
    while "  " in source:
        source = source.replace("  ", " ")
    return source


def _renamed(source: str) -> str:
    """Return the source with tags in small letters and marks by their meaning."""
    if _CAPITAL.search(source):
        source = _TAG.sub(_lowered, source)
    for tag, meant in _MEANS:
        source = source.replace(tag, meant)
    return source


def _lowered(tag: re.Match[str]) -> str:
    return f"<{tag[1]}{tag[2].lower()}>" if tag[2] else "<br>"


def _is_mostly_bold(source: str) -> bool:
    """Tell whether so much is bold that it means nothing, or bold words are labels."""
    bold = _BOLD.findall(source)
    return bool(bold) and (
        sum(map(len, bold)) * 2 > len(source) or any(":" in each for each in bold)
    )


def _block(block: str) -> str:
    line = block.strip(" ")
    if "<br>" in line:
        # One at an end parts nothing; two together would have parted blocks.
        line = line.removeprefix("<br>").removesuffix("<br>")
        if "<br>" in line:
            lines = line.replace("<br>", "<br>\n")
            return f"<p>{reopened(lines) if '</' in lines else lines}</p>"
    if not line:
        return ""
    if line[0] in _BEGIN_WORDS or len(line) >= _LIKE_BREAK:
        return f"<p>{line}</p>"
    return "<hr>" if is_break_text(_bare(line)) else f"<p>{line}</p>"


def _bare(line: str) -> str:
    text = _MARKS.sub("", line) if "<" in line else line
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text
