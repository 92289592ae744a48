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
#: As boards, challenge pages and weblogs sign each entry.
_POSTED = late(
    r"(?i)(?:(?:re)?posted|submitted|written|contributed|added|entry|archived)\s+by\b"
    r"\s*:?\s*(?P<name>.{1,60}?)(?:\s+on\b|\s+at\b|\s*,|\s+[-–—@|]|\s*\()\s*:?\s*"
    r"(?P<date>[^,]{0,20}\d.{2,40})"
)
_TITLE_BY = late(
    r"(?P<title>.{2,80}?)\s*(?:,|[-–—~]{1,2}|\s)\s*"
    r"(?:(?:written )?[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or)\b:?\s+"
    r"(?P<name>(?:[^,.!?]|(?<![^\W\d_]{2})\.){1,60}(?:\(.*\)|<.*>)?)"
)
_OWNED = late(
    r"(?i)belongs? to|do(?:es)?n['’]?o?t? own|not own|copyright|©|\bowned by|not mine|"
    r"no (?:profit|money)|infringe|disclaimers? appl|trademark|gehören|appartien|"
    r"pertenec|property of|without permission"
)
#: One of these, in small letters, is in whatever that finds: a paragraph is asked for
#: a few words fifty times as fast as for a pattern without regard to case.
_OWNING = (
    *("belong", " own", "owned by", "copyright", "©", "not mine", "no profit"),
    *("no money", "infringe", "disclaimer", "trademark", "gehören", "appartien"),
    *("pertenec", "property of", "without permission"),
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
_SAID = late(r"[\"“”«»]\s+(?:said|asked|told|he|she|they)\b", re.I)
_QUOTE = late(r"[\"“”«»„]")
#: Begins with one sign of a set, which is looked for faster than the edge of a word.
_OWN_VOICE = late(
    r"[Imijy](?<!\w[Imijy])(?:(?<=I)|(?<=m)[ey]|(?<=i)ch|(?<=j)e|(?<=y)o)\b"
)
_DATE_ONLY = late(
    r"(?i)^(?:\(c\)|©|copyright|written|posted|started|finished|date|[\s,.'()/:-]|\w{2,12}|\d)+$"
)


class Unlabelled(NamedTuple):
    """A field that a line states without naming it."""

    field: str
    value: str


def posted_by(text: str) -> tuple[Unlabelled, ...]:
    """Return author and date of ``Posted by NAME on DATE``, () for other lines."""
    found = _POSTED.fullmatch(text.strip(" *_~-=|()[]"))
    if found is None or date_of(found["date"]) is None:
        return ()
    return (*author_of(found["name"]), Unlabelled("date", found["date"].strip()))


def bylined(text: str) -> tuple[Unlabelled, ...]:
    """Return author and address of ``by NAME (mail)``, () for other lines."""
    posted = posted_by(text)
    if posted:
        return posted
    found = _BY.fullmatch(text.strip(" *_~-=|"))
    if found is None or len(found["name"].split()) > 10:
        return ()
    return author_of(found["name"])


def titled_by(text: str) -> tuple[Unlabelled, ...]:
    """Return title, author and address of ``Title - by NAME``, () for other lines."""
    found = _TITLE_BY.fullmatch(text.strip(" *_~-=|"))
    name = found["name"].strip() if found is not None else ""
    # "Day by day" has no author; "by quill_42" and "by Quill" have one.
    if found is None or not (name[:1].isupper() or re.search(r"\w[\d_]", name)):
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
    if mails and name.startswith("(") and name.endswith(")"):
        name = name[1:-1].strip()  # ``wren@example.org (Wren Hale)``
    initial = _INITIAL.search(name)
    name = name.strip(' ,;:.-–—"*_') + ("." if initial else "")
    made = [Unlabelled("author", name)] if name else []
    return (*made, *(Unlabelled("email", mail) for mail in mails))


_ELSEWHERE = late(r"(?i)\(?(?:see|siehe|voir) (?:part|chapter|teil|chapitre)\b.*")


def points_elsewhere(text: str) -> bool:
    """Tell whether a line sends to another part ("See part 1 for disclaimers")."""
    return _ELSEWHERE.fullmatch(text.strip()) is not None


#: A longer line is none of addresses alone.
_LONGEST_TOLD = 2000


def told_by(text: str) -> tuple[Unlabelled, ...]:
    """Return what a line says of itself, () where it does not."""
    value = text.strip(" *_~-=|")
    if len(value) > _LONGEST_TOLD:
        return ()
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
    return ()


def _is_speech(paragraph: str) -> bool:
    """Tell whether somebody speaks: words in quotes, and behind them who said so."""
    for said in _SAID.finditer(paragraph):
        line = paragraph.rfind("\n", 0, said.start()) + 1
        if _QUOTE.search(paragraph, line, max(line, said.start() - 3)):
            return True
    return False


def meant_by(paragraph: str) -> str | None:
    """Return the field of a whole unlabelled paragraph: disclaimer, distribution,
    notes; None where it is no talk about the story."""
    if _is_speech(paragraph):
        return None
    small = paragraph.lower()
    if any(word in small for word in _OWNING) and _OWNED.search(paragraph):
        return "disclaimer"
    if is_permission_sentence(paragraph):
        return "distribution"
    if _OWN_VOICE.search(paragraph) and len(_ABOUT.findall(paragraph)) >= 2:
        return "notes"
    return None
