"""What a site's index pages say of its works: their order, names and titles."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fanfold.errors import SourceError
from fanfold.model.creator import Credit
from fanfold.model.draft import DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.readers.saved_site.grouping import part_number
from fanfold.readers.saved_site.sketches import Kind, Sketch
from fanfold.text import addresses
from fanfold.text.page import PageLine
from fanfold.text.parts import bare, is_chrome, without_part
from fanfold.text.unlabelled import author_of, bylined
from fanfold.vocab.patterns import late

if TYPE_CHECKING:
    from fanfold.readers.saved_site.reading import Site

_RULE = "saved_site.index/1"
_HOME = late(r"(?i)(?:^|/)(?:index|default|home|main|welcome|start)\.\w{2,5}$")
_COUNTED = late(r"[\s,:#-]+(?:1|I|one)$")
_FIGURES = late(r"(\d+)")
_STORIES = (
    r"(?:fan ?)?(?:stories|story|fic(?:tion|s)?|tales|works|writing|fan ?fiction|"
    r"geschichten|histoires)"
)
_PAGE = r"(?: page| archive| index)?"
_NAME = r"[A-Z][\w.-]{1,20}(?: [A-Z][\w.-]{0,20}){0,2}"
_OWNER = (
    late(rf"(?i)(?:.{{0,30}}\b)?{_STORIES}{_PAGE} by (?P<name>.{{2,40}})"),
    late(rf"(?P<name>{_NAME})['’]s?\s+(?i:{_STORIES}{_PAGE})"),
)
_BY = late(r"(?i)\bby\s+(?P<name>[^()\[\],;:|–—\n]{2,40})")


def order_of(sketches: Sequence[Sketch], names: Sequence[str]) -> list[int]:
    """Return the places of all pages in the order in which a visitor meets them.

    From the pages named as homes, and the least deep, along the links of index pages
    and frames; what none of them lists comes last, by its name.
    """
    natural = sorted(range(len(names)), key=lambda place: _natural(names[place]))
    lists = [p for p in natural if sketches[p].kind in {Kind.INDEX, Kind.FRAMES}]
    lists.sort(key=lambda p: (names[p].count("/"), _HOME.search(names[p]) is None))
    ordered: dict[int, None] = {}
    for start in lists:
        waiting = deque([start])
        while waiting:
            place = waiting.popleft()
            if place in ordered:
                continue
            ordered[place] = None
            if sketches[place].kind in {Kind.INDEX, Kind.FRAMES}:
                waiting.extend(sketches[place].frames)
                waiting.extend(target for target, _ in sketches[place].links)
    ordered.update(dict.fromkeys(natural))
    return list(ordered)


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    parts = _FIGURES.split(name.lower())
    return tuple(
        (1, int(part[:18]), part) if part.isdecimal() else (0, 0, part)
        for part in parts
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What an index says of one work."""

    title: Claim[str] | None = None
    author: Claim[tuple[Credit, ...]] | None = None

    def added(self, work: DraftWork) -> DraftWork:
        """Return the work with what its own pages do not say."""
        if self.author is not None and not work.creators:
            work = replace(work, creators=(self.author,))
        if self.title is None:
            return work
        title = self.title
        if len(work.chapters) > 1:
            value = _COUNTED.sub("", title.value)
            title = replace(title, value=value or title.value)
        # The head of a page may name the site; a line above the story names the story.
        head = all(each.evidence.place.endswith("title") for each in work.title)
        agree = any(same(each.value, title.value) for each in work.title)
        if head and not agree:
            return replace(work, title=(title, *work.title))
        return replace(work, title=(*work.title, title))


def same(one: str, other: str) -> bool:
    """Tell whether two titles are the same but for signs and parts."""
    return bare(without_part(one)[0]) == bare(without_part(other)[0])


