"""Pages of stories for visitors, made once and given out as they were made.

Most readers of an archive are not signed in and ask for pages that are the same for all
of them. `Front` stands before Django: where such a page was made before, it asks the
rows whether a visitor may still read the work and whether anything on the page has
changed (archive/queries/public_pages.py), and sends the compressed bytes. Everything
else goes on to Django, which decides as ever; what it makes for a visitor is kept.

Never kept: what somebody gets who has a visit of their own (signed in, past the gate),
what carries a token or sets a cookie, and any answer but a whole page.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

import django
from django.conf import settings
from django.db import Error, connection
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils.translation import get_language_from_request

import fanfold
from fanfold.archive.queries.public_pages import State, listed, public_state
from fanfold.web.page_store import Page, PageStore
from fanfold.web.settings import CONFIGURATION

Environ: TypeAlias = dict[str, Any]
Start: TypeAlias = Callable[..., Any]
Site: TypeAlias = Callable[[Environ, Start], Iterable[bytes]]

_ID = "[2-9a-z]{9}"
_PATH = re.compile(rf"/works/({_ID})/(?:(whole|chapters)/|chapters/({_ID})/)?")
_NAMED = re.compile(rf'href="/works/({_ID})/'.encode())
#: Cookies that change nothing on a page but its language. Any other is a visit's own.
_HARMLESS = frozenset({"csrftoken", "django_language", "reading", "searching"})
_LONGEST_HOST = 200
_HOP_HEADERS = frozenset({"content-length", "etag", "vary", "content-encoding"})
_VARY = ("Vary", "Accept-Encoding, Accept-Language, Cookie")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that may be kept. chapter: "" for the others; name: of its file."""

    work: str
    chapter: str
    name: str


class Front:
    """Answers with kept pages, or lets the site answer and keeps what may be kept."""

    def __init__(self, site: Site, pages: PageStore) -> None:
        self._site, self._pages = site, pages

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        asked = asked_for(environ)
        if asked is None:
            return self._site(environ, start)
        try:
            connection.close_if_unusable_or_obsolete()
            state = public_state(asked.work, asked.chapter)
            page = self._pages.get(asked.work, asked.name) if state else None
            if page is not None and page.state == state and _names_no_other(page):
                return _sent(page, environ, start)
        except Error:
            # Django opens the database anew, and says what is wrong if it stays so.
            connection.close()
            return self._site(environ, start)
        if state is None:
            self._pages.forget(asked.work)
        if state is None or environ["REQUEST_METHOD"] != "GET":
            return self._site(environ, start)
        return self._made(asked, state, environ, start)

    def _made(
        self, asked: Asked, state: State, environ: Environ, start: Start
    ) -> Iterable[bytes]:
        """Let the site make the page; keep it where everybody may have it."""
        answer: list[Any] = []

        def begin(status: str, headers: Any, error: Any = None) -> Any:
            answer[:] = [status, headers]

        made = self._site(environ, begin)
        try:
            body = b"".join(made)
        finally:
            close = getattr(made, "close", None)
            if close is not None:
                close()
        status, headers = answer
        page = _page(asked, state, headers, body) if status == "200 OK" else None
        if page is None:
            start(status, headers)
            return [body]
        self._pages.put(asked.work, asked.name, page)
        return _sent(page, environ, start)


def asked_for(environ: Environ) -> Asked | None:
    """Return the page that a visitor asks for; None where it is not of this kind."""
    found = _PATH.fullmatch(environ.get("PATH_INFO", ""))
    if (
        found is None
        or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or environ.get("QUERY_STRING")
        or environ.get("SCRIPT_NAME")
        or "HTTP_AUTHORIZATION" in environ
    ):
        return None
    cookies = environ.get("HTTP_COOKIE", "")
    if cookies and not _names(cookies) <= _HARMLESS:
        return None
    host = environ.get("HTTP_HOST", "")
    if not _is_ours(host, tuple(settings.ALLOWED_HOSTS)):
        return None
    language = _language(cookies, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    where = f"{found[2] or ''} {found[3] or ''} {language} {_scheme(environ)} {host}"
    name = hashlib.blake2b(where.encode("utf-8", "replace"), digest_size=12)
    return Asked(found[1], found[3] or "", name.hexdigest())


def edition() -> str:
    """Return what names this program and the settings that its pages show.

    A page that another edition made is never given out.
    """
    told = hashlib.sha256()
    root = Path(fanfold.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            state = path.stat()
            told.update(f"{path.relative_to(root)} {state.st_size} ".encode())
            told.update(f"{state.st_mtime_ns}\n".encode())
    shown = CONFIGURATION.site.model_dump_json()
    told.update(f"{django.VERSION} {shown} {settings.SECURE_PROXY_SSL_HEADER}".encode())
    return told.hexdigest()[:24]


def _names(cookies: str) -> set[str]:
    return {each.partition("=")[0].strip() for each in cookies.split(";")}


@lru_cache(maxsize=256)
def _is_ours(host: str, ours: tuple[str, ...]) -> bool:
    name, _port = split_domain_port(host[:_LONGEST_HOST])
    return bool(name) and validate_host(name, ours)


@lru_cache(maxsize=1024)
def _language(cookies: str, accepts: str) -> str:
    """Return the language that Django would choose."""
    request: Any = SimpleNamespace(
        COOKIES=parse_cookie(cookies), META={"HTTP_ACCEPT_LANGUAGE": accepts}
    )
    return str(get_language_from_request(request))


def _scheme(environ: Environ) -> str:
    proxy = settings.SECURE_PROXY_SSL_HEADER
    told = environ.get(proxy[0], "")[:8] if proxy else ""
    return f"{environ['wsgi.url_scheme']} {told}"


def _names_no_other(page: Page) -> bool:
    """Tell whether every other work that a page names is as it was, and listed."""
    return listed([id_ for id_, _version in page.others]) == page.others


def _page(
    asked: Asked, state: State, headers: list[tuple[str, str]], body: bytes
) -> Page | None:
    """Return the page to keep; None where it is one reader's own."""
    told = {name.lower() for name, _value in headers}
    if "set-cookie" in told or b"csrfmiddlewaretoken" in body:
        return None
    named = {each.decode() for each in _NAMED.findall(body)} - {asked.work}
    others = listed(sorted(named))
    if len(others) != len(named):
        return None  # one of them is not for everybody: made anew each time
    kept = [
        [name, value] for name, value in headers if name.lower() not in _HOP_HEADERS
    ]
    return Page(state, others, kept, gzip.compress(body, 6, mtime=0))


def _sent(page: Page, environ: Environ, start: Start) -> Iterable[bytes]:
    headers = [(name, value) for name, value in page.headers]
    headers += [_VARY, ("ETag", page.tag)]
    if page.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start(
            "304 Not Modified", [each for each in headers if each[0] != "Content-Type"]
        )
        return []
    body = page.body
    if _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        headers.append(("Content-Encoding", "gzip"))
    else:
        body = gzip.decompress(body)
    headers.append(("Content-Length", str(len(body))))
    start("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@lru_cache(maxsize=256)
def _takes_gzip(accepts: str) -> bool:
    return any(
        name in ("gzip", "*") and weight not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
        for name, weight in _codings(accepts)
    )


def _codings(accepts: str) -> Iterator[tuple[str, str]]:
    for each in accepts.lower().split(","):
        name, _, weight = each.partition(";")
        yield name.strip(), weight.replace(" ", "")
