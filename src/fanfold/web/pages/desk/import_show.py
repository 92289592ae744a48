"""Whom the stories of an import are shown to: seen first, then done as one step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from fanfold.archive.actions.show_import import show_import
from fanfold.archive.models import Arrival, ArrivalState, ImportPlan
from fanfold.archive.powers import Power, may
from fanfold.archive.queries.arrivals import arrival_of
from fanfold.archive.showing import MOST, Whom, standing, to_change
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.work import Audience, Stage
from fanfold.web.pages.desk.saying import say_done, why_of

WHOM: dict[Whom, Any] = {
    Whom.DESK: gettext_lazy("nobody yet"),
    Whom.MEMBERS: gettext_lazy("members alone"),
    Whom.NOT_ADULT: gettext_lazy("all, adult stories to members alone"),
    Whom.ALL: gettext_lazy("all, adult stories behind the gate"),
}
_SHOWN: dict[tuple[str, str], Any] = {
    (Stage.SHOWN, Audience.ALL): gettext_lazy("shown to all"),
    (Stage.SHOWN, Audience.MEMBERS): gettext_lazy("shown to members alone"),
    (Stage.UNREVIEWED, ""): gettext_lazy("shown to nobody yet"),
}


@require_POST
def show(request: HttpRequest, arrival_id: str) -> HttpResponse:
    """Show what the answer would change; with the second yes, do it as one step."""
    row = arrival_of(request.user, arrival_id)
    plan = plan_to_show(row, request.user)
    word = request.POST.get("whom", "")
    if plan is None or word not in list(Whom):
        raise NotFoundError("There is no such thing to do here.")
    if request.POST.get("sure") != "yes":
        return _preview(request, row, plan, Whom(word))
    try:
        number = _do(request, plan, Whom(word))
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return _preview(request, row, plan, Whom(word))
    told = ngettext("%(n)d story changed.", "%(n)d stories changed.", number)
    say_done(request, told % {"n": number}, changed=number > 0)
    return redirect("desk-import", arrival_id=row.public)


def plan_to_show(row: Arrival, account: Any) -> ImportPlan | None:
    """Return the import whose stories a person may show: one that is done, and the
    own one: the same files may have been brought in by somebody else first."""
    plan = row.plan
    if plan is None or not row.commit or row.state != ArrivalState.DONE:
        return None
    return plan if plan.by == account.username or may(account, Power.LEDGER) else None


def told_of(plan: ImportPlan | None) -> dict[str, Any] | None:
    """Return how an import's stories stand, and the answers; None for no import."""
    if plan is None:
        return None
    now = standing(plan)
    shown = [(_SHOWN[how], number) for how, number in now.shown.items()]
    return {"shown": shown, "left": now.left, "whom": list(WHOM.items())}


def _do(request: HttpRequest, plan: ImportPlan, whom: Whom) -> int:
    said = request.POST.get("number", "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise RefusedDecisionError(_("Say how many. Nothing was changed."))
    by, why = request.user.get_username(), why_of(request)
    return show_import(plan, whom, by=by, why=why, number=int(said))


def _preview(
    request: HttpRequest, row: Arrival, plan: ImportPlan, whom: Whom
) -> HttpResponse:
    number = to_change(plan, whom).count()
    told = {
        "arrival": row,
        "answer": whom,
        "answer_name": WHOM[whom],
        "number": min(number, MOST),
        "more": max(0, number - MOST),
        "showing": told_of(plan),
    }
    return render(request, "desk/import_show.html", told)
