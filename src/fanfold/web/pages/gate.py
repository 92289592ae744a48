"""The age gate: a choice, by POST alone, for this visit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from fanfold.web.access import PAST_THE_GATE


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Go past the gate, or shut it again, and back to where the reader was."""
    if request.POST.get("answer") == "yes":
        request.session[PAST_THE_GATE] = True
    else:
        request.session.pop(PAST_THE_GATE, None)
    return redirect(safe_path(request.POST.get("next", "")))


def safe_path(wanted: str) -> str:
    """Return a path of this archive; home for any other address."""
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if ours else "/"
