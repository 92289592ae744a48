"""A site read: its pages compared, put into order, and made works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fanfold.errors import SourceError
from fanfold.keep.containers import loss, note
from fanfold.model.draft import Draft, DraftWork
from fanfold.model.evidence import Claim, Standing
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers import saved_page
from fanfold.readers._joined import joined
from fanfold.readers._numbering import numbered
from fanfold.readers.contract import Reader, Recognition, Source, surest
from fanfold.readers.saved_page.reading import Opened, drafted_page, opened_page
from fanfold.readers.saved_site import is_web_archive
from fanfold.readers.saved_site.addresses import Atlas, by_folder, own_addresses
from fanfold.readers.saved_site.days import dated, dates_in
from fanfold.readers.saved_site.gathering import is_page_name
from fanfold.readers.saved_site.grouping import Group, common_title, groups_of
from fanfold.readers.saved_site.indexes import Told, order_of, told_of
from fanfold.readers.saved_site.leaves import Leaf, placed
from fanfold.readers.saved_site.links import Links, links_of
from fanfold.readers.saved_site.numbering import is_script, scripted
from fanfold.readers.saved_site.sketches import Kind, Sketch, sketched, with_kind
from fanfold.text.dates import FigureOrder, order_in
from fanfold.text.page import PageLine
from fanfold.text.repeats import recurring, without_recurring
from fanfold.vocab.patterns import late

#: So many pages are compared to tell what all of them have.
_COMPARED = 60
#: So many missing pages are told one by one.
_TOLD = 60
_PARTED = late(r"\s+(?:-|–|—|::|:|\||»|~|>)\s+")


@dataclass(slots=True)
class Site:
    """What is known of a site while it is read."""

    leaves: list[Leaf]
    atlas: Atlas
    scratch: Path
    furniture: frozenset[str] = frozenset()
    shared_titles: frozenset[str] = frozenset()
    titles: list[str] = field(default_factory=list)
    order: FigureOrder = field(default_factory=lambda: FigureOrder(None))

    def opened(self, place: int) -> Opened:
        """Return a page. Raises UnreadableSourceError where it is no text."""
        leaf = self.leaves[place]
        return opened_page(leaf.original, leaf.habit)

    def lines(self, place: int, opened: Opened) -> list[PageLine]:
        """Return a page's lines without what the site's pages have in common."""
        title = self.titles[place] if place < len(self.titles) else opened.page.title
        own = [
            part
            for part in (title, *_PARTED.split(title))
            if part.casefold() not in self.shared_titles
        ]
        return without_recurring(opened.page.lines, self.furniture, own)


def read_site(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the works of the site, then what is missing and what holds no story."""
    leaves, others, problems = _leaves(source, scratch)
    yield from problems
    site = Site(leaves, Atlas([each.original.name for each in leaves]), scratch)
    unread = _compared(site)
    sketches = _sketches(site, unread)
    yield from unread.values()
    order = order_of(sketches, [each.original.name for each in leaves])
    told = told_of(site, sketches)
    groups = groups_of(sketches, order)
    for group in groups:
        yield from _work(site, sketches, group, told)
    yield from _read_others(others, source, scratch)
    yield from _missing(site, sketches)
    yield from _aside(site, sketches, groups)


def _leaves(
    source: Source, scratch: Path
) -> tuple[list[Leaf], list[Original], list[Problem]]:
    """Return the site's pages, the other files with words, and what was hard."""
    problems: list[Problem] = []
    leaves: list[Leaf] = []
    others: list[Original] = []
    for each in source:
        if is_web_archive(each):
            from fanfold.readers.saved_site.web_archive import leaves_of

            for found in leaves_of(each, scratch):
                if isinstance(found, Problem):
                    problems.append(found)
                else:
                    leaves.append(found)
        elif saved_page.recognise(Source((each,))) > Recognition.NO:
            leaves.append(Leaf(each, habit=source.habit))
        else:
            others.append(each)
    return leaves, others, problems


# -- what the pages are -------------------------------------------------------------


def _compared(site: Site) -> dict[int, Problem]:
    """Learn the site's furniture, its pages' titles and addresses.

    Return the problems of the pages that cannot be read, by place.
    """
    unread: dict[int, Problem] = {}
    sample = _spread(len(site.leaves))
    lines: list[Sequence[PageLine]] = []
    titles: Counter[str] = Counter()
    for place, leaf in enumerate(site.leaves):
        title = ""
        try:
            opened = site.opened(place)
        except SourceError as error:
            unread[place] = loss(error.code, leaf.original.name, str(error))
        else:
            title = opened.page.title
            titles.update({part.casefold() for part in (title, *_PARTED.split(title))})
            own = own_addresses(opened.source[:8192]) or (
                by_folder(leaf.original.name),
            )
            site.atlas.know(place, filter(None, (leaf.address, *own)))
            if place in sample:
                lines.append(opened.page.lines)
        site.titles.append(title)
    most = 0.9 * len(site.leaves)
    site.shared_titles = frozenset(t for t, n in titles.items() if n >= max(3, most))
    site.furniture = recurring(lines)
    return unread


