"""What programs are told: a work's record and text, lists, what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.http import HttpResponseBase
from django.test import Client

from fanfold.archive.actions.app_passwords import make_app_password
from tests.web.visibility.scene import FANDOM, SOUGHT, Visit
from tests.web.visibility.surface import Surface, at, content, leaks, raw

_PHRASE = at(f'/api/1/search/?q="{SOUGHT}"')
_WORDS = {200: "200_full", 404: "404 of its own", 410: "410_neutral"}


def _of_work(end: str) -> Callable[[Visit], str]:
    return lambda visit: f"/api/1/works/{visit.work.public}/{end}"


def _told(visit: Visit, response: HttpResponseBase) -> str:
    told = _WORDS.get(response.status_code, str(response.status_code))
    if response.status_code == 404:
        other = visit.client.get(f"/api/1/works/{'z' * 9}/")
        if content(other) == content(response):
            told = "404_same_as_missing"
    leaked = [] if told == "200_full" else leaks(raw(response))
    return f"{told} with {leaked}" if leaked else told


def _by_key(visit: Visit, address: str) -> HttpResponseBase:
    """Ask with a key of the actor's own, in no visit."""
    if visit.account is None:
        open_to_all: HttpResponseBase = visit.client.get(address)
        return open_to_all
    row, key = make_app_password("walk", account=visit.account)
    try:
        headers = {"authorization": f"Bearer {key}"}
        response: HttpResponseBase = Client().get(address, headers=headers)
    finally:
        row.delete()
    return response


def _and_by_key(surfaces: tuple[Surface, ...]) -> Iterator[Surface]:
    for each in surfaces:
        yield each
        name, row = f"{each.name}_by_key", each.expected
        yield replace(each, name=name, row=row, ask=_by_key)


_ASKED = (
    Surface("api_item", _of_work(""), judge=_told),
    Surface("api_text", _of_work("text/"), judge=_told),
    Surface("api_list", at("/api/1/works/")),
    Surface(
        "api_list_filtered", lambda v: f"/api/1/works/?fandom={v.tag}", row="api_list"
    ),
    Surface("api_search", _PHRASE),
    Surface(
        "api_search_total",
        _PHRASE,
        row="api_search",
        told=lambda visit: rf'"total": {visit.scene.others + 1},',
    ),
    Surface(
        "api_search_facets",
        at("/api/1/search/"),
        row="api_search",
        told=lambda v: rf'"works": {v.scene.others + 1}, "name": "{FANDOM}"',
    ),
)

SURFACES = tuple(_and_by_key(_ASKED))
