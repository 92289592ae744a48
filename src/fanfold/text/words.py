"""How many words a text has."""

from __future__ import annotations

from fanfold.vocab.patterns import late

_WORD = late(r"\S*?[^\W_]\S*")
#: Scripts that set no spaces: Han, kana. Each letter is counted as a word, as the
#: word processors of those languages do; Thai, Lao and Khmer by syllable-like runs.
_LETTERS = late("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_RUNS = late("[\u0e00-\u0eff\u1780-\u17ff]{1,5}")

_SPACELESS = (("\u0e00", "\u17ff"), ("\u3040", "\ufaff"))


def count(text: str) -> int:
    """Return the whitespace-separated tokens that hold a letter or digit."""
    if text.isascii():
        return sum(any(map(str.isalnum, token)) for token in text.split())
    if not any(
        first <= each <= last for each in set(text) for first, last in _SPACELESS
    ):
        return len(_WORD.findall(text))
    single, text = len(_LETTERS.findall(text)), _LETTERS.sub(" ", text)
    runs, text = len(_RUNS.findall(text)), _RUNS.sub(" ", text)
    return single + runs + len(_WORD.findall(text))
