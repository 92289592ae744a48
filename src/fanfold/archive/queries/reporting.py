"""What was reported: for whoever answers, for whoever reported, for the author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Value, When

from fanfold.archive.models import Account, Decision, Report, Work
from fanfold.archive.reader import Reader
from fanfold.model.work import Stage

#: What may be wrong, the most harm first. An appeal is an author's alone.
APPEAL = "appeal"
KINDS = ("privacy", "rating", "author", "rights", APPEAL, "text", "other", "spam")


@dataclass(frozen=True, slots=True)
class Reported:
    """A report, and the work it is about as one reader may see it.

    work: None where there is none, or none for this reader. taken_down: the number
    is all that may be said of it. elsewhere: about a work that is not this reader's
    to see, so that not even its address is shown.
    """

    report: Report
    work: Work | None
    taken_down: bool

    @property
    def elsewhere(self) -> bool:
        """Tell whether it is about a work that the reader may not know of."""
        about_a_work = self.report.page.startswith("/works/")
        return about_a_work and self.work is None and not self.taken_down


def open_reports(reader: Reader) -> list[Reported]:
    """Return what nobody has answered: by harm, then the oldest first."""
    places = [When(kind=kind, then=Value(at)) for at, kind in enumerate(KINDS)]
    harm = Case(*places, default=Value(len(KINDS)), output_field=IntegerField())
    rows = Report.objects.filter(state="open").select_related("account")
    return _with_works(list(rows.order_by(harm, "pk")), reader)


def answered_reports(reader: Reader, number: int) -> list[Reported]:
    """Return the reports that were answered last."""
    rows = Report.objects.exclude(state="open").select_related("account")
    return _with_works(list(rows.order_by("-decided_at", "-pk")[:number]), reader)


def own_reports(account: Account) -> Any:
    """Return what an account reported, the latest first."""
    return Report.objects.filter(account=account).order_by("-pk")


def notices(ids: Iterable[str]) -> dict[str, str]:
    """Return why works were hidden, by public id: what their authors are told.

    Ask only for works that are hidden, and for their authors or the staff.
    """
    rows = Decision.objects.filter(on__in=list(ids), field="stage", verdict="hide")
    return {row.on: row.why or "" for row in rows.filter(undone_at=None)}


def appealed(account: Account) -> set[str]:
    """Return the ids of works whose hiding an account asked to look at again."""
    rows = Report.objects.filter(account=account, kind=APPEAL, state="open")
    return set(rows.values_list("on", flat=True))


def _with_works(rows: list[Report], reader: Reader) -> list[Reported]:
    ids = {row.on for row in rows if row.on}
    seen = Work.objects.visible_to(reader).filter(public__in=ids)
    works = {work.public: work for work in seen}
    gone = Work.objects.withdrawn().filter(public__in=ids, stage=Stage.WITHDRAWN)
    taken_down = set(gone.values_list("public", flat=True))
    return [Reported(row, works.get(row.on), row.on in taken_down) for row in rows]
