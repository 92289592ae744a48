"""Reading apps: the address of the catalogue, and the passwords of one's devices."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from fanfold.archive.actions.app_passwords import end_app_password, make_app_password
from fanfold.archive.models.app_passwords import LONGEST
from fanfold.errors import RefusedDecisionError
from fanfold.web.addresses import absolute


def page(request: HttpRequest) -> HttpResponse:
    """How an app comes to the catalogue; and for members, which of theirs do."""
    return _page(request)


@require_POST
@reauthentication_required(app="allauth.mfa")
@sensitive_variables("password")
def new(request: HttpRequest) -> HttpResponse:
    """Make a password for an app, and show it this once."""
    account: Any = request.user
    try:
        row, password = make_app_password(request.POST.get("name", ""), account=account)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return redirect("apps")
    response = _page(request, made=row, password=password)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def end(request: HttpRequest, row_id: str) -> HttpResponse:
    """Take a password back."""
    account: Any = request.user
    end_app_password(row_id, account=account)
    messages.success(request, _("Ended. The app that has it gets nothing more."))
    return redirect("apps")


def _page(request: HttpRequest, **more: Any) -> HttpResponse:
    user: Any = request.user
    told = {
        "open_address": absolute(request, reverse("opds")),
        "own_address": absolute(request, reverse("opds-mine")),
        "program_address": absolute(request, reverse("api")),
        "passwords": user.app_passwords.all() if user.is_authenticated else (),
        "longest": LONGEST,
    }
    return render(request, "apps/page.html", told | more)
