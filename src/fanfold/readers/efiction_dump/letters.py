"""A cell's bytes as a value of the record: each decided by itself, each step told."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from fanfold.model.evidence import Step
from fanfold.readers.efiction_dump.links import Links
from fanfold.text.addresses import removed
from fanfold.text.house import escape
from fanfold.text.inline import inline, lightly, plain_line
from fanfold.text.odd import odd_runs
from fanfold.text.values import Hints, Value, decode_value, lost_letters
from fanfold.vocab.patterns import late

_SLASHED = late(r"\\([\"'])")
_BOTH = late(r"\\([\"'\\])")
#: Controls that no text holds, but tab and line feed.
_CONTROLS = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\uf700]")
#: Signs that nothing composes with.
_SIGNS = frozenset("‐‑‒–—―‘’‚“”„†‡•…‹›€™")
#: What has no place in a title.
_NO_TITLE = late(r"<(?:img|br|hr)\b", 2)
_BREAKS = late(r"<(?:br|p)\b", 2)
#: Names are not longer, and the same ones come again and again.
_NAME = 100
#: Values that are looked at to learn what most of a site is.
SAMPLE = 300


@dataclass(slots=True)
class Letters:
    """Reads the values of one site, and counts what it met.

    links: of the site, made whole in every text. met: encodings of values beyond ASCII.
    """

    hints: Hints = field(default_factory=Hints)
    links: Links = field(default_factory=Links)
    met: Counter[str] = field(default_factory=Counter)

    def learn(self, samples: Iterable[bytes]) -> None:
        """Take the habit of a site from some of its values."""
        values = [decode_value(raw, self.hints) for raw in samples]
        if not values:
            return
        usual, _ = Counter(each.encoding for each in values).most_common(1)[0]
        doubled = sum(each.doubled > 0 for each in values) * 2 > len(values)
        self.hints = Hints(self.hints.declared, usual, doubled)

    def value(self, raw: bytes | None) -> Value:
        """Return a cell as text."""
        if not raw:
            return Value("")
        if raw.isascii() and b"&#1" not in raw and b"\r" not in raw:
            return Value(raw.decode("ascii"))
        found = decode_value(raw, self.hints)
        if not raw.isascii():
            self.met[found.encoding + ("+doubled" if found.doubled else "")] += 1
        return found


def unslashed(text: str) -> tuple[str, tuple[Step, ...]]:
    """Undo the backslashes that PHP put before quotes, once or twice."""
    if "\\" not in text:
        return text, ()
    made = text
    for _ in range(2):
        if _SLASHED.search(made) is None:
            break
        made = _BOTH.sub(r"\1", made)
    if made == text:
        return text, ()
    return made, (Step("efiction.stripslashes/1", note="PHP's backslashes undone."),)


def clean_of_controls(text: str) -> str:
    """Return the text without controls; what is not ASCII composed (NFC)."""
    if text.isascii():
        return _CONTROLS.sub("", text) if not text.isprintable() else text
    held, composed = _beyond(text)
    if held:
        text = _CONTROLS.sub("", text)
    return text if composed else unicodedata.normalize("NFC", text)


def has_controls(text: str) -> bool:
    """Tell whether a text holds controls that a page cannot show."""
    return not text.isprintable() and _beyond(text)[0]


def _beyond(text: str) -> tuple[bool, bool]:
    """Return whether a text holds controls, and whether it is surely composed."""
    found = set(odd_runs(text))
    held = "\v" in text or "\f" in text
    held = held or any(each < " " or each in "\x7f\uf700" for each in found)
    return held, all(each < "\u0300" or each in _SIGNS for each in found)


def bare(text: str) -> str:
    """Return a name: no tags, entities resolved once, on one line, no addresses."""
    return _bare(text) if len(text) < _NAME else _bare.__wrapped__(text)


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return removed(plain_line(clean_of_controls(text)))


def title(text: str) -> str:
    """Return a title as inline house HTML on one line; empty without a word in it."""
    html = inline(" ".join(clean_of_controls(text).split()))
    if "<" in html and _NO_TITLE.search(html):
        html = lightly(escape(bare(text)))
    return removed(html)


def broken(text: str) -> str:
    """Return a text as eFiction shows it: line ends count where no tag parts lines."""
    if "\n" not in text or _BREAKS.search(text):
        return text
    return text.replace("\n", "<br />\n")


def prose(text: str) -> str:
    """Return summary, notes or a review as inline house HTML."""
    return removed(inline(broken(clean_of_controls(text).strip())))


def lost(text: str) -> int:
    """Return how many letters a server wrote as question marks."""
    return lost_letters(text)
