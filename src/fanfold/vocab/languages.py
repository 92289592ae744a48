"""Which language a text is in, and the names that languages are given."""

from __future__ import annotations

from collections import Counter
from functools import cache

from fanfold.vocab.patterns import late
from fanfold.vocab.tables import table

RULE = "vocab.language/1"
_SAMPLE = 6000
_FEWEST = 12
#: Share of function words in running text: 0.35-0.5 in the right language.
_SHARE, _LEAD = 0.15, 1.25
_WORD = late(r"[^\W\d_]+")
#: What most texts fit in.
_NARROW = "windows-1252"
_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("ar", "\u0600", "\u06ff"),
    ("th", "\u0e00", "\u0e7f"),
)


def language_of(text: str) -> str | None:
    """Return the language of running text (BCP 47), None where it is not clear.

    By script where a script has one language, else by the share of function words.
    """
    sample = text[:_SAMPLE]
    # Letters of such a script take a byte more each: cheaper asked than counted.
    extra = len(sample.encode("utf-8", "replace")) - len(sample)
    letters = Counter(sample) if extra * 4 > len(sample.strip()) else Counter()
    for language, lowest, highest in _SCRIPTS:
        known = sum(n for each, n in letters.items() if lowest <= each <= highest)
        if known * 4 > len(sample.strip()):
            return language
    words = _words_in(sample.lower())
    if len(words) < _FEWEST:
        return None
    # One look at each word that occurs, not at each word of each language.
    spoken = dict.fromkeys(_languages(), 0)
    speakers = _speakers()
    for word, times in Counter(words).items():
        for language in speakers.get(word, ()):
            spoken[language] += times
    shares = sorted(
        ((count / len(words), language) for language, count in spoken.items()),
        reverse=True,
    )
    (first, language), (second, _) = shares[:2]
    clear = first >= _SHARE and first >= second * _LEAD
    return language if clear else None


def _words_in(text: str) -> list[str]:
    """Return the runs of letters of a text."""
    codec = "ascii" if text.isascii() else _NARROW
    try:
        letters = text.encode(codec)
    except UnicodeEncodeError:
        return _WORD.findall(text)
    # Where a byte is a letter they are parted five times as fast.
    return letters.translate(_letters_alone()).decode(codec).split()


@cache
def _letters_alone() -> bytes:
    """Return the table that makes blank what is no letter."""
    known = (bytes([byte]).decode(_NARROW, "ignore") for byte in range(256))
    return bytes(
        byte if _WORD.fullmatch(each) else 32 for byte, each in enumerate(known)
    )


def language_named(text: str) -> str | None:
    """Return the language that a header names ("German", "Deutsch", "de")."""
    names = _names()
    for word in _WORD.findall(text.lower()):
        if word in names:
            return names[word]
    code = text.strip().lower()
    return code if code in table("languages")["names"] else None


@cache
def _languages() -> tuple[str, ...]:
    """Return the languages whose function words are known."""
    return tuple(table("languages")["words"])


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Return for each function word the languages that have it."""
    words: dict[str, str] = table("languages")["words"]
    speakers: dict[str, tuple[str, ...]] = {}
    for language, known in words.items():
        for word in dict.fromkeys(known.split()):
            speakers[word] = (*speakers.get(word, ()), language)
    return speakers


@cache
def _names() -> dict[str, str]:
    known: dict[str, list[str]] = table("languages")["names"]
    return {name: language for language, names in known.items() for name in names}
