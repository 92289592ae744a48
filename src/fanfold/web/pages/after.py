"""Who decides after whom: naming, saying yes, asking, and saying "I am here"."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions import succeed
from fanfold.archive.models import Account, DoNotWrite, Role, Succession
from fanfold.archive.sealing import unseal
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.web.accounts.letters import post
from fanfold.web.addresses import absolute


def page(request: HttpRequest) -> HttpResponse:
    """Whom the reader named, and by whom the reader was named."""
    account: Any = request.user
    if request.method == "POST":
        try:
            kind, wish = request.POST.get("kind", ""), request.POST.get("wish", "")
            row = succeed.offer(kind, wish, account=account)
        except RefusedDecisionError as error:
            messages.error(request, str(error))
            return redirect("after")
        return redirect("after-one", row_id=row.public)
    kinds = ["author"] if account.creators.exists() else []
    kinds += ["archive"] if account.role == Role.ADMIN else []
    told = {
        "mine": account.successions.select_related("other"),
        "others": account.succeeds.select_related("account"),
        "kinds": kinds,
        "days": succeed.WAIT.days,
    }
    return render(request, "mine/after.html", told)


def one(request: HttpRequest, row_id: str) -> HttpResponse:
    """One of them, for the two it is about; where it is offered, for whoever has the
    address, to say yes."""
    account: Any = request.user
    row = Succession.objects.select_related("account", "other").filter(public=row_id)
    found = row.first()
    if found is None or not _concerns(found, account):
        raise NotFoundError("There is nothing like that here.")
    is_mine = found.account_id == account.pk
    may_read = bool(found.wish) and (is_mine or found.state == "taken")
    told = {
        "row": found,
        "is_mine": is_mine,
        "wish": unseal(found.wish) if may_read else "",
        "place": absolute(request, reverse("after-one", args=[row_id])),
        "from_": succeed.may_decide_from(found),
        "days": succeed.WAIT.days,
    }
    return render(request, "mine/after_one.html", told)


@require_POST
def do(request: HttpRequest, row_id: str) -> HttpResponse:
    """Say yes, ask, say no, or end it."""
    account: Any = request.user
    deed = request.POST.get("deed", "")
    try:
        if deed == "agree":
            succeed.agree(row_id, account=account)
        elif deed == "ask":
            evidence = request.POST.get("evidence", "")
            row = succeed.ask(row_id, evidence, account=account)
            _write(request, row)
        elif deed == "no":
            succeed.say_no(row_id, account=account)
            messages.success(request, _("Nothing is handed over."))
        elif deed == "end":
            succeed.end(row_id, account=account)
            return redirect("after")
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    return redirect("after-one", row_id=row_id)


def _concerns(row: Succession, account: Account) -> bool:
    return row.state == "offered" or account.pk in (row.account_id, row.other_id)


def _write(request: HttpRequest, row: Succession) -> None:
    """Tell whoever named them that the other asks; the archive goes on without."""
    to = row.account
    barred = DoNotWrite.objects.filter(keyed_hash=to.address_hash)
    if to.address_hash and not barred.exists():
        told = {
            "person": row.other.username if row.other else "",
            "place": absolute(request, reverse("after-one", args=[row.public])),
            "days": succeed.WAIT.days,
        }
        post("succession_asked", to.address, told)
