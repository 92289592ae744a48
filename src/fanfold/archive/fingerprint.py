"""Whether two texts are the same, and how far they are apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

_LONG = 200_000  # letters of a work whose text is not held to be asked again
_LEAST = 20  # letters of a paragraph that tells texts apart


def of_texts(texts: Iterable[str]) -> str:
    """Return SHA-256 of the chapters' texts, letter by letter, blanks made even."""
    all_ = tuple(texts)
    return _made(all_) if sum(map(len, all_)) > _LONG else _remembered(all_)


def _made(texts: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(" ".join(text.split()).encode("utf-8", "surrogatepass"))
        digest.update(b"\n")
    return digest.hexdigest()


#: Asked for several times while a work is compared, accepted and counted.
_remembered = lru_cache(maxsize=64)(_made)


def shared(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """Return the share of paragraphs that two works have in common, 0 to 1.

    Of the shorter one, so that a story with further parts is still itself.
    """
    mine, other = _paragraphs(ours), _paragraphs(theirs)
    least = min(len(mine), len(other))
    return len(mine & other) / least if least else 0.0


def _paragraphs(texts: Iterable[str]) -> set[str]:
    return {
        " ".join(each.split())
        for text in texts
        for each in text.split("\n\n")
        if len(each) >= _LEAST
    }
