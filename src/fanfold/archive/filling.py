"""Places in a prepared letter, such as ``{name}``, and what is put into them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fanfold.errors import RefusedDecisionError

#: name: of who gets it; stories: titles, one a line; claim: where to say "that is me";
#: until: the day named; never: where to say "never write to me".
PLACES = ("name", "stories", "archive", "address", "claim", "until", "never")
_PLACE = re.compile(r"\{([a-z]+)\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its places filled, each once: values are not looked into."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def refuse_unknown(text: str) -> None:
    """Raise RefusedDecisionError for a place that nothing is known to go into."""
    unknown = sorted(set(_PLACE.findall(text)) - set(PLACES))
    if unknown:
        raise RefusedDecisionError(
            f"Nothing is known to put in the place of {{{unknown[0]}}}. Nothing was "
            f"changed. There are: {', '.join(f'{{{each}}}' for each in PLACES)}"
        )
