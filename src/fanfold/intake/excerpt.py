"""A few lines of an original around a place, to be shown beside a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from fanfold.errors import FanfoldError
from fanfold.keep.originals import Originals
from fanfold.model.evidence import Evidence, Step
from fanfold.text.addresses import removed
from fanfold.text.decode import decode
from fanfold.text.printable import printable
from fanfold.text.replay import replay
from fanfold.vocab.patterns import late

#: Nobody looks at a line of a file that is larger than this.
_MOST = 8 << 20
_BEFORE, _AFTER = 3, 7
#: Lines longer than this are looked at around their quote; one that begins so far in
#: is shown from there on.
_LONG, _FAR, _QUOTED = 1000, 40, 40
_PLACE = late(r"lines? (\d{1,9})")
_TAG = late(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Seen:
    """One line. number: from 1, in the original; here: the line that was named."""

    number: int
    text: str
    here: bool = False


def around(
    originals: Originals, evidence: Evidence, steps: Sequence[Step] = ()
) -> list[Seen]:
    """Return the lines around a place: decoded, no tags, addresses or control signs.

    steps: how the bytes became text; else they are decoded anew. Empty lines of pages
    are left out. Empty where the place is no line, or the bytes are not at hand.
    """
    named = _PLACE.match(evidence.place)
    if named is None and evidence.place not in ("", "title"):
        return []
    lines, page = _lines(originals, evidence, steps)
    at = int(named[1]) if named else 1
    if not 1 <= at <= len(lines):
        return []
    shown = [
        Seen(number, text, number == at)
        for number in range(max(1, at - 40), min(len(lines), at + 60) + 1)
        if (text := _clear(lines[number - 1], evidence.quote, page)) or not page
    ]
    middle = next((i for i, each in enumerate(shown) if each.number >= at), 0)
    return shown[max(0, middle - _BEFORE) : middle + _AFTER + 1]


def _lines(
    originals: Originals, evidence: Evidence, steps: Sequence[Step]
) -> tuple[list[str], bool]:
    try:
        path = originals.path(evidence.original)
        if path.stat().st_size > _MOST:
            return [], False
        raw = path.read_bytes()
        letters = [each for each in steps if each.rule.startswith(("decode.", "mend."))]
        text = replay(raw, letters) if letters else decode(raw)[0]
    except (OSError, ValueError, FanfoldError):
        return [], False
    page = _TAG.search(text[:4096]) is not None and "</" in text
    return text.split("\n"), page


def _clear(line: str, quote: str, page: bool) -> str:
    # A page without line ends is one line: what was quoted is its middle.
    at = line.find(quote[:_QUOTED]) if len(line) > _LONG and quote else 0
    text = line[max(0, at - _LONG) : max(0, at - _LONG) + 2 * _LONG]
    if page:
        text = " ".join(unescape(_TAG.sub(" ", text)).split())
    at = text.find(quote[:_QUOTED]) if quote else 0
    if at > _FAR:
        text = "…" + text[at - _FAR // 2 :]
    return printable(removed(text)).rstrip()
