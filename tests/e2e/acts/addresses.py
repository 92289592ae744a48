"""The URL table as the scenes need it: what an address is called, what takes a POST."""

from __future__ import annotations

import inspect
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, get_resolver, resolve


def name_of(address: str) -> str:
    """Return the name of an address; "" for one that is none of ours."""
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return ""


def names() -> set[str]:
    """Return the name of every address. Of several for one address, the first counts:
    it is what a rule is found by."""
    table: dict[str, str] = {}
    for each in get_resolver().url_patterns:
        table.setdefault(str(each.pattern), str(each.name))
    return set(table.values())


def posted() -> set[str]:
    """Return the names of those whose page reads what a form sends."""
    return {
        str(each.name)
        for each in get_resolver().url_patterns
        if str(each.name) in names() and _takes_post(each.callback)
    }


def _takes_post(view: Any) -> bool:
    kind = getattr(view, "view_class", None)
    if kind is not None:
        return hasattr(kind, "post")
    return "POST" in inspect.getsource(inspect.unwrap(view))
