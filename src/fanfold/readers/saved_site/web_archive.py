"""The pages in a web archive's file (WARC, ISO 28500), each with its own address.

Only answers count: of several captures of a page the latest that holds it. What is no
page (pictures, scripts) stays in its file and is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fanfold.keep.containers import loss, note
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers.saved_site.addresses import as_address, normal
from fanfold.readers.saved_site.leaves import Leaf
from fanfold.vocab.patterns import late

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")
_CHARSET = late(r"(?i)charset\s*=\s*[\"']?([\w.:-]{2,40})")
_MARKUP = late(
    rb"(?i)<(?:!doctype\s+html|html|head|body|title|frameset|p|br|div|table)\b"
)
_TALK = "requests and remarks"
_UNPACKED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
#: No page of a story is longer; a record that is stays in the file.
_LONGEST = 64 << 20


@dataclass(slots=True)
class _Seen:
    """What one file holds so far."""

    pages: dict[str, Leaf] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    digests: dict[str, Leaf] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    other: Counter[str] = field(default_factory=Counter)
    versions: int = 0
    lost: int = 0


def leaves_of(original: Original, scratch: Path) -> Iterator[Leaf | Problem]:
    """Yield the pages of a web archive's file in its order, then what was hard."""
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

    seen = _Seen()
    problems: list[Problem] = []
    number = 0
    with original.open() as stream:
        try:
            for number, record in enumerate(ArchiveIterator(stream), start=1):
                problems += _take(seen, original, record, number, scratch)
        except Exception as error:  # noqa: BLE001 - a broken head is any fault of warcio
            detail = f"it cannot be read behind record {number}: {type(error).__name__}"
            problems.append(loss("web-archive-damaged", original.name, detail))
    yield from seen.pages.values()
    yield from problems
    yield from _remarks(seen, original.name)


def _take(
    seen: _Seen, original: Original, record: Any, number: int, scratch: Path
) -> Iterator[Problem]:
    """Take one record; yield what was hard about it."""
    headers = record.rec_headers
    address = headers.get_header("WARC-Target-URI") or ""
    address = address.strip("<> ")
    date = headers.get_header("WARC-Date") or ""
    digest = headers.get_header("WARC-Payload-Digest") or ""
    if record.rec_type == "revisit":
        _revisited(seen, address, date, digest, headers)
        return
    page = address.lower().startswith(("http://", "https://"))
    if record.rec_type not in {"response", "resource"} or not page:
        seen.other[_TALK] += 1
        return
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if status != "200":
        seen.other[f"answers {status}"] += 1
        return
    kind = _media_type(record)
    if kind not in _PAGE_TYPES:
        seen.other["pictures and other files"] += 1
        seen.aside.update((digest, normal(address)))
        return
    packed = _packed(record)
    if packed not in _UNPACKED:
        detail = f"{address} is packed as {packed}, which is not unpacked here"
        yield loss("web-archive-packed", f"record {number}", detail)
        return
    try:
        content = record.content_stream().read(_LONGEST + 1)
    except Exception as error:  # noqa: BLE001 - any fault of a packed body is one
        detail = f"the body of {address} is damaged ({type(error).__name__})"
        yield loss("web-archive-damaged", f"record {number}", detail)
        return
    if len(content) > _LONGEST:
        yield loss(
            "size-limit", f"record {number}", f"{address} is too long for a page"
        )
        return
    if _is_cut(record):
        detail = f"{address} is cut off; what is there was read"
        yield loss("web-archive-damaged", f"record {number}", detail)
    if not content.strip() or (kind != "text/plain" and not _MARKUP.search(content)):
        seen.other["pages without a word of HTML"] += 1
        return
    leaf = _leaf(original, content, address, number, scratch, _charset(record))
    _keep(seen, address, date, leaf)
    if digest:
        seen.digests[digest] = leaf


def _keep(seen: _Seen, address: str, date: str, leaf: Leaf) -> None:
    key = normal(address)
    if key in seen.pages:
        seen.versions += 1
        if date < seen.dates[key]:
            return
    seen.pages[key], seen.dates[key] = leaf, date


def _revisited(seen: _Seen, address: str, date: str, digest: str, headers: Any) -> None:
    """A revisit says that a page was the same as one recorded before."""
    before = headers.get_header("WARC-Refers-To-Target-URI") or address
    known = seen.pages.get(normal(before)) or seen.digests.get(digest)
    if known is None:
        there = {digest, normal(before)} & seen.aside
        seen.lost += not there
    elif normal(address) not in seen.pages:
        _keep(
            seen, address, date, Leaf(known.original, address, known.place, known.habit)
        )


def _leaf(
    original: Original,
    content: bytes,
    address: str,
    number: int,
    scratch: Path,
    charset: str,
) -> Leaf:
    """Put a page into the scratch folder; its evidence names the archive's file."""
    path = scratch / f"{original.sha256[:12]}-{number}.html"
    path.write_bytes(content)
    name = f"{original.name}/{_as_name(address)}"
    page = Original(original.sha256, len(content), name, path=path)
    habit = {"encoding": charset} if charset else {}
    return Leaf(page, address, f"record {number}", habit)


def _as_name(address: str) -> str:
    """Return an address as a path: ``example.org/fic/a.html``."""
    name = address.partition("://")[2] or address
    return f"{name}index.html" if name.endswith("/") else as_address(name)


def _packed(record: Any) -> str:
    headers = record.http_headers
    found = headers.get_header("Content-Encoding") if headers else ""
    return (found or "").strip().lower()


def _is_cut(record: Any) -> bool:
    """Tell whether a record ends before the length that its head states."""
    return bool(getattr(record.raw_stream, "limit", 0)) and not record.raw_stream.read()


def _media_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _charset(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    found = _CHARSET.search(headers.get_header("Content-Type") or "")
    return found[1] if found else ""


def _remarks(seen: _Seen, name: str) -> Iterator[Problem]:
    if seen.pages:
        seen.other.pop(_TALK, None)
    if seen.other:
        told = ", ".join(f"{n} {what}" for what, n in sorted(seen.other.items()))
        yield note("web-archive-aside", name, f"Not read as pages: {told}.")
    if seen.versions:
        detail = f"{seen.versions} pages were recorded again; the latest was read."
        yield note("page-versions", name, detail)
    if seen.lost:
        detail = (
            f"{seen.lost} records only say that a page is the same as one elsewhere."
        )
        yield loss("web-archive-revisit", name, detail)
