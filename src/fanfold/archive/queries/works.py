"""Which works a reader may see: the one rule in front of every surface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from fanfold.archive.queries.hints import common
from fanfold.model.work import Audience, Stage

if TYPE_CHECKING:
    from fanfold.archive.reader import Reader


def _open_to(reader: Reader) -> Q:
    """Shown, to this reader's kind, and revealed."""
    audiences = list(Audience) if reader.is_member else [Audience.ALL]
    # The database's own clock: a query made once (prepared.py) asks it each time.
    revealed = Q(reveal_at=None) | Q(reveal_at__lte=Now())
    return common(stage=Stage.SHOWN) & common(audience__in=audiences) & revealed


class WorkQuerySet(models.QuerySet[Any]):
    """Works, chosen by who asks."""

    def visible_to(self, reader: Reader) -> WorkQuerySet:
        """Works that exist for the reader, gate or not (reliability, state by state).

        Owners see their drafts, hidden and unrevealed works; staff what waits or is
        hidden; whoever ran an import its unreviewed works. Withdrawn works are for
        nobody: they are asked for apart (`withdrawn`).
        """
        if reader.keeps:
            return self.exclude(stage=Stage.WITHDRAWN)
        seen = _open_to(reader)
        if reader.is_staff:
            seen |= Q(stage__in=[Stage.UNREVIEWED, Stage.HIDDEN, Stage.SHOWN])
        if reader.imports:
            seen |= Q(stage=Stage.UNREVIEWED, plan__by=reader.imports)
        if reader.account is not None:
            mine = Q(creatorships__pseud__creator__account=reader.account)
            stages = [Stage.DRAFT, Stage.HIDDEN, Stage.SHOWN]
            own = self.model.objects.filter(mine, stage__in=stages).values("pk")
            seen |= Q(pk__in=own)
        return self.filter(seen)

    def listed_for(self, reader: Reader) -> WorkQuerySet:
        """Works in the reader's lists, counts, feeds: shown, and past the gate.

        Staff and owners get the same lists as any member: one way less to be wrong.
        """
        if reader.keeps:
            return self.exclude(stage=Stage.WITHDRAWN)
        listed = self.filter(_open_to(reader))
        if reader.shows_adult:
            return listed
        # Not "gated=False", which Django turns into a condition that no index knows.
        return listed.filter(common(gated__in=[False]))

    def withdrawn(self) -> WorkQuerySet:
        """Works that were taken down; their address answers with a neutral word."""
        return self.filter(stage=Stage.WITHDRAWN)
