"""What is typed to sign in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.core import context, ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _

from fanfold.archive.addresses import keyed_hash
from fanfold.archive.models import Account
from fanfold.archive.models.accounts import is_name

_ADDRESS = 254
_NAME = 40


class AddressForm(forms.Form):
    """Where a code shall go. Whether anybody has this address shows nowhere."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This does not look like an e-mail address.")},
    )

    def clean_email(self) -> str:
        """Return the address; whose it is stands in `_user`, which allauth reads."""
        address = str(self.cleaned_data["email"]).strip()
        key = keyed_hash(address)
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = Account.objects.at(address)
        return address


class RegisterForm(AddressForm):
    """A new account: a name that others may see, and an address that nobody sees."""

    username = forms.CharField(
        label=_("Name"),
        max_length=_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        help_text=_("Others may see it. It is not an address, and need not be yours."),
    )
    field_order = ("username", "email")

    def clean_username(self) -> str:
        """Return the name, where it is one and free."""
        name = str(self.cleaned_data["username"]).strip()
        if not is_name(name):
            raise forms.ValidationError(
                _("A name is made of letters, digits, dots, dashes and single spaces.")
            )
        if Account.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("Somebody has this name. Choose another."))
        return name


class CodeForm(ConfirmLoginCodeForm):
    """The code that was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs = {
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
