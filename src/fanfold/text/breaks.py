"""Lines that stand for a break between scenes."""

from __future__ import annotations

from functools import lru_cache

from fanfold.vocab.patterns import late

_LONGEST = 90
_ORNAMENTS = r"*~=#_+\-–—•·°.oO0xX<>/\\|^:;§♥♡☆★◊◇○●□■†‡¤⁂❦❧☙✿❀%@$&!,'\"`()\[\]{}"
_SIGNS = late(rf"[\s{_ORNAMENTS}]+")
_LETTERS = late(
    r"([A-Z]{1,3})\1{2,}[A-Z]{0,2}|(?:[A-Z]\s){3,}[A-Z]?|([A-Z])\.(?:\2\.){1,8}"
)
#: Signs and letters that alone on a line can be nothing else.
_ALONE = late(r"[.·•*~#xX§♥♡☆★◊◇○●⁂❦❧☙✿❀%@+=°†_|–—-]")
_NAMED = late(
    r"(?i)\W{0,4}(?:<hr ?/?>|"
    r"(?:scene|section|page|line|time)[ -]?(?:break|change|skip)|"
    r"break|szenenwechsel|zeitsprung|changement de sc[eè]ne|cambio de escena|hr)\W{0,4}"
)
#: Signs that also stand in speech, faces and clock times: they alone break nothing.
_SPOKEN = frozenset("\"'`,!;:.()[]{}")
_BRACKETS = frozenset("()[]{}")
#: A face, no ornament: ``:-)``, ``o_O``.
_FACE = 4
#: Lines of signs and capitals, and those that may name a break: all that
#: `is_scene_break` says yes to, and few others. It begins with the line end before
#: them, which is found far faster than what may begin a line.
LIKELY_BREAK = late(
    # Most lines begin with a word, which is told by its second letter.
    r"\n(?![A-Za-z][a-np-wyz])"
    rf"((?>(?:[A-Z3{_ORNAMENTS}]++|[^\S\n]++)+)(?![^\n])|[^\S\n]*+[\[<(~*-][^\n]*+)"
)


def is_scene_break(text: str) -> bool:
    """Tell whether a line is nothing but a break: ``* * *``, ``~*~``, ``SWSWSWSW``."""
    # Cheap first: most lines are prose, and prose is told by its second letter.
    if text[1:2].islower() and text[0] not in "oOxX" and text[0].isalpha():
        return False
    # So is speech, by its third.
    if text[2:3].islower() and text[0] in "\"“'" and text[2] not in "ox":
        return False
    return len(text) < 6 * _LONGEST and _is_break(text)


@lru_cache(maxsize=1024)
def _is_break(text: str) -> bool:
    value = text.strip()
    if not value or len(value) > _LONGEST:
        return False
    if (
        value[0].isalpha()
        and value[0] not in "oOxX"
        and not (value[1:2].isupper() or value[1:2] in " .")
    ):
        return False
    if len(value) == 1:
        return _ALONE.fullmatch(value) is not None
    if _LETTERS.fullmatch(value):
        return len(value) >= 4 if "." in value else len(value) >= 6
    value = value.replace("<3", "♥")
    if not _SIGNS.fullmatch(value):
        return value[0] in "[<(~*-" and _NAMED.fullmatch(value) is not None
    return _is_ornament("".join(value.split()))


def _is_ornament(value: str) -> bool:
    """Tell signs that part scenes from "...", "?!", ":-)", kisses and a signature."""
    letters = {each for each in value if each.isalnum()}
    signs = [each for each in value if not each.isalnum()]
    plain = [each for each in signs if each not in _SPOKEN]
    if len(value) <= _FACE and _BRACKETS.intersection(value):
        return False
    if not letters:
        # "....." is a pause; ":::::" and ",,,,," are not.
        same = len(signs) >= _FACE and len(set(signs)) == 1 and signs[0] != "."
        return len(plain) >= 2 or same or (bool(plain) and len(signs) >= 3)
    if not signs:
        # "xx" and "xoxo" sign a letter; "oOo", "ooooo" and "xxxx" part scenes.
        same = letters <= set("oO0") or letters <= set("xX")
        return same and len(value) >= 3 and (len(letters) > 1 or len(value) >= _FACE)
    return len(plain) >= 2 or (
        len(plain) == 1 and plain[0] not in "_^" and len(value) > 2
    )
