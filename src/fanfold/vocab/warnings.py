"""Warnings as a header states them."""

from __future__ import annotations

from fanfold.vocab.lists import split_list

RULE = "vocab.warnings/1"


def warnings_of(text: str) -> tuple[str, ...]:
    """Return the warnings stated, in order; () where the words say there are none."""
    return split_list(text)
