"""What was said about works, for one reader: comments, replies, recommendations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Q

from fanfold.archive.models import Chapter, Comment, Recommendation
from fanfold.archive.queries.barring import muted_by
from fanfold.archive.reader import Reader
from fanfold.model.work import Work


@dataclass(frozen=True, slots=True)
class Said:
    """One comment. score: as its source counted, or None; date: as known, or "";
    when: the same as a moment, the first that it may be.

    chapter, chapter_title: what it is about, where that is one chapter. answers: of
    others, in order. text, reply: house HTML. id: public; account: row id of who wrote
    it here, None for others. waiting, hidden: seen by who wrote or minds it alone.
    removed: its place is kept for the answers. at_home:
    said here. frozen: nobody may answer.
    """

    by: str
    member: bool
    text: str
    reply: str | None
    score: float | None
    date: str
    chapter: str
    chapter_title: str
    id: str = ""
    account: int | None = None
    waiting: bool = False
    hidden: bool = False
    removed: bool = False
    frozen: bool = True
    at_home: bool = False
    when: datetime | None = None
    answers: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Praise:
    """Somebody's recommendation of a work."""

    by: str
    note: str | None


def about_work(
    work: Work, reader: Reader, *, minds: bool = False
) -> tuple[list[Said], list[Praise]]:
    """Return what was said about a work, the oldest first.

    work: as the shelf has handed it to this reader: what is said of chapters that it
    lacks is not shown. minds: the reader watches over it, and sees what waits or is
    hidden.
    """
    titles = {each.id: each.title or "" for each in work.chapters}
    rows = Comment.objects.filter(work__public=work.id).order_by("date_from", "id")
    if not minds:
        own = Q(account=reader.account, hidden=False) if reader.account else Q(pk=None)
        rows = rows.filter(Q(hidden=False, waiting=False) | own)
        muted = muted_by(reader.account)
        rows = rows.exclude(account__in=muted) if muted else rows
    rows = rows.select_related("chapter")
    told = [each for each in rows if _is_shown(each, titles)]
    by_answered: dict[int | None, list[Any]] = {}
    for each in told:
        by_answered.setdefault(each.answers_id, []).append(each)
    said = [_said(each, titles, by_answered) for each in by_answered.get(None, [])]
    praise = Recommendation.objects.filter(work__public=work.id)
    return said, [Praise(each.by, each.note) for each in praise]


def how_much(work: str) -> int:
    """Return how many comments and recommendations a work has that are not hidden.

    Ask only for a work that `shelf.work` has handed out.
    """
    shown = _comments(work).exclude(
        chapter__in=Chapter.objects.filter(work__public=work, hidden=True)
    )
    return shown.count() + Recommendation.objects.filter(work__public=work).count()


def _comments(work: str) -> Any:
    return Comment.objects.filter(work__public=work, hidden=False, waiting=False)


def _is_shown(comment: Any, titles: dict[str, str]) -> bool:
    """What is said of a chapter that is not shown tells what stands in it."""
    return comment.chapter is None or comment.chapter.public in titles


def _said(
    comment: Any, titles: dict[str, str], by_answered: dict[int | None, list[Any]]
) -> Said:
    chapter = comment.chapter.public if comment.chapter else ""
    return Said(
        by=comment.by,
        member=comment.member,
        text=comment.text,
        reply=comment.reply,
        score=comment.score,
        date=comment.date[:10],
        chapter=chapter,
        chapter_title=titles.get(chapter, ""),
        id=comment.public,
        account=comment.account_id,
        waiting=comment.waiting,
        hidden=comment.hidden,
        removed=comment.at is not None and not comment.text,
        frozen=comment.frozen or comment.at is None,
        at_home=comment.at is not None,
        when=_when(comment),
        answers=tuple(
            # Nothing answers itself: rows are answered by later ones.
            _said(each, titles, by_answered)
            for each in by_answered.get(comment.pk, [])
            if each.pk > comment.pk
        ),
    )


def _when(comment: Any) -> datetime | None:
    if comment.at is not None or comment.date_from is None:
        return comment.at
    return datetime.combine(comment.date_from, time(tzinfo=UTC))
