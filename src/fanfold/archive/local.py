"""The archive as an import sees it: `fanfold.intake.ports.Archive` over the rows."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fanfold.archive.acts import Acts
from fanfold.archive.catalogue import Catalogue
from fanfold.archive.models import ImportPlan
from fanfold.archive.plan import Plan
from fanfold.archive.policy import Policy
from fanfold.archive.rules import Rules
from fanfold.configuration import Configuration
from fanfold.model.work import Audience, Stage


class LocalArchive:
    """One archive folder. Acts belong to the plan that was asked for last."""

    def __init__(self, configuration: Configuration) -> None:
        wish = configuration.policy
        self._policy = Policy(Stage(wish.stage), Audience(wish.audience))
        self._plan: ImportPlan | None = None
        self.catalogue = Catalogue()
        self.rules = Rules()

    @property
    def acts(self) -> Acts:
        """What the import of the current plan may do."""
        if self._plan is None:
            raise ValueError("ask for a plan first: acts belong to one")
        return Acts(self._plan, self._policy)

    @transaction.atomic
    def plan(self, key: str, *, name: str, by: str) -> Plan:
        """Return the plan with this key, made now if there is none."""
        self._plan, _ = ImportPlan.objects.get_or_create(
            key=key, defaults={"name": name, "by": by, "started_at": timezone.now()}
        )
        return Plan(self._plan)
