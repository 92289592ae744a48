"""Who did what, when and why; any step can be taken back from here."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.models import Step
from fanfold.archive.queries.desk import entries_of, may_undo, steps_of
from fanfold.archive.tracing import changes_of
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.web.access import reader_of

_PAGE = 50


def page(request: HttpRequest) -> HttpResponse:
    """The ledger, the latest first; of one thing where ``on`` names it."""
    on = request.GET.get("on", "")[:40]
    entries = Paginator(entries_of(request.user, on), _PAGE)
    told = {"entries": entries.get_page(request.GET.get("page")), "on": on}
    return render(request, "desk/ledger.html", told)


def step(request: HttpRequest, step_id: str) -> HttpResponse:
    """One step: what it changed, from what to what."""
    row = _step(request, step_id)
    changes = changes_of(row, reader_of(request))
    told = {
        "step": row,
        "entries": row.entries.select_related("entry"),
        "changes": changes.told,
        "left_out": changes.left_out,
        "may_undo": may_undo(request.user, row),
    }
    return render(request, "desk/step.html", told)


@require_POST
def undo(request: HttpRequest, step_id: str) -> HttpResponse:
    """Take a step back and show what that did."""
    row = _step(request, step_id)
    if not may_undo(request.user, row):
        raise NotFoundError("There is no such step to take back here.")
    why = request.POST.get("why", "").strip()
    by = request.user.get_username()
    try:
        made = undo_step(row.public, by=by, why=why)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return redirect("desk-step", step_id=row.public)
    messages.success(request, _("Taken back. Everything is as it was before."))
    return redirect("desk-step", step_id=made.public)


def _step(request: HttpRequest, step_id: str) -> Step:
    row: Step | None = steps_of(request.user).filter(public=step_id).first()
    if row is None:
        raise NotFoundError("There is no such step here.")
    return row
