"""Lines that stand for a break between scenes."""

from __future__ import annotations

from fanfold.vocab.patterns import late

_LONGEST = 90
_SIGNS = late(r"[\s*~=#_+\-–—•·°.oO0xX<>/\\|^:§♥☆★◊◇⁂❦]+")
_LETTERS = late(r"([A-Z]{1,3})\1{2,}[A-Z]{0,2}|(?:[A-Z]\s){3,}[A-Z]?")
_DOT = late(r"[.·•*~#]")


def is_scene_break(text: str) -> bool:
    """Tell whether a line is nothing but a break: ``* * *``, ``~*~``, ``SWSWSWSW``."""
    value = text.strip()
    if not value or len(value) > _LONGEST:
        return False
    if _LETTERS.fullmatch(value):
        return len(value) >= 6
    if not _SIGNS.fullmatch(value):
        return False
    if len(value) == 1:
        return _DOT.fullmatch(value) is not None
    signs = [sign for sign in value if not sign.isalnum() and not sign.isspace()]
    # "..." alone is a pause in speech, "ooo" and "xx" are kisses or a signature.
    return (len(signs) >= 2 and set(signs) != {"."}) or (
        len(value) >= 4 and (len(set(value.lower())) == 1 and value != "....")
    )
