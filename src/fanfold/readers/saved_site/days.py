"""Day and month in figures, decided over all pages of a site.

``03/04/05`` on one page says little; ``24/03/05`` on another shows how the site, whose
dates a program wrote, puts them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from fanfold.model.dates import PartialDate
from fanfold.model.draft import DraftWork
from fanfold.model.evidence import Claim, Step
from fanfold.text.dates import FigureOrder, date_of

_FIELDS = ("date", "published", "updated")
_RULE = "saved_site.day-order/1"


def dates_in(draft: DraftWork) -> Iterator[str]:
    """Yield the dates that a page's draft states, as they were written."""
    for name in _FIELDS:
        for claim in getattr(draft, name):
            yield claim.evidence.quote


def dated(draft: DraftWork, order: FigureOrder) -> DraftWork:
    """Return the draft with dates read in the order that the site's pages show."""
    if order.order is None:
        return draft
    fields: dict[str, Any] = {
        name: tuple(_read(claim, order) for claim in getattr(draft, name))
        for name in _FIELDS
    }
    return replace(draft, **fields)


def _read(claim: Claim[PartialDate], order: FigureOrder) -> Claim[PartialDate]:
    found = date_of(claim.evidence.quote, order.order)
    if found is None or not found.text.startswith(f"{claim.value.text}-"):
        return claim  # it says no more than is known
    note = f"Other pages of the site show the order: {order.example}."
    step = Step(_RULE, str(order.order), note)
    return replace(claim, value=found, steps=(*claim.steps, step))