def told_of(site: Site, sketches: Sequence[Sketch]) -> dict[int, Told]:
    """Return what the index pages tell of the pages they list."""
    told: dict[int, Told] = {}
    for index in sketches:
        if index.kind is not Kind.INDEX:
            continue
        try:
            opened = site.opened(index.place)
        except SourceError:
            continue
        lines = opened.page.lines
        sha256 = opened.original.sha256
        record = site.leaves[index.place].place
        before = f"{record}, " if record else ""
        owner = _owner(opened.page.title, lines, sha256, before)
        for target, words, line, before_it, after in _entries(site, index.place, lines):
            if target in told or sketches[target].kind is not Kind.STORY:
                continue
            seen = Evidence(
                sha256,
                f"{before}line {line.line.number}",
                addresses.quoted(line.line.text),
                _RULE,
            )
            title = _title_above(words, line, before_it, seen)
            if part_number(words) is None and not is_chrome(words) and len(words) < 120:
                title = Claim(without_part(words)[0], Standing.GUESSED, seen)
            author = _author(line.line.text, words, after, seen) or owner
            told[target] = Told(title, author)
    return told


def _entries(
    site: Site, place: int, lines: Sequence[PageLine]
) -> Iterator[tuple[int, str, PageLine, str, str]]:
    """Yield (page linked to, words of the link, its line, lines before and after).

    before: the last line with words and no link.
    """
    before = ""
    for number, each in enumerate(lines):
        links: defaultdict[str, list[str]] = defaultdict(list)
        for run in each.runs:
            for mark in run.marks:
                if mark.startswith("a:"):
                    words = run.text or (run.picture[1] if run.picture else "")
                    links[mark[2:]].append(words)
        after = lines[number + 1].line.text if number + 1 < len(lines) else ""
        for href, said in links.items():
            target = site.atlas.find(href, place)
            text = " ".join("".join(said).split())
            if target is not None and target != place and text:
                yield target, text, each, before, after
        if each.line.text.strip() and not links:
            before = each.line.text.strip()


def _title_above(
    words: str, line: PageLine, above: str, seen: Evidence
) -> Claim[str] | None:
    """Return what stands before the first of a story's parts: ``Snow: [1] [2]``."""
    number = part_number(words)
    if number is None or number > 1:
        return None
    before = line.line.text.partition(words)[0].strip(" :-–—[(|*\xa0")
    title = without_part(" ".join((before or above).split()))[0].strip(" :-–—")
    if not 1 < len(title) < 80 or is_chrome(title) or bylined(title):
        return None
    return Claim(title, Standing.GUESSED, seen)


def _author(
    text: str, words: str, after: str, seen: Evidence
) -> Claim[tuple[Credit, ...]] | None:
    """Return who an entry names: ``Snow by Wren``, or the line below it."""
    _, _, rest = text.partition(words)
    found = _BY.match(rest.strip(" -–—,:*~("))
    told = author_of(found["name"]) if found else bylined(after)
    names = [each.value for each in told if each.field == "author"]
    if not names or len(names[0].split()) > 5:
        return None
    return Claim((Credit(names[0]),), Standing.LABELLED, seen)


def _owner(
    title: str, lines: Sequence[PageLine], sha256: str, before: str
) -> Claim[tuple[Credit, ...]] | None:
    """Return whose page of stories an index says it is."""
    headings = [each for each in lines[:12] if each.line.text]
    texts = [
        (title, "title"),
        *((e.line.text, f"line {e.line.number}") for e in headings),
    ]
    for text, place in texts:
        value = " ".join(text.split()).strip(" *~-=")
        for form in _OWNER:
            found = form.fullmatch(value)
            if found is not None and not re.search(
                r"(?i)\bour\b|\ball\b", found["name"]
            ):
                seen = Evidence(sha256, before + place, addresses.quoted(value), _RULE)
                told = author_of(found["name"])
                named = [each.value for each in told if each.field == "author"]
                if named:
                    return Claim((Credit(named[0]),), Standing.GUESSED, seen)
    return None
