"""A value, how sure it is, and where it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)

QUOTE_LENGTH = 200


class Standing(IntEnum):
    """How far a value can be trusted. A ladder, not a decimal.

    GUESSED: worked out by a rule from something that does not say so itself.
    LABELLED: the source says it, in words, under a label or in the usual place.
    RECORDED: a field of a machine-readable record holds it.
    DECIDED: a person, or a rule that a person saved, settled it.
    """

    GUESSED = 1
    LABELLED = 2
    RECORDED = 3
    DECIDED = 4

    @property
    def word(self) -> str:
        """The name in lower case, as record and pages show it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was seen, so that a person can go and look.

    original: SHA-256 of the kept bytes, in lower-case hexadecimal.
    place: position inside that original, in the reader's own terms:
        ``line 3``, ``fanfiction_stories[sid=12].title``, ``OPS/ch2.xhtml``.
    quote: the text exactly as found, before any mending; at most 200 characters,
        with every e-mail address replaced by ``[address removed]``.
    rule: name and version of the rule that drew the value out, ``headers.label/1``.
    """

    original: str
    place: str
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to a text on its way from bytes to value.

    rule: name and version of the step, ``decode.windows-1252/1``.
    argument: all that the rule needs to be replayed, as text; empty if nothing.
    note: one plain sentence for a person.
    """

    rule: str
    argument: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claim(Generic[T_co]):
    """One value that something or somebody states.

    steps: what was done between the quote and the value, in order.
    by, at: who decided and when (ISO 8601, UTC); only for DECIDED claims.
    """

    value: T_co
    standing: Standing
    evidence: Evidence
    steps: tuple[Step, ...] = ()
    by: str | None = None
    at: str | None = None


def best(claims: Sequence[Claim[T_co]]) -> Claim[T_co] | None:
    """Return the claim that counts, or None where there is none.

    The highest standing wins; of several decisions the latest, else the first seen.
    """
    if len(claims) < 2:
        return claims[0] if claims else None
    top = max(claim.standing for claim in claims)
    alike = [claim for claim in claims if claim.standing is top]
    return alike[-1] if top is Standing.DECIDED else alike[0]
