"""A draft becomes a further version of a work that is there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger, outbox
from fanfold.archive.models import Chapter, Contact, TextVersion, Work
from fanfold.archive.storing import (
    count,
    store_addresses,
    store_chapters,
    store_claims,
    store_text,
)
from fanfold.errors import NotFoundError
from fanfold.model import work as model
from fanfold.model.draft import DraftWork, settled
from fanfold.model.work import Stage


@transaction.atomic
def merge_draft(
    draft: DraftWork,
    *,
    into: str,
    by: str,
    why: str = "",
    contacts: Sequence[str] = (),
) -> Work:
    """Add the draft's texts, claims and addresses to the work `into`; return it.

    What is shown stays: another text of a chapter is kept as a version beside the
    current one, further chapters are put behind the last. Can be undone by choosing
    versions; nothing is written over. Raises NotFoundError where there is no such work.
    """
    row = (
        Work.objects.select_for_update()
        .exclude(stage=Stage.WITHDRAWN)
        .filter(public=into)
        .first()
    )
    if row is None:
        raise NotFoundError("There is no such story here.")
    work = settled(draft)
    _add_chapters(row, work, by=by)
    store_claims(row, None, None, work.evidence)
    store_addresses(row, work.source_ids, work.urls)
    known = set(row.contacts.values_list("keyed_hash", flat=True))
    Contact.objects.bulk_create(
        Contact(work=row, keyed_hash=each) for each in contacts if each not in known
    )
    _recount(row)
    row.version, row.changed_at = row.version + 1, timezone.now()
    row.save()
    ledger.write("merge-draft", on=row.public, by=by, details={"why": why})
    outbox.tell(row.public)
    return row


def _add_chapters(row: Work, work: model.Work, *, by: str) -> None:
    now = timezone.now()
    there: dict[int, Chapter] = {each.position: each for each in row.chapters.all()}
    for chapter in work.chapters:
        known = there.get(chapter.position)
        if known is None:
            store_chapters(row, [chapter], by=by, at=now)
            continue
        text = known.texts.filter(html=chapter.html).first() or store_text(
            known, chapter, by=by, at=now, current=False
        )
        store_claims(row, known, text, chapter.evidence)


def _recount(row: Work) -> None:
    current = TextVersion.objects.filter(chapter__work=row, current=True)
    shown = current.select_related("chapter").order_by("chapter__position")
    count(
        row,
        [
            model.Chapter(
                id=each.chapter.public,
                position=each.chapter.position,
                html="",
                text=each.text,
                words=each.words,
                hidden=each.chapter.hidden,
            )
            for each in shown
        ],
    )
