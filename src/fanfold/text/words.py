"""How many words a text has."""

from __future__ import annotations

from functools import cache

from fanfold.vocab.patterns import late

#: A word from its first letter or digit on; what stands before is no other word.
_WORD = late(r"[^\W_]\S*")
#: Scripts that set no spaces: Han, kana. Each letter is counted as a word, as the
#: word processors of those languages do; Thai, Lao and Khmer by syllable-like runs.
_LETTERS = late("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_RUNS = late("[\u0e00-\u0eff\u1780-\u17ff]{1,5}")

_SPACELESS = (("\u0e00", "\u17ff"), ("\u3040", "\ufaff"))
#: Encodings with a byte a letter that most texts fit in: bytes are counted ten times
#: as fast as a pattern finds words.
_NARROW = ("windows-1252", "windows-1251")
_ASCII = bytes(range(0x80))


def count(text: str) -> int:
    """Return the whitespace-separated tokens that hold a letter or digit."""
    letters = text.encode("utf-8", "surrogatepass")
    odd = b"" if text.isascii() else letters.translate(None, _ASCII)
    if not odd or _are_signs(odd.decode("utf-8", "surrogatepass")):
        # Signs beyond ASCII, curly quotes first of all, are left out with the others.
        shapes, signs = _shapes("ascii")
        return (b" " + letters.translate(shapes, signs)).count(b" a")
    for codec in _NARROW:
        try:
            letters = text.encode(codec)
        except UnicodeEncodeError:
            continue
        shapes, signs = _shapes(codec)
        return (b" " + letters.translate(shapes, signs)).count(b" a")
    if not any(
        first <= each <= last for each in set(text) for first, last in _SPACELESS
    ):
        return len(_WORD.findall(text))
    single, text = len(_LETTERS.findall(text)), _LETTERS.sub(" ", text)
    runs, text = len(_RUNS.findall(text)), _RUNS.sub(" ", text)
    return single + runs + len(_WORD.findall(text))


def _are_signs(odd: str) -> bool:
    """Tell whether none of some characters is a letter, a digit or a space, nor stands
    for a word by itself."""
    each_once = "".join(set(odd))
    return not any(
        each.isalnum()
        or each.isspace()
        or any(first <= each <= last for first, last in _SPACELESS)
        for each in each_once
    )


@cache
def _shapes(codec: str) -> tuple[bytes, bytes]:
    """Return the table that makes letters ``a`` and spaces blank, and the signs."""
    known = [bytes([byte]).decode(codec, "replace") for byte in range(256)]
    shapes = bytes(32 if each.isspace() else 97 for each in known)
    signs = (
        n for n, each in enumerate(known) if not (each.isalnum() or each.isspace())
    )
    return shapes, bytes(signs)
