"""What a mail or a journal sets above the author's own header.

It says less than the header below it: its fields are guesses that a label outweighs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fanfold.text import addresses, subjects, unlabelled
from fanfold.text.dates import date_of
from fanfold.text.rows import Row
from fanfold.text.unlabelled import Unlabelled
from fanfold.vocab.patterns import late

#: Rows that are looked at.
_MOST = 40


class Told(NamedTuple):
    """What one row of the head states."""

    row: Row
    field: str
    value: str


_MAIL = {"from": "author", "subject": "title", "date": "date"}
_MAIL_LABELS = late(
    r"(?i)(from|subject|date|to|cc|reply-to|sender|newsgroups|message-id|organization|"
    r"x-[\w-]+|lines|mime-version|content-[\w-]+|received|return-path):\s*(.*)"
)
#: Names that programs write and people do not.
_TECHNICAL = frozenset(("newsgroups", "message-id", "mime-version", "received"))


def entry_head(rows: Sequence[Row]) -> tuple[list[Told], int]:
    """Return what the head of a mail or an entry states, and the row behind it."""
    told, behind = _mail(rows)
    return (told, behind) if behind else _journal(rows)


def _mail(rows: Sequence[Row]) -> tuple[list[Told], int]:
    """Read the head of a mail (RFC 5322 names); a memo in a story is none."""
    found = []
    for row in rows[:_MOST]:
        label = _MAIL_LABELS.match(row.text)
        if label is None:
            break
        found.append((row, label[1].lower(), label[2]))
    said = {name: value for _, name, value in found}
    if "from" not in said or not {"subject", "date"} & set(said):
        return [], 0
    sent = addresses.removed(said["from"]) != said["from"] or _TECHNICAL & set(said)
    if not sent and date_of(said.get("date", "")) is None:
        return [], 0
    told = [
        Told(row, each.field, each.value)
        for row, name, value in found
        if name in _MAIL
        for each in _sent(name, value)
    ]
    return told, len(found)


def _sent(name: str, value: str) -> Sequence[Unlabelled]:
    if name == "subject":
        told = subjects.told_by(value)
        both = [unlabelled.titled_by(each.value) for each in told[:1]]
        return (*both[0], *told[1:]) if both and both[0] else told
    return [Unlabelled(_MAIL[name], value)]


_WROTE = late(
    r"([\w-]{2,40})(?: \([\w. -]{1,40}\))?\s+(?:wrote|posted)"
    r"(?: (?:in|to)\b.{0,80})?[,:]*"
)
_WHEN = late(r"[@\[(\s]{0,4}(?:[A-Za-z]{3,9},? )?\d{0,4}.{2,40}\d{2,4}.{0,24}")
_MOOD = late(r"(?i)(?:current )?(?:mood|music|location|entry tags|tags)\s?:.{0,120}")
_FIC = late(
    r"(?i)(?:subject:\s*)?(?:new |rep )?(?:fan)?fic(?:let|tion)?\s*[:-]\s*(\S.{0,160})"
)


def _journal(rows: Sequence[Row]) -> tuple[list[Told], int]:
    """Read the head of a journal's entry: who wrote, when, the mood, the subject."""
    at = 0
    while at < min(3, len(rows)) and not _WROTE.fullmatch(rows[at].text):
        at += 1
    wrote = _WROTE.fullmatch(rows[at].text) if at < min(3, len(rows)) else None
    if wrote is None:
        return _subject(rows, 0)
    told = [Told(rows[at], "author", wrote[1])]
    behind = at + 1
    while behind < min(len(rows), at + 6):
        row = rows[behind]
        if len(row.text) < 60 and _WHEN.fullmatch(row.text) and date_of(row.text):
            told.append(Told(row, "date", row.text.strip("@ []")))
        elif not _MOOD.fullmatch(row.text):
            break
        behind += 1
    subject, behind = _subject(rows, behind)
    return [*told, *subject], behind


def _subject(rows: Sequence[Row], at: int) -> tuple[list[Told], int]:
    """Read ``FIC: Title (Fandom, A/B, PG)``, the subject of an entry."""
    if at >= len(rows):
        return [], at
    found = _FIC.fullmatch(rows[at].text)
    if found is None or (at == 0 and "(" not in found[1] and "[" not in found[1]):
        return [], at
    return [Told(rows[at], *each) for each in subjects.told_by(found[1])], at + 1
