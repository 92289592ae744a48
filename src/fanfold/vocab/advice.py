"""What a code of a problem or question means, and what a person may do about it."""

from __future__ import annotations

from typing import NamedTuple

from fanfold.vocab.tables import table


class Advice(NamedTuple):
    """what: half a sentence, or "" for a code not known. do: likewise; "": nothing."""

    what: str = ""
    do: str = ""


def advice_on(code: str) -> Advice:
    """Return what is known of a code."""
    entry = table("advice").get(code)
    return Advice(entry["what"], entry["do"]) if entry else Advice()


def codes() -> frozenset[str]:
    """Return every code of the table."""
    return frozenset(table("advice"))
