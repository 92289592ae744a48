"""Which pages of a site are the chapters of one work, and why.

Pages are joined where two things say so: names that count, titles that agree, parts
that are numbered, a link that leads on, an index that lists them under one another.
One thing alone (``story1``, ``story2``; "next") may lead to another story.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fanfold.readers.saved_site.sketches import Kind, Sketch
from fanfold.text.parts import bare, marker_of
from fanfold.vocab.patterns import late

_NUMERAL = late(r"(?i)\W*(?:\d{1,3}|[ivx]{1,6})\W*")


@dataclass(frozen=True, slots=True)
class Group:
    """The pages of one work in reading order, and the reasons they are together.

    contents: a page that only lists and describes the work's chapters.
    """

    pages: tuple[int, ...]
    reasons: tuple[str, ...] = ()
    contents: tuple[int, ...] = ()


class _Ties:
    """Pages tied together, with why."""

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self._sketches = sketches
        self._above = list(range(len(sketches)))
        self._why: defaultdict[int, dict[str, None]] = defaultdict(dict)

    def tie(self, one: int, other: int, why: str) -> None:
        first, second = self.top(one), self.top(other)
        if first != second:
            self._above[second] = first
            self._why[first].update(self._why.pop(second, {}))
        self._why[first][why] = None

    def top(self, place: int) -> int:
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def why(self, place: int) -> tuple[str, ...]:
        return tuple(self._why.get(self.top(place), {}))


_GOES_ON = late(
    r"(?i)\W*(?:(?:go |on )?(?:on )?(?:to )?(?:the )?next (?:part|chapter|page)"
    r"|continue.{0,30}|read on|onward|on to (?:part|chapter).{0,20}"
    r"|nächste(?:s kapitel|r teil)|chapitre suivant)\W*"
)
_JOINTS = late(r"\s*(?::|\s[-–—~|]+\s|,\s)\s*")


def groups_of(sketches: Sequence[Sketch], order: Sequence[int]) -> list[Group]:
    """Return the works of a site. order: of its pages, as its index pages have them."""
    ties = _Ties(sketches)
    _tie_scripts(sketches, ties)
    _tie_names(sketches, ties)
    _tie_links(sketches, ties)
    _tie_titles(sketches, ties)
    _tie_lists(sketches, ties)
    members: dict[int, list[int]] = {}
    for place in order:
        if sketches[place].kind in {Kind.STORY, Kind.INDEX}:
            members.setdefault(ties.top(place), []).append(place)
    return [*_made(sketches, members, ties)]


def _made(
    sketches: Sequence[Sketch], members: dict[int, list[int]], ties: _Ties
) -> Iterator[Group]:
    for places in members.values():
        stories = [p for p in places if sketches[p].kind is Kind.STORY]
        stories = _without_printable(sketches, stories)
        contents = [p for p in places if sketches[p].kind is Kind.INDEX]
        if stories:
            ordered = _in_order(sketches, stories)
            yield Group(tuple(ordered), ties.why(places[0]), tuple(contents))


def _without_printable(sketches: Sequence[Sketch], places: list[int]) -> list[int]:
    """Leave out pages that repeat all chapters for the printer."""
    single = [p for p in places if not _is_printable(sketches[p])]
    return single or places[:1]


def _is_printable(sketch: Sketch) -> bool:
    return sketch.script is not None and sketch.script.printable


def _in_order(sketches: Sequence[Sketch], places: list[int]) -> list[int]:
    """Return chapters by the surest number that all of them have, else as listed."""
    for numbers in (
        [_script_part(sketches[p]) for p in places],
        [sketches[p].number for p in places],
        [_named_number(sketches[p]) for p in places],
    ):
        known = [each for each in numbers if each is not None]
        if len(known) == len(places) and len(set(known)) == len(places):
            return [place for _, place in sorted(zip(known, places, strict=True))]
    return _by_links(sketches, places)


def _script_part(sketch: Sketch) -> int | None:
    if sketch.script is None:
        return None
    return 1 if sketch.script.part is None else sketch.script.part


def _named_number(sketch: Sketch) -> int | None:
    return sketch.named.number if sketch.named else None


def _by_links(sketches: Sequence[Sketch], places: list[int]) -> list[int]:
    """Return chapters along their "next" links, from the one that none leads to."""
    inside = set(places)
    after = {
        place: target
        for place in places
        for target, link in sketches[place].links
        if link.ahead and target in inside
    }
    led_to = set(after.values())
    ordered: list[int] = []
    for start in [p for p in places if p not in led_to] + places:
        while start is not None and start not in ordered:
            ordered.append(start)
            start = after.get(start, start)
    return ordered


# -- ties ---------------------------------------------------------------------------


def _tie_scripts(sketches: Sequence[Sketch], ties: _Ties) -> None:
    seen: dict[tuple[str, str], int] = {}
    for each in sketches:
        if each.script is not None and each.kind is not Kind.FRAMES:
            first = seen.setdefault(each.script.story, each.place)
            if first != each.place:
                ties.tie(first, each.place, "their addresses name one story")


def _tie_names(sketches: Sequence[Sketch], ties: _Ties) -> None:
    families: defaultdict[tuple[str, str], list[Sketch]] = defaultdict(list)
    for each in sketches:
        if each.named is not None and each.kind is Kind.STORY:
            families[each.named.family].append(each)
    for family in families.values():
        family.sort(key=lambda each: (_named_number(each), each.place))
        for one, other in pairwise(family):
            why = _confirmed(
                one, other, told=all(e.named and e.named.told for e in family)
            )
            if why:
                ties.tie(one.place, other.place, f"their names count and {why}")


def _confirmed(one: Sketch, other: Sketch, *, told: bool) -> str:
    """Return what besides their names makes two pages parts of one work; "" nothing."""
    if _other_authors(one, other):
        return ""
    if told and _leads_on(one, other):
        return "one leads on to the next"
    if _differ(one, other):
        return ""
    if one.same and one.same == other.same and _numbers_agree(one, other):
        return "their titles agree"
    if _leads_on(one, other):
        return "one leads on to the next"
    if other.number is not None and other.number > 1 and not (one.same and other.same):
        return "they say which part they are"
    return "they are named as parts" if told else ""


def _numbers_agree(one: Sketch, other: Sketch) -> bool:
    """False where two pages say that they are the same part."""
    return one.number is None or other.number is None or one.number != other.number


def _differ(one: Sketch, other: Sketch) -> bool:
    """Tell whether two pages state different titles, or different authors."""
    titles = bool(one.same and other.same) and one.same != other.same
    return (titles and not common_title(one, other)) or _other_authors(one, other)


def _other_authors(one: Sketch, other: Sketch) -> bool:
    return bool(one.authors and other.authors) and one.authors != other.authors


def common_title(one: Sketch, other: Sketch) -> str:
    """Return the ``Snow`` of ``Snow: Frost`` and ``Snow: Thaw``; "" without one."""
    heads = [_JOINTS.split(each.title, maxsplit=1) for each in (one, other)]
    first, second = (head[0] if len(head) > 1 else "" for head in heads)
    return first if len(first) > 2 and first.casefold() == second.casefold() else ""


def _leads_on(one: Sketch, other: Sketch) -> bool:
    forth = any(link.ahead and target == other.place for target, link in one.links)
    back = any(
        link.ahead is False and target == one.place for target, link in other.links
    )
    return forth or back


def _tie_links(sketches: Sequence[Sketch], ties: _Ties) -> None:
    listed = _listed(sketches)
    for one in sketches:
        if one.kind is not Kind.STORY:
            continue
        for target, link in one.links:
            other = sketches[target]
            if other.kind is not Kind.STORY:
                continue
            if (link.ahead or _names_next_part(one, link.words)) and (
                _goes_on(one, other)
                or (_untold(other, listed) and _GOES_ON.fullmatch(link.words))
            ):
                ties.tie(one.place, target, "one leads on to the next")


def _listed(sketches: Sequence[Sketch]) -> frozenset[int]:
    """Return the pages that an index lists under words of their own."""
    return frozenset(
        target
        for index in sketches
        if index.kind in {Kind.INDEX, Kind.FRAMES}
        for target, link in index.links
        if part_number(link.words) is None and link.ahead is None
    )


def _untold(sketch: Sketch, listed: frozenset[int]) -> bool:
    """Tell whether a page says neither title nor author, and no index lists it."""
    return not (sketch.same or sketch.authors or sketch.place in listed)


def _goes_on(one: Sketch, other: Sketch) -> bool:
    """Tell whether the page that a link leads to is the next part, not a next story."""
    if _differ(one, other):
        return False
    if one.same and one.same == other.same:
        return _numbers_agree(one, other)
    before = one.number or 1
    return other.number is not None and other.number == before + 1


def _names_next_part(one: Sketch, words: str) -> bool:
    marker = marker_of(words)
    return marker is not None and marker.number == (one.number or 1) + 1


def _tie_titles(sketches: Sequence[Sketch], ties: _Ties) -> None:
    """Tie pages that say one title and different parts of it."""
    titled: defaultdict[tuple[str, tuple[str, ...]], dict[int, int]] = defaultdict(dict)
    for each in sketches:
        if each.kind is Kind.STORY and each.same and each.number is not None:
            parts = titled[(each.same, each.authors)]
            parts.setdefault(each.number, each.place)
    for parts in titled.values():
        first, *others = parts.values()
        for other in others:
            ties.tie(first, other, "they say one title and different parts of it")


def _tie_lists(sketches: Sequence[Sketch], ties: _Ties) -> None:
    """Tie what an index lists as ``Snow: [1] [2] [3]``, or as its chapters."""
    for index in sketches:
        if index.kind is not Kind.INDEX:
            continue
        run: list[int] = []
        last = 0
        for target, link in index.links:
            if sketches[target].kind is not Kind.STORY:
                continue
            number = part_number(link.words)
            if not _follows(run, last, number) or _another(
                sketches[run[-1]], sketches[target], link.words
            ):
                _tie_run(run, ties)
                run = []
            run.append(target)
            last = number or (last + 1 if run[1:] else 0 if number == 0 else 1)
        _tie_run(run, ties)


def _another(before: Sketch, sketch: Sketch, words: str) -> bool:
    """Tell whether a page is of another story than the one listed before it.

    A title that the index calls a part's, ``Chapter 2: Thaw``, is no other story's.
    """
    marker = marker_of(words)
    if marker is not None and marker.title and bare(marker.title) == sketch.same:
        return _other_authors(before, sketch)
    return _differ(before, sketch) and not marker


def _follows(run: Sequence[int], last: int, number: int | None) -> bool:
    """Tell whether a link's number goes on with the entry listed before it.

    number: None where the link is no part's; 0 for a prologue or an epilogue.
    """
    if not run or number is None:
        return False
    return number > last if number else len(run) > 1


def _tie_run(run: Iterable[int], ties: _Ties) -> None:
    for one, other in pairwise(run):
        ties.tie(one, other, "an index lists them as parts")


def part_number(words: str) -> int | None:
    """Return which part the words of a link name (0: prologue, epilogue), or None."""
    marker = marker_of(words)
    if marker is None and _NUMERAL.fullmatch(words):
        marker = marker_of(f"Part {words.strip(' .()[]')}")
    return None if marker is None else marker.number or 0
