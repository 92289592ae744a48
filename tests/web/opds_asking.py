"""Asks a catalogue as apps do: with a password, and for what it says it has."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpResponse
from django.test import Client

from fanfold.archive.actions.app_passwords import make_app_password
from fanfold.archive.models import Account
from tests.web.opds_rules import A, faults, linked, parsed


def key_of(account: Account) -> dict[str, str]:
    """Make a password for an account; return the header that brings it."""
    _row, password = make_app_password("An app", account=account)
    return basic(account.username, password)


def basic(name: str, password: str) -> dict[str, str]:
    """Return the header that brings a name and a password."""
    told = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"authorization": f"Basic {told}"}


def ask(path: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """Ask as an app without a visit; it is never led elsewhere."""
    response: Any = Client().get(path, headers=headers or {})
    return response


def feed(path: str, headers: dict[str, str] | None = None) -> Any:
    """Return the root of a feed that keeps every rule."""
    response = ask(path, headers)
    assert response.status_code == 200, (path, response.status_code)
    assert faults(response.content, response["Content-Type"]) == [], path
    return parsed(response.content)


def titles(feed: Any) -> list[str]:
    """Return what the entries of a feed are called."""
    return [each.findtext(f"{A}title") for each in feed.findall(f"{A}entry")]


def way(feed: Any, title: str) -> str:
    """Return where the entry of this title leads."""
    entries = feed.findall(f"{A}entry")
    (found,) = [each for each in entries if each.findtext(f"{A}title") == title]
    return str(found.find(f"{A}link").get("href"))


def link(element: Any, rel: str) -> str:
    """Return the address of the one link with a relation."""
    (found,) = linked(element, rel)
    return str(found.get("href"))
