"""The archive as an import sees it: `fanfold.intake.ports.Archive` over the rows."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fanfold.archive.acts import Acts
from fanfold.archive.answers import Answers
from fanfold.archive.catalogue import Catalogue
from fanfold.archive.models import ImportPlan
from fanfold.archive.models.columns import URL
from fanfold.archive.plan import Plan
from fanfold.archive.policy import HandedOn, Policy
from fanfold.archive.rules import Rules
from fanfold.configuration import Configuration
from fanfold.intake.limits import Limits
from fanfold.model.work import Audience, Stage


class LocalArchive:
    """One archive folder. Acts belong to the plan that was asked for last.

    handed_on: what comes in is another archive's, with its states and collections.
    """

    def __init__(
        self, configuration: Configuration, *, handed_on: bool = False
    ) -> None:
        wish = configuration.policy
        kind = HandedOn if handed_on else Policy
        self._policy = kind(Stage(wish.stage), Audience(wish.audience))
        self._collects = not handed_on
        self._plan: ImportPlan | None = None
        self.catalogue = Catalogue()
        self.rules = Rules()
        self.answers = Answers()

    @property
    def acts(self) -> Acts:
        """What the import of the current plan may do."""
        if self._plan is None:
            raise ValueError("ask for a plan first: acts belong to one")
        return Acts(self._plan, self._policy, collects=self._collects)

    @transaction.atomic
    def plan(self, key: str, *, name: str, by: str, within: str = "") -> Plan:
        """Return the plan with this key, made now if there is none."""
        told = {"name": name, "by": by, "started_at": timezone.now()}
        self._plan, _ = ImportPlan.objects.get_or_create(key=key, defaults=told)
        if self._plan.within != within:
            self._plan.within = within[:URL]
            self._plan.save(update_fields=["within"])
        self.catalogue = Catalogue(self._plan)
        return Plan(self._plan)


def limits_of(configuration: Configuration) -> Limits:
    """Return what an import into this archive may use."""
    reading = configuration.reading
    return Limits(
        workers=reading.workers,
        memory=reading.memory_mb * 1024 * 1024,
        seconds=reading.seconds,
    )
