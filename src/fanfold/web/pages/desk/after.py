"""Who asks to decide after somebody: for archivists and admins, with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions.succeed import decide, may_decide_from
from fanfold.archive.models import Succession
from fanfold.errors import RefusedDecisionError

_DECIDED = 50


def page(request: HttpRequest) -> HttpResponse:
    """What was asked, the oldest first, and what was decided lately."""
    rows = Succession.objects.select_related("account", "other")
    now = timezone.now()
    asked = [
        (row, may_decide_from(row), may_decide_from(row) <= now)
        for row in rows.filter(state="asked").order_by("asked_at", "pk")
    ]
    decided = rows.filter(state__in=("taken", "refused")).order_by("-decided_at")
    told = {"asked": asked, "decided": decided[:_DECIDED]}
    return render(request, "desk/after.html", told)


@require_POST
def settle(request: HttpRequest, row_id: str) -> HttpResponse:
    """Hand over or refuse, with the reason."""
    account: Any = request.user
    accept, why = request.POST.get("answer") == "accept", request.POST.get("why", "")
    try:
        decide(row_id, accept=accept, by=account, why=why)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Decided. It can be taken back below “Desk”."))
    return redirect("desk-after")
