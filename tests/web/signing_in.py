"""Signing in as people do: by what a letter says."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client


def last_code() -> str:
    """Return the code in the last letter."""
    found = re.search(r"\n {4}(\S+)\n", str(mail.outbox[-1].body))
    assert found is not None, mail.outbox[-1].body
    return found[1]


def sign_in(client: Client, address: str) -> None:
    """Sign a client in by code."""
    client.post("/sign-in/", {"email": address})
    client.post("/sign-in/code/", {"code": last_code()})
