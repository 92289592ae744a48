"""Which posts are one story: parts over several mails, reposts, revisions.

Posts of one title are told apart by who sent them, put in the order of their parts,
and of two that say the same part the newest counts; the earlier ones are remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from fanfold.readers.mailbox.judging import ENOUGH, OWN_WORDS

#: How much of the words of all parts a mail has that holds the whole story at once.
_WHOLE = 0.7
#: Of the two texts of one part, the shorter is no text of it below this.
_REMARK = 0.4
#: How alike two texts of one title are where one is a later form of the other.
_ALIKE = 0.25
#: Stories of one title that are compared with each other.
_FEW = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index remembers of a post.

    row: its place in the order of all. file, start, end, envelope, message, inner:
    where it lies (splitting.Stretch).
    names: by which its author may be known: address, name, name in the header.
    number, letter, last, total: which part it is. sketch: of its words.
    weight, words: of `judging`. reply, share: it answers, with so much quotation.
    """

    row: int
    file: int
    start: int
    end: int
    envelope: int
    message: int
    inner: int
    names: frozenset[str]
    number: int | None
    letter: str
    last: int | None
    total: int | None
    moment: float
    words: int
    weight: int
    reply: bool
    share: float
    again: bool
    sketch: frozenset[int]

    @property
    def place(self) -> tuple[int, str]:
        """Number and letter of its part."""
        return (self.number or 0, self.letter)


@dataclass(slots=True)
class Story:
    """Posts that are one story, in reading order. earlier: texts that a newer one
    stands for; missing: numbers of parts that nobody has."""

    parts: list[Entry]
    earlier: list[Entry] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    total: int | None = None


def is_story(entry: Entry) -> bool:
    """Tell whether a post is a story by itself."""
    return entry.weight >= ENOUGH


def stories_of(entries: Sequence[Entry]) -> Iterator[Story]:
    """Yield the stories among posts of one title, with the replies to them.

    Posts that are of no story are left out.
    """
    for cluster in _by_author(entries):
        yield from _of_author([*_admitted(cluster)])


def _by_author(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Put together what one person sent, and what completes it."""
    owner: dict[str, int] = {}
    clusters: list[list[Entry]] = []
    for entry in entries:
        known = sorted({owner[name] for name in entry.names if name in owner})
        if not entry.names and clusters:
            known = [0]
        if not known:
            clusters.append([])
            known = [len(clusters) - 1]
        first, *others = known
        for other in others:
            clusters[first] += clusters[other]
            owner.update((n, first) for e in clusters[other] for n in e.names)
            clusters[other] = []
        clusters[first].append(entry)
        owner.update((name, first) for name in entry.names)
    return _completed([each for each in clusters if each])


def _completed(clusters: list[list[Entry]]) -> list[list[Entry]]:
    """Join to a story in parts those that somebody else sent."""
    made: list[list[Entry]] = []
    for members in clusters:
        for others in made[:_FEW]:
            if _completes(members, others):
                others += members
                break
        else:
            made.append(members)
    return made


def _completes(ours: Sequence[Entry], theirs: Sequence[Entry]) -> bool:
    """Tell whether parts that another person sent are those that lack here."""
    one = {each.place for each in ours if each.number and is_story(each)}
    other = {each.place for each in theirs if each.number and is_story(each)}
    totals = {each.total for each in (*ours, *theirs) if each.number and each.total}
    return bool(one and other) and not one & other and len(totals) == 1


def _admitted(cluster: Sequence[Entry]) -> Iterator[Entry]:
    """Yield stories, and replies of their own author that go on with them."""
    told = [each for each in cluster if is_story(each)]
    names = {name for each in told for name in each.names}
    for each in cluster:
        own = each.reply and each.words >= OWN_WORDS and each.share <= 0.2
        if is_story(each) or (
            own
            and each.number is not None
            and each.names & names
            and not any(each.place == other.place for other in told)
        ):
            yield each


def _of_author(entries: list[Entry]) -> Iterator[Story]:
    if not entries:
        return
    parts = [each for each in entries if each.number is not None and each.total != 1]
    whole = [each for each in entries if each.number is None or each.total == 1]
    if not parts:
        yield from _editions(whole)
        return
    story = _in_parts(parts)
    others = []
    for each in whole:
        if not _belongs(each, story):
            others.append(each)
    yield story
    yield from _editions(others)


def _belongs(entry: Entry, story: Story) -> bool:
    """Put a mail without a part's number to a story in parts, where it is of it."""
    words = sum(each.words for each in story.parts)
    newest = max(each.moment for each in story.parts)
    if entry.words >= _WHOLE * words and len(story.parts) > 1:
        if entry.moment >= newest or story.missing:
            story.earlier += story.parts
            story.parts, story.missing, story.total = [entry], [], entry.total
        else:
            story.earlier.append(entry)
        return True
    if 1 in story.missing and entry.moment <= newest:
        story.parts.insert(0, entry)
        story.missing.remove(1)
        return True
    same = next((each for each in story.parts if _alike(each, entry)), None)
    if same is not None:
        story.earlier.append(entry)
    return same is not None


def _in_parts(entries: Sequence[Entry]) -> Story:
    by_place: dict[tuple[int, str], list[Entry]] = {}
    for each in entries:
        by_place.setdefault(each.place, []).append(each)
    parts, earlier = [], []
    for place in sorted(by_place):
        newest, older = _newest(by_place[place])
        parts.append(newest)
        earlier += older
    totals = [each.total for each in entries if each.total is not None]
    total = max(totals, default=None)
    return Story(parts, earlier, _missing(parts, total), total)


def _newest(entries: Sequence[Entry]) -> tuple[Entry, list[Entry]]:
    """Return the text that counts and those before it; a remark on it is none."""
    most = max(each.words for each in entries)
    texts = [each for each in entries if each.words >= _REMARK * most]
    newest = max(texts, key=lambda each: (each.moment, each.row))
    return newest, [each for each in entries if each is not newest]


def _missing(parts: Sequence[Entry], total: int | None) -> list[int]:
    have: set[int] = set()
    for each in parts:
        have.update(range(each.number or 0, (each.last or each.number or 0) + 1))
    numbers = {number for number in have if number < 900}
    highest = max([*numbers, total or 0])
    return [number for number in range(1, min(highest, 500) + 1) if number not in have]


def _editions(entries: Iterable[Entry]) -> Iterator[Story]:
    """Yield each story once, in its newest form."""
    groups: list[list[Entry]] = []
    for each in entries:
        for group in groups[-_FEW:]:
            if any(_alike(each, other) or each.again for other in group):
                group.append(each)
                break
        else:
            groups.append([each])
    for group in groups:
        newest, earlier = _newest(group)
        yield Story([newest], earlier, [], newest.total)


def _alike(one: Entry, other: Entry) -> bool:
    if not one.sketch or not other.sketch:
        return False
    size = min(len(one.sketch), len(other.sketch))
    both = frozenset(sorted(one.sketch | other.sketch)[:size])
    return len(both & one.sketch & other.sketch) >= _ALIKE * size
