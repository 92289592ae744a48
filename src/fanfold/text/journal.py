"""What journal sites put around an entry: who wrote it, when, in what mood.

The words are those of LiveJournal and the sites that run its code (Dreamwidth,
InsaneJournal, JournalFen …), in the layouts of 2001 to 2014, as pages or as text that
somebody copied out of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fanfold.text.dates import date_of
from fanfold.text.lines import Kind, Line
from fanfold.vocab import ratings
from fanfold.vocab.labels import field_of
from fanfold.vocab.patterns import late
from fanfold.vocab.relationships import is_relationship

RULE = "journal.frame/1"
#: Lines at the top that may be a frame's.
HEAD = 30

USER = r"[A-Za-z0-9_][\w-]{0,24}"
_MARK = r"(?:\[[^\]]{1,12}\]\s*)?"
_BYLINE = late(
    rf"(?i)^{_MARK}(?P<user>{USER})(?:\s*\(\s*{_MARK}{USER}\s*\))?"
    rf"\s+(?:wrote|posting|posted)(?:\s+(?:in|to)\s+{_MARK}{USER}(?:\s+community)?)?"
    r"\s*[,:]*$"
)
_POSTED_BY = late(rf"(?i)^(?:posted|entry|written) by:?\s+(?P<user>{USER})\b.{{0,60}}$")
_TIME = late(
    r"(?i)\b\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s*\(?(?:utc|gmt|[ecmp][sd]?t)"
    r"[^)]{0,9}\)?)?"
)
_DAYS = late(
    r"(?i)\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|date|time"
    r"|posted|on|at|entry|the)\b[.,:]?"
)
_MONTHS = late(
    r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-zé]*\.?|\d{1,4}(?:st|nd|rd"
    r"|th)?|[-@|,/\[\]()\s.:]+"
)
_CURRENT = late(
    r"(?i)^\W{0,3}(?:(?:current|entry)\s+(?:mood|music|location|tags)|mood|music"
    r"|location|now playing|tags|crossposts?|security|listening to"
    r"|x-?posted(?: to| at))\s*:"
)
_TALK = late(
    r"(?ix)^\W*(?: (?:leave|post|add)\ a\ (?:new\ )?comment | post\ comment"
    r" | \d+\ (?:comments?|replies)\b | comments?\b\W*(?:\d|$) | reply\b\W*$"
    r" | (?:read|view)\ comments | no\ comments | share\W+flag\b | link\W+reply\b"
    r" | (?:add\ to\ )?memor(?:y|ies)\b | tell\ a\ friend | flat\ \| | threaded\ \|"
    r" | previous\ entry | next\ entry | expand\ all | collapse\ all )"
)
_CUT = late(
    r"(?i)^\W*(?:read (?:more|on|the rest)|collapse|expand|cut for .{0,60})\W*$"
)


class Told(NamedTuple):
    """What a frame says. line: index of the line that says it."""

    name: str
    value: str
    line: int


class Frame(NamedTuple):
    """The entry lies in lines `start` to before `end`; the rest is its frame."""

    start: int
    end: int
    told: tuple[Told, ...]


def user_of(text: str) -> str | None:
    """Return the user of a by-line ``anna wrote in snow_fic,``, else None."""
    small = text.lower()
    if not any(word in small for word in _SAYS):
        return None
    found = _BYLINE.match(text) or _POSTED_BY.match(text)
    return found["user"] if found else None


#: One of these is in every by-line.
_SAYS = ("wrote", "post", "written by", "entry by")


def when(text: str) -> str | None:
    """Return the date of a line that is a date and a time and nothing else."""
    if not 6 <= len(text) <= 80:
        return None
    value = _DAYS.sub(" ", _TIME.sub(" ", text))
    if _MONTHS.sub("", value).strip() or date_of(value) is None:
        return None
    return value.strip(" @|[](),.:-")


def is_current(text: str) -> bool:
    """Tell whether a line is of the mood, the music, the place or the tags."""
    return _CURRENT.match(text) is not None


def is_talk(text: str) -> bool:
    """Tell whether a line begins the comments, or leads to them."""
    return len(text) < 120 and _TALK.match(text) is not None


def is_cut(text: str) -> bool:
    """Tell whether a line is what a folded text shows instead of itself."""
    return len(text) < 80 and _CUT.match(text) is not None


def frame_of(lines: Sequence[Line]) -> Frame | None:
    """Return the frame of an entry that was copied as text; None where none is."""
    first = next(
        (at for at in range(min(HEAD, len(lines))) if user_of(lines[at].text.strip())),
        None,
    )
    if first is None or sum(bool(each.text.strip()) for each in lines[:first]) > 3:
        return None
    told = [Told("author", user_of(lines[first].text.strip()) or "", first)]
    start = first + 1
    dated = False
    for at in range(first + 1, min(first + HEAD, len(lines))):
        text = lines[at].text.strip()
        date = when(text)
        if date and not dated:
            told.append(Told("date", date, at))
            dated = True
        elif text and not is_current(text):
            break
        start = at + 1
    if not dated:
        return None
    subject = lines[start] if start < len(lines) else None
    if subject is not None and _is_subject(lines, start):
        told += [Told(name, value, start) for name, value in said_in(subject.text)]
        start += 1
    return Frame(start, _end(lines, start), tuple(told))


def _is_subject(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text.strip()
    alone = at + 1 >= len(lines) or not lines[at + 1].text.strip()
    bare = _FIC.sub("", text, count=1)
    return alone and len(text) <= 120 and not field_of(bare.partition(":")[0].strip())


def _end(lines: Sequence[Line], start: int) -> int:
    """Return where the talk under an entry begins; its moods and tags go too."""
    seen, whole = 0, sum(len(each.text) for each in lines[start:])
    end = len(lines)
    for at in range(start, len(lines)):
        if seen * 3 > whole and is_talk(lines[at].text.strip()):
            end = at
            break
        seen += len(lines[at].text)
    while end > start and _is_tail(lines[end - 1]):
        end -= 1
    return end


def _is_tail(line: Line) -> bool:
    text = line.text.strip()
    return line.kind is Kind.BLANK or not text or is_current(text)


# -- subjects -------------------------------------------------------------------------

_FIC = late(
    r"(?i)^\W*(?:(?:new|my|a|short)\s+)?(?:fan\s?)?(?:fic(?:tion|let|s)?|ficathon|drabbles?"
    r"|story|one-?shot|ff)\b\W*?(?:[:\])}|–—-]+|update:?)\s*"
)
_GROUP = late(r"[\[({]([^\[\](){}]{1,120})[\])}]")
_RATED = late(
    r"(?i)[\s,;:/|–—-]+(?:rat(?:ed|ing)\W+)?(NC-?17|PG-?13|PG|FRAO|FRM|FRT|FRC|R|G)\W*$"
)
_PART = late(
    r"(?i)^(?:\d{1,3}\s?(?:/|of)\s?(?:\d{1,3}|\?)|(?:part|ch\w*)\.?\s+\w{1,8}.*)$"
)


def said_in(subject: str) -> list[tuple[str, str]]:
    """Return what a subject says: its title, and what stands in brackets behind it.

    ``Fic: Kept (Lantern Street, Maddox/Fisk) PG-13`` is title, fandom, pairing, rating.
    """
    value = _FIC.sub("", " ".join(subject.split()), count=1).strip()
    told: list[tuple[str, str]] = []
    for group in _GROUP.findall(value):
        if not _PART.match(group):
            told += _said_in_brackets(group)
            value = value.replace(f"({group})", " ").replace(f"[{group}]", " ")
    rated = _RATED.search(value.rstrip())
    if rated is not None and value[: rated.start()].strip():
        told.append(("rating", rated[1]))
        value = value[: rated.start()]
    title = " ".join(value.split()).strip(' ,;:|–—-"“”')
    return [("title", title), *told] if title else told


def _said_in_brackets(group: str) -> list[tuple[str, str]]:
    parts = [part.strip() for part in group.replace(";", ",").split(",")]
    told: list[tuple[str, str]] = []
    unknown = []
    for part in filter(None, parts):
        if is_relationship(part):
            told.append(("pairing", part))
        elif len(part) <= 12 and ratings.rating_of(part) is not None:
            told.append(("rating", part))
        else:
            unknown.append(part)
    # "(Lantern Street, Maddox/Fisk)": what stands before a couple is where they live.
    if (
        told
        and told[0][0] == "pairing"
        and len(unknown) == 1 == parts.index(unknown[0]) + 1
    ):
        told.append(("fandom", unknown[0]))
    return told
