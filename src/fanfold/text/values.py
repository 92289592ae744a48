"""One value of a dump or a mail: its bytes as text, decided for this value alone.

A database holds rows of several encodings, and a dump of it may have encoded all of
them once more; the file as a whole then is valid in none. So every value is asked by
itself: as it stands, and as if its UTF-8 had been encoded twice. Which of the two was
taken is told (`Value.doubled`) and every step can be repeated by `replay`.

What a server wrote as ``?`` in place of a letter is gone and nothing here guesses it:
`lost_letters` counts it, the reader reports ``lossy-characters``.
"""

from __future__ import annotations

from typing import NamedTuple

from fanfold.model.evidence import Standing, Step
from fanfold.text.decode import decode_bytes
from fanfold.text.mend import mend
from fanfold.vocab.patterns import late

#: So often a value may have been encoded over before it is left as it stands.
ROUNDS = 2


class Hints(NamedTuple):
    """What is known beside a value's bytes; evidence only, the bytes may refute it.

    declared: the label that dump, table, connection or mail gives (``SET NAMES``,
        ``charset=``), as written. usual: the encoding that most values of the same
        source turned out to have. doubled: True where most of them were encoded twice.
    """

    declared: str = ""
    usual: str = ""
    doubled: bool = False


class Value(NamedTuple):
    """A value's text and how it was read.

    steps: from the bytes to the text, for `Claim.steps`; () for plain ASCII.
    standing: RECORDED where the bytes allow only this reading, LABELLED where the
        hints say it too, GUESSED where the letters alone decided.
    encoding: ``utf-8``, ``windows-1252`` …; ``ascii`` where there is nothing to know.
    doubled: how often the value had been encoded over, and was brought back: 0 to 2.
    strays: bytes that the encoding does not know; they were kept (``stray-bytes``).
    """

    text: str
    steps: tuple[Step, ...] = ()
    standing: Standing = Standing.RECORDED
    encoding: str = "ascii"
    doubled: int = 0
    strays: int = 0


_PLAIN = Hints()


def decode_value(raw: bytes, hints: Hints = _PLAIN) -> Value:
    """Return one value as text. Never raises and drops no byte; lines end in ``\\n``.

    A zero byte becomes U+F700, for no database and no page can hold it.
    """
    text, encoding = decode_bytes(raw, declared=hints.declared, usual=hints.usual)
    mended, repairs = mend(text, times=ROUNDS, doubled=hints.doubled)
    doubled = sum(step.rule.startswith("mend.double-utf8") for step in repairs)
    standing = encoding.standing
    if doubled:
        standing = Standing.LABELLED if hints.doubled else Standing.GUESSED
    elif raw.isascii() and not repairs and len(encoding.steps) == 1:
        return Value(mended)
    return Value(
        mended,
        (*encoding.steps, *repairs),
        standing,
        encoding.name,
        doubled,
        encoding.strays,
    )


_LOST = late(r"(?<=[^\W\d_])\?+(?=[^\W\d_])|(?<![\w?!.,;:\"'’”)*_])\?{2,}(?!\?)")
_ADDRESS = late(r"\S{0,200}(?:://|www\.|\w\?\w{1,40}=)\S{0,400}")


def lost_letters(text: str) -> int:
    """Return how many ``?`` stand where only a letter can have been: ``Caf?s``.

    For the problem ``lossy-characters``. A run such as `` ???? `` counts too; question
    marks at a word's end do not.
    """
    if "?" not in text or _LOST.search(text) is None:
        return 0
    if any(sign in text for sign in ("://", "www.", "=")):
        text = _ADDRESS.sub(" ", text)
    return sum(len(found) for found in _LOST.findall(text))
