"""Headings of parts: which line is one, what it counts, what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from fanfold.vocab.patterns import late

LONGEST = 90
FRAME = ' \t~*=_#<>[](){}|+•·-–—.:"“”'
NUMERAL = {
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
        "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte",
        "premier deuxième troisième quatrième cinquième sixième septième huitième",
        "première seconde",
        "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo",
        "primera segunda tercera cuarta quinta sexta séptima octava novena décima",
        "primero",
        "первая вторая третья четвертая пятая шестая седьмая восьмая девятая",
    )
    for at, word in enumerate(words.split(), start=1)
}
_ROMAN = r"(?=[IVXLC])(?:X{0,3})(?:IX|IV|V?I{0,3})|XL"
PART_WORD = (
    r"(?:part|chapter|chap|ch|act|book|episode|section|teil|kapitel|akt|chapitre|partie|"
    r"cap[ií]tulo|parte|acto|глава|часть)"
)
NUMBER = (
    rf"(?:\d{{1,3}}(?:\.\d)?(?:\s?[A-Za-z])?(?!\w)|{_ROMAN}(?!\w)|"
    + "|".join(sorted(NUMERAL, key=len, reverse=True))
    + r"(?!\w))"
)
_OF = r"(?:\s*(?:/|of|von|de|sur|из)\s*(?P<total>\d{1,3}|\?+|[a-z]+|[xX]+))?"
_TITLE = r"(?:\s*(?:[:.;,]|\s[-–—~]+\s|[-–—]+\s)\s*(?P<title>\S.*?)?)?"
#: Asked of small letters.
_WORD = late(PART_WORD)
_FORMS = tuple(
    late(form, re.I)
    for form in (
        rf"{PART_WORD}\b[\s.:#-]*(?:the\s+)?(?P<number>{NUMBER}){_OF}{_TITLE}",
        rf"(?P<number>{NUMBER})[.\s]*{PART_WORD}{_TITLE}",
        r"(?P<number>\d{1,2})\s?/\s?(?P<total>\d{1,2}|\?)",
        r"(?P<title>prologu?e?|prólogo|epilogu?e?|épilogue|epílogo|interludes?|"
        r"пролог|эпилог)(?:\s*(?:[:.]|\s[-–—]+\s)\s*(?P<more>\S.*?)?)?",
    )
)
#: Behind a title: ``(2/9)``, ``2/9``, ``Part 6``, ``[3 of 4]``.
_BEHIND = late(
    rf"(?i)[\s,:;–—-]*[\[(]?\s*(?:{PART_WORD}[\s.#]*(?=\w))?(?P<number>{NUMBER})(?![\w])"
    r"(?:\s*(?:/|of|von|de|sur)\s*(?P<total>\d{1,3}|\?+|x+))?\s*[\])]?\s*"
    r"(?:(?:[:;-]|\s)\s*(?P<title>\S.*?))?"
)
TITLE_LABEL = late(r"(?i)(?:title|titel|titre|título|story)\s*[:=]\s*|subject\s*:\s*")
_PARTED = late(
    rf"(?i)[\s,:-]*(?:[\[(]\s*(?:{PART_WORD}\s*)?\d{{1,3}}[a-z]?\s*(?:/|of)\s*(?:\d{{1,3}}|\?+|x+)"
    rf"\s*[\])]|(?<=[\s,:-])(?:{PART_WORD}\s+)?\d{{1,3}}\s?(?:/|of)\s?(?:\d{{1,3}}|\?+)"
    rf"|[,:-]\s*{PART_WORD}\s+\d{{1,3}}|[\[(]\s*{PART_WORD}\s+\d{{1,3}}\s*[\])])\s*$"
)
_FIGURE = late(r"\d")
COUNT = late(r"(\d{1,3})[a-z]?\s*(?:/|of)\s*(\d{1,3}|\?+|x+)", re.I)


class Marker(NamedTuple):
    """A part's heading. number: None for a prologue; total: announced parts, 0 for
    "?"; title: words beyond the number."""

    number: int | None = None
    total: int | None = None
    title: str | None = None


@lru_cache(maxsize=1024)
def marker_of(text: str, title: str = "") -> Marker | None:
    """Return the marker that a line is and nothing else; None for all other lines."""
    value = text.strip(FRAME + "'")
    if not value or len(value) > LONGEST:
        return None
    if title:
        marker = _behind_title(text.strip(), title)
        if marker is not None:
            return marker
    for form in _forms_for(value.lower()):
        found = form.fullmatch(value)
        if found is not None:
            return _marker(found.groupdict())
    return None


def _forms_for(small: str) -> Iterator[re.Pattern[str]]:
    """Yield the forms that a line may have, by what each cannot do without."""
    # Both of the long forms name the word, and hardly any line does.
    if _WORD.search(small):
        yield from _FORMS[:2]
    if "/" in small:
        yield _FORMS[2]
    if small[0] in _APART:
        yield _FORMS[3]


#: First letters of what stands before, between and behind the parts.
_APART = "peéiпэ"
_COUNTED = late(r"(\d{1,3})[.):]\s+(\S.*)")


def title_within(heading: str) -> str:
    """Return ``The Door`` for ``Chapter 3: The Door``, "" for ``Chapter 3``."""
    marker = marker_of(heading)
    if marker is not None:
        title = marker.title or ""
        at = heading.find(title)
        # Quotes around all of a title are taken off; one at a word of it stays.
        quoted = at > 0 and heading[at - 1] in '"“' and not heading.endswith(('"', "”"))
        return heading[at - 1 :] if quoted else title
    numbered = _COUNTED.fullmatch(heading)
    return numbered[2] if numbered else heading


def without_part(title: str) -> tuple[str, int | None, int | None]:
    """Return a title without ``(1/4)``, the part's number, and the total (0: "?")."""
    # A part is counted in figures, and most titles have none.
    found = _PARTED.search(title) if _FIGURE.search(title) else None
    if found is None or not title[: found.start()].strip():
        return title, None, None
    count = COUNT.search(found[0])
    number = re.search(r"\d+", found[0])
    total = count[2] if count else None
    return (
        title[: found.start()].strip(" ,:-–—"),
        int(number[0]) if number else None,
        None if total is None else int(total) if total.isdecimal() else 0,
    )


def same_title(one: str, other: str) -> bool:
    """Tell whether two lines say the same title, signs and part numbers aside."""
    return bool(bare(one)) and bare(without_part(one)[0]) == bare(
        without_part(other)[0]
    )


@lru_cache(maxsize=512)
def bare(text: str) -> str:
    """Return letters and digits of a line alone, lower case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _behind_title(text: str, title: str) -> Marker | None:
    value = TITLE_LABEL.sub("", text, count=1).strip(' *_"“”~=')
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
        counted = int(total) if total.isdecimal() else NUMERAL.get(total.lower(), 0)
    return Marker(value_of(found.get("number")), counted, cleaned(title))


def cleaned(title: str | None) -> str | None:
    if title is None:
        return None
    cleaned = title.strip(' \t~*=_#|"“”-–—').rstrip(".") if title else ""
    return cleaned or None


def value_of(number: str | None) -> int | None:
    if number is None:
        return None
    digits = re.match(r"\d+", number)
    if digits:
        return int(digits[0])
    word = number.lower()
    return NUMERAL.get(word) or _roman(number.upper())


def _roman(number: str) -> int:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    values = [worth.get(letter, 0) for letter in number]
    return sum(
        -value if value < max(values[at:]) else value for at, value in enumerate(values)
    )
