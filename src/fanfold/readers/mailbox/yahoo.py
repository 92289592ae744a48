"""Mails of Yahoo Groups as archivers of its last years saved them.

One JSON object a mail, ``123_raw.json`` with the whole mail in `rawEmail`, escaped as
HTML, or ``123.json`` with its text as the site showed it in `messageBody`. Whoever
saved them took the domain out of every address (``anna@...``).
Facts: docs/readers/mailbox.md.
"""

from __future__ import annotations

import json
from typing import Any

from fanfold.vocab.patterns import late

NAME = late(r"(?:^|/)(\d{1,8})(_raw)?\.json$")
SIGN = late(rb'"(?:rawEmail|messageBody|msgSnippet|topicId)"\s*:')
_LARGEST = 64 * 1024 * 1024


def mail_of(content: bytes) -> bytes | None:
    """Return the mail that an object holds, as bytes; None where it holds none."""
    try:
        told = json.loads(content[:_LARGEST])
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    inner = told.get("ygData")
    told = inner if isinstance(inner, dict) else told
    raw = told.get("rawEmail")
    if isinstance(raw, str) and raw.strip():
        return _bytes(_unescaped(raw))
    body = told.get("messageBody")
    if isinstance(body, str) and body.strip():
        return _shown(told, body)
    return None


def _unescaped(text: str) -> str:
    # Loaded where there is such an object: a text alone is to be shown at once.
    from html import unescape

    return unescape(text)


def _bytes(text: str) -> bytes:
    """Return letters as the bytes they stood for: one each, where they were not UTF-8
    read as such."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _shown(told: dict[str, Any], body: str) -> bytes:
    """Return the mail that the site showed as a page's part."""
    from email.utils import formatdate

    who = " ".join(str(told.get("authorName") or told.get("profile") or "").split())
    sent = str(told.get("from") or "")
    lines = [
        f"From: {_unescaped(sent) or who}",
        f"Subject: {' '.join(_unescaped(str(told.get('subject') or '')).split())}",
    ]
    posted = str(told.get("postDate") or "")
    if posted.isdecimal() and len(posted) < 12:
        lines.append(f"Date: {formatdate(int(posted))}")
    lines += ["Content-Type: text/html; charset=utf-8", "", ""]
    return "\r\n".join(lines).encode("utf-8", "replace") + body.encode("utf-8")


def number_of(name: str) -> str:
    """Return the number of a mail in its group by its file's name; "" without one."""
    found = NAME.search(name)
    return found[1] if found else ""
