"""What the archive already holds, for whoever proposes what to do with a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db.models import Q

from fanfold.archive import fingerprint
from fanfold.archive.addresses import keyed_hashes
from fanfold.archive.models import BuriedSourceId, TextVersion, Tombstone, Work
from fanfold.archive.storing import sort_title
from fanfold.intake.ports import Candidate, Difference
from fanfold.model import work as model
from fanfold.model.keeping import Tombstone as ModelTombstone
from fanfold.model.work import Stage

_MOST = 5  # candidates worth comparing letter by letter


class Catalogue:
    """See `fanfold.intake.ports.Catalogue`."""

    def candidates(self, work: model.Work) -> Sequence[Candidate]:
        """Return works with the same text, source id or address, or a like title."""
        print_ = fingerprint.of_texts(each.text for each in work.chapters)
        same = Q(source_ids__value__in=_telling(work)) | Q(addresses__url__in=work.urls)
        if work.title:
            same |= Q(sort_title=sort_title(work.title))
        if work.word_count:
            same |= Q(fingerprint=print_)
        rows = (
            Work.objects.exclude(stage=Stage.WITHDRAWN)
            .filter(pk__in=Work.objects.filter(same).values("pk"))
            .prefetch_related("creatorships__pseud")
            .order_by("pk")
        )
        found = [_compared(work, row, print_) for row in rows[: 4 * _MOST]]
        found.sort(key=lambda each: not each.identical)
        return found[:_MOST]

    def tombstone(self, work: model.Work) -> ModelTombstone | None:
        """Return the tombstone over its source ids, text or author's address."""
        row = tombstone_over(work, keyed_hashes(work.emails))
        if row is None:
            return None
        at = row.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return ModelTombstone(row.public, at, reason=row.reason)


def tombstone_over(work: model.Work, contacts: Sequence[str]) -> Tombstone | None:
    """Return what forbids a work to come in. contacts: keyed hashes of addresses."""
    buried = BuriedSourceId.objects.filter(value__in=_telling(work))
    under = Q(pk__in=buried.values("tombstone"))
    if work.word_count:
        under |= Q(fingerprint=fingerprint.of_texts(c.text for c in work.chapters))
    if contacts:
        under |= Q(identity__in=contacts)
    return Tombstone.objects.filter(under).first()


def _telling(work: model.Work) -> list[str]:
    """Return source ids that name one work; a file's name may be anybody's."""
    return [each for each in work.source_ids if not each.startswith("file:")]


def _compared(work: model.Work, row: Any, print_: str) -> Candidate:
    if work.word_count and row.fingerprint == print_:
        return Candidate(row.public, row.title, (), identical=True)
    return Candidate(row.public, row.title, tuple(_differences(work, row)))


def _differences(work: model.Work, row: Any) -> list[Difference]:
    found = []
    if sort_title(work.title) != row.sort_title:
        found.append(Difference("title", work.title, row.title, 0.5))
    theirs = [
        each.pseud.name for each in row.creatorships.all() if each.chapter_id is None
    ]
    if not {name.lower() for name in work.authors} & {each.lower() for each in theirs}:
        found.append(
            Difference("authors", ", ".join(work.authors), ", ".join(theirs), 0.5)
        )
    texts = TextVersion.objects.filter(chapter__work=row, current=True)
    bodies = list(texts.values_list("text", flat=True))
    alike = fingerprint.shared((each.text for each in work.chapters), bodies)
    ours = f"{work.word_count} words"
    weight = 0.3 if alike >= 0.6 else 0.6 if alike >= 0.2 else 0.9
    found.append(Difference("text", ours, f"{row.word_count} words", weight))
    return found
