"""What a member hears of by mail: the list, and its end, also without signing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fanfold.archive.actions.subscribe import (
    end_subscription,
    stop_letters,
    subscribe,
)
from fanfold.archive.models import DoNotWrite
from fanfold.archive.queries.subscribing import Named, own_subscriptions
from fanfold.errors import RefusedDecisionError
from fanfold.web.access import reader_of
from fanfold.web.accounts.post import can_post
from fanfold.web.digests import account_of


def page(request: HttpRequest) -> HttpResponse:
    """What the reader follows; or begin to follow one thing more."""
    user: Any = request.user
    if request.method == "POST":
        return _begun(request)
    found = own_subscriptions(user, reader_of(request))
    told = {
        "followed": [(each, _path(each)) for each in found],
        "any_stopped": any(not each.row.by_mail for each in found),
        "never": DoNotWrite.objects.filter(keyed_hash=user.address_hash).exists(),
        "can_post": can_post(),
        "last": user.digests.exclude(state__in=("sending", "waiting")).last(),
    }
    return render(request, "own/subscriptions.html", told)


@require_POST
def end(request: HttpRequest, row_id: str) -> HttpResponse:
    """Follow one thing no more."""
    account: Any = request.user
    end_subscription(row_id, account=account)
    messages.success(request, _("Ended."))
    return redirect("subscriptions")


@require_POST
def stop_all(request: HttpRequest) -> HttpResponse:
    """Send no more letters of what is new; the list stays."""
    user: Any = request.user
    stop_letters(user.public)
    return redirect("subscriptions")


@csrf_exempt  # the address itself says whose word it is; mail programs post to it
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever got such a letter says: no more. Without signing in."""
    public = account_of(token)
    if request.method == "POST":
        stop_letters(public)
        return render(request, "letters/no_news.html", {"done": True})
    return render(request, "letters/no_news.html", {"done": False})


def _begun(request: HttpRequest) -> HttpResponse:
    account: Any = request.user
    told = request.POST
    try:
        subscribe(
            told.get("kind", ""),
            told.get("on", ""),
            told.get("every", ""),
            account=account,
            reader=reader_of(request),
        )
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You hear of it by mail from now on."))
    return redirect("subscriptions")


def _path(each: Named) -> str:
    """Return the address of what is followed; "" where it is not shown now."""
    kind, on = each.row.kind, each.row.on
    if each.name is None:
        return ""
    if kind == "archive":
        return reverse("works") + "?sort=new"
    return f"{reverse('search')}?{on}" if kind == "search" else reverse(kind, args=[on])
