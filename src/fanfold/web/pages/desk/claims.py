"""Who says to be whom: claims that a person has to judge, with what speaks for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions.claim_name import decide_claim, revoke_claim
from fanfold.archive.models import NameClaim
from fanfold.archive.queries.claiming import open_claims
from fanfold.errors import RefusedDecisionError
from fanfold.web.access import reader_of

_PROVEN = 50


def page(request: HttpRequest) -> HttpResponse:
    """Open claims, the oldest first, and the latest that were proven."""
    proven = NameClaim.objects.filter(state="proven").select_related("account")
    told = {
        "claims": open_claims(reader_of(request)),
        "proven": proven.prefetch_related("creator__pseuds").order_by("-pk")[:_PROVEN],
    }
    return render(request, "desk/claims.html", told)


@require_POST
def decide(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Accept, refuse or revoke, with the reason."""
    answer, why = request.POST.get("answer", ""), request.POST.get("why", "").strip()
    by = request.user.get_username()
    try:
        if answer == "revoke":
            revoke_claim(claim_id, by=by, why=why)
        else:
            decide_claim(claim_id, accept=answer == "accept", by=by, why=why)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Decided. It can be taken back below “Desk”."))
    return redirect("desk-claims")
