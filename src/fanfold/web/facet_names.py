"""Facets, their values and the ways to sort, in the words that people read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fanfold.web.telling import FIELDS, RATINGS, STATUSES, language_name

#: By the word in an address (archive/search/wish.py).
FACET_NAMES: dict[str, Any] = {
    "fandom": _("Fandom"),
    "relationship": _("Pairing"),
    "character": _("Character"),
    "warning": _("Warning"),
    "tag": _("Tag"),
    "rating": _("Rating"),
    "status": _("Finished or not"),
    "language": _("Language"),
    "category": _("Category"),
    "source": _("Came from"),
    "year": _("Year"),
    "unsure": _("Not sure"),
    "author": _("Author"),
    "series": _("Series"),
}
SORT_NAMES: dict[str, Any] = {
    "fit": _("best fit first"),
    "new": _("newest here first"),
    "updated": _("lately updated first"),
    "title": _("by title"),
    "long": _("longest first"),
    "short": _("shortest first"),
    "old": _("oldest first"),
}


def value_name(facet: str, value: str, name: str) -> str:
    """Return what a value is called; rows name most, the page the closed lists."""
    match facet:
        case "rating":
            return str(RATINGS.get(value, value))
        case "status":
            return str(STATUSES.get(value, value))
        case "language":
            return str(_("not stated")) if value == "und" else language_name(value)
        case "unsure":
            return str(FIELDS.get(value, value))
        case "year":
            return value
    return name or str(_("something not found here"))
