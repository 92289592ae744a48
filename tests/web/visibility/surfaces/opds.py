"""Catalogues for reading apps: as a visit shows them, and as a password does.

A visitor has no password, and goes without one to the catalogue that needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.http import HttpResponseBase
from django.test import Client

from fanfold.archive.actions.app_passwords import make_app_password
from tests.web.opds_asking import basic
from tests.web.visibility.scene import (
    AUTHOR,
    COLLECTION,
    FANDOM,
    SERIES,
    SOUGHT,
    Visit,
)
from tests.web.visibility.surface import Surface, leaks, page_of, raw

_Told = Callable[[Visit], str]


def _by_key(visit: Visit, address: str) -> HttpResponseBase:
    """Ask with a password of the actor's own, in no visit."""
    if visit.account is None:
        open_to_all: HttpResponseBase = visit.client.get(
            address.replace("/opds/mine/", "/opds/")
        )
        return open_to_all
    row, password = make_app_password("walk", account=visit.account)
    try:
        headers = basic(visit.account.username, password)
        response: HttpResponseBase = Client().get(address, headers=headers)
    finally:
        row.delete()
    return response


def _by_visit(visit: Visit, address: str) -> HttpResponseBase:
    response: HttpResponseBase = visit.client.get(address)
    return response


def _book(visit: Visit, response: HttpResponseBase) -> str:
    """Return what came for a password, which makes no visit, in the table's words."""
    asked = visit if visit.account is None else replace(visit, client=Client())
    told = page_of(asked, response)
    leaked = [] if told == "200_full" else leaks(raw(response))
    return f"{told} with {leaked}" if leaked else told


def _itself(visit: Visit) -> str:
    return f"urn:fanfold:work:{visit.work.public}<"


def _counted(name: str) -> _Told:
    """Return the pattern of a name with its number of stories, the work among them."""
    between = r"(?:(?!</entry>)[\s\S])*"
    return lambda v: f"<title>{name}</title>{between}>{v.scene.others + 1} stor"


def _facet(visit: Visit) -> str:
    return f'title="{FANDOM}"[^>]*thr:count="{visit.scene.others + 1}"'


def _total(visit: Visit) -> str:
    return f"totalResults>{visit.scene.others + 1}<"


def _always(words: str) -> _Told:
    return lambda visit: words


_SEARCH = _always(f'search/?q="{SOUGHT}"')
_LETTER = AUTHOR[0]


def _surfaces(
    by: str, where: str, ask: Callable[[Visit, str], HttpResponseBase]
) -> Iterator[Surface]:
    """Yield every page of a catalogue. by: the end of their names; where: its root."""

    def page(
        name: str, end: _Told, told: _Told, row: str = "opds_catalog", **more: bool
    ) -> Surface:
        return Surface(
            f"{name}{by}", lambda v: f"{where}{end(v)}", row, told, ask=ask, **more
        )

    yield page("opds_catalog", _always("new/"), _itself)
    yield page("opds_root", _always(""), _always("/fandoms/"), alone=True)
    yield page("opds_fandoms", _always("fandoms/"), _counted(FANDOM))
    yield page("opds_all_series", _always("series/"), _counted(SERIES))
    yield page("opds_collections", _always("collections/"), _counted(COLLECTION))
    yield page(
        "opds_letters", _always("authors/"), _always(f">{_LETTER}</title>"), alone=True
    )
    yield page("opds_authors", _always(f"authors/?letter={_LETTER}"), _counted(AUTHOR))
    yield page("opds_of_fandom", lambda v: f"fandoms/{v.tag}/", _itself)
    yield page("opds_of_author", lambda v: f"authors/{v.author}/", _itself)
    yield page("opds_of_series", lambda v: f"series/{v.series}/", _itself)
    yield page("opds_of_collection", lambda v: f"collections/{v.collection}/", _itself)
    yield page("opds_search", _SEARCH, _itself, "opds_search")
    yield page("opds_total", _SEARCH, _total, "opds_search")
    yield page("opds_facets", _always("search/"), _facet, "opds_facets")
    yield page(
        "opds_chosen",
        lambda v: f"search/?fandom={v.tag}",
        _always(f'title="{FANDOM}"[^>]*activeFacet="true"'),
        "opds_facets",
        alone=True,
    )
    yield Surface(
        f"opds_download{by}",
        lambda v: f"{where}books/{v.work.public}/x.epub",
        "opds_download",
        ask=ask,
        judge=_book if by else None,
    )


SURFACES = (
    *_surfaces("", "/opds/", _by_visit),
    *_surfaces("_by_key", "/opds/mine/", _by_key),
)
