"""End marks: of a part, of the whole, or the word that more is to come."""

from __future__ import annotations

import re

from fanfold.text.markers import COUNT, FRAME, LONGEST, NUMBER, PART_WORD, same_title
from fanfold.vocab.patterns import late

_NO_MORE = (
    r"the end|end|fin|finis|finit[oa]?|ende|owari|конец|the end of the story|das ende|"
    r"fine|the beginning|la fin|fini|end of (?:the )?(?:story|fic|file|tale)|complete|"
    r"the very end|end (?:fic|story|file)|el fin|слово конец|終|おわり|終わり|完|30"
)
_MORE = (
    r"tbc|t\.b\.c|to be continued.{0,30}|continued.{0,30}|continu[ae]rá|à suivre|"
    r"a suivre|fortsetzung folgt.{0,10}|wird fortgesetzt|продолжение следует|"
    r"on to (?:part|chapter).{0,20}|next (?:part|chapter).{0,20}|end for now|"
    r"more (?:to come|soon).{0,20}|to be (?:concluded|cont)\b.{0,20}|"
    r"cont(?:inue)?d? (?:in|with) .{0,30}|the end for now|"
    r"the end\W{0,5}for now"
)
_PART_END = (
    rf"(?:end(?:e|s)?|fin)(?: of| d[eu]l?(?: la)?| des| der| von)?(?: the)?[\s:]*"
    rf"(?:{PART_WORD}\s*)?(?:{NUMBER}\.?|prologue?|this part)(?:\s*{PART_WORD}e?s?)?"
    rf"(?:\s*(?:/|of)\s*(?:\d{{1,3}}|\?+|[a-z]+))?"
)
_OF_PART = late(rf"(?i)(?P<part>{_PART_END})(?:\W+(?:{_NO_MORE}|{_MORE}))?")
#: What that begins with; asked first, for it is long to compile and seldom needed.
_OF_PART_BEGINS = late(r"(?i)end|fin")
_OF_ALL = late(rf"(?i)(?P<none>{_NO_MORE})|(?P<more>{_MORE})")


def is_end(text: str) -> bool:
    """Tell whether a line is an end mark: ``THE END``, ``~fin~``, ``TBC``."""
    mark = _bare_mark(text)
    return bool(mark) and _end(mark) is not None


def verdict_of(text: str) -> bool | None:
    """Return True for the end, False where more is to come, None for a part's end."""
    value = _bare_mark(text)
    found = _end(value)
    if found is None:
        return None
    if found.lastgroup == "part":
        lower = value.lower()
        if re.search(rf"(?:{_MORE})$", lower):
            return False
        count = COUNT.search(value)
        final = re.search(rf"\W(?:{_NO_MORE})$", lower)
        return True if final or (count and count[1] == count[2]) else None
    return found.lastgroup == "none"


def _end(mark: str) -> re.Match[str] | None:
    of_part = _OF_PART.fullmatch(mark) if _OF_PART_BEGINS.match(mark) else None
    return of_part or _OF_ALL.fullmatch(mark)


_SPACED_OUT = late(r"(?:\w\s){2,}\w(?:\s{2,}(?:\w\s){2,}\w)*")
_ASIDE = late(r"\s*\([^()]{1,40}$")


def _bare_mark(text: str) -> str:
    """Return what may be an end mark without the signs around it, "" for long lines."""
    if len(text) > 100:
        return ""
    value = text.strip(FRAME + "'!?♥,;/\\")
    if len(value) > 60 or not value:
        return ""
    if value[1:2] == " " and _SPACED_OUT.fullmatch(value):
        # "T H E  E N D"
        return " ".join("".join(word.split()) for word in re.split(r"\s{2,}", value))
    # "The End (for now)" goes on, "The End (at last)" does not.
    return value if "for now" in value else _ASIDE.sub("", value)


_END_OF = late(r"(?i)\W{0,6}(?:the )?(?:end|ende|fin) (?:of|von|de) (.{1,80})")


def ends_title(text: str, title: str = "") -> bool:
    """Tell whether a line is ``End of TITLE``; of any title where none is given."""
    if len(text) > LONGEST or not text.strip(FRAME):
        return False
    found = _END_OF.fullmatch(text)
    if found is None:
        return False
    return same_title(found[1], title) if title else len(found[1].split()) <= 8
