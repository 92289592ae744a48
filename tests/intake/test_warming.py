"""Readers of our own are made ready in this process; nobody else's runs in it."""

from __future__ import annotations

import pytest

from fanfold.intake.sources import Known, known_readers
from fanfold.intake.warming import warm


@pytest.mark.parametrize("known", known_readers(), ids=lambda known: known.reader.name)
def test_any_reader_of_ours_takes_the_words(known: Known) -> None:
    warm(known)


def test_a_reader_from_elsewhere_is_not_run_here() -> None:
    (known,) = known_readers(["odd_readers.clumsy"])

    warm(known)
