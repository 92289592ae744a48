"""Accounts, for who keeps the archive."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from fanfold.archive.models import Account, Creator
from fanfold.errors import NotFoundError


def accounts(role: str | None = None, name: str = "") -> QuerySet[Account]:
    """Return accounts by name, each with `is_author` and `has_second_step`.

    name: only those whose name holds these letters.
    """
    works = Creator.objects.filter(account=OuterRef("pk"))
    steps = Authenticator.objects.filter(user=OuterRef("pk"))
    found = Account.objects.annotate(
        is_author=Exists(works), has_second_step=Exists(steps)
    ).order_by(Lower("username"), "pk")
    if name:
        found = found.filter(username__icontains=name)
    return found.filter(role=role) if role else found


def named(public: str) -> Account:
    """Return one account. Raises NotFoundError where there is none."""
    account = Account.objects.filter(public=public).first()
    if account is None:
        raise NotFoundError("There is no such account here.")
    return account
