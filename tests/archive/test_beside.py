"""Two halves of a count, side by side or one after the other."""

from __future__ import annotations

import os
from threading import Barrier, get_ident

import pytest

from fanfold.archive.search import beside
from fanfold.archive.search.beside import both


def test_both_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    met = Barrier(2, timeout=20)  # neither goes on before the other has come

    def half() -> int:
        met.wait()
        return get_ident()

    one, other = both(half, half)

    assert one == get_ident() != other


@pytest.mark.parametrize("cores", [1, None])
def test_with_one_core_the_second_follows(
    monkeypatch: pytest.MonkeyPatch, cores: int | None
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)

    assert both(get_ident, get_ident) == (get_ident(), get_ident())


def test_nobody_waits_for_the_core_of_somebody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    with beside._free:
        assert both(get_ident, get_ident) == (get_ident(), get_ident())


@pytest.mark.parametrize("which", [0, 1])
def test_what_goes_wrong_is_said_and_the_core_is_free_again(
    monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    halves = [lambda: 1, lambda: 1]
    halves[which] = lambda: 1 // 0

    with pytest.raises(ZeroDivisionError):
        both(*halves)

    assert both(lambda: 1, lambda: 2) == (1, 2)
