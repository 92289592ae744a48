"""Who came by the address of an invitation may register where that is closed."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse

from fanfold.archive.actions.invite_account import open_invitations
from fanfold.archive.models import Invitation
from fanfold.errors import NotFoundError
from fanfold.web.addresses import absolute

_KEY = "invited"
_signer = Signer(salt="fanfold.invitation/1")


def address_of(row: Invitation, request: HttpRequest) -> str:
    """Return the address to be sent to who is invited."""
    path = reverse("register-invited", args=[_signer.sign(row.public)])
    return absolute(request, path)


def remember(request: HttpRequest, token: str) -> None:
    """Keep an invitation in the visit's memory.

    Raises NotFoundError for one that we never wrote, or that is over.
    """
    try:
        public = _signer.unsign(token)
    except BadSignature:
        public = ""
    if not open_invitations().filter(public=public).exists():
        raise NotFoundError("There is no such invitation here.")
    request.session[_KEY] = public


def invitation_of(request: HttpRequest) -> str:
    """Return the open invitation of a visit, by its public id; "" for none."""
    public = request.session.get(_KEY, "")
    is_open = bool(public) and open_invitations().filter(public=public).exists()
    return public if is_open else ""


def forget(request: HttpRequest) -> None:
    """The visit has made use of it."""
    request.session.pop(_KEY, None)
