"""Addresses of both catalogues; of those without an end, too: people type them so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, path

from fanfold.web.pages.opds import books, credentials, navigation, searching, stories

#: What it is called, its end, its view. In this order: words before names.
_PAGES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("", "", navigation.root),
    ("-new", "new/", stories.new),
    ("-search", "search/", searching.search),
    ("-search-how", "search.xml", searching.how),
    ("-book", "books/<str:work_id>/<str:name>", books.book),
    ("-names", "<str:kind>/", navigation.names),
    ("-stories", "<str:kind>/<str:public>/", stories.stories),
)


def _catalogue(name: str, where: str, *, mine: bool) -> Iterator[URLPattern]:
    told = {"mine": mine}
    # First: of two addresses with one name, links lead to the last.
    yield path(where.removesuffix("/"), navigation.root, told, name=name)
    for end, rest, view in _PAGES:
        yield path(f"{where}{rest}", view, told, name=f"{name}{end}")


urlpatterns = [
    path("opds/sign-in.json", credentials.sign_in, name="opds-sign-in"),
    *_catalogue("opds-mine", "opds/mine/", mine=True),
    *_catalogue("opds", "opds/", mine=False),
]
