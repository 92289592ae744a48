"""Works as programs are told of them: records of fanfold/1 (docs/record.md), links."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from fanfold.archive.cards import Cards
from fanfold.model.record import to_json, without_emails
from fanfold.model.work import Work
from fanfold.text.slugs import slug
from fanfold.web.addresses import absolute
from fanfold.web.api.answers import Json

#: Of a chapter, what is in its text's own answer, or on the page of its origin.
_APART = ("html", "text", "problems", "evidence")
#: What a card does not know: its defaults would be a lie.
_NOT_ON_CARDS = ("permission", "visibility", "chapters", "evidence")
_BOOKS = ("epub", "html", "txt")


def record(request: HttpRequest, work: Work) -> Json:
    """Return a work's record without its text, and where its text and books are.

    What it rests on is on the page of its origin; evidence would name who is unnamed.
    """
    told = to_json(without_emails(work))
    told.pop("evidence")
    for chapter in told["chapters"]:
        for name in _APART:
            chapter.pop(name, None)
    stem = slug(work.title)
    links = _links(request, work.id)
    links["origin"] = at(request, "work-origin", work.id)
    links["books"] = {
        each: at(request, "work-download", work.id, f"{stem}.{each}") for each in _BOOKS
    }
    return {**told, "links": links}


def text(request: HttpRequest, work: Work) -> Json:
    """Return the chapters of a work with their text."""
    told = to_json(without_emails(work))
    chapters = told["chapters"]
    for chapter in chapters:
        for name in ("problems", "evidence"):
            chapter.pop(name, None)
    names = ("kind", "id", "title", "authors", "language", "word_count")
    kept = {name: told[name] for name in names if name in told}
    return {**kept, "chapters": chapters, "links": _links(request, work.id)}


def cards(request: HttpRequest, found: Cards) -> list[Json]:
    """Return the works of a page of a list."""
    return [_card(request, work, found) for work in found.works]


def _card(request: HttpRequest, work: Work, found: Cards) -> Json:
    told = to_json(work)
    for name in _NOT_ON_CARDS:
        told.pop(name)
    told["word_count"] = found.words[work.id]
    return {**told, "links": _links(request, work.id)}


def _links(request: HttpRequest, work: str) -> dict[str, Any]:
    return {
        "self": at(request, "api-work", work),
        "text": at(request, "api-text", work),
        "page": at(request, "work", work),
    }


def at(request: HttpRequest, name: str, *args: str) -> str:
    """Return a whole address of ours, as who asks came here."""
    return absolute(request, reverse(name, args=args))