def _spread(number: int) -> frozenset[int]:
    """Return places of pages to compare, spread evenly over all."""
    step = max(1.0, number / _COMPARED)
    return frozenset(int(n * step) for n in range(min(number, _COMPARED)))


def _sketches(site: Site, unread: dict[int, Problem]) -> list[Sketch]:
    sketches = []
    dates: list[str] = []
    for place, leaf in enumerate(site.leaves):
        if place in unread:
            drawn = _wordless(site, place)
            if drawn.links or drawn.frames:
                del unread[place]
            sketches.append(drawn)
            continue
        opened = site.opened(place)
        lines = site.lines(place, opened)
        found = links_of(opened.source)
        draft = _draft(opened, lines)
        dates += dates_in(draft)
        drawn = sketched(
            place,
            lines,
            draft,
            framed=found.framed,
            shared=site.shared_titles,
        )
        address = site.atlas.address(place)
        drawn = replace(
            _linked(site, drawn, found),
            named=numbered(leaf.original.name),
            script=scripted(leaf.original.name, address),
        )
        sketches.append(with_kind(drawn, leaf.original.name, opened.page.title))
    site.order = order_in(dates)
    return [_framed(sketches, each) for each in sketches]


def _wordless(site: Site, place: int) -> Sketch:
    """Return a page that cannot be read for words: of frames, or of pictures."""
    leaf = site.leaves[place]
    with leaf.original.open() as stream:
        source = stream.read().decode("latin-1")
    found = links_of(source)
    kind = Kind.FRAMES if found.framed else Kind.INDEX if found.links else Kind.ASIDE
    return _linked(site, Sketch(place, kind), found)


def _draft(opened: Opened, lines: list[PageLine]) -> DraftWork:
    worded = any(each.line.text.strip() for each in lines)
    return drafted_page(opened, lines) if worded else DraftWork()


def _linked(site: Site, sketch: Sketch, found: Links) -> Sketch:
    place = sketch.place
    links, missing = [], []
    for link in found.links:
        target = site.atlas.find(link.href, place)
        if target is not None and target != place:
            links.append((target, link))
        elif target is None and site.atlas.is_own(link.href, place):
            missing.append(link)
    frames = (site.atlas.find(each, place) for each in found.frames)
    return replace(
        sketch,
        links=tuple(links),
        missing=tuple(missing),
        frames=tuple(each for each in frames if each is not None),
    )


def _framed(sketches: Sequence[Sketch], sketch: Sketch) -> Sketch:
    """Give a page of frames the links of the pages it frames."""
    if sketch.kind is not Kind.FRAMES:
        return sketch
    links = (each for place in sketch.frames for each in sketches[place].links)
    return replace(sketch, links=(*sketch.links, *links))


# -- works --------------------------------------------------------------------------


def _work(
    site: Site, sketches: Sequence[Sketch], group: Group, told: dict[int, Told]
) -> Iterator[Draft | Problem]:
    """Yield the work that a group of pages is, after what was hard about them."""
    drafts: list[DraftWork] = []
    for place in (*group.pages, *group.contents):
        found = [*_drafted(site, place)]
        yield from (each for each in found if isinstance(each, Problem))
        works = [each for each in found if isinstance(each, DraftWork)]
        if len(group.pages) == 1 and not group.contents and len(works) != 1:
            yield from works
            return
        drafts += works[:1]
    titles = {sketches[place].same for place in group.pages} - {""}
    work = joined(drafts[: len(group.pages)], titled=len(titles) > 1)
    if len(titles) > 1:
        work = _called(work, [sketches[place] for place in group.pages])
    for contents in drafts[len(group.pages) :]:
        work = _described(work, contents)
    if len(group.pages) > 1:
        names = ", ".join(site.leaves[p].original.name for p in group.pages)
        detail = f"{names} became one work: {'; '.join(group.reasons)}."
        yield note("joined-parts", site.leaves[group.pages[0]].original.name, detail)
    yield told[group.pages[0]].added(work) if group.pages[0] in told else work


