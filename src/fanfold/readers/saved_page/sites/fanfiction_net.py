"""FanFiction.Net, 2001 to 2020: the same facts in the same order, in other clothes.

A trail (``Books » Robin Hood » Title``), ``Author:`` or ``By:``, at times the summary,
then one line of facts: ``Rated: T - English - Drama - Will S. - Chapters: 3 - …``. What
has no label there is language, genres, characters, in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fanfold.readers.saved_page.laid import (
    Laid,
    Said,
    Site,
    Tokens,
    framed,
    heading,
    is_in,
    link_of,
)
from fanfold.text.lines import Kind
from fanfold.text.page import Page, PageLine
from fanfold.vocab.languages import language_named
from fanfold.vocab.patterns import late

_HEAD = 40
_TEXT = ("#storytext", "#storytextp", ".storytext")
_NAMED = late(r"(?i)\bfan\s?fiction(?:\.net\b|\s*$)|\bfanfic\b.{0,30}\bfanfiction")
_SITE = late(r"(?i)^(?:www\.)?fan\s?fiction(?:\.net)?\b.{0,40}$")
_FACTS = late(r"(?i)^(?:fiction\s+)?rat(?:ed|ing)\s?:\s*")
_CRUMBS = late(r"^[^»]{2,60}»\s*([^»]{2,80}?)(?:\s*»\s*(.{1,200}))?$")
_SIZES = late(r"\s*(?:Font\s?:|\[?text size\]?|Follow/Fav).{0,60}$")
_BY = late(r"(?i)^(?:author|by)\s?:\s*(.{1,60}?)(?:\s+PM\b.*)?$")
_CHAPTER = late(r"(?i)\bchapter\s+(\d{1,4})(?:\s*:\s*(.{1,120}?))?(?=,\s|\s*$)")
_SELECTED = late(r"^(\d{1,4})\.\s(.{1,120})$")
_PARTED = late(r"\s+[-·•]\s+|\s{3,}")
_ENDS = late(
    r"(?i)^(?:(?:submit )?review(?: this)?\b|return to top|submit review"
    r"|the author would like to thank|add (?:story|author) to"
    r"|report (?:abuse|possible)|share\b.{0,20}$"
    r"|(?:<\s*)?prev(?:ious)?\b.{0,20}$|next\s*>?$|\[?\s*add:)"
)
#: A slash parts genres, but for the two that have one themselves.
_GENRE = late(r"(?i)hurt/comfort|action/adventure|[^/]+")
_GENRES = frozenset(
    (
        *("adventure", "angst", "crime", "drama", "family", "fantasy", "friendship"),
        *("general", "horror", "humor", "mystery", "parody", "poetry", "romance"),
        *("sci-fi", "spiritual", "supernatural", "suspense", "tragedy", "western"),
        *("hurt/comfort", "action/adventure", "hurt", "comfort", "action", "humour"),
    )
)
#: Facts with a label that say something of the story; the rest counts readers.
_FIELDS = {
    "published": "published",
    "updated": "updated",
    "status": "status",
    "words": "length",
    "genre": "category",
    "category": "fandom",
    "language": "language",
}


def _known(page: Page, lines: Sequence[PageLine], tokens: Tokens) -> bool:
    if _NAMED.search(page.title) is None and "#profile_top" not in tokens:
        return False
    return any(_FACTS.match(each.line.text) for each in lines[:_HEAD])


def _laid(page: Page, lines: Sequence[PageLine]) -> Laid:
    facts = next(at for at, each in enumerate(lines) if _FACTS.match(each.line.text))
    said = [*_above(page, lines[:facts]), *_facts(lines[facts])]
    chapter = _chapter(page, lines[facts])
    below = _below(lines[facts + 1 :])
    return framed("fanfiction_net", said, lines, _TEXT, below, chapter)


def _above(page: Page, lines: Sequence[PageLine]) -> Iterator[Said]:
    """Yield fandom, title, author and summary, which stand above the facts."""
    titled = named = False
    for each in lines:
        text = _SIZES.sub("", each.line.text).strip()
        if not text or each.line.kind is Kind.BLANK or _SITE.search(text):
            continue
        if is_in(each, "#pre_story_links"):
            shelf = [run.text.strip() for run in each.runs if run.text.strip()]
            yield Said("fandom", shelf[-1], each, "Category")
            continue
        crumbs, by = _CRUMBS.match(text), _BY.match(text)
        if crumbs:
            yield Said("fandom", crumbs[1].strip(" »"), each, "Category")
            if crumbs[2] and not titled:
                titled = True
                yield Said("title", crumbs[2].strip(), each)
        elif by and not named:
            named = True
            author = link_of(each, "/u/") or link_of(each, "userid=") or by[1]
            yield Said("author", author, each, "Author", values=(author,))
        elif not titled and len(text) < 200 and text in page.title:
            titled = True
            yield Said("title", text, each)
        elif named and len(text) > 30 and not each.navigation:
            yield Said("summary", text, each, "Summary")


def _facts(line: PageLine) -> Iterator[Said]:
    """Yield the fields of ``Rated: PG - English - Drama - Published: 07-02-01``."""
    text = _FACTS.sub("Rated: ", " ".join(line.line.text.split("\n")))
    genre = language = False
    for part in filter(None, map(str.strip, _PARTED.split(text))):
        label, colon, value = part.partition(":")
        value = value.strip()
        if colon and label == "Rated":
            yield Said("rating", re.sub(r"(?i)^fiction\s+", "", value), line, label)
        elif colon and label.lower() in _FIELDS:
            yield Said(_FIELDS[label.lower()], value, line, label)
        elif colon or part.lower() == "complete":
            if part.lower() == "complete":
                yield Said("status", part, line)
        elif not language and language_named(part):
            language = True
            yield Said("language", part, line)
        elif not genre and _is_genre(part):
            genre = True
            genres = tuple(_GENRE.findall(part))
            yield Said("category", part, line, "Genre", values=genres)
        else:
            yield from _cast(part, line)


def _is_genre(part: str) -> bool:
    pieces = part.lower().replace(" ", "").split("/")
    return part.lower() in _GENRES or all(piece in _GENRES for piece in pieces)


def _cast(part: str, line: PageLine) -> Iterator[Said]:
    """Yield ``[Will S., Marian] Tuck``: in brackets who is a couple."""
    for couple in re.findall(r"\[([^\[\]]{1,120})\]", part):
        names = [name.strip() for name in couple.split(",")]
        pair = "/".join(names)
        yield Said("pairing", pair, line, "Characters", values=(pair,))
    flat = part.replace("[", "").replace("] ", ", ").replace("]", "")
    # Before couples had brackets, two names were parted by "&".
    names = [name.strip() for name in flat.replace(" & ", ", ").split(",")]
    cast = tuple(filter(None, names))
    yield Said("characters", flat, line, "Characters", values=cast)


def _below(lines: Sequence[PageLine]) -> Iterator[PageLine]:
    for each in lines:
        if _ENDS.match(each.line.text):
            return
        if not is_in(each, "form", "#review") and not _SELECTED.match(each.line.text):
            yield each


def _chapter(page: Page, like: PageLine) -> PageLine | None:
    found = _CHAPTER.search(page.title)
    if found is None:
        return None
    name = (found[2] or "").strip()
    said = f"Chapter {found[1]}: {name}" if name else f"Chapter {found[1]}"
    return heading(said, like)


SITE = Site("fanfiction_net", _known, _laid)
