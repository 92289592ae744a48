"""Every page of a served archive, found by following links as a crawler does."""

from __future__ import annotations

import gzip
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

_LINK = re.compile(
    r"""<(?:a|link|script|img|iframe)\b[^>]*?\s
    (?:href|src)="([^"]*)\"""",
    re.X,
)
#: Searches lead to searches without end: of pages with a question, so many are asked.
_QUESTIONS = 40


@dataclass(frozen=True, slots=True)
class Met:
    """One answer. size: bytes on the wire, compressed. links: with their fragments."""

    address: str
    status: int
    kind: str
    size: int
    headers: dict[str, str]
    text: str
    links: tuple[str, ...]

    @property
    def is_page(self) -> bool:
        """HTML that is shown, and not a file for the reader's folder."""
        return bool(self.text) and "content-disposition" not in self.headers


def crawl(archive: str) -> list[Met]:
    """Return each page of the archive that a visitor comes to by links."""
    met: dict[str, Met] = {}
    left, questions = [f"{archive}/"], 0
    while left:
        address = left.pop()
        if address in met:
            continue
        if urlsplit(address).query:
            questions += 1
            if questions > _QUESTIONS:
                continue
        met[address] = ask(address)
        left += [
            bare
            for link in met[address].links
            if (bare := urldefrag(link).url).startswith(f"{archive}/")
        ]
    return list(met.values())


def ask(address: str) -> Met:
    """Ask for one page, compressed as browsers do."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            return _met(address, response.status, response)
    except urllib.error.HTTPError as error:
        with error:
            return _met(address, error.code, error)


def _met(address: str, status: int, response: urllib.response.addinfourl) -> Met:
    sent = response.read()
    told = {name.lower(): value for name, value in response.headers.items()}
    body = gzip.decompress(sent) if told.get("content-encoding") == "gzip" else sent
    is_html = told.get("content-type", "").startswith("text/html")
    text = body.decode("utf-8", "replace") if is_html else ""
    links = tuple(_links(text, response.geturl()))
    return Met(address, status, kind(address), len(sent), told, text, links)


def _links(text: str, base: str) -> Iterator[str]:
    for found in _LINK.findall(text):
        if not found.startswith("mailto:"):
            yield urljoin(base, unescape(found))


def kind(address: str) -> str:
    """Return what pages of one kind have in common: the address without ids."""
    path = re.sub(r"/[2-9a-z]{9}(?=/)", "/*", urlsplit(address).path)
    return re.sub(r"/download/.*(\.\w+)$", r"/download/*\1", path)
