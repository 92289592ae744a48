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
    letters = Counter(sample) if not sample.isascii() else Counter()
    for language, lowest, highest in _SCRIPTS:
        known = sum(n for each, n in letters.items() if lowest <= each <= highest)
        if known * 4 > len(sample.strip()):
            return language
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _FEWEST:
        return None
    counted = Counter(words)
    shares = sorted(
        (
            (sum(counted[word] for word in known) / len(words), language)
            for language, known in _function_words().items()
        ),
        reverse=True,
    )
    (first, language), (second, _) = shares[:2]
    clear = first >= _SHARE and first >= second * _LEAD
    return language if clear else None


def language_named(text: str) -> str | None:
    """Return the language that a header names ("German", "Deutsch", "de")."""
    names = _names()
    for word in _WORD.findall(text.lower()):
        if word in names:
            return names[word]
    code = text.strip().lower()
    return code if code in table("languages")["names"] else None


@cache
def _function_words() -> dict[str, frozenset[str]]:
    words: dict[str, str] = table("languages")["words"]
    return {language: frozenset(known.split()) for language, known in words.items()}


@cache
def _names() -> dict[str, str]:
    known: dict[str, list[str]] = table("languages")["names"]
    return {name: language for language, names in known.items() for name in names}
