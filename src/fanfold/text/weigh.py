"""Weighing encodings against each other where no byte decides.

A wrong reading shows: capitals inside words, a letter where a quotation mark should
stand, signs that no language mixes, rare letters where the common ones belong. The
commonest case of all, English in windows-1252 whose only odd bytes are curly quotes,
is one that detectors by letter statistics get wrong, so punctuation counts here as
much as letters do; what alphabets look like stands in alphabets.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from fanfold.text.alphabets import coverage, share_of_east_asian
from fanfold.text.charsets import python_codec
from fanfold.vocab.patterns import late

#: Candidates with how much more common they are in what is left of the old web: where
#: letters of Latin alphabets stand single among ASCII …
_LATIN = {
    "windows-1252": 0.3,
    "mac-roman": 0.1,
    "windows-1250": 0.05,
    "iso-8859-2": 0.02,
    "windows-1254": 0.02,
    "windows-1257": 0.0,
    "cp850": 0.0,
    "cp852": -0.1,
    "mac-latin2": -0.15,
}
#: … and where most letters are of another script.
_OTHER = {
    "windows-1251": 0.05,
    "koi8-r": 0.03,
    "windows-1253": 0.02,
    "windows-1255": 0.02,
    "windows-1256": 0.0,
    "cp866": 0.0,
    "cp874": 0.0,
    "koi8-u": 0.0,
    "iso-8859-5": -0.05,
    "iso-8859-7": -0.02,
    "mac-cyrillic": -0.05,
}
_EAST_ASIAN = ("cp932", "euc-jp", "gb18030", "big5", "cp949")

DECLARED = 0.7
USUAL = 0.5
DETECTED = 0.25
#: With less between the two best, a detector is asked as one more voice.
CLEAR = 0.35
#: A detector is shown so many bytes: more cost time and change nothing.
SHOWN = 4000

#: So many letters, in so many places, are looked at, with so many bytes around.
LETTERS, PLACES, AROUND = 400, 64, 8
#: A longer file is looked at in so many windows of so many bytes.
WINDOWS, WINDOW = 16, 1000
#: With fewer odd bytes their share says nothing about the script.
FEW = 40


def weigh(
    raw: bytes, *, declared: str | None = None, usual: str | None = None
) -> tuple[str, str]:
    """Return the encoding that reads `raw` best, and the reason in a sentence.

    declared: what the file itself says. usual: what most of its archive is.
    """
    sample = _sample(raw)
    scores = _scores(raw, sample)
    for said, bonus in ((declared, DECLARED), (usual, USUAL)):
        if said and said != "utf-8":
            scores[said] = scores.get(said, _score(sample, said)) + bonus
    first = max(scores, key=scores.__getitem__)
    if first not in (declared, usual) and _margin(scores, first, sample) < CLEAR:
        detected = _detected(raw)
        scores[detected] = scores.get(detected, _score(sample, detected)) + DETECTED
        first = max(scores, key=scores.__getitem__)
    return first, _reason(first, declared, usual)


def best_of(raw: bytes, *, declared: str | None = None) -> str:
    """Return the encoding that reads `raw` best, no detector asked."""
    scores = _scores(raw, _sample(raw))
    if declared is not None and declared in scores:
        scores[declared] += DECLARED
    return max(scores, key=scores.__getitem__)


def _scores(raw: bytes, sample: bytes) -> dict[str, float]:
    scores = {
        codec: _score(sample, codec) + prior
        for codec, prior in _candidates(raw, sample).items()
    }
    if _share(_words(raw[:20_000])) > 0.2:
        scores |= {codec: _score_wide(raw, codec) for codec in _EAST_ASIAN}
    return scores


def _candidates(raw: bytes, sample: bytes) -> dict[str, float]:
    if len(_HIGH.findall(sample)) < FEW:
        return _LATIN | _OTHER
    return _OTHER if _share(_words(raw[:20_000])) > 0.3 else _LATIN


def _margin(scores: dict[str, float], first: str, sample: bytes) -> float:
    """Return how far the best lies before the next that reads anything else."""
    text = _read(sample, first)
    others = [
        scores[first] - score
        for codec, score in scores.items()
        if score < scores[first] - CLEAR or _read(sample, codec) != text
    ]
    return min(others, default=CLEAR)


def _reason(codec: str, declared: str | None, usual: str | None) -> str:
    if codec == declared:
        return "The file declares it, and it reads well."
    if codec == usual:
        return "Most of this archive is in it, and it reads well."
    return "Letters and punctuation make most sense this way."


_HIGH = late(rb"[\x80-\xff]")
_HIGH_RUN = late(rb"[\x80-\xff]+")


def _sample(raw: bytes) -> bytes:
    """Return the surroundings of some places that are not ASCII, from all over."""
    places = list(_places(raw, len(raw) // WINDOWS))
    if len(places) < PLACES:
        places = [run.span() for run in _HIGH_RUN.finditer(raw, 0, 1_000_000)]
    letters = sum(end - start for start, end in places)
    step = max(1, len(places) // PLACES, letters // LETTERS)
    return b"\n".join(
        raw[max(0, start - AROUND) : min(end, start + 40) + AROUND]
        for start, end in places[::step]
    )


def _places(raw: bytes, step: int) -> Iterator[tuple[int, int]]:
    """Yield where bytes beyond ASCII stand, in windows all over a long file."""
    for start in range(0, len(raw), step) if step > WINDOW else ():
        for run in _HIGH_RUN.finditer(raw, start, start + WINDOW):
            yield run.span()


_TAG = late(rb"<[/!a-zA-Z][^<>]*+>")


def _words(raw: bytes) -> bytes:
    """Return the bytes without the tags of a page, which are ASCII in any language."""
    return _TAG.sub(b"", raw) if b"<" in raw else raw


def _share(raw: bytes) -> float:
    """Return the share of bytes that are not ASCII."""
    # Deleting them is far faster than finding them.
    return 1 - len(raw.translate(None, _ABOVE_ASCII)) / max(1, len(raw))


_ABOVE_ASCII = bytes(range(0x80, 0x100))


# Asked once for the score and once more for the margin between the best.
@lru_cache(maxsize=32)
def _read(sample: bytes, codec: str) -> str:
    return sample.decode(codec, "replace")


#: A character beyond ASCII, and behind it the one that follows.
_ODD = late("[^\x00-\x7f](?=(.))", re.S)


def _score(sample: bytes, codec: str) -> float:
    text = f" {_read(sample, codec)} "
    # The same few signs stand between the same few letters again and again.
    near = Counter(
        [text[found.start() - 1 : found.end(1)] for found in _ODD.finditer(text)]
    )
    odd: Counter[str] = Counter()
    worth = 0.0
    for signs, times in near.items():
        worth += times * _worth(signs[0], signs[1], signs[2])
        odd[signs[1]] += times
    return worth / odd.total() + 1.1 * coverage(odd) if odd else 0.0


_OPENING = frozenset("“‘„‚«‹¿¡")
_CLOSING = frozenset("”»›")
_PUNCTUATION = frozenset(".,;:!?)]…—–-'\"”’»*_<>\n ")
_PLAUSIBLE = frozenset("©•°½£·§®™€×\xa0ºª")
_WESTERN = frozenset("éèêëàâäáãåçñíìîïóòôöõøúùûüßæœ")
_ALONE = frozenset("àéóíáèòâÀÉ")


@lru_cache(maxsize=16384)
def _worth(before: str, letter: str, after: str) -> float:
    """Return how well one character sits between its neighbours: -3 to 1."""
    if letter in _OPENING:
        opens = not before.isalnum() and (after.isalnum() or after in "“‘’…*_<'-—")
        return 1.0 if opens else -0.6
    if letter == "’":
        follows = before.isalnum() or before in _PUNCTUATION - {" ", "\n"}
        return 1.0 if follows else 0.2 if after.isalpha() else -0.6
    if letter in _CLOSING:
        return 1.0 if before in _PUNCTUATION or before.isalnum() else -0.6
    if letter in "…–—":
        return 0.9
    if letter in _PLAUSIBLE:
        return -0.8 if before.isalpha() and after.isalpha() else 0.3
    if letter.isalpha():
        return _worth_of_letter(before, letter, after)
    kind = unicodedata.category(letter)
    if kind in {"Mn", "Mc"}:  # vowels and tones of Thai, points of Hebrew
        return 0.5 if before > "\u0590" else -1.5
    return -3.0 if kind.startswith("C") else -1.0


def _worth_of_letter(before: str, letter: str, after: str) -> float:
    touching = before.isalpha() or after.isalpha()
    if not touching:
        # Russian, Greek and Hebrew have words of one letter.
        return 0.2 if letter in _ALONE or letter >= "\u0370" else -0.7
    if _mixed(before, letter) or _mixed(letter, after):
        return -1.0
    if letter.isupper():
        if before.islower():
            return -1.5
        return 0.5 if not before.isalpha() or before.isupper() else -0.5
    if before in ".,!?" or after.isupper():
        return -1.0
    return 0.8 if letter in _WESTERN else 0.6


def _mixed(one: str, other: str) -> bool:
    """Tell whether two letters are of different scripts."""
    return one.isalpha() and other.isalpha() and _script(one) != _script(other)


@lru_cache(maxsize=1024)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ")[0]


def _score_wide(raw: bytes, codec: str) -> float:
    """Return the like of `_score` for encodings with two bytes a character."""
    # A character may be cut through at the end, which is no fault of its encoding.
    text = raw[:8000].decode(codec, "replace")
    odd = [letter for letter in text[:-1] if letter > "\x7f"]
    wrong = sum(letter == "\N{REPLACEMENT CHARACTER}" for letter in odd)
    return 2 * share_of_east_asian(odd, codec) - 20 * wrong / max(1, len(odd))


def _detected(raw: bytes) -> str:
    from chardet import detect

    first = _HIGH.search(raw)
    start = max(0, first.start() - SHOWN // 4) if first else 0
    name = detect(raw[start : start + SHOWN])["encoding"] or ""
    return python_codec(name) or "windows-1252"
