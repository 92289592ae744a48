"""Chapters, end marks, and what stands around a story on its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from fanfold.text.breaks import is_scene_break
from fanfold.text.lines import Kind, Line
from fanfold.vocab.patterns import late

RULE = "parts.marker/1"
_LONGEST = 90
_FRAME = ' \t~*=_#<>[](){}|+•·-–—.:"“”'
_NUMERAL = {
    word: at
    for words in (
        "one two three four five six seven eight nine ten eleven twelve thirteen "
        "fourteen fifteen sixteen seventeen eighteen nineteen twenty",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "eins zwei drei vier fünf sechs sieben acht neun zehn",
        "un deux trois quatre cinq six sept huit neuf dix",
        "uno dos tres cuatro cinco seis siete ocho nueve diez",
        "erstes zweites drittes viertes fünftes sechstes siebtes achtes neuntes",
        "erster zweiter dritter vierter fünfter sechster siebter achter neunter",
    )
    for at, word in enumerate(words.split(), start=1)
}
_ROMAN = r"(?=[IVXLC])(?:X{0,3})(?:IX|IV|V?I{0,3})|XL"
_WORD = (
    r"(?:part|chapter|chap|ch|act|book|episode|section|teil|kapitel|akt|chapitre|partie|"
    r"cap[ií]tulo|parte|acto|глава|часть)"
)
_NUMBER = (
    rf"(?:\d{{1,3}}(?:\.\d)?(?:\s?[A-Za-z])?(?!\w)|{_ROMAN}(?!\w)|"
    + "|".join(sorted(_NUMERAL, key=len, reverse=True))
    + r"(?!\w))"
)
_OF = r"(?:\s*(?:/|of|von|de|sur|из)\s*(?P<total>\d{1,3}|\?+|[a-z]+|[xX]+))?"
_TITLE = r"(?:\s*(?:[:.;,]|\s[-–—~]+\s|[-–—]+\s)\s*(?P<title>\S.*?)?)?"
_FORMS = tuple(
    late(form, re.I)
    for form in (
        rf"{_WORD}\b[\s.:#-]*(?P<number>{_NUMBER}){_OF}{_TITLE}",
        rf"(?P<number>{_NUMBER})[.\s]*{_WORD}{_TITLE}",
        r"(?P<number>\d{1,2})\s?/\s?(?P<total>\d{1,2}|\?)",
        r"(?P<title>prologu?e?|prólogo|epilogu?e?|épilogue|epílogo|interludes?|"
        r"пролог|эпилог)(?:\s*(?:[:.]|\s[-–—]+\s)\s*(?P<more>\S.*?)?)?",
    )
)
#: Behind a title: ``(2/9)``, ``2/9``, ``Part 6``, ``[3 of 4]``.
_BEHIND = late(
    rf"(?i)[\s,:;-]*[\[(]?\s*(?:{_WORD}\s*)?(?P<number>\d{{1,3}}|{_ROMAN})(?![\w])"
    r"(?:\s*(?:/|of|von|de|sur)\s*(?P<total>\d{1,3}|\?+|x+))?\s*[\])]?\s*"
    r"(?:(?:[:;-]|\s)\s*(?P<title>\S.*?))?"
)
_LABEL = late(r"(?i)(?:title|titel|titre|título|story)\s*[:=]\s*|subject\s*:\s*")
_PARTED = late(
    rf"(?i)[\s,:-]*(?:[\[(]\s*(?:{_WORD}\s*)?\d{{1,3}}[a-z]?\s*(?:/|of)\s*(?:\d{{1,3}}|\?+|x+)"
    rf"\s*[\])]|(?<=[\s,:-])(?:{_WORD}\s+)?\d{{1,3}}\s?(?:/|of)\s?(?:\d{{1,3}}|\?+)"
    rf"|[,:-]\s*{_WORD}\s+\d{{1,3}}|[\[(]\s*{_WORD}\s+\d{{1,3}}\s*[\])])\s*$"
)
_COUNT = late(r"(\d{1,3})[a-z]?\s*(?:/|of)\s*(\d{1,3}|\?+|x+)", re.I)
_NO_MORE = (
    r"the end|end|fin|finis|finit[oa]?|ende|owari|конец|the end of the story|das ende|"
    r"fine|the beginning|la fin|fini|end of story|complete"
)
_MORE = (
    r"tbc|t\.b\.c|to be continued.{0,30}|continued.{0,30}|continu[ae]rá|à suivre|"
    r"a suivre|fortsetzung folgt.{0,10}|wird fortgesetzt|продолжение следует|"
    r"on to (?:part|chapter).{0,20}|next (?:part|chapter).{0,20}|end for now|"
    r"more (?:to come|soon)|cont(?:inue)?d? (?:in|with) .{0,30}|the end for now|"
    r"the end\W{0,5}for now"
)
_PART_END = (
    rf"end(?:e|s)?(?: of)?(?: the)?[\s:]*(?:{_WORD}\s*)?(?:{_NUMBER}|prologue)"
    rf"(?:\s*(?:/|of)\s*(?:\d{{1,3}}|\?+|[a-z]+))?"
)
_END = late(
    rf"(?i)(?:(?P<part>{_PART_END})(?:\W+(?:{_NO_MORE}|{_MORE}))?|(?P<none>{_NO_MORE})|"
    rf"(?P<more>{_MORE}))"
)
_CHROME = late(
    r"(?i)(?:(?:go )?back(?: to .{1,40})?|home|main(?: page)?|index|next|prev(?:ious)?"
    r"|top|back to top|return(?: to .{1,40})?|links|fiction|stories|guest ?book|"
    r"(?:sign|view)(?: (?:my|the))? guestbook|e-?mail(?: me| the author)?|"
    r"table of contents|contents|"
    r"(?:previous|next|first|last) (?:chapter|part|story|page)|zurück(?: zu.{1,30})?|"
    r"retour(?: .{1,30})?|volver|updates?|site map|print(?:er)?(?: friendly)?|feedback)"
)
_CHROME_LIST = late(r"\s*(?:\||•|·|\]\s*\[|\s[-–—~*/]\s|>|»|\s{3,})\s*")


@dataclass(frozen=True, slots=True)
class Marker:
    """A part's heading. number: None for a prologue; total: announced parts, 0 for
    "?"; title: words beyond the number."""

    number: int | None = None
    total: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Lines `start` to before `end` are one part. heading: index of its heading's
    line; None where it has none. behind: index of its first line with heading."""

    start: int
    end: int
    marker: Marker | None = None
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts in order. finished: True by an end mark, False where more was said to
    come, None without a word; mark: index of the line that said so."""

    parts: tuple[Part, ...]
    finished: bool | None = None
    mark: int | None = None


def split_parts(lines: Sequence[Line], start: int, end: int, title: str = "") -> Parts:
    """Return the parts of the story in lines `start` to before `end`."""
    markers = _markers(lines, start, end, title)
    edges = [*(at for at, _, _ in markers), end]
    found: list[Part] = []
    first = edges[0]
    if _has_words(lines, start, first) or not markers:
        found.append(Part(start, first))
    for (at, behind, marker), until in zip(markers, edges[1:], strict=True):
        found.append(Part(behind, until, marker, at))
    finished: bool | None = None
    mark: int | None = None
    trimmed = []
    for part in found:
        until, said, where = _trimmed(lines, part.start, part.end)
        trimmed.append(Part(part.start, until, part.marker, part.heading))
        if said is not None:
            finished, mark = said, where
    last = next((p.marker for p in reversed(trimmed) if p.marker), None)
    if last and last.total is not None and last.number is not None:
        finished, mark = _counted(last, finished), mark or trimmed[-1].heading
    return Parts(tuple(trimmed), finished, mark)


def _counted(last: Marker, finished: bool | None) -> bool | None:
    if last.total and last.number == last.total:
        return True if finished is None else finished
    return False


@lru_cache(maxsize=1024)
def marker_of(text: str, title: str = "") -> Marker | None:
    """Return the marker that a line is and nothing else; None for all other lines."""
    value = text.strip(_FRAME + "'")
    if not value or len(value) > _LONGEST:
        return None
    if title:
        marker = _behind_title(text.strip(), title)
        if marker is not None:
            return marker
    for form in _FORMS:
        found = form.fullmatch(value)
        if found is not None:
            return _marker(found.groupdict())
    return None


def without_part(title: str) -> tuple[str, int | None, int | None]:
    """Return a title without ``(1/4)``, the part's number, and the total (0: "?")."""
    found = _PARTED.search(title)
    if found is None or not title[: found.start()].strip():
        return title, None, None
    count = _COUNT.search(found[0])
    number = re.search(r"\d+", found[0])
    total = count[2] if count else None
    return (
        title[: found.start()].strip(" ,:-–—"),
        int(number[0]) if number else None,
        None if total is None else int(total) if total.isdecimal() else 0,
    )


