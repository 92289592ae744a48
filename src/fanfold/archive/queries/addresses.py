"""Old addresses: where a story was read before, whatever way it is written."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.db.models import Q

from fanfold.archive.models import Creator, KnownAddress, SourceId, Work
from fanfold.archive.reader import Reader

_WAYBACK = re.compile(r"https?://web\.archive\.org/(?:web/)?\d+[a-z_]*/(?=\w)", re.I)
#: Most sites with the same number that are looked at.
_SITES = 50
#: Pages a server shows for the folder they lie in.
_INDEXES = ("index.html", "index.htm", "index.php")


def is_address(text: str) -> bool:
    """Tell whether what somebody pasted looks like an address."""
    return re.match(r"\s*(?:https?://|www\.)\S+\s*\Z", text, re.I) is not None


def found_at(url: str, reader: Reader) -> KnownAddress | None:
    """Return the known address of a work whose page answers this reader, or None.

    A scheme, ``www.``, a default page, a slash at the end, an anchor and the frame of a
    web archive make no difference.
    """
    rows = KnownAddress.objects.filter(_answers(reader), url__in=spellings(url))
    return rows.select_related("work", "chapter").order_by("pk").first()


def by_number(kind: str, number: str, reader: Reader) -> str | None:
    """Return the public id of what eFiction knew by a number, or None.

    kind: ``stories`` or ``authors``. Where several sites came in, each with such a
    number, the one without a prefix counts, else none: a guess would mislead.
    """
    end = f":{kind}/{number}"
    if kind == "authors":
        people = Creator.objects.filter(source_id__endswith=end)
        pairs = list(people.values_list("source_id", "public")[:_SITES])
    else:
        rows = SourceId.objects.filter(_answers(reader), value__endswith=end)
        pairs = list(rows.values_list("value", "work__public")[:_SITES])
    pairs = [pair for pair in pairs if pair[0].startswith("efiction:")]
    plain = [public for value, public in pairs if value == f"efiction{end}"]
    found = set(plain or (public for _value, public in pairs))
    return found.pop() if len(found) == 1 else None


def _answers(reader: Reader) -> Q:
    """Rows of works whose page answers this reader: with itself, its gate, or that it
    was taken down."""
    visible = Work.objects.visible_to(reader)
    return Q(work__in=visible) | Q(work__in=Work.objects.withdrawn())


def spellings(url: str) -> list[str]:
    """Return the ways in which one address may have been written down."""
    bare = _WAYBACK.sub("", url.strip())
    if "://" not in bare:
        bare = f"http://{bare}"
    parts = urlsplit(bare)
    host = (parts.hostname or "").removeprefix("www.")
    if not host:
        return []
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = parts.path or "/"
    for name in _INDEXES:
        if path.lower().endswith(f"/{name}"):
            path = path[: -len(name)]
    stem = path.rstrip("/")
    paths = {path, stem or "/", f"{stem}/", *(f"{stem}/{name}" for name in _INDEXES)}
    query = f"?{parts.query.replace('&amp;', '&')}" if parts.query else ""
    return sorted(
        f"{scheme}://{prefix}{host}{port}{each}{query}"
        for scheme in ("http", "https")
        for prefix in ("", "www.")
        for each in paths
    )
