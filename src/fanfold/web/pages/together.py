"""Writing together: inviting a co-author, and saying yes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions.write_together import (
    accept_invitation,
    end_invitation,
    invite,
    open_invitation,
    open_on,
)
from fanfold.archive.queries.posting import own_names, own_work
from fanfold.errors import RefusedDecisionError
from fanfold.web.addresses import absolute


def page(request: HttpRequest, work_id: str) -> HttpResponse:
    """Who writes a story, and who is invited to."""
    account: Any = request.user
    work = own_work(account, work_id)
    if request.method == "POST":
        try:
            invite(work, account=account)
        except RefusedDecisionError as error:
            messages.error(request, str(error))
        return redirect("mine-together", work_id=work_id)
    told = {
        "row": work,
        "authors": work.creatorships.filter(chapter=None).select_related("pseud"),
        "open": [
            (each, absolute(request, reverse("together", args=[each.public])))
            for each in open_on(work)
        ],
    }
    return render(request, "mine/together.html", told)


@require_POST
def end(request: HttpRequest, work_id: str, row_id: str) -> HttpResponse:
    """Take an invitation back."""
    account: Any = request.user
    own_work(account, work_id)  # who does not write it finds nothing here
    end_invitation(row_id, account=account)
    return redirect("mine-together", work_id=work_id)


def answer(request: HttpRequest, row_id: str) -> HttpResponse:
    """What one is invited to, for whoever has the address; and saying yes."""
    account: Any = request.user
    row = open_invitation(row_id)
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            work = accept_invitation(row_id, name, account=account)
        except RefusedDecisionError as error:
            messages.error(request, str(error))
            return redirect("together", row_id=row_id)
        messages.success(request, _("You are an author of this story now."))
        return redirect("mine-work", work_id=work.public)
    told = {"row": row, "names": own_names(account), "name": account.username}
    return render(request, "mine/invited.html", told)
