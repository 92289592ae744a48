"""What is found beside works, each as a line: members, series, talk, news.

Loaded when the first of them is met: most of what `look` is asked about has none.
"""

from __future__ import annotations

from fanfold.model.creator import Creator
from fanfold.model.dates import PartialDate
from fanfold.model.series import Series
from fanfold.model.talk import Comment, News, Recommendation
from fanfold.text.house import plain

#: Letters of a comment or a title that are shown.
_SAID = 60


def line_of(thing: object) -> str:
    """Return what was found beside works as one line, its words cut short."""
    match thing:
        case Creator():
            since = f", since {thing.joined}" if thing.joined else ""
            before = f", before: {', '.join(thing.former_names)}"
            level = f" ({thing.level})" if thing.level else ""
            return (
                f"  member: {thing.name}{level}{since}"
                f"{before if thing.former_names else ''}"
            )
        case Series():
            by = f" by {thing.owner}" if thing.owner else ""
            inner = _count(len(thing.subseries), "series", "series")
            within = f", {inner} in it" if thing.subseries else ""
            count = _count(len(thing.works), "story", "stories")
            return f"  series: {_short(thing.title)}{by}, {count}{within}"
        case Comment():
            score = f", score {thing.score:g}" if thing.score is not None else ""
            answered = ", answered" if thing.reply else ""
            who = f"{thing.by or 'somebody'} on {thing.on}{_on(thing.date)}"
            return f"  comment: {who}{score}{answered}: {_short(thing.text)}"
        case Recommendation():
            said = f": {_short(thing.note)}" if thing.note else ""
            return f"  favourite: {thing.by} of {thing.on}{said}"
        case News():
            by = f" by {thing.by}" if thing.by else ""
            said = _count(len(thing.comments), "comment", "comments")
            under = f", {said}" if thing.comments else ""
            return f"  news: {_short(thing.title)}{by}{_on(thing.date)}{under}"
    raise TypeError(f"nothing to say of a {type(thing).__name__}")


def _on(date: PartialDate | None) -> str:
    return f", {date}" if date else ""


def _short(html: str) -> str:
    words = " ".join(plain(html).split())
    return words if len(words) <= _SAID else f"{words[: _SAID - 1]}…"


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
