"""Authors find their old stories: a claim by code or evidence, and vouching."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions.claim_name import (
    JUDGED,
    claim_by_code,
    claim_by_evidence,
    new_code,
    prove_by_code,
    vouch,
)
from fanfold.archive.models import NameClaim
from fanfold.archive.queries.claiming import claimable
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.web.access import reader_of
from fanfold.web.accounts.letters import post

_LONGEST = 4000


def page(request: HttpRequest, pseud_id: str) -> HttpResponse:
    """Say that one is this author, and how it can be shown."""
    pseud = claimable(pseud_id, reader_of(request))
    told = {"pseud": pseud, "ways": _ways()}
    if request.method != "POST":
        return render(request, "claims/page.html", told)
    account: Any = request.user
    way = request.POST.get("way", "")
    if way == "code":
        address, code = request.POST.get("address", "").strip()[:254], new_code()
        claim, send = claim_by_code(account, pseud.creator.public, address, code)
        if send:
            post("claim_code", address, {"code": code, "name": pseud.name})
        return redirect("claim-code", claim_id=claim.public)
    try:
        claim_by_evidence(
            account,
            pseud.creator.public,
            way=way,
            evidence=request.POST.get("evidence", "")[:_LONGEST],
        )
    except RefusedDecisionError as error:
        return render(request, "claims/page.html", {**told, "wrong": str(error)})
    messages.success(request, _("Somebody will look at it and answer here."))
    return redirect("mine")


def code(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Type the code that was sent."""
    account: Any = request.user
    rows = NameClaim.objects.filter(public=claim_id, account=account, way="code")
    claim = rows.select_related("creator").first()
    if claim is None:
        raise NotFoundError("There is no such claim here.")
    told: dict[str, Any] = {"claim": claim}
    if request.method == "POST":
        try:
            proven = prove_by_code(
                claim_id, request.POST.get("code", "")[:40], account=account
            )
        except RefusedDecisionError as error:
            return render(request, "claims/code.html", {**told, "wrong": str(error)})
        if proven.state == "proven":
            messages.success(request, _("These stories are yours to decide on."))
        else:
            messages.info(
                request,
                _("The code was right. Another account has this name: wait a while."),
            )
        return redirect("mine")
    return render(request, "claims/code.html", told)


@require_POST
def say_so(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Vouch for somebody."""
    account: Any = request.user
    try:
        vouch(claim_id, account=account, note=request.POST.get("note", "")[:_LONGEST])
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. Whoever decides will read it."))
    return redirect("mine")


def vouching(request: HttpRequest, claim_id: str) -> HttpResponse:
    """The page that somebody who vouches is sent to by the claimant."""
    claim = (
        NameClaim.objects.filter(public=claim_id, state="open", way="vouching")
        .select_related("account", "creator")
        .first()
    )
    if claim is None:
        raise NotFoundError("There is no such claim here.")
    return render(request, "claims/vouch.html", {"claim": claim})


def _ways() -> list[tuple[str, str]]:
    told = {
        "old-account": _("I still have an account that was mine then"),
        "old-page": _("I can put a word on a page that was mine then"),
        "vouching": _("Others here know me from then"),
        "decision": _("Something else"),
    }
    return [(way, told[way]) for way in JUDGED]
