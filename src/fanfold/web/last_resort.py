"""What stands before everything a web server calls: no fault goes past it.

A fault that came to the web server would stand in its log with all its words, and those
may be a story's. Here it becomes one line of our own log, and a page.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from django.conf import settings
from django.utils import translation

from fanfold.web.faults import fault

Environ: TypeAlias = dict[str, Any]
Site: TypeAlias = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_log = logging.getLogger("django.request")
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "private, no-store"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'self'"),
]


class BrokenAnswerError(Exception):
    """An answer that had begun cannot be ended. What broke it is in our own log."""


class LastResort:
    """Lets a site answer (WSGI); answers itself where that fails."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        try:
            made = self._site(environ, start)
        except Exception:  # noqa: BLE001 - the edge: nothing stands behind it
            _log.error("fault", exc_info=True)
            with translation.override(settings.LANGUAGE_CODE):  # nobody's yet
                answer = fault()
            status = f"{answer.status_code} {answer.reason_phrase}"
            start(status, _HEADERS, sys.exc_info())
            return [answer.content]
        return made if isinstance(made, list) else _Guarded(made)


class _Guarded:
    """The parts of an answer, with whatever breaks them told to our log alone."""

    def __init__(self, made: Iterable[bytes]) -> None:
        self._made = made

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._made
        except Exception:  # noqa: BLE001 - as above
            _log.error("fault", exc_info=True)
            broken = True
        else:
            broken = False
        if broken:
            # What is sent would look whole: the line has to be cut.
            raise BrokenAnswerError

    def close(self) -> None:
        """Let go of what the answer holds open."""
        close = getattr(self._made, "close", None)
        if close is not None:
            close()
