"""Mails inside of mails: digests of lists, and what was forwarded.

A digest holds many mails in one text, each with a short head behind a rule (RFC 1153,
Mailman, LISTSERV, the two manners of Yahoo); a forwarded mail is one such head behind
a few words. Facts: docs/readers/mailbox.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fanfold.readers.mailbox.furniture import is_quoted, unquoted
from fanfold.text.lines import Kind, Line
from fanfold.vocab.patterns import late

_RULE = late(r"\s*(?:[-=_*~]{8,}|(?:[-=_*~] ){6,}[-=_*~]?)\s*")
_NUMBERED = late(
    r"(?i)\s*(?:message|msg)\s*(?:#|no\.?|nr\.?)?\s*:?\s*\d{1,5}\s*[:.]?\s*"
)
#: What a line begins with that is a rule or counts a mail.
_SIGNS = tuple("-=_*~mM")
#: ``1a. Title``, ``2. Re: Title``: how Yahoo headed the mails of its last digests.
_TITLED = late(r"\s*\d{1,3}(?:[a-z]{1,2}|\.\d{1,3})?\.\s+(\S.{0,200})")
_LABEL = late(
    r"(?i)\s{0,12}(?P<name>from|posted by|date|sent|subject|betreff|von|datum|an|to|cc|"
    r"reply-to|"
    r"message-id|content-[a-z-]{4,30}|mime-version|organi[sz]ation|newsgroups|sender|"
    r"x-[a-z0-9-]{2,40}|references|in-reply-to|lines|gesendet)\s*:\s*(?P<value>.*)"
)
_MEANS = {
    "posted by": "from",
    "von": "from",
    "sent": "date",
    "gesendet": "date",
    "datum": "date",
    "betreff": "subject",
}
_FORWARD = late(
    r"(?i)\s*>?\s*(?:-{2,}\s*(?:begin )?"
    r"(?:forwarded|original|weitergeleitete|ursprüngliche)"
    r"(?: message| nachricht| mail)?(?: from .{1,60}?| follows?)?\s*-{0,}:?"
    r"|begin forwarded message:?|.{0,20}forwarded by .{1,120}"
    r"|-{5,}\s*forwarded .{0,60})\s*"
)
_TOPICS = late(
    r"(?i)\s*(?:topics? in this digest|today['’]s topics|there (?:are|is) \d+ messages?"
    r"|in this (?:issue|digest)|messages in this digest|digest contents)\b.{0,80}"
)
_LINES_OF_HEAD = 30


@dataclass(frozen=True, slots=True)
class Inner:
    """A mail inside of a text: what its head says, and lines `start` to before `end`.

    marked: what stood before its head says that it was forwarded.
    """

    sender: str
    date: str
    subject: str
    start: int
    end: int
    above: int = 0
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    sender: str
    date: str
    subject: str
    first: int
    behind: int
    numbered: bool


def digest_of(lines: Sequence[Line], subject: str) -> list[Inner]:
    """Return the mails of a digest, () where the text is none."""
    found = _heads_behind_rules(lines)
    announced = re.search(r"(?i)\bdigest\b", subject) is not None or any(
        _TOPICS.match(line.text) for line in lines[:60]
    )
    if not found or (len(found) < 2 and not announced):
        return []
    if not announced and not all(each.numbered or each.date for each in found):
        return []
    ends = [each.first for each in found[1:]] + [len(lines)]
    return [
        Inner(each.sender, each.date, each.subject, each.behind, end)
        for each, end in zip(found, ends, strict=True)
    ]


def _heads_behind_rules(lines: Sequence[Line]) -> list[_Found]:
    found: list[_Found] = []
    at = 0
    while at < len(lines):
        text = lines[at].text
        if lines[at].kind is not Kind.RULE and text.lstrip()[:1] not in _SIGNS:
            at += 1
            continue
        rule = lines[at].kind is Kind.RULE or _RULE.fullmatch(text) is not None
        if not rule and not _NUMBERED.fullmatch(text):
            at += 1
            continue
        first, numbered, titled = at, False, ""
        behind = at
        while behind < len(lines) and behind - at < 12:
            text = lines[behind].text
            if _NUMBERED.fullmatch(text):
                numbered = True
            elif (told := _TITLED.fullmatch(text)) and _LABEL.match(
                _next_text(lines, behind)
            ):
                titled, numbered = told[1], True
            elif not (
                not text.strip()
                or lines[behind].kind is Kind.RULE
                or _RULE.fullmatch(text)
            ):
                break
            behind += 1
        head = head_in(lines, behind, titled)
        if head is None:
            at = max(at + 1, behind)
            continue
        found.append(replace(head, first=first, numbered=numbered))
        at = head.behind
    return found


def _next_text(lines: Sequence[Line], at: int) -> str:
    for line in lines[at + 1 : at + 3]:
        if line.text.strip():
            return line.text
    return ""


def head_in(lines: Sequence[Line], at: int, titled: str = "") -> _Found | None:
    """Return the short head of a mail that begins at a line, None without one."""
    told = {"subject": titled} if titled else {}
    behind, last = at, ""
    blanks, spaced = 0, False
    while behind < len(lines) and behind - at < _LINES_OF_HEAD:
        text = lines[behind].text
        label = _LABEL.fullmatch(text)
        if label is not None:
            name = label["name"].lower()
            last = _MEANS.get(name, name)
            told.setdefault(last, label["value"].strip())
            if not told[last]:
                told[last] = label["value"].strip()
            blanks = 0
        elif not text.strip():
            # Pages put an empty line between any two; a text ends its head by one.
            blanks += 1
            spaced = spaced or len(told) == 1
            following = _LABEL.fullmatch(_next_text(lines, behind))
            if not (told and following and spaced):
                break
        elif last and text[:1] in " \t" and not blanks:
            told[last] += " " + text.strip()
        else:
            break
        behind += 1
    if "from" not in told or not {"subject", "date"} & told.keys():
        return None
    return _Found(
        told["from"],
        told.get("date", ""),
        told.get("subject", ""),
        at,
        behind,
        numbered=False,
    )


def forwarded_in(
    lines: Sequence[Line], *, said: bool
) -> tuple[list[Line], Inner] | None:
    """Return the lines with a forwarded mail's own mark of quotation undone, and the
    mail; None where none is forwarded.

    said: the subject says that it is.
    """
    most = 60 if said else 40
    words = 0
    for at, line in enumerate(lines[:80]):
        marked = _FORWARD.fullmatch(line.text) is not None
        plain = unquoted(line.text)
        if marked or (said and _LABEL.match(plain)):
            start = at + 1 if marked else at
            while start < len(lines) and not unquoted(lines[start].text).strip():
                start += 1
            quoted = start < len(lines) and is_quoted(lines[start])
            opened = _opened(lines, start) if quoted else list(lines)
            head = head_in(opened, start)
            answered = re.search(r"(?i)original|ursprüngliche", line.text) is not None
            if head is not None and (said or not answered or not words):
                return opened, Inner(
                    head.sender,
                    head.date,
                    head.subject,
                    head.behind,
                    len(opened),
                    above=at,
                    marked=marked,
                )
        words += len(line.text.split())
        if words > most:
            return None
    return None


def _opened(lines: Sequence[Line], start: int) -> list[Line]:
    """Return the lines with one mark of quotation less from `start` on."""
    made = list(lines[:start])
    for line in lines[start:]:
        text = unquoted(line.text)
        kind = Kind.TEXT if text.strip() else Kind.BLANK
        made.append(line._replace(text=text, kind=kind))
    return made