def is_end(text: str) -> bool:
    """Tell whether a line is an end mark: ``THE END``, ``~fin~``, ``TBC``."""
    return _ends(text)


def is_chrome(text: str) -> bool:
    """Tell whether a line is nothing but navigation: ``back``, ``[Main] [Links]``."""
    value = text.strip(" \t[](){}<>|*~.«»←→")
    if not value or len(value) > 160:
        return False
    words = [word.strip("[]() <>|") for word in _CHROME_LIST.split(value)]
    return all(_CHROME.fullmatch(word) for word in words if word)


def same_title(one: str, other: str) -> bool:
    """Tell whether two lines say the same title, signs and part numbers aside."""
    return bool(bare(one)) and bare(without_part(one)[0]) == bare(
        without_part(other)[0]
    )


@lru_cache(maxsize=512)
def bare(text: str) -> str:
    """Return letters and digits of a line alone, lower case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _end(text: str) -> bool | None:
    """Return True for the end, False where more is to come, None for a part's end."""
    value = text.strip(_FRAME + "'!?♥,;/\\")
    if not value or len(value) > 60:
        return None
    found = _END.fullmatch(value)
    if found is None:
        return None
    if found["part"]:
        lower = value.lower()
        if re.search(rf"(?:{_MORE})$", lower):
            return False
        count = _COUNT.search(value)
        final = re.search(rf"\W(?:{_NO_MORE})$", lower)
        return True if final or (count and count[1] == count[2]) else None
    return found["none"] is not None


