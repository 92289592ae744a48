"""What OPDS 1.2 asks of a catalogue, judged with a parser that is not the writer's.

Written from the standard (https://specs.opds.io/opds-1.2), Atom (RFC 4287) and paging
(RFC 5005); it knows nothing of how our feeds are made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

A = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/terms/}"
OPDS = "{http://opds-spec.org/2010/catalog}"
THR = "{http://purl.org/syndication/thread/1.0}"
OS = "{http://a9.com/-/spec/opensearch/1.1/}"
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
_BOUGHT = "http://opds-spec.org/acquisition"
_FACET = "http://opds-spec.org/facet"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_PAGING = ("first", "previous", "next", "last")


def parsed(content: bytes) -> Any:
    """Return the root of a document; raises where it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(content, parser)


def faults(content: bytes, kind: str) -> list[str]:
    """Return what is wrong with a feed that was sent as this type."""
    return list(_faults(parsed(content), kind))


def linked(element: Any, rel: str) -> list[Any]:
    """Return the links of a feed or an entry with a relation."""
    return [each for each in element.findall(f"{A}link") if each.get("rel") == rel]


def _faults(feed: Any, kind: str) -> Iterator[str]:
    if feed.tag != f"{A}feed":
        yield f"root is {feed.tag}"
        return
    if kind not in (NAVIGATION, ACQUISITION):
        yield f"sent as {kind}"
    yield from _head(feed, "feed")
    yield from _links_of_feed(feed, kind)
    entries = feed.findall(f"{A}entry")
    for entry in entries:
        yield from _head(entry, "entry")
        yield from _entry(entry, kind)
        if feed.find(f"{A}author") is None and entry.find(f"{A}author") is None:
            yield "an entry without an author, in a feed without one"
    ids = Counter(each.findtext(f"{A}id") for each in entries)
    yield from (f"{count} entries are {id_}" for id_, count in ids.items() if count > 1)


def _head(element: Any, what: str) -> Iterator[str]:
    for name in ("id", "title", "updated"):
        if len(element.findall(f"{A}{name}")) != 1:
            yield f"{what} without its one {name}"
    if not _IRI.fullmatch(element.findtext(f"{A}id") or ""):
        yield f"{what} with the id {element.findtext(f'{A}id')}"
    if not _MOMENT.fullmatch(element.findtext(f"{A}updated") or ""):
        yield f"{what} updated {element.findtext(f'{A}updated')}"
    if not (element.findtext(f"{A}title") or "").strip():
        yield f"{what} without a title"
    for link in element.findall(f"{A}link"):
        if not all(link.get(each) for each in ("rel", "href", "type")):
            yield f"{what} with a link that lacks something: {dict(link.attrib)}"


def _links_of_feed(feed: Any, kind: str) -> Iterator[str]:
    for rel, wanted in (("self", kind), ("start", NAVIGATION)):
        found = linked(feed, rel)
        if len(found) != 1 or found[0].get("type") != wanted:
            yield f"{rel} is {[each.attrib for each in found]}"
    for rel in _PAGING:
        found = linked(feed, rel)
        if len(found) > 1 or any(each.get("type") != kind for each in found):
            yield f"{rel} is {[each.attrib for each in found]}"
    for link in linked(feed, "search"):
        if link.get("type") != "application/opensearchdescription+xml":
            yield f"search is of type {link.get('type')}"
    yield from _facets(feed, kind)


def _facets(feed: Any, kind: str) -> Iterator[str]:
    active: Counter[str] = Counter()
    facets = linked(feed, _FACET)
    if facets and kind != ACQUISITION:
        yield "facets where there is nothing to narrow"
    for link in facets:
        group, count = link.get(f"{OPDS}facetGroup"), link.get(f"{THR}count")
        if not group or not link.get("title") or link.get("type") != ACQUISITION:
            yield f"a facet that lacks something: {dict(link.attrib)}"
        if count is not None and not count.isdigit():
            yield f"a facet with the count {count}"
        if link.get(f"{OPDS}activeFacet") not in (None, "true"):
            yield f"a facet that is active: {link.get(f'{OPDS}activeFacet')}"
        active[str(group)] += link.get(f"{OPDS}activeFacet") == "true"
    yield from (f"{n} of {g} are active" for g, n in active.items() if n > 1)


def _entry(entry: Any, kind: str) -> Iterator[str]:
    links = entry.findall(f"{A}link")
    bought = [each for each in links if str(each.get("rel")).startswith(_BOUGHT)]
    if kind == NAVIGATION:
        if bought:
            yield "a book among ways in"
        if not any(each.get("type") in (NAVIGATION, ACQUISITION) for each in links):
            yield "a way in that leads nowhere"
        if entry.find(f"{A}content") is None:
            yield "a way in without a word about it"
        return
    if not bought:
        yield f"no book of {entry.findtext(f'{A}title')}"
    for each in entry.findall(f"{A}summary"):
        if each.get("type", "text") != "text" or len(each):
            yield "a summary that is more than text"
    for name in (f"{DC}title", f"{DC}creator", f"{DC}subject", f"{DC}rights"):
        if entry.find(name) is not None:
            yield f"{name} where Atom has a word of its own"
    for each in entry.findall(f"{A}category"):
        if not each.get("term") or not each.get("label"):
            yield f"a category that lacks something: {dict(each.attrib)}"
    for issued in entry.findall(f"{DC}issued"):
        if not _DAY.fullmatch(issued.text or ""):
            yield f"issued on {issued.text}"
    if not linked(entry, "alternate"):
        yield "no page of the story to go to"
