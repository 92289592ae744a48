"""What header lines without a label are: by-line, address, date, disclaimer …"""

from __future__ import annotations

import re
from typing import NamedTuple

from fanfold.text import addresses
from fanfold.text.dates import date_of
from fanfold.vocab.patterns import late
from fanfold.vocab.permissions import is_permission_sentence

_BY = late(
    r"(?i)(?:an? (?:[\w'’-]+ ){0,3}(?:story|fic|fanfic|tale) )?"
    r"(?:written |posted |story )?"
    r"(?:by|von|par|por|от)\b\s*[:\-]?\s+(?P<name>.{1,80})"
)
_TITLE_BY = late(
    r"(?P<title>.{2,80}?)\s*(?:,|[-–—~]{1,2}|\s)\s*"
    r"(?:(?:written )?[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or)\b:?\s+"
    r"(?P<name>[^,.!?]{1,60}(?:\(.*\)|<.*>)?)"
)
_FANDOM = late(
    r"(?i)an? (?P<fandom>.{2,50}?) "
    r"(?:fan ?fic(?:tion)?|fan ?fiction story|story|fic|fanfiction)"
)
_OWNED = late(
    r"(?i)belongs? to|do(?:es)?n['’]?o?t? own|not own|copyright|©|\bowned by|not mine|"
    r"no (?:profit|money)|infringe|disclaimers? appl|trademark|gehören|appartien|"
    r"pertenec|property of|without permission"
)
#: A paragraph by the author about the story, in distinction to the story.
_ABOUT = late(
    r"(?i)\b(?:this (?:story|fic|part|chapter|one|piece|was)|the story|"
    r"my (?:first|betas?|stories)|thanks?|"
    r"beta(?:-?read(?:er)?|ed)?|feedback|c&c|comments?|reviews?|"
    r"disclaimers?|archive[ds]?|spoilers?|episodes?|sequel|series|season|written|wrote|"
    r"fan ?fic(?:tion)?|read(?:ers|ing)? (?:this|it)|enjoy|flames?|characters|rated|"
    r"geschichte|histoire|historia)\b"
)
_SPEECH = late(r"[\"“”«»„].{3,}[\"“”«»]\s+(?:said|asked|told|he|she|they)\b", re.I)
_OWN_VOICE = late(r"\b(?:I|me|my|ich|je|yo)\b")
_DATE_ONLY = late(
    r"(?i)^(?:\(c\)|©|copyright|written|posted|started|finished|date|[\s,.'()/:-]|\w{2,12}|\d)+$"
)


class Unlabelled(NamedTuple):
    """A field that a line states without naming it."""

    field: str
    value: str


def bylined(text: str) -> tuple[Unlabelled, ...]:
    """Return author and address of ``by NAME (mail)``, () for other lines."""
    found = _BY.fullmatch(text.strip(" *_~-=|"))
    if found is None or len(found["name"].split()) > 10:
        return ()
    return author_of(found["name"])


def titled_by(text: str) -> tuple[Unlabelled, ...]:
    """Return title, author and address of ``Title - by NAME``, () for other lines."""
    found = _TITLE_BY.fullmatch(text.strip(" *_~-=|"))
    if found is None or not found["name"].strip()[:1].isupper():
        return ()
    if len(found["name"].split()) > 7:
        return ()
    return (Unlabelled("title", found["title"]), *author_of(found["name"]))


#: ``Wren P.``: the dot belongs to the name.
_INITIAL = late(r"(?:^|[\s.])[^\W\d_]\.$")


def author_of(text: str) -> tuple[Unlabelled, ...]:
    """Part a name from the address that stands with it."""
    mails = addresses.find(text)
    name = addresses.removed(text).replace(addresses.REMOVED, " ")
    name = re.sub(r"(?i)[,;]?\s*e-?mail(?: address)?:?\s*$", "", name)
    name = re.sub(r"\(\s*(?:e-?mail:?)?\s*\)|<\s*>|\[\s*\]|mailto:", " ", name)
    name = " ".join(name.split())
    initial = _INITIAL.search(name)
    name = name.strip(' ,;:.-–—"*_') + ("." if initial else "")
    made = [Unlabelled("author", name)] if name else []
    return (*made, *(Unlabelled("email", mail) for mail in mails))


_ELSEWHERE = late(r"(?i)\(?(?:see|siehe|voir) (?:part|chapter|teil|chapitre)\b.*")


def points_elsewhere(text: str) -> bool:
    """Tell whether a line sends to another part ("See part 1 for disclaimers")."""
    return _ELSEWHERE.fullmatch(text.strip()) is not None


def told_by(text: str) -> tuple[Unlabelled, ...]:
    """Return what a line says of itself, () where it does not."""
    value = text.strip(" *_~-=|")
    mails = addresses.find(value)
    if (
        mails
        and len(addresses.removed(value).replace(addresses.REMOVED, "").split()) < 5
    ):
        return tuple(Unlabelled("email", mail) for mail in mails)
    if (
        len(value) < 40
        and date_of(value)
        and _DATE_ONLY.match(value)
        and len(value.split()) < 6
    ):
        return (Unlabelled("date", value),)
    fandom = _FANDOM.fullmatch(value)
    if fandom is not None and fandom["fandom"][:1].isupper():
        return (Unlabelled("fandom", fandom["fandom"]),)
    return ()


def meant_by(paragraph: str) -> str | None:
    """Return the field of a whole unlabelled paragraph: disclaimer, distribution,
    notes; None where it is no talk about the story."""
    if _SPEECH.search(paragraph):
        return None
    if _OWNED.search(paragraph):
        return "disclaimer"
    if is_permission_sentence(paragraph):
        return "distribution"
    if len(_ABOUT.findall(paragraph)) >= 2 and re.search(
        r"\b(?:I|me|my|ich|je|yo)\b", paragraph
    ):
        return "notes"
    return None
