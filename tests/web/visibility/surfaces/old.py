"""Addresses of the old archive, and where they lead."""

from __future__ import annotations

from django.http import HttpResponseBase

from tests.web.visibility.scene import AUTHOR, OLD, Visit
from tests.web.visibility.surface import Surface, at, bare, named


def _led(visit: Visit, address: str) -> HttpResponseBase:
    """Follow an address. That it leads anywhere tells that something is there."""
    response: HttpResponseBase = visit.client.get(address)
    if response.status_code != 302:
        return response
    end: HttpResponseBase = visit.client.get(response.headers["Location"])
    return response if end.status_code == 404 else end


def _pasted(visit: Visit, address: str) -> HttpResponseBase:
    """Follow a pasted address; one that leads nowhere must do so as any other does."""
    response: HttpResponseBase = visit.client.get(address)
    if response.status_code == 302:
        return _led(visit, response.headers["Location"])
    unknown = visit.client.get(address.replace("secret", "no"))
    assert bare(response).replace(b"secret", b"no") == bare(unknown)
    return visit.client.get(f"/works/{'z' * 9}/")


SURFACES = (
    Surface("old_story", at("/viewstory.php?sid=77&chapter=1"), row="work_page"),
    Surface(
        "old_author",
        at("/viewuser.php?uid=5"),
        row="author_page",
        told=named(AUTHOR),
        ask=_led,
    ),
    Surface("old_address", at(OLD), row="work_page", ask=_led),
    Surface(
        "pasted_address",
        at(f"/search/?q=http://testserver{OLD}"),
        row="work_page",
        ask=_pasted,
    ),
)
