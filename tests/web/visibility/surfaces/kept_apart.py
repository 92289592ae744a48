"""What lies beside the pages: caches between us and readers, and files on the disk."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase

from fanfold.web.settings import CONFIGURATION
from tests.web.visibility.scene import MARKERS, Visit
from tests.web.visibility.surface import Surface, at, content, of_work

#: Words in files that lie in the archive's folder, and on no page.
_IN_A_FILE = f"{MARKERS[0]} {MARKERS[1]} in a file"
_NAMES = ("backup.zip", "secret.key")
#: Ways out of the folder of our own files, as browsers and programs spell them.
_WAYS = (
    "/{}",
    "/static/{}",
    "/static/../{}",
    "/static/%2e%2e/{}",
    "/static/..%2f{}",
    "/static/..\\{}",
)


@dataclass(frozen=True, slots=True)
class Unkept(Surface):
    """May is not must: none of our answers is left to a cache of many readers."""

    def must(self, actor: str, state: str) -> str:
        """Return what an actor must get."""
        told = Surface.must(self, actor, state)
        return "never_stored" if told == "may_store" else told


def _stored(visit: Visit, response: HttpResponseBase) -> str:
    told = response.headers.get("Cache-Control", "")
    apart = "private" in told or "no-store" in told
    depends = response.headers.get("Vary", "")
    right = all(each in depends for each in ("Cookie", "Accept-Language"))
    return "never_stored" if apart and right else f"stored by {told!r}, {depends!r}"


def _outside(visit: Visit, address: str) -> HttpResponseBase:
    """Ask for files of the archive's folder in every way; return what came."""
    folder = CONFIGURATION.folder
    made = [folder / name for name in _NAMES if not (folder / name).exists()]
    for path in made:
        path.write_text(_IN_A_FILE, encoding="utf-8")
    ways = [
        *(way.format(name) for way in _WAYS for name in _NAMES),
        *(f"{way}{folder}/{_NAMES[0]}" for way in ("/static", "/static/", "/", "")),
    ]
    try:
        came = b"\n".join(content(visit.client.get(way)) for way in ways)
    finally:
        for path in made:
            path.unlink()
    return HttpResponse(came)


def _on_the_web(visit: Visit, response: HttpResponseBase) -> str:
    held = [_IN_A_FILE, (CONFIGURATION.folder / "secret.key").read_text("utf-8")]
    came = content(response).decode("utf-8", "replace")
    found = any(each.strip() in came for each in held)
    return "on the web" if found else "file_not_web"


SURFACES = (
    Unkept("shared_cache", of_work(""), judge=_stored),
    Surface("full_backup", at("/"), ask=_outside, judge=_on_the_web),
)
