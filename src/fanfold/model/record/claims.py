"""Claims as the evidence entries of a record, and back."""

from __future__ import annotations

from typing import Any

from fanfold.model.evidence import Claim, Evidence, Standing, Step
from fanfold.model.record.values import Json, decode_object, decoder, encode, hints
from fanfold.model.work import FieldClaim

_standing = decoder(Standing)
_text = decoder(str)
_steps = decoder(tuple[Step, ...])


def encode_claim(claim: Claim[object]) -> Json:
    """Return everything of a claim but its value."""
    seen = claim.evidence
    # As `encode` would: no field of evidence has a default or another form.
    made: Json = {
        "standing": claim.standing.word,
        "original": seen.original,
        "place": seen.place,
        "quote": seen.quote,
        "rule": seen.rule,
    }
    if claim.steps:
        made["steps"] = encode(claim.steps)
    if claim.by is not None:
        made["by"] = claim.by
    if claim.at is not None:
        made["at"] = claim.at
    return made


def decode_claim(value: object, entry: Any, key: str) -> Claim[Any]:
    """Return the claim on `value` that the evidence entry `entry` tells of."""
    evidence = decode_object(Evidence, entry, key)
    by, at = entry.get("by"), entry.get("at")
    return Claim(
        value,
        _standing(entry.get("standing"), f"{key}.standing"),
        evidence,
        _steps(entry.get("steps") or [], f"{key}.steps"),
        None if by is None else _text(by, f"{key}.by"),
        None if at is None else _text(at, f"{key}.at"),
    )


def encode_entries(evidence: tuple[FieldClaim, ...]) -> list[Json]:
    """Return the list under the key ``evidence`` of a work or chapter."""
    return [
        {
            "field": entry.field,
            "value": encode(entry.claim.value),
            **encode_claim(entry.claim),
        }
        for entry in evidence
    ]


def decode_entries(value: Any, kind: type[Any], key: str) -> tuple[FieldClaim, ...]:
    """Return the claims of such a list; each value has the type of its field.

    kind: the dataclass whose fields they are about. An entry about a field that it
    does not have is passed over: a later Fanfold wrote it.
    """
    types_of = hints(kind)
    found = []
    for at, entry in enumerate(decoder(tuple[dict[str, Any], ...])(value, key)):
        place = f"{key}[{at}]"
        field = _text(entry.get("field"), f"{place}.field")
        if field not in types_of:
            continue
        read = decoder(types_of[field])(entry.get("value"), f"{place}.value")
        found.append(FieldClaim(field, decode_claim(read, entry, place)))
    return tuple(found)
