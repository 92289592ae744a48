"""MediaMiner.org: a trail, a title with its chapter, a rating in square brackets."""

from __future__ import annotations

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
from fanfold.text.page import Page, PageLine
from fanfold.vocab.patterns import late

_HEAD = 40
_TEXT = ("#fanfic-text", ".fanfic-text", "#story", "#fictext")
_RATED = late(
    r"^(.{0,160}?)\s*\[\s*((?:[A-Z]{1,2}|PG-?13|NC-?17|R)\s[-–:]\s[^\[\]]{3,60})\s*\]\W*$"
)
_CHAPTER = late(
    r"(?i)^(?P<name>.{0,120}?)\s*\(\s*(?P<kind>chapter|part|one-?shot|oneshot)"
    r"(?:\s+(?P<number>\d{1,4}))?\s*\)"
)
_TRAIL = late(r"\s*(?:❯|»|>|::)\s*")
_FANDOM = late(r"(?i)^(.{2,80}?)\s+fan\s?fic(?:tion)?s?$")
_LABELS = late(
    r"(?i)\b(author|by|genre\(?s?\)?|type|rating|status|summary|uploaded(?: on)?"
    r"|updated|added|language|pages|words|reviews?|characters|category)\s*:\s*"
)
_FIELDS = {
    "author": "author",
    "by": "author",
    "genre": "category",
    "genres": "category",
    "rating": "rating",
    "status": "status",
    "summary": "summary",
    "uploaded": "published",
    "uploaded on": "published",
    "added": "published",
    "updated": "updated",
    "language": "language",
    "characters": "characters",
    "category": "fandom",
}
_ENDS = late(
    r"(?i)^(?:submit (?:your )?review|reviews? this|review this|chapters?\s*:\s*\d"
    r"|(?:previous|next) chapter|return to the|current reviews|top$|more by this author"
    r"|report )"
)


def _known(page: Page, lines: Sequence[PageLine], _tokens: Tokens) -> bool:
    return "mediaminer" in page.title.lower() or (
        any("mediaminer.org" in each.line.text.lower() for each in lines[:12])
        and any(_RATED.match(each.line.text) for each in lines[:_HEAD])
    )


def _laid(_page: Page, lines: Sequence[PageLine]) -> Laid:
    said: list[Said] = []
    chapter: PageLine | None = None
    start = 0
    for at, each in enumerate(lines[:_HEAD]):
        told = list(_said(each))
        if told:
            said += told
            start = at + 1
        found = _chapter_of(each)
        chapter = chapter or found
        if found is not None:
            start = at + 1
    return framed("mediaminer", said, lines, _TEXT, _below(lines[start:]), chapter)


def _said(each: PageLine) -> Iterator[Said]:
    text = each.line.text.strip()
    rated = _RATED.match(text)
    if rated:
        yield Said("rating", rated[2], each, "Rating")
        text = rated[1].strip()
    trail = _TRAIL.split(text)
    if len(trail) > 2 or (len(trail) == 2 and rated):
        yield from _trail(trail, each)
        return
    labels = list(_LABELS.finditer(text))
    if labels and labels[0].start() <= 3:
        ends = [found.start() for found in labels[1:]] + [len(text)]
        for found, end in zip(labels, ends, strict=True):
            name = _FIELDS.get(
                found[1].lower().replace("(s)", "s").replace("()", ""), ""
            )
            value = text[found.end() : end].strip(" |[]-")
            if name and value:
                linked = link_of(each, "/user_info") or link_of(each, "/user/")
                yield Said(
                    name, linked or value if name == "author" else value, each, found[1]
                )
    elif text.lower().startswith("by ") and len(text) < 80:
        yield Said("author", text[3:].strip(), each, values=(text[3:].strip(),))


def _trail(trail: Sequence[str], each: PageLine) -> Iterator[Said]:
    for part in trail:
        fandom = _FANDOM.match(part.strip())
        if fandom and fandom[1].lower() not in {"anime/manga", "anime", "original"}:
            yield Said("fandom", fandom[1], each, "Category")
    titles = [
        part.strip()
        for part in trail
        if part.strip() and not _FANDOM.match(part.strip()) and not _is_site(part)
    ]
    if titles:
        yield Said("title", _without_chapter(titles[0]), each)


def _is_site(part: str) -> bool:
    lower = part.strip().lower()
    return lower in {"fan fiction", "fanfiction", "anime/manga", "home", "fan fic"} or (
        "mediaminer" in lower
    )


def _without_chapter(title: str) -> str:
    found = _CHAPTER.match(title)
    return found["name"].strip() if found and found["name"] else title


def _chapter_of(each: PageLine) -> PageLine | None:
    text = _RATED.sub(r"\1", each.line.text.strip())
    last = _TRAIL.split(text)[-1].strip()
    found = _CHAPTER.match(last)
    if found is None or not found["number"]:
        return None
    name = found["name"].strip(" -–:")
    alone = len(_TRAIL.split(text)) < 2 or name.lower() == "chapter"
    number = found["number"]
    return heading(
        f"Chapter {number}" if alone or not name else f"Chapter {number}: {name}", each
    )


def _below(lines: Sequence[PageLine]) -> Iterator[PageLine]:
    for each in lines:
        if _ENDS.match(each.line.text.strip("[ ")):
            return
        if not is_in(each, "form", "nav"):
            yield each


SITE = Site("mediaminer", _known, _laid)
