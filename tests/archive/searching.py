"""An index of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from fanfold.archive.reader import Reader
from fanfold.archive.search import follow
from fanfold.archive.search.finding import find
from fanfold.archive.search.follow import Follower, rebuild
from fanfold.archive.search.wish import Choice, Wish

ADULT = Reader(shows_adult=True)
MEMBER = Reader(account=0)
MEMBER_18 = Reader(account=0, shows_adult=True)


@pytest.fixture
def follower(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Follower:
    """The one that writes the index of this test's archive."""
    monkeypatch.setattr(django_settings, "SEARCH_INDEX", tmp_path / "index")
    if connection.in_atomic_block:
        # A test's own rows are never settled: its transaction runs to its end.
        monkeypatch.setattr(follow, "settled", lambda entries: entries)
    rebuild()
    return Follower.opened()


def ids(words: str = "", *choices: Choice, reader: Reader = ADULT) -> set[str]:
    """Return the public ids on the first page of what is found."""
    return {work.id for work in find(Wish(words, choices), reader).works}
