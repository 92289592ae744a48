"""Who signs in."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from fanfold.archive.addresses import keyed_hash
from fanfold.archive.models.columns import digest_column, id_column
from fanfold.archive.sealing import seal, unseal

_VISITS_KEY = 32
#: Letters and digits of any script, and a few signs; no @, so that no address of a
#: person becomes a name that others see.
_NAME = r"\A[\w.\-]+(?: [\w.\-]+)*\Z"
NAME_RULE = "A name is made of letters, digits, dots, dashes and single spaces."


def is_name(words: str) -> bool:
    """Whether an account may be called so."""
    return re.fullmatch(_NAME, words) is not None


class Role(models.TextChoices):
    """What an account may do beside reading; an author is one by proven works."""

    MEMBER = "member"
    ARCHIVIST = "archivist"
    MODERATOR = "moderator"
    ADMIN = "admin"


#: Who may see more than a reader, and so is asked to set up a second step.
STAFF = (Role.ARCHIVIST, Role.MODERATOR, Role.ADMIN)


def visits_key() -> str:
    """Return a new random key, from which every visit of an account hangs."""
    return get_random_string(_VISITS_KEY)


class Accounts(BaseUserManager["Account"]):
    """Makes accounts and finds them by address."""

    def create_user(self, username: str, address: str = "", **fields: Any) -> Account:
        """Return a new account that signs in by codes sent to the address."""
        account = Account(username=username, **fields)
        account.set_address(address)
        account.set_unusable_password()
        account.save(using=self._db)
        return account

    def at(self, address: str) -> Account | None:
        """Return the open account of an address, or None."""
        told = keyed_hash(address)
        return self.filter(address_hash=told, is_active=True).first()


class Account(AbstractBaseUser):
    """A person who signs in. Being staff at a source grants nothing here.

    username: the name that others may see, and no address. address_hash: by which
    a typed address is known again; None where there is none. address_sealed: the
    address itself, to be read with the archive's key alone. visits_key: every visit
    ends when it changes. shows_adult: the person asked to see gated works without a
    gate. keeps_history: the person asked to keep what was read. reading: how stories
    look, as the display cookie has it.
    """

    public = id_column()
    username = models.CharField(
        max_length=150, unique=True, validators=[RegexValidator(_NAME, NAME_RULE)]
    )
    address_hash = digest_column(unique=True, null=True)
    address_sealed = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    visits_key = models.CharField(max_length=_VISITS_KEY, default=visits_key)
    role = models.CharField(
        max_length=16, choices=Role.choices, default=Role.MEMBER, db_index=True
    )
    shows_adult = models.BooleanField(default=False)
    keeps_history = models.BooleanField(default=False)
    language = models.CharField(max_length=16, blank=True, default="")
    reading = models.CharField(max_length=600, blank=True, default="")

    objects = Accounts()

    USERNAME_FIELD = "username"

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.username

    @property
    def is_staff(self) -> bool:
        """Archivist, moderator or admin."""
        return self.role in STAFF

    @property
    def address(self) -> str:
        """Where letters go; for sending alone, never for a page of another."""
        return unseal(self.address_sealed) if self.address_sealed else ""

    def set_address(self, address: str) -> None:
        """Keep an address: a keyed hash to find it by, sealed to send to it."""
        address = address.strip()
        self.address_hash = keyed_hash(address) if address else None
        self.address_sealed = seal(address) if address else ""

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django ties visits to the password; nobody has one here.
        salt = "fanfold.archive.models.accounts.visits"
        told = salted_hmac(
            salt, self.public + self.visits_key, secret=secret, algorithm="sha256"
        )
        return told.hexdigest()
