"""Asks the site as a web server does, with kept pages before it."""

from __future__ import annotations

import gzip
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, decompressed."""

    status_code: int
    headers: dict[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody before a WSGI application. client: whose cookies are sent."""

    application: Any
    client: Client | None = None
    language: str = "en"

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a page. headers: as WSGI names them."""
        began: list[Any] = []
        # A test is one transaction: between its requests the connection has to stay.
        with patch.object(connection, "close_if_unusable_or_obsolete"):
            made = self.application(
                self._environ(path, method, headers),
                lambda status, told, _error=None: began.extend([status, told]),
            )
            body = b"".join(made)
            if hasattr(made, "close"):
                made.close()
        told = dict(began[1])
        if told.get("Content-Encoding") == "gzip" and body:
            body = gzip.decompress(body)
        return Answer(int(began[0].split()[0]), told, body)

    def _environ(
        self, path: str, method: str, headers: dict[str, str]
    ) -> dict[str, Any]:
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "HTTP_ACCEPT_LANGUAGE": self.language,
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
            **headers,
        }
        cookies = self.client.cookies if self.client else {}
        if cookies:
            told = (f"{name}={each.value}" for name, each in cookies.items())
            environ["HTTP_COOKIE"] = "; ".join(told)
        return environ
