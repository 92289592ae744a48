"""What allauth asks of an archive: whom an address belongs to, and how letters go."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from fanfold.archive.models import Account
from fanfold.archive.sealing import seal, unseal
from fanfold.web.accounts.invited import invitation_of
from fanfold.web.accounts.post import TOLD
from fanfold.web.settings import CONFIGURATION

_LETTERS = "letters/"


class SigningIn(DefaultAccountAdapter):
    """Signing in by code. Addresses are typed by the reader and never stored clear."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This is not the code that was sent last. Try once more."),
        "too_many_login_attempts": _("Too many tries. Wait some minutes, then go on."),
        "rate_limited": _("Too many tries. Wait some minutes, then go on."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether who asks may register (fanfold.toml, [accounts]; or invited)."""
        if CONFIGURATION.accounts.registration == "open":
            return True
        return bool(invitation_of(request))

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Write one of our own letters and post it.

        template_prefix: allauth's name; its last part is the file in letters/.
        """
        name = template_prefix.rpartition("/")[2]
        told = {"archive_name": CONFIGURATION.site.name, **context}
        told["address"] = CONFIGURATION.site.address
        told["person"] = Account.objects.at(email)
        text = render_to_string(f"{_LETTERS}{name}.txt", told)
        subject, _line, body = text.partition("\n")
        line = render_to_string(f"{_LETTERS}{name}_told.txt", told).strip()
        letter = EmailMessage(
            subject, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [email]
        )
        letter.extra_headers[TOLD] = line
        letter.send()

    def add_message(self, *args: Any, **told: Any) -> None:
        """Say nothing: what signing in did is seen on the page that follows."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return who asks, for limits alone; one for all who cannot be told apart."""
        try:
            return super().get_client_ip(request)
        except PermissionDenied:
            return "unknown"


class SecondStep(DefaultMFAAdapter):
    """The second step: codes of an app, or kept on paper."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Wait for the next, and try it."),
    }

    def get_totp_issuer(self) -> str:
        """Return what the app calls us."""
        return CONFIGURATION.site.name

    def get_totp_label(self, user: Any) -> str:
        """Return what the app calls the account: its name, never its address."""
        return str(user.username)

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return unseal(encrypted_text)
