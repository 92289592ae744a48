"""Feeds as OPDS 1.2 wants them: Atom with a few words of its own.

https://specs.opds.io/opds-1.2, 11 November 2018. Addresses are paths: what stands
before them, the app knows better than we do behind somebody's web server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.utils.translation import get_language

from fanfold.text.house import escape, escape_attribute, xhtml

NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
_OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/terms/" '
    'xmlns:opds="http://opds-spec.org/2010/catalog" '
    'xmlns:thr="http://purl.org/syndication/thread/1.0" '
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xml:lang="{}">'
)


@dataclass(frozen=True, slots=True)
class Link:
    """Where something leads. more: further attributes, by name."""

    rel: str
    href: str
    type: str
    title: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, its texts plain.

    content: of what leads on; summary: of a work. categories: (kind, name).
    """

    id: str
    title: str
    updated: datetime
    links: tuple[Link, ...]
    content: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()
    rights: str = ""
    language: str = ""
    issued: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was found: works in all, on a page, and before this page."""

    total: int
    on_a_page: int
    before: int


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a catalogue. counts: of what was searched."""

    id: str
    title: str
    author: str
    updated: datetime
    links: tuple[Link, ...]
    entries: tuple[Entry, ...]
    subtitle: str = ""
    counts: Counts | None = None


def written(feed: Feed) -> bytes:
    """Return the feed as it is sent."""
    return "\n".join(_lines(feed)).encode("utf-8", "replace") + b"\n"


def _lines(feed: Feed) -> Iterator[str]:
    yield _OPENING.format(escape_attribute(get_language() or "en"))
    yield _element("id", feed.id)
    yield _element("title", feed.title)
    yield _element("updated", _moment(feed.updated))
    yield f"<author>{_element('name', feed.author)}</author>"
    if feed.subtitle:
        yield _element("subtitle", feed.subtitle)
    if feed.counts is not None:
        yield from _counts(feed.counts)
    yield from map(_link, feed.links)
    for each in feed.entries:
        yield from _entry(each)
    yield "</feed>"


def _counts(counts: Counts) -> Iterator[str]:
    yield _element("opensearch:totalResults", str(counts.total))
    yield _element("opensearch:itemsPerPage", str(counts.on_a_page))
    yield _element("opensearch:startIndex", str(counts.before + 1))


def _entry(entry: Entry) -> Iterator[str]:
    yield "<entry>"
    yield _element("id", entry.id)
    yield _element("title", entry.title)
    yield _element("updated", _moment(entry.updated))
    for name in entry.authors:
        yield f"<author>{_element('name', name)}</author>"
    for word, told in (
        ("dc:identifier", entry.identifier),
        ("dc:language", entry.language),
        ("dc:issued", entry.issued),
        ("rights", entry.rights),
    ):
        if told:
            yield _element(word, told)
    for kind, name in entry.categories:
        yield _tag("category", {"scheme": kind, "term": name, "label": name})
    if entry.summary:
        yield _element("summary", entry.summary, ' type="text"')
    if entry.content:
        yield _element("content", entry.content, ' type="text"')
    yield from map(_link, entry.links)
    yield "</entry>"


def _link(link: Link) -> str:
    told = {"rel": link.rel, "href": link.href, "type": link.type}
    told |= {"title": link.title} if link.title else {}
    return _tag("link", told | dict(link.more))


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    told = "".join(
        f' {each}="{xhtml(escape_attribute(text))}"'
        for each, text in attributes.items()
    )
    return f"<{name}{told}/>"


def _element(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{xhtml(escape(text))}</{name}>"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
