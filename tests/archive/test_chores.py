"""What the archive does by itself is done in its time; one failure stops nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from fanfold.archive.actions.take_name_off import WINDOW, take_name_off
from fanfold.archive.chores import Chore, chores, do_due
from fanfold.archive.models import Pseud, Step, Trace
from fanfold.errors import RefusedDecisionError
from tests.archive.making import put


def test_the_window_over_a_name_ends_by_itself() -> None:
    put()
    take_name_off(Pseud.objects.get().creator.public, by="marrow")
    those = chores()

    do_due(those, 0.0)
    assert Trace.objects.exists()
    Step.objects.update(at=timezone.now() - WINDOW - timedelta(minutes=1))
    do_due(those, 3599.0)
    assert Trace.objects.exists()
    do_due(those, 3600.0)

    assert not Trace.objects.exists()
    assert Step.objects.get().sealed_at is not None


def test_a_chore_that_fails_is_told_and_the_next_is_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    done: list[str] = []

    def fails() -> None:
        raise RefusedDecisionError("The post is shut.")

    those = [Chore("a", fails, 60), Chore("b", lambda: done.append("b"), 60)]
    do_due(those, 0.0)
    do_due(those, 59.0)
    do_due(those, 61.0)

    assert done == ["b", "b"]
    assert capsys.readouterr().err.count("a: The post is shut.") == 2
