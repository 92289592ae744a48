"""The shared bad inputs: eight facts always, and the exact outcome of each.

kinds.py says which kinds are on; docs/problems/known.md which outcomes are missed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("django")

from fanfold.keep.originals import Originals
from tests.badinputs.cases import Case, cases, known_misses
from tests.badinputs.facts import broken
from tests.badinputs.kinds import ENABLED
from tests.badinputs.outcomes import missed
from tests.badinputs.trial import Trial, attempt

CASES = cases(*ENABLED)


def named(each: Case) -> str:
    return f"{each.kind}-{each.id}"


@pytest.mark.archive
@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_bad_input_comes_out_as_it_must(case: Case, tmp_path: Path) -> None:
    if case.id == "fs-unreadable" and os.geteuid() == 0:
        pytest.skip("root may read everything")
    if case.outcome == "refuse":
        trial = refused(case, tmp_path)
    else:
        trial = attempt(case, tmp_path)

    assert list(broken(trial)) == []
    misses = missed(trial)
    if case.id in known_misses():
        assert misses, f"{case.id} is right now: take it out of docs/problems/known.md"
    else:
        assert misses == [], case.why


def refused(case: Case, place: Path) -> Trial:
    """The archive inside of its input, around it, and as it: the last trial."""
    for way in ("inside", "around", "same"):
        trial = attempt_around(case, place / way, way)
        assert list(broken(trial)) == []
        assert missed(trial) == []
    return trial


def attempt_around(case: Case, place: Path, way: str) -> Trial:
    stores = {
        "inside": place / "in" / "a" / "folder" / "shelf",
        "around": place / "in",
        "same": place / "in" / "a" / "folder",
    }
    return attempt(case, place, Originals(stores[way] / "originals", durable=False))


def test_at_most_one_outcome_in_twenty_is_missed() -> None:
    listed = [case for case in CASES if case.id in known_misses()]

    assert len(listed) * 20 <= len(CASES)


def test_every_known_miss_is_a_case_with_a_reason() -> None:
    ids = {case.id for case in cases("fragment", "css", *ENABLED)}

    for case, reason in known_misses().items():
        assert case in ids
        assert reason
