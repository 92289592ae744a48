"""Works are shown to readers."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger, outbox
from fanfold.archive.models import Work
from fanfold.errors import NotFoundError
from fanfold.model.work import Audience, Stage


@transaction.atomic
def publish_works(
    ids: Sequence[str] | None,
    *,
    stages: Sequence[Stage] | None,
    audience: Audience | None,
    by: str,
) -> int:
    """Show works; return how many changed. ids: None for all in `stages`.

    audience: None leaves it. Withdrawn works and drafts stay what they are. Undone by
    hiding them again: the ledger has their stage before. Raises NotFoundError where an
    id is not there; then nothing is changed.
    """
    rows = Work.objects.select_for_update().exclude(
        stage__in=[Stage.WITHDRAWN, Stage.DRAFT]
    )
    if ids is not None:
        rows = rows.filter(public__in=ids)
        missing = set(ids) - set(rows.values_list("public", flat=True))
        if missing:
            named = ", ".join(sorted(missing)[:5])
            raise NotFoundError(f"No story here can be shown as {named}. None changed.")
    if stages is not None:
        rows = rows.filter(stage__in=stages)
    return sum(_publish(row, audience, by=by) for row in rows.order_by("pk"))


def _publish(row: Work, audience: Audience | None, *, by: str) -> bool:
    before = (row.stage, row.audience)
    row.stage = Stage.SHOWN
    row.audience = audience or row.audience
    if (row.stage, row.audience) == before:
        return False
    row.version, row.changed_at = row.version + 1, timezone.now()
    row.save(update_fields=["stage", "audience", "version", "changed_at"])
    ledger.write(
        "publish-work",
        on=row.public,
        by=by,
        details={
            "before": [str(each) for each in before],
            "now": [row.stage, row.audience],
        },
    )
    outbox.tell(row.public, narrowing=audience is Audience.MEMBERS)
    return True
