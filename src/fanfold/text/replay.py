"""From the kept bytes to the text again, by the steps that were noted."""

from __future__ import annotations

from collections.abc import Iterable

from fanfold.model.evidence import Step
from fanfold.text import decode, mend


def replay(content: bytes, steps: Iterable[Step]) -> str:
    """Return the text that these steps of `decode` and `mend` made of the bytes.

    Raises ValueError for a step of neither.
    """
    steps = tuple(steps)
    letters = tuple(step for step in steps if step.rule.startswith("decode."))
    repairs = tuple(step for step in steps if not step.rule.startswith("decode."))
    return mend.replay(decode.replay(content, letters), repairs)
