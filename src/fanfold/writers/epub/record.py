"""The record that travels in a book, so that the book alone can be read back.

A chapter's text is in its page and nowhere else, where it can be taken out of the page
to the letter (text/bound.py); else the record has it. Such a chapter names its ``page``
and the ``page_sha256`` of the text, which shows whether somebody changed the page.
Addresses, pictures and what an archive alone knows of a work do not travel.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from fanfold.model.record import to_json, without_emails
from fanfold.model.work import Chapter, Work
from fanfold.text.addresses import removed, removed_within
from fanfold.text.bound import unbound
from fanfold.text.house import plain


class Kept(NamedTuple):
    """What a chapter's page gives back. html: without addresses; "" where it, or the
    plain text that follows from it, does not come back to the letter."""

    page: str
    html: str


def kept_on(name: str, page: str, chapter: Chapter) -> Kept:
    """Return what of a chapter can be taken out of its page again."""
    html = unbound(page)
    if html is None or html not in (chapter.html, removed(chapter.html)):
        return Kept(name, "")
    follows = plain(html) in (chapter.text, removed(chapter.text))
    return Kept(name, html if follows else "")


def record_of(work: Work, kept: Sequence[Kept]) -> str:
    """Return the work as a line of JSON, without addresses and what the pages hold."""
    chapters = tuple(map(_bare, work.chapters, kept))
    whole = to_json(without_emails(replace(work, chapters=chapters)))
    for made, chapter, page in zip(whole["chapters"], work.chapters, kept, strict=True):
        _point_at(page, made, chapter)
    return json.dumps(removed_within(whole), ensure_ascii=False) + "\n"


def _bare(chapter: Chapter, kept: Kept) -> Chapter:
    return replace(chapter, html="", text="") if kept.html else chapter


def _point_at(kept: Kept, made: dict[str, Any], chapter: Chapter) -> None:
    if not kept.html:
        return
    made["page"] = kept.page
    made["page_sha256"] = hashlib.sha256(
        kept.html.encode("utf-8", "replace")
    ).hexdigest()
    for entry in made.get("evidence", ()):
        if entry["field"] == "html" and entry["value"] == chapter.html:
            entry["value"], entry["page"] = "", kept.page
