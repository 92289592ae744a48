"""An import taken back: what would go and what stays is seen first, then one step."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fanfold.archive.actions.take_import_back import take_import_back
from fanfold.archive.models import Arrival, ImportPlan
from fanfold.archive.queries.arrivals import arrival_of
from fanfold.archive.queries.desk import seen
from fanfold.archive.taking_back import Held, brought
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.web.access import reader_of
from fanfold.web.pages.desk.import_show import plan_to_show
from fanfold.web.pages.desk.saying import say_done, why_of

#: Stories that are named; the others are counted. So many go at once on a page.
_NAMED, MOST = 50, 2000
HELD: dict[Held, Any] = {
    Held.EDITED: gettext_lazy("somebody edited it"),
    Held.SAID: gettext_lazy("somebody commented on it"),
    Held.READ: gettext_lazy("a reader keeps it"),
    Held.JOINED: gettext_lazy("another import is in it, too"),
    Held.CLAIMED: gettext_lazy("its author has an account here"),
    Held.DOWN: gettext_lazy("it was taken down"),
}


def page(request: HttpRequest, arrival_id: str) -> HttpResponse:
    """Show what goes and what stays; with the second yes, do it as one step."""
    row = arrival_of(request.user, arrival_id)
    plan = plan_to_show(row, request.user)
    if plan is None:
        raise NotFoundError("There is no such thing to do here.")
    said = request.POST if request.method == "POST" else request.GET
    also = said.get("also") == "yes"
    if request.method != "POST" or said.get("sure") != "yes":
        return _preview(request, row, plan, also=also)
    try:
        made = take_import_back(
            plan,
            by=request.user.get_username(),
            why=why_of(request),
            also=also,
            number=_number(said.get("number", "")),
        )
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return _preview(request, row, plan, also=also)
    told = ngettext(
        "%(n)d story was taken out. Its originals are kept.",
        "%(n)d stories were taken out. Their originals are kept.",
        made.works,
    )
    say_done(request, told % {"n": made.works})
    return redirect("desk-import", arrival_id=row.public)


def _number(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise RefusedDecisionError(_("Say how many. Nothing was changed."))
    return int(said)


def _preview(
    request: HttpRequest, row: Arrival, plan: ImportPlan, *, also: bool
) -> HttpResponse:
    found = brought(plan)
    going, staying = found.going(also=also), found.staying(also=also)
    ids = {each.pk for each, _why in staying}
    known = seen(reader_of(request)).filter(pk__in=ids).values_list("pk", flat=True)
    shown = set(known)
    told = {
        "arrival": row,
        "also": also,
        "number": len(going),
        "too_many": len(going) > MOST,
        "others": found.others,
        "merged": found.merged,
        "kept": [(each, HELD[why]) for each, why in staying if each.pk in shown][
            :_NAMED
        ],
        "reasons": [
            (HELD[why], number)
            for why, number in Counter(why for _row, why in staying).items()
        ],
        "more": len(found.going(also=True)) - len(found.free),
    }
    return render(request, "desk/import_back.html", told)
