"""Which page a link means: by the names of the files, and by the addresses they had.

Mirrors keep pages under the path of their address, under a script's name with its
query, or under any name at all with a remark where the page was saved from.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from fanfold.vocab.patterns import late

_WAYBACK = late(r"(?:^|/)web/\d{4,14}(?:[a-z]{2}_)?/((?:https?:/{1,2})?[^/].*)$")
_WEB = late(r"(?i)https?://")
_OTHER = late(r"(?i)(?:mailto|javascript|ftp|news|data|about|irc|aim|telnet|file):")
_HOST = late(r"(?i)(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,6}(?::\d{1,5})?")
_INDEX = (
    "index.html",
    "index.htm",
    "default.htm",
    "index.php",
    "home.html",
    "index.shtml",
)
#: What saved pages say of where they came from, in the raw source.
_SAVED = (
    late(r"(?i)saved from url=\(\d{4}\)(https?://\S{4,400})"),
    late(r"(?i)<!-- Mirrored from (\S{4,400}) by HTTrack"),
    late(
        r"""(?i)<link[^<>]{1,80}rel=["']?canonical["']?[^<>]{0,80}href=["']?([^"'\s<>]{8,400})"""
    ),
    late(
        r"""(?i)<meta[^<>]{1,40}property=["']?og:url["']?[^<>]{0,40}content=["']?([^"'\s<>]{8,400})"""
    ),
    late(r"""(?i)<base[^<>]{1,40}href=["']?([^"'\s<>]{8,400})"""),
)


def own_addresses(source: str) -> tuple[str, ...]:
    """Return the addresses that a page's source says it had, the surest first."""
    found = []
    for form in _SAVED:
        for each in form.findall(source):
            address = unwrapped(each)
            if not _WEB.match(address) and _HOST.match(address.partition("/")[0]):
                address = f"http://{address}"
            if _WEB.match(address):
                found.append(address)
    return tuple(dict.fromkeys(found))


def unwrapped(address: str) -> str:
    """Return the address behind a web archive's copy of it, else the address."""
    inner = _WAYBACK.search(address)
    if inner is None:
        return address
    return inner[1] if _WEB.match(inner[1]) else f"http://{inner[1].lstrip('/')}"


def by_folder(name: str) -> str:
    """Return the address that a mirror's path shows, where a folder is named as a
    host is; "" elsewhere."""
    *folders, last = name.split("/")
    for place, folder in enumerate(folders):
        if _HOST.fullmatch(folder) and not folder.lower().endswith((".zip", ".gz")):
            path = "/".join([*folders[place + 1 :], as_address(last)])
            return f"http://{folder}/{path}"
    return ""


def as_address(last: str) -> str:
    """Return a file's name as the end of an address: a script's query as a query."""
    name = unquote(last)
    script = re.match(r"(?i)(.{1,80}?\.(?:php\d?|asp|cgi|pl|jsp))[?@](.+)$", name)
    if script is None:
        return name
    query = re.sub(r"(?i)\.html?$", "", script[2])
    return f"{script[1]}?{query}"


def normal(address: str) -> str:
    """Return an address as it is compared: without scheme, ``www.`` and index name."""
    parts = split(unwrapped(address))
    path = unquote(parts.path)
    folder, _, last = path.rpartition("/")
    if last.lower() in _INDEX:
        path = f"{folder}/"
    query = f"?{unquote(parts.query)}" if parts.query else ""
    host = parts.netloc.lower().removeprefix("www.").removesuffix(":80")
    return f"{host}{path.lower().rstrip('/')}{query}"


def _as_query(address: str) -> str:
    above, slash, last = address.rpartition("/")
    return f"{above}{slash}{as_address(last)}"


def split(address: str) -> SplitResult:
    """Return the parts of an address; of one that is none, only a path."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


class Atlas:
    """The pages of what was brought in, by name and by address.

    names: of the pages, their places are what `find` returns.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._by_name: dict[str, int] = {}
        self._by_address: dict[str, int] = {}
        self._addresses: dict[int, str] = {}
        for place, name in enumerate(names):
            self._by_name.setdefault(_plain_name(name), place)

    def know(self, place: int, addresses: Iterable[str]) -> None:
        """Remember where the page at `place` of the names was on the web."""
        for address in addresses:
            self._by_address.setdefault(normal(address), place)
            self._addresses.setdefault(place, address)

    def address(self, place: int) -> str:
        """Return the page's own address, "" where nothing says it."""
        return self._addresses.get(place, "")

    def find(self, href: str, place: int) -> int | None:
        """Return the place of the page that a link on the page at `place` means."""
        target = unwrapped(href.partition("#")[0].strip())
        if not target or _OTHER.match(target):
            return None
        if _WEB.match(target):
            return self._by_address.get(normal(target))
        found = self._beside(target, place)
        own = self._addresses.get(place)
        if found is None and own:
            found = self._by_address.get(normal(_joined(own, target)))
        return found

    def is_own(self, href: str, place: int) -> bool:
        """Tell whether a link leads to another page of the page's own site."""
        target = unwrapped(href.partition("#")[0].strip())
        if not target or _OTHER.match(target) or target.startswith("?"):
            return False
        own = self._addresses.get(place, "")
        if _WEB.match(target):
            return bool(own) and _host(own) == _host(target)
        return True

    def wanted(self, href: str, place: int) -> str:
        """Return what a link that leads nowhere means: a path, or an address."""
        target = unwrapped(href.partition("#")[0].strip())
        if _WEB.match(target):
            return target
        own = self._addresses.get(place)
        if own:
            return _as_query(_joined(own, target)) or target
        folder = "" if target.startswith("/") else self._names[place].rpartition("/")[0]
        path = posixpath.normpath(posixpath.join(folder, unquote(target).lstrip("/")))
        return f"{path}/" if target.endswith("/") else path

    def _beside(self, target: str, place: int) -> int | None:
        folder = self._names[place].rpartition("/")[0]
        wanted = unquote(target).replace("\\", "/")
        if wanted.startswith("/"):
            above = folder.split("/") if folder else []
            folders = ["/".join(above[:depth]) for depth in range(len(above) + 1)]
            wanted = wanted.lstrip("/")
        else:
            folders = [folder]
        for each in folders:
            found = self._named(posixpath.normpath(posixpath.join(each, wanted)))
            if found is not None:
                return found
        return None

    def _named(self, path: str) -> int | None:
        for each in _spellings(path):
            found = self._by_name.get(each)
            if found is not None:
                return found
        return None


def _host(address: str) -> str:
    return split(address).netloc.lower().removeprefix("www.")


def _joined(own: str, target: str) -> str:
    try:
        return urljoin(own, target)
    except ValueError:
        return ""


def _spellings(path: str) -> Iterable[str]:
    plain = _plain_name(path)
    yield plain
    yield f"{plain}.html"
    if "?" in plain:
        yield plain.partition("?")[0]
    else:
        for index in _INDEX:
            yield f"{plain.rstrip('/')}/{index}" if plain not in {"", "."} else index


def _plain_name(name: str) -> str:
    """Return a name as it is compared: wget writes ``@`` where Windows has no ``?``."""
    folder, slash, last = name.lower().rpartition("/")
    return f"{folder}{slash}{unquote(last).replace('@', '?', 1)}"
