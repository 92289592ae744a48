"""Searching: hits, how many, passages, and what a result is made of."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpResponseBase

from tests.web.visibility.scene import AUTHOR, FANDOM, SOUGHT, TITLE, Visit
from tests.web.visibility.surface import Surface, at, counted

_PHRASE = at(f'/search/?q="{SOUGHT}"')


def _total(visit: Visit) -> str:
    return r"\b2 stories" if visit.scene.others else r"\b1 story"


def _suggested(name: str) -> Callable[[Visit], str]:
    return lambda visit: rf'"name": "{name}"[^}}]*"works": {visit.scene.others + 1},'


def _passage(visit: Visit) -> str:
    marked = re.escape("snowed in <mark>secret</mark>")
    return rf"It {marked} while"


def _never_wanted(visit: Visit, address: str) -> HttpResponseBase:
    """Bar the work's fandom, by whatever way its id came to be known."""
    told = {"do": "bar", "facet": "fandom", "value": visit.tag}
    visit.client.post(address, told)
    response: HttpResponseBase = visit.client.get(address)
    visit.client.post(address, told | {"do": "let"})
    return response


SURFACES = (
    Surface("autocomplete", at("/suggest/?q=quite"), told=lambda visit: TITLE),
    Surface(
        "autocomplete_names",
        at(f"/suggest/?q={FANDOM[:4]}&in=fandom"),
        row="autocomplete",
        told=_suggested(FANDOM),
    ),
    Surface(
        "autocomplete_authors",
        at(f"/suggest/?q={AUTHOR[:4]}&in=author"),
        row="autocomplete",
        told=_suggested(AUTHOR),
    ),
    Surface(
        "never_wanted",
        at("/search/kept/"),
        row="facet_values",
        told=lambda visit: f"<span>{FANDOM}</span>",
        # In company the fandom is that of another story, too: its name may be told.
        alone=True,
        ask=_never_wanted,
    ),
    Surface("search_results", _PHRASE),
    Surface("search_total", _PHRASE, told=_total),
    Surface("search_snippet", at("/search/?q=secret"), told=_passage),
    Surface("facet_values", at("/search/"), told=counted(FANDOM)),
    Surface(
        "facet_counts",
        lambda visit: f"/search/?fandom={visit.tag}",
        told=counted("General"),
    ),
)
