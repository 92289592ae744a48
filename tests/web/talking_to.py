"""Asks for pages and sends forms, as a browser without scripts does."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.test import Client


def page_of(client: Client, path: str) -> str:
    """Return the words of a page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def sent(client: Client, path: str, **said: Any) -> str:
    """Return the words of the page that a form leads to."""
    answer = client.post(path, said, follow=True)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())
