"""Registering: the account is made once the code that was sent comes back."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import (
    AbstractCodeVerificationProcess,
)
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from fanfold.archive.actions.invite_account import use_invitation
from fanfold.archive.actions.open_account import open_account
from fanfold.archive.models import Account
from fanfold.web.accounts.invited import forget, invitation_of

_KEY = "registering"


class Registering(AbstractCodeVerificationProcess):
    """A name and an address that wait for their code, in the visit's memory."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            state=state,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
        )

    @classmethod
    def begin(
        cls, request: HttpRequest, *, name: str, address: str, known: Account | None
    ) -> Registering:
        """Send a code. Whoever has an account already is told so, by letter alone."""
        told = {"name": name, "invited": invitation_of(request)}
        state = cls.initial_state(user=None, email=address) | told
        process = cls(request, state)
        if known is None:
            state["code"] = get_adapter().generate_login_code()
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, request: HttpRequest) -> Registering | None:
        """Return what this visit began, as long as its code is good."""
        state = request.session.get(_KEY)
        process: Registering | None = cls(request, state) if state else None
        return process.abort_if_invalid() if process else None

    def send(self) -> None:
        """Post the letter."""
        letter = "registering" if self.code else "registered_already"
        told = {"code": self.code, "name": self.state["name"]}
        get_adapter().send_mail(letter, self.state["email"], told)

    def persist(self) -> None:
        """Keep it in the visit's memory."""
        self.request.session[_KEY] = self.state

    def abort(self) -> None:
        """Forget it."""
        self.request.session.pop(_KEY, None)

    def finish(self) -> HttpResponse:
        """Make the account and sign it in.

        Raises RefusedDecisionError where somebody took the name meanwhile, or used the
        invitation.
        """
        self.abort()
        invited = self.state.get("invited", "")
        with transaction.atomic():
            if invited:
                use_invitation(invited)
            account = open_account(
                self.state["name"],
                address=self.state["email"],
                role=None,
                by="",
                why=f"invited: {invited}" if invited else "registered",
            )
        forget(self.request)
        record_authentication(self.request, account, method="code")
        return perform_login(self.request, Login(user=account, signup=True))
