"""Accounts, for admins: who there is, and what each may do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions.change_role import change_role
from fanfold.archive.actions.invite_account import (
    LASTS,
    end_invitation,
    invite_account,
    open_invitations,
)
from fanfold.archive.models import Role
from fanfold.archive.queries.accounts import accounts, named
from fanfold.errors import RefusedDecisionError
from fanfold.web.accounts.invited import address_of
from fanfold.web.pages.lists import page_number

_PAGE = 50
ROLES = {
    Role.MEMBER: _("reader"),
    Role.ARCHIVIST: _("archivist"),
    Role.MODERATOR: _("moderator"),
    Role.ADMIN: _("admin"),
}


def page(request: HttpRequest) -> HttpResponse:
    """The accounts, by name; no address is shown."""
    return _page(request)


@require_POST
@reauthentication_required(app="allauth.mfa")
def role(request: HttpRequest, account_id: str) -> HttpResponse:
    """Give an account another role, for a reason."""
    user: Any = request.user
    account = named(account_id)
    wanted, why = request.POST.get("role", ""), request.POST.get("why", "")
    if wanted not in ROLES or not why.strip():
        refused = _("A role changes for a reason: say it. Nothing was changed.")
        return _page(request, refused=refused, status=409)
    try:
        change_role(account.username, wanted, by=user.public, why=why)
    except RefusedDecisionError:
        refused = _("This is the only admin. Nothing was changed. Make another first.")
        return _page(request, refused=refused, status=409)
    return redirect("accounts")


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Make an address under which one account can be opened; or take one back."""
    user: Any = request.user
    if "end" in request.POST:
        end_invitation(request.POST["end"], by=user.username)
        return redirect("accounts")
    try:
        invite_account(by=user.username, why=request.POST.get("why", ""))
    except RefusedDecisionError as error:
        return _page(request, refused=str(error), status=409)
    return redirect("accounts")


def _page(request: HttpRequest, refused: Any = "", status: int = 200) -> HttpResponse:
    name = request.GET.get("name", "").strip()
    rows = accounts(name=name)
    last = max(1, -(-rows.count() // _PAGE))
    number = min(page_number(request), last)
    start = (number - 1) * _PAGE
    told = {
        "name": name,
        "query": urlencode({"name": name}) if name else "",
        "found": rows[start : start + _PAGE],
        "roles": ROLES.items(),
        "days": LASTS.days,
        "invitations": [(e, address_of(e, request)) for e in open_invitations()],
        "refused": refused,
        "number": number,
        "last": last,
        "before": number - 1,
        "after": number + 1 if number < last else 0,
    }
    return render(request, "own/accounts.html", told, status=status)
