"""Chapters move, works are parted and joined; every text and every address is kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from fanfold.archive.actions.move_works import rows_of
from fanfold.archive.models import Chapter, SourceId, TextVersion, Work
from fanfold.archive.models.ids import public_id
from fanfold.archive.recounting import recount
from fanfold.archive.steps import Doing, step
from fanfold.archive.storing import sort_title
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.work import Stage
from fanfold.text import words

#: Far beyond any chapter: places to stand while others move up.
_ASIDE = 1_000_000


def order_chapters(
    id_: str,
    chapters: Sequence[str],
    *,
    by: str,
    why: str = "",
    stages: Sequence[Stage] | None = None,
) -> Work:
    """Put a work's chapters into this order; return the work.

    stages: of the work, where not those that staff may change.
    A chapter keeps its id and so its address. Raises NotFoundError for no such work,
    RefusedDecisionError where the list is not exactly the work's chapters.
    """
    with step("order-chapters", by=by, why=why) as doing:
        (row,) = rows_of([id_], stages) if stages else rows_of([id_])
        held = {each.public: each for each in row.chapters.all()}
        if sorted(held) != sorted(chapters):
            raise RefusedDecisionError(
                "The new order must name each chapter of the story once. "
                "Nothing was changed."
            )
        if _place([held[each] for each in chapters], doing):
            recount(row, doing)
            doing.tell(row)
    return row


def part_work(
    id_: str, chapters: Sequence[str], *, title: str, by: str, why: str = ""
) -> Work:
    """Make some chapters of a work a work of their own; return the new one.

    It starts with everything that was said of the old one (names, tags, rating, where
    from) and the same state; chapters keep their ids. Raises NotFoundError for no such
    work; RefusedDecisionError for no title, no chapter, or none left behind.
    """
    with step("part-work", by=by, why=why) as doing:
        (row,) = rows_of([id_])
        all_ = list(row.chapters.order_by("position"))
        moved = [each for each in all_ if each.public in chapters]
        if not title.strip() or not 0 < len(moved) < len(all_):
            raise RefusedDecisionError(
                "Name a title and some, not all, chapters. Nothing was changed."
            )
        made = _like(row, title.strip(), doing)
        _hand_over(moved, made, doing)
        _place([each for each in all_ if each not in moved], doing)
        for each in (row, made):
            recount(each, doing)
        doing.tell(row, parted=made.public)
        doing.tell(made, of=row.public)
    return made


def join_works(into: str, other: str, *, by: str, why: str = "") -> Work:
    """Put another work's chapters behind a work's own; return the work.

    Where the other came from and was known as leads to this one from now on; the
    other is hidden, empty, and comes back when the step is undone. Raises
    NotFoundError where one is not there, RefusedDecisionError for a work and itself.
    """
    with step("join-works", by=by, why=why) as doing:
        if into == other:
            raise RefusedDecisionError("A story cannot join itself.")
        rows = {row.public: row for row in rows_of([into, other])}
        row, gone = rows[into], rows[other]
        behind = list(row.chapters.order_by("position"))
        moved = list(gone.chapters.order_by("position"))
        _hand_over(moved, row, doing)
        _place([*behind, *moved], doing)
        _lead_here(gone, row, doing)
        doing.change(gone, stage="hidden")
        for each in (row, gone):
            recount(each, doing)
        doing.tell(row, joined=gone.public)
        doing.tell(gone, narrowing=True, into=row.public)
    return row


def choose_text(id_: str, number: int, *, by: str, why: str = "") -> Chapter:
    """Show another kept version of a chapter's text; return the chapter.

    Raises NotFoundError where chapter or version is not there.
    """
    with step("choose-text", by=by, why=why) as doing:
        chapter = Chapter.objects.select_related("work").filter(public=id_).first()
        text = chapter.texts.filter(number=number).first() if chapter else None
        if chapter is None or text is None:
            raise NotFoundError("There is no such text here. Nothing was changed.")
        _show(chapter, text, doing)
    return chapter


def write_text(id_: str, html: str, text: str, *, by: str, why: str = "") -> Chapter:
    """Add a version to a chapter and show it; what was there is kept.

    html: of the house subset; text: the same in plain. Raises NotFoundError for no
    such chapter.
    """
    with step("write-text", by=by, why=why) as doing:
        chapter = Chapter.objects.select_related("work").filter(public=id_).first()
        if chapter is None:
            raise NotFoundError("There is no such chapter here. Nothing was changed.")
        current = chapter.texts.filter(current=True).first()
        if current is None or current.html != html:
            made = TextVersion(
                chapter=chapter,
                number=chapter.texts.count() + 1,
                html=html,
                text=text,
                words=words.count(text),
                current=False,
                at=timezone.now(),
                by=by,
            )
            _show(chapter, doing.add(made), doing)
    return chapter


def _show(chapter: Chapter, text: TextVersion, doing: Doing) -> None:
    for each in chapter.texts.filter(current=True).exclude(pk=text.pk):
        doing.change(each, current=False)
    if doing.change(text, current=True):
        doing.change(chapter, words=text.words)
        recount(chapter.work, doing)
        doing.tell(chapter.work, chapter=chapter.public, version=text.number)


def _place(chapters: Sequence[Chapter], doing: Doing) -> bool:
    """Number chapters from 1 in this order; return whether any moved.

    No two may stand in one place even for a moment, so they step aside first.
    """
    moving = [
        (each, place)
        for place, each in enumerate(chapters, start=1)
        if each.position != place
    ]
    for each, place in moving:
        doing.change(each, position=_ASIDE + place)
    for each, place in moving:
        doing.change(each, position=place)
    return bool(moving)


def _hand_over(chapters: Sequence[Chapter], to: Work, doing: Doing) -> None:
    """Give chapters, with all that is said of them, to another work."""
    last = _ASIDE + to.chapters.count()
    for place, each in enumerate(chapters, start=1):
        doing.change(each, work=to, position=2 * last + place)
        for credit in each.creatorships.all():
            doing.change(credit, work=to)
        for table in (each.claims, each.addresses, each.comments):
            for told in table.all():
                doing.change(told, work=to)


def _like(row: Work, title: str, doing: Doing) -> Work:
    """Add a work of which the same is said, but for its title; without chapters."""
    made = Work.objects.get(pk=row.pk)
    made.pk, made._state.adding = None, True
    made.public, made.title, made.sort_title = public_id(), title, sort_title(title)
    made.added_at = made.changed_at = timezone.now()
    made.version = 1
    doing.add(made)
    tables = (
        row.creatorships.filter(chapter=None),
        row.taggings.all(),
        row.listed.all(),
        row.categorised.all(),
        row.source_ids.all(),
        row.contacts.all(),
        row.collected.all(),
        row.permissions.filter(until=None),
        row.claims.filter(chapter=None).exclude(field__in=("title", "chapters")),
    )
    for table in tables:
        for each in table:
            each.pk, each._state.adding, each.work = None, True, made
            doing.add(each)
    return made


def _lead_here(gone: Work, row: Work, doing: Doing) -> None:
    """What led to one work leads to the other."""
    known = set(row.source_ids.values_list("value", flat=True))
    place = len(known)
    for each in gone.source_ids.all():
        if each.value not in known:
            place += 1
            doing.add(SourceId(work=row, value=each.value, position=place))
    for address in gone.addresses.filter(chapter=None):
        doing.change(address, work=row)
    for comment in gone.comments.all():
        doing.change(comment, work=row)
    for recommendation in gone.recommendations.all():
        doing.change(recommendation, work=row)
