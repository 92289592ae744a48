"""What the subject line of a posted story says: title, part, show, rating, couples.

Newsgroups and lists fixed the order (alt.startrek.creative's FAQ: ``POSTCODE SERIES
"Title" part [RATING] (codes)``), and nobody kept to it: each piece is told by itself.
"""

from __future__ import annotations

import re

from fanfold.text.unlabelled import Unlabelled
from fanfold.vocab.lists import split_list
from fanfold.vocab.patterns import late
from fanfold.vocab.ratings import rating_of
from fanfold.vocab.relationships import is_relationship

#: Shows by their codes on alt.startrek.creative.
SHOWS = frozenset(("TOS", "TAS", "TNG", "DS9", "VOY", "VGR", "ENT"))
_REPLY = late(r"(?i)(?:(?:re|fwd?|aw|wg)(?:\[\d+\])?\s*:\s*)+")
_LIST = late(r"\[[^\]]{1,30}\]\s*(?=\S)")
_POSTED = late(
    r"(?:NEW2ASC|N2U|(?:NEW|REP|COR|REV|DRA|WIP)(?=\s+(?:[A-Z0-9]{3}\b|[\"“])|\s*[:,-])|"
    r"(?i:(?:new |rep )?(?:fan)?fic(?:let)?|(?:new )?story|drabble|repost|xover|"
    r"vignette|update|new part|new|rep)(?=\s*:))\s*[:,-]*\s*"
)
_SHOW = late(r"(?:TOS|TAS|TNG|DS9|VOY|VGR|ENT|OCC|MIS)(?![\w'’])\s*[:,-]?\s*")
_COUNT = late(
    r"[\[(]?\s*(?:[Pp]art\s+)?\d{1,3}[a-z]?\s*(?:/|of)\s*(?:\d{1,3}|\?+|[xX])\s*[\])]?"
)
_GROUP = late(r"[\[({]([^\[\](){}]{1,120})[\])}]")
_CODE = late(
    r"(?:[A-Z][\w']{0,6}|\d{1,2})(?:[/&](?:[A-Z][\w']{0,9}|\d{1,2})){1,3}(?![\w/])"
)


def told_by(subject: str, *, posted: bool = True) -> tuple[Unlabelled, ...]:
    """Return what a subject line states; () where it is empty.

    posted: False for a heading, of which only what stands in brackets or at its end is
    taken off, and only where a rating or a couple is among it.
    """
    rest = _REPLY.sub("", " ".join(subject.split())).strip()
    fields: list[Unlabelled] = []
    if posted:
        rest, fields = _codes(rest)
    rest, count = _without_count(rest) if posted else (rest, "")
    rest, grouped = _without_groups(rest, posted=posted)
    fields += grouped
    if posted or grouped:
        rest, more = _without_tail(rest)
        fields += more
    title = _title(rest)
    if not title:
        return tuple(fields)
    said = f"{title} ({count})" if count else title
    return (Unlabelled("title", said), *fields)


def _codes(rest: str) -> tuple[str, list[Unlabelled]]:
    """Take list tags, posting codes and shows off the front."""
    fields: list[Unlabelled] = []
    while True:
        tag, code, show = _LIST.match(rest), _POSTED.match(rest), _SHOW.match(rest)
        if tag is not None and rating_of(tag[0].strip("[] ")) is None:
            rest = rest[tag.end() :]
        elif code is not None:
            if code[0].startswith("WIP"):
                fields.append(Unlabelled("status", "WIP"))
            rest = rest[code.end() :]
        elif show is not None and show.end() < len(rest):
            name = show[0].strip(" :,-")
            if name in SHOWS:
                fields.append(Unlabelled("fandom", name))
            rest = rest[show.end() :]
        else:
            return rest.strip(), fields


def _without_count(rest: str) -> tuple[str, str]:
    found = next(reversed([*_COUNT.finditer(rest)]), None)
    if found is None or not re.search(r"\w", rest[: found.start()]):
        return rest, ""
    count = re.sub(r"[\[\]()\s]|[Pp]art", "", found[0]).replace("of", "/")
    return (
        f"{rest[: found.start()].rstrip(' ,-')} {rest[found.end() :].lstrip()}",
        count,
    )


def _without_groups(rest: str, *, posted: bool) -> tuple[str, list[Unlabelled]]:
    """Take ``[PG]`` and ``(Fandom, A/B, PG)`` off; other brackets are the title's."""
    fields: list[Unlabelled] = []
    kept = rest
    for group in _GROUP.finditer(rest):
        said = _grouped(group[1])
        if said:
            fields += said
            kept = kept.replace(group[0], " ", 1)
        elif posted and re.fullmatch(r"[A-Z]{2,5}", group[1]):
            fields.append(Unlabelled("category", group[1]))
            kept = kept.replace(group[0], " ", 1)
    return kept, fields


def _grouped(inside: str) -> list[Unlabelled]:
    parts = split_list(inside, ",;|")
    told = [_one(part) for part in parts]
    if any(each is not None and each.field == "pairing" for each in told):
        # Beside a couple in initials a letter is a person, no rating of later days.
        told = [
            None if part in {"K", "T", "M"} else one
            for part, one in zip(parts, told, strict=True)
        ]
    if not any(told):
        return []
    others = [part for part, field in zip(parts, told, strict=True) if field is None]
    fields = [field for field in told if field is not None]
    if (
        others
        and others[0][:1].isupper()
        and len(others[0]) > 3
        and parts[0] == others[0]
    ):
        fields.insert(0, Unlabelled("fandom", others.pop(0)))
    fields += [Unlabelled("category", part) for part in others]
    return fields


def _one(part: str) -> Unlabelled | None:
    if _COUNT.fullmatch(part):
        return None
    if is_relationship(part) and re.search(r"[/&xX+]|MSR|UST|RST", part):
        return Unlabelled("pairing", part)
    short = re.fullmatch(
        r"(?:[Rr]ated:? )?(?:[GRTMK]|PG(?:-?13)?|NC-?17|K\+|MA|NR)", part
    )
    return Unlabelled("rating", part) if short else None


def _without_tail(rest: str) -> tuple[str, list[Unlabelled]]:
    """Take bare codes and ratings off the end: ``… W/C PG-13``."""
    fields: list[Unlabelled] = []
    rest = rest.strip()
    while True:
        found = re.search(r"(?:^|[\s,;-]+)(\S+)$", rest)
        word = found[1].strip(",;") if found else ""
        if found is None or not found.start():
            return rest, fields
        if _CODE.fullmatch(word) and not re.fullmatch(r"[\d/]+", word):
            fields.insert(0, Unlabelled("pairing", word))
        elif re.fullmatch(r"PG|PG-?13|NC-?17|R|G", word):
            fields.append(Unlabelled("rating", word))
        else:
            return rest, fields
        rest = rest[: found.start()]


def _title(rest: str) -> str:
    quoted = re.fullmatch(r"\W*[\"“](.{1,120})[\"”]\W*", rest)
    title = quoted[1] if quoted else rest
    return " ".join(title.split()).strip(" ,:;-–—")
