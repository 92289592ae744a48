"""What people said about works: comments, recommendations, news."""

from __future__ import annotations

from dataclasses import dataclass

from fanfold.model.dates import PartialDate
from fanfold.model.saying import said


@dataclass(frozen=True, slots=True)
class Comment:
    """A review or comment (kind ``comment``).

    on: source id of a work or series; chapter: source id of a chapter, or None.
    member: True for an account of the source, False for a guest.
    text: house HTML without an enclosing paragraph. reply: the author's answer.
    answers: source id of the comment that it answers. hidden, waiting, frozen: as an
    archive has it.
    """

    source_id: str
    on: str
    by: str
    text: str
    chapter: str | None = None
    member: bool = said(False)
    reply: str | None = None
    score: float | None = None
    date: PartialDate | None = None
    answers: str | None = None
    hidden: bool = False
    waiting: bool = False
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Somebody's favourite; on: source id of a work, series or creator."""

    source_id: str
    by: str
    on: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """A notice that a source's keeper posted."""

    source_id: str
    title: str
    text: str
    by: str | None = None
    date: PartialDate | None = None
    comments: tuple[Comment, ...] = ()
