"""Weighing encodings against each other where no byte decides.

A wrong reading shows: capitals inside words, a letter where a quotation mark should
stand, signs that no language mixes. The commonest case of all, English in
windows-1252 whose only odd bytes are curly quotes, is one that detectors by letter
statistics get wrong, so punctuation counts here as much as letters do.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from fanfold.text.charsets import python_codec
from fanfold.vocab.patterns import late

#: Candidates with how much more common they are in what is left of the old web.
_CANDIDATES = {
    "windows-1252": 0.3,
    "mac-roman": 0.1,
    "windows-1250": 0.05,
    "windows-1251": 0.05,
    "koi8-r": 0.03,
    "iso-8859-2": 0.02,
    "windows-1254": 0.02,
    "windows-1253": 0.0,
    "cp850": 0.0,
    "cp866": 0.0,
}
_EAST_ASIAN = ("cp932", "euc-jp", "gb18030", "big5", "cp949")

DECLARED = 0.7
USUAL = 0.5
DETECTED = 0.25
#: With less between the two best, a detector is asked as one more voice.
CLEAR = 0.35

SAMPLES = 120
AROUND = 8


def weigh(
    raw: bytes, *, declared: str | None = None, usual: str | None = None
) -> tuple[str, str]:
    """Return the encoding that reads `raw` best, and the reason in a sentence.

    declared: what the file itself says. usual: what most of its archive is.
    """
    sample = _sample(raw)
    scores = {
        codec: _score(sample, codec) + prior for codec, prior in _CANDIDATES.items()
    }
    for codec in _EAST_ASIAN if _dense(raw) else ():
        scores[codec] = _score_wide(raw, codec)
    for said, bonus in ((declared, DECLARED), (usual, USUAL)):
        if said and said != "utf-8":
            scores[said] = scores.get(said, _score(sample, said)) + bonus
    first = max(scores, key=scores.__getitem__)
    if first not in (declared, usual) and _margin(scores, first, sample) < CLEAR:
        detected = _detected(raw)
        scores[detected] = scores.get(detected, _score(sample, detected)) + DETECTED
        first = max(scores, key=scores.__getitem__)
    return first, _reason(first, declared, usual)


def _margin(scores: dict[str, float], first: str, sample: bytes) -> float:
    """Return how far the best lies before the next that reads anything else."""
    text = sample.decode(first, "replace")
    others = [
        scores[first] - score
        for codec, score in scores.items()
        if score < scores[first] - CLEAR or sample.decode(codec, "replace") != text
    ]
    return min(others, default=CLEAR)


def _reason(codec: str, declared: str | None, usual: str | None) -> str:
    if codec == declared:
        return "The file declares it, and it reads well."
    if codec == usual:
        return "Most of this archive is in it, and it reads well."
    return "Letters and punctuation make most sense this way."


_HIGH_RUN = late(rb"[\x80-\xff]+")


def _sample(raw: bytes) -> bytes:
    """Return the surroundings of up to `SAMPLES` places that are not ASCII."""
    places = [(run.start(), run.end()) for run in _HIGH_RUN.finditer(raw, 0, 1_000_000)]
    step = max(1, len(places) // SAMPLES)
    return b"\n".join(
        raw[max(0, start - AROUND) : min(end, start + 40) + AROUND]
        for start, end in places[::step]
    )


def _dense(raw: bytes) -> bool:
    """Tell whether so much is not ASCII that it may be an East Asian text."""
    head = raw[:20_000]
    return sum(len(run) for run in _HIGH_RUN.findall(head)) > 0.2 * len(head)


def _score(sample: bytes, codec: str) -> float:
    text = " " + sample.decode(codec, "replace") + " "
    odd = [place for place, letter in enumerate(text) if letter > "\x7f"]
    if not odd:
        return 0.0
    worth = sum(_worth(text[at - 1], text[at], text[at + 1]) for at in odd)
    return worth / len(odd) + 0.7 * _coverage([text[at] for at in odd])


_OPENING = frozenset("“‘„‚«‹¿¡")
_CLOSING = frozenset("”»›")
_PUNCTUATION = frozenset(".,;:!?)]…—–-'\"”’»*_<>\n ")
_PLAUSIBLE = frozenset("©•°½£·§®™€×\xa0ºª")
_WESTERN = frozenset("éèêëàâäáãåçñíìîïóòôöõøúùûüßæœ")
_ALONE = frozenset("àéóíáèòâÀÉ")


@lru_cache(maxsize=8192)
def _worth(before: str, letter: str, after: str) -> float:
    """Return how well one character sits between its neighbours: -3 to 1."""
    if letter in _OPENING:
        opens = not before.isalnum() and (after.isalnum() or after in "“‘’…*_<'-")
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
    return -3.0 if unicodedata.category(letter).startswith("C") else -1.0


def _worth_of_letter(before: str, letter: str, after: str) -> float:
    touching = before.isalpha() or after.isalpha()
    if not touching:
        return 0.2 if letter in _ALONE else -0.7
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


#: The letters beyond a-z of languages that old archives were written in.
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "àâæçèéêëîïôœùûüÿ",
        "äöüßé",
        "áéíñóúü",
        "áâãàçéêíóôõú",
        "àèéìòù",
        "åäöæøé",
        "áéíóúýþðæö",
        "ąćęłńóśźż",
        "áčďéěíňóřšťúůýžäľĺŕô",
        "áéíóöőúüű",
        "ăâîșțşţ",
        "čćđšž",
        "çğıöşüâî",
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ",
        "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    )
)


def _coverage(odd: list[str]) -> float:
    """Return the share of letters that one language alone can explain."""
    letters = [letter.lower() for letter in odd if letter.isalpha()]
    if not letters:
        return 1.0
    best = max(sum(letter in alphabet for letter in letters) for alphabet in _ALPHABETS)
    return best / len(letters)


_COMMON_EAST_ASIAN = late(
    "[ぁ-ゖァ-ヺ、。「」ー가-힣的一是不了人我在有他這这中大来來上]"
)


def _score_wide(raw: bytes, codec: str) -> float:
    """Return the like of `_score` for encodings with two bytes a character."""
    text = raw[:20_000].decode(codec, "replace")
    odd = [letter for letter in text[:-1] if letter > "\x7f"]
    wrong = sum(letter == "\N{REPLACEMENT CHARACTER}" for letter in odd)
    common = len(_COMMON_EAST_ASIAN.findall(text))
    return 4 * common / max(1, len(odd)) - 20 * wrong / max(1, len(odd))


def _detected(raw: bytes) -> str:
    from chardet import detect

    name = detect(raw[:40_000])["encoding"] or ""
    return python_codec(name) or "windows-1252"
