"""What readers reported: the most harm first, answered in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions.answer_report import answer_report
from fanfold.archive.models import Work
from fanfold.archive.queries.reporting import (
    Reported,
    answered_reports,
    open_reports,
)
from fanfold.archive.queries.talking import waiting_on
from fanfold.errors import RefusedDecisionError
from fanfold.model.work import Stage
from fanfold.web.access import reader_of
from fanfold.web.pages.reports import WRONG

_ANSWERED = 50
_MAY_BE_HIDDEN = (Stage.SHOWN, Stage.UNREVIEWED)


def page(request: HttpRequest) -> HttpResponse:
    """Open reports, comments that wait, and the reports that were answered last."""
    reader = reader_of(request)
    told = {
        "reports": _told(open_reports(reader)),
        "waiting": waiting_on(Work.objects.visible_to(reader)).items(),
        "answered": _told(answered_reports(reader, _ANSWERED)),
    }
    return render(request, "desk/reports.html", told)


@require_POST
def answer(request: HttpRequest, report_id: str) -> HttpResponse:
    """Answer a report; hide its story or show it again where that was chosen."""
    try:
        answer_report(
            report_id,
            request.POST.get("answer", ""),
            outcome=request.POST.get("outcome", ""),
            by=request.user.get_username(),
        )
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Answered. It can be taken back below “Desk”."))
    return redirect("desk-reports")


def _told(reports: Iterable[Reported]) -> list[dict[str, Any]]:
    return [
        {
            "about": each,
            "row": each.report,
            "wrong": WRONG.get(each.report.kind, each.report.kind),
            "may_hide": each.work is not None and each.work.stage in _MAY_BE_HIDDEN,
            "may_show": each.work is not None and each.work.stage == Stage.HIDDEN,
        }
        for each in reports
    ]