def _behind_title(text: str, title: str) -> Marker | None:
    value = _LABEL.sub("", text, count=1).strip(' *_"“”~=')
    if value[: len(title)].casefold() != title.casefold():
        return None
    found = _BEHIND.fullmatch(value[len(title) :].lstrip('"”*_ '))
    return _marker(found.groupdict()) if found else None


def _marker(found: dict[str, str | None]) -> Marker:
    title = found.get("title")
    if found.get("more"):
        title = f"{title}: {found['more']}"
    total = found.get("total")
    counted = None
    if total is not None:
        counted = int(total) if total.isdecimal() else _NUMERAL.get(total.lower(), 0)
    return Marker(_value(found.get("number")), counted, _clean(title))


def _clean(title: str | None) -> str | None:
    if title is None:
        return None
    cleaned = title.strip(' \t~*=_#|"“”-–—').rstrip(".") if title else ""
    return cleaned or None


def _value(number: str | None) -> int | None:
    if number is None:
        return None
    digits = re.match(r"\d+", number)
    if digits:
        return int(digits[0])
    word = number.lower()
    return _NUMERAL.get(word) or _roman(number.upper())


def _roman(number: str) -> int:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    values = [worth.get(letter, 0) for letter in number]
    return sum(
        -value if value < max(values[at:]) else value for at, value in enumerate(values)
    )


# --- where the markers are -----------------------------------------------------------

_MAYBE = late(
    rf"(?i)\W{{0,30}}(?:{_WORD}\b|(?:\w+|\d+)\.?\s(?:kapitel|teil|chapitre)|prolog|épilog|"
    r"prólog|epilog|epílog|interlude|пролог|эпилог|\d{1,2}\s?/\s?[\d?])"
)


def _markers(
    lines: Sequence[Line], start: int, end: int, title: str
) -> list[tuple[int, int, Marker]]:
    """Return (index of the heading, index behind it, marker) in order."""
    found: list[tuple[int, int, Marker]] = []
    begins = title.casefold()[:12]
    for at in range(start, end):
        text = lines[at].text
        if len(text) > 2 * _LONGEST or len(text) < 2:
            continue
        likely = _MAYBE.match(text) or (begins and begins in text.casefold())
        if not likely or not _stands_alone(lines, at, start, end):
            continue
        marker = marker_of(text, title)
        if marker is not None:
            behind, named = _named(lines, at, end, marker)
            found.append((at, behind, named))
    found = _without_repeats(lines, found)
    return found or _bare_numbers(lines, start, end)


