"""How many words a text has."""

from __future__ import annotations

from functools import cache, lru_cache

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
#: Curly quotes, dashes, dots: what most texts have beyond ASCII, and no word of theirs.
_SIGNS = tuple(each.encode() for each in "’“”‘—–…")


def count(text: str) -> int:
    """Return the whitespace-separated tokens that hold a letter or digit."""
    letters = text.encode("utf-8", "surrogatepass")
    heads = b"" if text.isascii() else _heads_of_letters(letters)
    if heads is not None:
        shapes, signs = _shapes_by(heads)
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


def _heads_of_letters(letters: bytes) -> bytes | None:
    """Return the first bytes that letters beyond ASCII have in UTF-8, and no sign has.

    None where that tells too little: a space beyond ASCII, a script without spaces, a
    first byte that a sign has too, or a text in another alphabet.
    """
    odd = letters.translate(None, _ASCII)
    for sign in _SIGNS:
        # Whole signs are taken out between whole ones: none is made of two halves.
        odd = odd.replace(sign, b"")
    if len(odd) * 4 > len(letters):
        return None
    heads: set[int] = set()
    others = {_SIGNS[0][0]}
    for each in set(odd.decode("utf-8", "surrogatepass")):
        spaceless = any(first <= each <= last for first, last in _SPACELESS)
        if spaceless or each.isspace():
            return None
        head = each.encode("utf-8", "surrogatepass")[0]
        (heads if each.isalnum() else others).add(head)
    return None if heads & others else bytes(sorted(heads))


@lru_cache(maxsize=256)
def _shapes_by(heads: bytes) -> tuple[bytes, bytes]:
    """Return the same as `_shapes`, for UTF-8 whose letters begin with these bytes."""
    shapes, signs = _shapes("ascii")
    table = bytearray(shapes)
    for head in heads:
        table[head] = ord("a")
    return bytes(table), bytes(each for each in signs if each not in heads)


@cache
def _shapes(codec: str) -> tuple[bytes, bytes]:
    """Return the table that makes letters ``a`` and spaces blank, and the signs."""
    known = [bytes([byte]).decode(codec, "replace") for byte in range(256)]
    shapes = bytes(32 if each.isspace() else 97 for each in known)
    signs = (
        n for n, each in enumerate(known) if not (each.isalnum() or each.isspace())
    )
    return shapes, bytes(signs)
