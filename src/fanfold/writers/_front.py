"""What stands before a story in every form it is given back in.

One list of words for people, in the order a header had them, so that a book, a page
and a text file tell the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fanfold.model.advice import Rating, Status
from fanfold.model.creator import BYLINE, Credit
from fanfold.model.permission import Permission
from fanfold.model.work import Chapter, Work
from fanfold.text.addresses import removed
from fanfold.text.house import escape


class Fact(NamedTuple):
    """One line of the front matter. html: house HTML for inline markup."""

    field: str
    label: str
    html: str


PERMISSIONS = {
    Permission.ANYONE: "anyone may archive it",
    Permission.ASK: "ask the author first",
    Permission.NAMED_ONLY: "only the archives named",
    Permission.NONE: "nobody",
}


def title_of(work: Work) -> str:
    """Return the title, or a word in its place."""
    return work.title or "Untitled"


def byline_of(work: Work) -> str:
    """Return the names under the title; "" where nobody is known to have written it.

    No word in their place: whoever read it back would take that for a name.
    """
    return removed(_listed(work.authors))


def heading_of(chapter: Chapter, work: Work) -> str:
    """Return what stands above a chapter; empty above the only one without a title."""
    if chapter.title:
        return chapter.title
    return f"Chapter {chapter.position}" if len(work.chapters) > 1 else ""


def facts(work: Work) -> Iterator[Fact]:
    """Yield what is known of a work, inline house HTML, in the order of a header.

    Summary, notes and dedication come apart (`passages`). Addresses of people are
    never among it.
    """
    plain = escape
    yield from _if("creators", "With", plain(_listed(_others(work.creators))))
    yield from _if("fandoms", "Fandom", plain(_listed(work.fandoms)))
    yield from _if(
        "categories", "Category", plain(_listed(map(" > ".join, work.categories)))
    )
    pairs = [each.name for each in work.relationships] or work.relationships_raw
    yield from _if("relationships_raw", "Pairing", plain(_listed(pairs)))
    cast = [each.name for each in work.characters] or work.characters_raw
    yield from _if("characters_raw", "Characters", plain(_listed(cast)))
    yield from _if("rating", "Rating", plain(_rating(work)))
    yield from _if("warnings_raw", "Warnings", plain(_listed(work.warnings_raw)))
    yield from _if("spoilers_raw", "Spoilers", work.spoilers_raw or "")
    yield from _if("series", "Series", plain(_series(work)))
    yield from _if("challenges", "Challenge", plain(_listed(work.challenges)))
    for tag in work.tags:
        yield Fact("tags", plain(tag.type), plain(tag.name))
    if work.status is not Status.UNKNOWN:
        yield Fact("status", "Status", work.status.value)
    dated = work.date or work.published
    yield from _if("date", "Date", dated.text if dated else "")
    yield from _if("updated", "Updated", work.updated.text if work.updated else "")
    yield from _if("language", "Language", plain(work.language or ""))
    yield Fact("word_count", "Words", f"{work.word_count:,}")
    for label in work.labels:
        yield Fact("labels", plain(label.name), plain(label.value))
    yield from _if("distribution_raw", "Distribution", work.distribution_raw or "")
    if work.permission in PERMISSIONS:
        yield Fact("permission", "May be archived by", PERMISSIONS[work.permission])
    for related in work.related:
        named = related.title or related.url or related.source_id or ""
        yield Fact("related", related.kind.value.capitalize(), plain(named))
    for address in work.urls:
        yield Fact("urls", "First posted at", plain(address))


def passages(work: Work) -> Iterator[Fact]:
    """Yield what an author wrote before a story, each a passage of its own."""
    yield from _if("summary", "Summary", work.summary or "")
    yield from _if("dedication", "Dedication", work.dedication or "")
    yield from _if("disclaimer", "Disclaimer", work.disclaimer or "")
    yield from _if("notes", "Notes", work.notes or "")


def _if(field: str, label: str, html: str) -> Iterator[Fact]:
    if html:
        yield Fact(field, label, html)


def _others(credits: tuple[Credit, ...]) -> Iterator[str]:
    for credit in credits:
        if credit.role not in BYLINE:
            yield f"{credit.name} ({credit.role.value})"


def _rating(work: Work) -> str:
    if work.rating is Rating.UNRATED:
        return work.rating_raw or "not rated"
    if work.rating_raw and work.rating_raw.lower() != work.rating.value:
        return f"{work.rating_raw} ({work.rating.value})"
    return work.rating.value


def _series(work: Work) -> str:
    return _listed(
        f"{place.title} ({place.position})" if place.position else place.title
        for place in work.series
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