def _stands_alone(lines: Sequence[Line], at: int, start: int, end: int) -> bool:
    if lines[at].kind is Kind.HEADING or lines[at].text.strip()[:1] in "~*=-<[#_":
        return True
    before = at == start or _is_gap(lines[at - 1])
    after = at + 1 >= end or _is_gap(lines[at + 1])
    return before or after


def _is_gap(line: Line) -> bool:
    return (
        line.kind in {Kind.BLANK, Kind.RULE, Kind.HEADING}
        or not line.text.strip()
        or is_scene_break(line.text)
    )


def _named(
    lines: Sequence[Line], at: int, end: int, marker: Marker
) -> tuple[int, Marker]:
    """Add a title that stands on the line below the number."""
    behind = at + 1
    if marker.title is not None or behind + 1 >= end:
        return behind, marker
    below, after = lines[behind], lines[behind + 1]
    text = below.text.strip()
    short = 0 < len(text) <= 60 and text[-1:] not in ".,;:-"
    quoted = len(text) > 2 and text[0] in "\"“'‘" and text[-1] in "\"”'’"
    if (
        short
        and _is_gap(after)
        and not is_scene_break(text)
        and (quoted or text[0].isupper())
        and len(text.split()) <= 8
        and not _is_speech(text)
    ):
        return behind + 1, Marker(
            marker.number, marker.total, _clean(text.strip("'‘’"))
        )
    return behind, marker


def _is_speech(text: str) -> bool:
    return bool(re.search(r"[?!]$", text)) or bool(re.match(r"(?i)by\s|.{1,30}:", text))


def _without_repeats(
    lines: Sequence[Line], found: list[tuple[int, int, Marker]]
) -> list[tuple[int, int, Marker]]:
    """Drop a heading that only says again what stands just above it."""
    kept: list[tuple[int, int, Marker]] = []
    for at, behind, marker in found:
        if kept:
            _, last_behind, last = kept[-1]
            near = (
                not any(len(lines[i].text.strip()) > 60 for i in range(last_behind, at))
                and at - last_behind <= 12
            )
            if near and marker.number == last.number:
                both = Marker(
                    last.number, last.total or marker.total, last.title or marker.title
                )
                kept[-1] = (kept[-1][0], behind, both)
                continue
        kept.append((at, behind, marker))
    return kept


_BARE = late(r"\W{0,4}(\d{1,2}|[IVX]{1,6})\W{0,4}")


def _bare_numbers(
    lines: Sequence[Line], start: int, end: int
) -> list[tuple[int, int, Marker]]:
    """Return numbers alone on their lines, where they count 1, 2, 3 …"""
    found: list[tuple[int, int, Marker]] = []
    for at in range(start, end):
        text = lines[at].text
        if len(text) > 12 or not (match := _BARE.fullmatch(text.strip())):
            continue
        alone = (at == start or _is_gap(lines[at - 1])) and (
            at + 1 >= end or _is_gap(lines[at + 1])
        )
        if alone and _value(match[1]) == len(found) + 1:
            found.append((at, at + 1, Marker(len(found) + 1)))
    return found if len(found) >= 2 else []


def _has_words(lines: Sequence[Line], start: int, end: int) -> bool:
    return any(
        not _is_gap(line) and not is_chrome(line.text) for line in lines[start:end]
    )


def _trimmed(
    lines: Sequence[Line], start: int, end: int
) -> tuple[int, bool | None, int | None]:
    """Return the part's end without end marks and chrome, and what a mark said."""
    said: bool | None = None
    where: int | None = None
    while end > start:
        line = lines[end - 1]
        if _is_gap(line) and line.kind is not Kind.HEADING:
            end -= 1
        elif _ends(line.text):
            verdict = _end(line.text)
            if said is None and verdict is not None:
                said, where = verdict, end - 1
            end -= 1
        elif is_chrome(line.text):
            end -= 1
        else:
            break
    return end, said, where


def _ends(text: str) -> bool:
    value = text.strip(_FRAME + "'!?♥,;/\\")
    return 0 < len(value) <= 60 and _END.fullmatch(value) is not None
