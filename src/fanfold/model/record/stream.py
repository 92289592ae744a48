"""Many objects together: JSON Lines, and the one document of ``look --json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from fanfold.errors import RecordError
from fanfold.model.record.kinds import Recorded, from_json, to_json
from fanfold.model.record.values import Json

FORMAT = "fanfold/1"

#: Where each kind stands in the document; kinds that `look` never meets have none.
PLACES = {
    "original": "originals",
    "work": "works",
    "creator": "creators",
    "series": "series",
    "comment": "comments",
    "recommendation": "recommendations",
    "news": "news",
    "suggestion": "suggestions",
    "problem": "problems",
}
#: What `to_json` makes holds nothing that holds itself: nobody need look for it.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def in_a_line(value: Json) -> str:
    """Return an object of `to_json` or `found_to_json` as JSON, with a line end."""
    return _encode(value) + "\n"


def lines(values: Iterable[Recorded]) -> Iterator[str]:
    """Yield each object as one line of JSON, with its line end."""
    for value in values:
        yield in_a_line(to_json(value))


def parse_line(line: str | bytes, number: int = 1) -> Recorded:
    """Return the object of one line. Raises RecordError, which names line and key."""
    try:
        return from_json(json.loads(line))
    except RecordError as error:
        raise RecordError(f"line {number}: {error}") from None
    except (ValueError, RecursionError) as error:
        raise RecordError(
            f"line {number}: no JSON object ({str(error)[:80]}). "
            "The other lines are not touched by this"
        ) from None


def document(values: Iterable[Recorded]) -> Json:
    """Return all objects as one document, each kind under its own key, in order."""
    made: Json = {"format": FORMAT, "archive": {}}
    made |= {place: [] for place in PLACES.values()}
    for value in values:
        found = to_json(value)
        kind = found.pop("kind")
        if kind == "archive":
            made["archive"] = found
        elif kind in PLACES:
            made[PLACES[kind]].append(found)
    return made
