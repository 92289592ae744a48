"""Whether a post is a story, talk about one, or something else.

Signs are weighed, and each is one that a person would name: a header, a subject in the
manner of the lists, prose with speech in it; against it a reply, quotations, a subject
that announces talk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fanfold.readers.mailbox.posts import Post
from fanfold.text.lines import Line
from fanfold.text.parts import is_end, marker_of, without_part
from fanfold.text.unlabelled import bylined
from fanfold.vocab.labels import field_of, is_weak
from fanfold.vocab.patterns import late

#: Lines at the top of a post among which its header is looked for, and those without
#: a label that end the search.
_HEAD, _PROSE = 80, 12
#: Weight from which a post is a story.
ENOUGH = 2
#: Words that a mail of its author's own must have, to be a part though it answers one.
OWN_WORDS = 100

_SPEECH = late(r"\s*[\"“”«»„‘'—–-]\s?\w")
_TALK = late(
    r"(?i)\b(?:unsubscribe|this list|the list|mailing list|moderator|your story|"
    r"your fic|feedback|my website|check out|anyone know|does anyone|looking for|"
    r"i loved|"
    r"great (?:story|fic|job)|wonderful (?:story|fic)|more please)\b"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a post is. weight: of the signs that it is a story; words: of its own.

    title, number, total: by its own header, where that says them.
    author: as its header has it.
    """

    weight: int
    words: int
    title: str = ""
    number: int | None = None
    total: int | None = None
    author: str = ""


def judged(post: Post) -> Judged:
    """Weigh a post."""
    lines = post.text.lines
    words = sum(len(line.text.split()) for line in lines)
    if not words:
        return Judged(-9, 0)
    top = _top(lines)
    number, total = _part_of(top, lines)
    weight = _by_header(top) + _by_text(lines, words)
    # What a reply's subject says is said of the mail that it answers.
    weight += _by_subject(post) if not post.subject.replies else -4
    if post.share > 0.3:
        weight -= 3
    title = without_part(top.title)[0] if top.title else ""
    return Judged(weight, words, title, number, total, top.author)


def _by_subject(post: Post) -> int:
    subject = post.subject
    weight = 2 * subject.posted + subject.named
    weight += 2 * (subject.number is not None)
    weight += bool(subject.rating) + bool(subject.pairings or subject.codes)
    return weight - 3 * subject.about


def _by_header(top: _Top) -> int:
    if top.labelled:
        return 1 + min(3, len(top.names))
    return 2 if top.title and top.author else 0


def _by_text(lines: list[Line], words: int) -> int:
    solid = [line.text for line in lines if line.text.strip()]
    speech = sum(_SPEECH.match(text) is not None for text in solid)
    weight = (words >= 250) + (speech >= 4 and words >= 150)
    weight += any(is_end(text) for text in solid[-6:])
    talk = words < 250 and any(_TALK.search(text) is not None for text in solid)
    return weight - talk - (words < 15)


_LABEL = late(r"\W{0,4}([^\W\d_][^:=\n]{1,38}?)\W{0,3}[:=]\s*(.{0,200})")


@dataclass(slots=True)
class _Top:
    """What the top of a post says at a glance; the grammar reads it in earnest later.

    names: fields that labels stand for. title, author: labelled, or a line with a
    by-line under it.
    """

    names: set[str]
    strong: bool = False
    early: bool = False
    title: str = ""
    author: str = ""

    @property
    def labelled(self) -> bool:
        """True where it has a header of labels."""
        return self.strong and (len(self.names) > 1 or self.early)


def _top(lines: list[Line]) -> _Top:
    top, prose, before, told = _Top(set()), 0, "", 0
    for line in lines[:_HEAD]:
        text = line.text.strip()
        if not text:
            continue
        label = _LABEL.match(text)
        name = field_of(label[1]) if label is not None else None
        if label is not None and name is not None:
            _label(top, name, label, told)
            prose = 0
        else:
            by = bylined(text) if told < 8 and len(text) < 90 else ()
            if by and not top.author:
                top.author = by[0].value
                top.title = top.title or before
            prose += 1
        before, told = text, told + 1
        if prose > _PROSE:
            break
    return top


def _label(top: _Top, name: str, label: re.Match[str], told: int) -> None:
    top.names.add(name)
    if not is_weak(label[1]):
        top.strong = True
        top.early = top.early or told < 5
    if name == "title":
        top.title = " ".join(label[2].split())
    elif name == "author":
        top.author = label[2].strip()


def _part_of(top: _Top, lines: list[Line]) -> tuple[int | None, int | None]:
    """Return part and total as title, or a heading near the top, has them."""
    _, number, total = without_part(top.title)
    if number is not None:
        return number, total
    for line in lines[:40]:
        text = line.text.strip()
        if 0 < len(text) <= 60 and any(map(str.isdigit, text)):
            marker = marker_of(text)
            if marker is not None and marker.number and marker.total is not None:
                return marker.number, marker.total
    return _only_heading(lines), None


_HEADING = late(
    r"(?i)\W{0,6}(?:part|chapter|teil|kapitel|chapitre|cap[ií]tulo)\b.{1,40}"
)


def _only_heading(lines: list[Line]) -> int | None:
    """Return the number of a part's heading near the top, where there is no other."""
    headings = [
        (at, marker)
        for at, line in enumerate(lines)
        if len(line.text) <= 60
        and _HEADING.fullmatch(line.text.strip())
        and (marker := marker_of(line.text)) is not None
    ]
    if len(headings) != 1 or headings[0][0] > 60:
        return None
    return headings[0][1].number