def _called(work: DraftWork, pages: Sequence[Sketch]) -> DraftWork:
    """Return a work whose chapters have titles with the title that all begin with."""
    title = common_title(pages[0], pages[1])
    seen = next((c.title[0] for c in work.chapters if c.title), None)
    if not title or seen is None:
        return work
    claim = Claim(title, Standing.GUESSED, seen.evidence, seen.steps)
    chapters = tuple(
        replace(each, title=tuple(without_start(one, title) for one in each.title))
        for each in work.chapters
    )
    return replace(work, title=(claim,), chapters=chapters)


def without_start(claim: Claim[str], title: str) -> Claim[str]:
    """Return a chapter's title without its work's, ``Snow: Frost`` as ``Frost``."""
    if not claim.value.casefold().startswith(title.casefold()):
        return claim
    rest = claim.value[len(title) :].strip(" :-–—~|,")
    return replace(claim, value=rest) if rest else claim


def _described(work: DraftWork, contents: DraftWork) -> DraftWork:
    """Return the work with what the page that lists its chapters says of it."""
    whole = joined([replace(contents, chapters=()), work])
    status = contents.status or work.status
    return replace(whole, status=status)


def _drafted(site: Site, place: int) -> Iterator[Draft | Problem]:
    """Yield what a page holds, read by whoever knows such pages best."""
    leaf = site.leaves[place]
    known = _better_reader(leaf)
    if known is not None:
        yield from known.read(
            Source((leaf.original,), habit=leaf.habit), scratch=site.scratch
        )
        return
    opened = site.opened(place)
    yield from opened.problems
    draft = dated(drafted_page(opened, site.lines(place, opened)), site.order)
    draft = placed(draft, leaf)
    address = site.atlas.address(place)
    if address and address not in draft.urls:
        draft = replace(draft, urls=(*draft.urls, address))
    yield draft


def _better_reader(leaf: Leaf) -> Reader | None:
    """Return the one reader that knows a page better than as a page of any site."""
    alone = Source((leaf.original,), habit=leaf.habit)
    known, sure = surest(alone)
    return known if sure > saved_page.recognise(alone) else None


def _read_others(
    others: Sequence[Original], source: Source, scratch: Path
) -> Iterator[Draft | Problem]:
    """Yield what the readers of other formats make of files that the pages link to,
    then which files are only kept."""
    kept: list[str] = []
    for each in others:
        alone = Source((each,), name=each.name, habit=source.habit)
        known, sure = surest(alone)
        if known is not None and sure >= Recognition.LIKELY:
            yield from known.read(alone, scratch=scratch)
        elif is_page_name(each.name):
            yield loss("no-reader", each.name, "it is called a page and is none")
        else:
            kept.append(each.name)
    if kept:
        told = ", ".join(kept[:8]) + (" …" if len(kept) > 8 else "")
        detail = f"files of the site that hold no words: {told}; kept, not read"
        yield note("not-a-story", kept[0], detail)


# -- what is not there, and what is no story ----------------------------------------


def _missing(site: Site, sketches: Sequence[Sketch]) -> Iterator[Problem]:
    """Tell of pages that others link to and that were not brought in.

    One by one where they may be stories; a script's other pages are only counted.
    """
    stories = {each.script.story for each in sketches if each.script is not None}
    referrers: dict[str, int] = {}
    others: set[str] = set()
    for sketch in sketches:
        for href in dict.fromkeys(
            each.href.partition("#")[0] for each in sketch.missing
        ):
            wanted = site.atlas.wanted(href, sketch.place)
            script = scripted(wanted, wanted)
            if script is not None and script.part is None and script.story in stories:
                continue
            if script is None and is_script(wanted, wanted):
                others.add(wanted)
            elif script is not None or is_page_name(wanted) or wanted.endswith("/"):
                referrers.setdefault(wanted, sketch.place)
    for wanted, place in [*referrers.items()][:_TOLD]:
        name = site.leaves[place].original.name
        detail = f"{name} links to it, and it is not among the files."
        yield loss("missing-page", wanted, detail)
    left = len(referrers) - min(len(referrers), _TOLD)
    if left or others:
        detail = (
            f"{left + len(others)} more pages of the site are linked to and not here."
        )
        yield note("missing-pages", site.leaves[0].original.name, detail)


def _aside(
    site: Site, sketches: Sequence[Sketch], groups: Sequence[Group]
) -> Iterator[Problem]:
    used = {place for group in groups for place in (*group.pages, *group.contents)}
    names = [
        site.leaves[each.place].original.name
        for each in sketches
        if each.place not in used
    ]
    if names:
        told = ", ".join(names[:30]) + (" …" if len(names) > 30 else "")
        one = "One page holds no story of its own"
        several = f"{len(names)} pages hold no story of their own"
        detail = f"{several if len(names) > 1 else one}: {told}."
        yield note("pages-aside", site.leaves[0].original.name, detail)
