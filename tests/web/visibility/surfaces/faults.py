"""What a request that fails leaves in the log, and on its page: a number at most.

Each kind of failure is asked with the story's words in its address, in what is sent and
in what the program itself complains of.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch
from urllib.parse import quote

from django.db import OperationalError
from django.http import HttpResponse, HttpResponseBase
from django.test import override_settings

from fanfold.web.faults import Brief
from tests.web.visibility.scene import AUTHOR, SOUGHT, TEXT, TITLE, Visit
from tests.web.visibility.surface import Surface, leaks, raw

#: What a log or a page of these must not say, beside the marker words.
_NEVER = (AUTHOR, SOUGHT, quote(SOUGHT), "Traceback", "testserver", "127.0.0.1")
_WORDS = f"{TITLE} by {AUTHOR}: {TEXT}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail. status: of its answer, where the reader gets so far.

    end: of the work's own address; whole: the address, for others.
    raises: in place of making the page; posts: sends the story's words.
    """

    status: int
    end: str = ""
    whole: str = ""
    raises: type[Exception] | None = None
    posts: bool = False
    host: str = "testserver"
    most: int = 1 << 20
    strict: bool = False

    def address(self, visit: Visit) -> str:
        """Return what is asked."""
        path = self.whole or f"/works/{visit.work.public}/{self.end}"
        # Of a page that leads to sign in, the way back is in its address.
        asks = "" if self.status == 405 else f"?q={quote(SOUGHT)}"
        return f"{path}{asks}"

    def ask(self, visit: Visit, address: str) -> HttpResponseBase:
        """Ask, and let it fail; an answer of another status is none of a fault."""
        client = visit.client
        headers = {"host": self.host}
        with self._set(visit):
            if self.posts:
                told = {"text": _WORDS, "answer": _WORDS}
                response = client.post(address, told, headers=headers)
            else:
                response = client.get(address, headers=headers)
        return response if response.status_code == self.status else HttpResponse()

    @contextmanager
    def _set(self, visit: Visit) -> Iterator[None]:
        client, handler = visit.client, visit.client.handler
        with ExitStack() as stack:
            enter = stack.enter_context
            enter(patch.object(client, "raise_request_exception", False))
            enter(patch.object(handler, "enforce_csrf_checks", self.strict))
            enter(override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=self.most))
            if self.raises:
                error = self.raises(_WORDS)
                for page in ("works", "search"):
                    name = f"fanfold.web.pages.{page}.render"
                    enter(patch(name, side_effect=error))
            yield


FAULTS = {
    "fault": Fault(500, raises=RuntimeError),
    "busy": Fault(503, raises=OperationalError),
    "search": Fault(500, whole="/search/", raises=ValueError),
    "host": Fault(400, host="quite-a-secret.example.org"),
    "much": Fault(413, whole="/gate/", posts=True, most=10),
    "form": Fault(403, "comments/say/", posts=True, strict=True),
    "method": Fault(405, "comments/say/"),
    "missing": Fault(404, "chapters/quite/"),
}


def _logged(fault: Fault) -> Callable[[Visit, str], HttpResponseBase]:
    def ask(visit: Visit, address: str) -> HttpResponseBase:
        log = io.StringIO()
        handlers = logging.getLogger("django").handlers
        (ours,) = (each for each in handlers if isinstance(each.formatter, Brief))
        with patch.object(ours, "stream", log):
            answer = fault.ask(visit, address)
        lines = log.getvalue()
        if answer.status_code == 500 and not fault.whole:
            assert visit.work.public in lines, "the log says nothing"
        return HttpResponse(lines, "text/plain")

    return ask


def _told(visit: Visit, response: HttpResponseBase) -> str:
    whole = raw(response)
    found = [*leaks(whole), *(each for each in _NEVER if each in whole)]
    return f"more: {found}" if found else "number_only"


def _surfaces() -> Iterator[Surface]:
    for kind, fault in FAULTS.items():
        for row, ask in (("server_log", _logged(fault)), ("error_page", fault.ask)):
            name = row if kind == "fault" else f"{row}_{kind}"
            yield Surface(name, fault.address, row=row, ask=ask, judge=_told)


SURFACES = tuple(_surfaces())
