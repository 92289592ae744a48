"""What is remembered of each page while a site is put together: little."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from fanfold.model.draft import DraftWork
from fanfold.model.evidence import best
from fanfold.readers._numbering import Numbered
from fanfold.readers.saved_site.links import Link
from fanfold.readers.saved_site.numbering import Script
from fanfold.text.page import PageLine
from fanfold.text.parts import Marker, bare, is_chrome, marker_of, without_part
from fanfold.vocab.patterns import late

#: Rows at the top of a page where a part says which it is.
_TOP = 14
#: So many words for each page it links to, and some more, an index may have.
_BLURB, _SLACK = 45, 60
#: With fewer words a page that other pages only frame holds no story.
_FEW, _SOME = 20, 400
_ASIDE = late(
    r"(?i)(?:^|[/_-])(?:(?:my)?links?(?:page)?|about(?:me|us)?|bio|contact|faq|awards?|"
    r"webrings?|rings?|updates?|whats?new|disclaimer|search|help|rules|submissions?|"
    r"feedback|e?mail|splash|enter|warning|adult|banners?|credits|sitemap|forum|"
    r"message_?board|menu|nav(?:bar|igation)?|top|left|header|footer|blank|counter|"
    r"log-?in|register|sidebar|404)\d{0,2}\.\w{2,5}$"
)
_GUESTS = late(r"(?i)guest ?(?:book|map)|gästebuch|livre d.or")


class Kind(Enum):
    """What a page is for the site."""

    STORY = "story"
    INDEX = "index"
    ASIDE = "aside"
    FRAMES = "frames"


@dataclass(frozen=True, slots=True)
class Sketch:
    """One page.

    title: as the page states it, bare (parts.bare) in `same`; "" where what it states
        is a chapter's heading or nothing. authors: of its header, bare.
    number, total: which part it says it is. words: of its text.
    links: (place of the page linked to, the link), in order, without its own.
    """

    place: int
    kind: Kind
    title: str = ""
    same: str = ""
    authors: tuple[str, ...] = ()
    number: int | None = None
    total: int | None = None
    words: int = 0
    named: Numbered | None = None
    script: Script | None = None
    links: tuple[tuple[int, Link], ...] = ()
    frames: tuple[int, ...] = ()
    missing: tuple[Link, ...] = field(default=())


def sketched(
    place: int,
    lines: list[PageLine],
    draft: DraftWork,
    *,
    framed: bool,
    shared: frozenset[str] = frozenset(),
) -> Sketch:
    """Return what a page looks like, its links and its kind not known yet.

    shared: titles that nearly all pages of the site have in their heads.
    """
    stated = best(draft.title)
    title = stated.value if stated else ""
    marker = marker_of(title) if title else None
    plain, number, total = without_part(title)
    if marker is not None:
        plain, number, total = "", marker.number, marker.total
    if number is None:
        said = _part_at_top(lines, plain)
        if said is not None:
            number, total = said.number, said.total or total
    # What only the head says may be the site's name, or the program's.
    head = stated is not None and stated.evidence.place == "title" and number is None
    same = "" if head or plain.casefold() in shared else bare(plain)
    words = sum(each.words for each in draft.chapters)
    people = best(draft.creators)
    authors = tuple(bare(each.name) for each in people.value) if people else ()
    return Sketch(
        place, Kind.FRAMES if framed else Kind.STORY, plain, same, authors,
        number, total, words,
    )  # fmt: skip


def _part_at_top(lines: list[PageLine], title: str) -> Marker | None:
    texts = [each.line.text for each in lines if each.line.text.strip()]
    for text in texts[:_TOP]:
        marker = marker_of(text, title)
        if marker is not None and marker.number is not None:
            return marker
        _, number, total = without_part(text) if len(text) < 90 else (text, None, None)
        if number is not None and total is not None:
            return Marker(number, total)
    return None


def with_kind(sketch: Sketch, name: str, page_title: str) -> Sketch:
    """Return the sketch, its links known, with what kind of page it is."""
    if sketch.kind is Kind.FRAMES:
        return sketch
    leads = {place for place, link in sketch.links if _is_entry(link)}
    kind = Kind.STORY
    if sketch.script is not None and sketch.script.contents:
        kind = Kind.INDEX
    elif _GUESTS.search(f"{name} {page_title}") and sketch.number is None:
        kind = Kind.ASIDE
    elif len(leads) >= 2 and sketch.words < _BLURB * len(leads) + _SLACK:
        kind = Kind.INDEX
    elif _ASIDE.search(name) and sketch.words < _SOME and sketch.number is None:
        kind = Kind.ASIDE
    elif sketch.words < _FEW and sketch.number is None:
        kind = Kind.INDEX if leads else Kind.ASIDE
    return replace(sketch, kind=kind)


def _is_entry(link: Link) -> bool:
    """Tell whether a link names what it leads to, not the way there."""
    return link.ahead is None and bool(link.words) and not is_chrome(link.words)
