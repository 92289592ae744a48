"""What is asked for one story costs no more where there are more of them.

The database's own steps are counted, question by question: they are the same on every
machine. A question that walks through all rows of an archive, or of an import, shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from fanfold.archive.models import Work
from fanfold.archive.search.follow import Follower
from fanfold.model.tags import Tag
from tests.archive.making import put
from tests.archive.searching import follower
from tests.archive.test_import import bring

__all__ = ["follower"]
pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite counts its steps"
)
#: Steps between two calls of the counter.
_STRIDE = 4
_FEW, _MANY = 30, 240
#: A question may take twice as many steps in a tree of eight times as many rows.
_TIMES, _MORE = 2, 60


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count the steps of each question while the block runs."""
    steps: Counter[str] = Counter()
    at = [""]

    def step() -> int:
        steps[at[0]] += _STRIDE
        return 0

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        at[0] = re.sub(r"(\((%s, )*%s\)(, )?)+", "()", sql)
        return execute(sql, params, many, context)

    connection.ensure_connection()
    link: Any = connection.connection
    link.set_progress_handler(step, _STRIDE)
    try:
        with connection.execute_wrapper(noted):
            yield steps
    finally:
        link.set_progress_handler(None, 0)


def grown(few: Counter[str], many: Counter[str], each: float = 1) -> dict[str, Any]:
    """Return the questions that take more steps than they may. each: how many times
    as much was to be done."""
    return {
        sql: (few[sql], round(steps / each))
        for sql, steps in many.items()
        if steps / each > _TIMES * few[sql] + _MORE * (_FEW if each > 1 else 1)
    }


def texts(folder: Path, number: int) -> Path:
    """Write so many stories."""
    folder.mkdir()
    for at in range(number):
        told = f"Title: {folder.name} {at}\nAuthor: Writer {at % 9}\nPairing: T/R\n\n"
        (folder / f"{at}.txt").write_text(f"{told}It snowed on pier {at}.\n" * 2)
    return folder


def test_a_story_of_a_large_import_takes_no_more_than_one_of_a_small(
    tmp_path: Path,
) -> None:
    store = tmp_path / "store"
    bring(texts(tmp_path / "first", 10), store)
    with counted() as few:
        bring(texts(tmp_path / "few", _FEW), store)
    with counted() as many:
        bring(texts(tmp_path / "many", _MANY), store)

    assert Work.objects.count() == 10 + _FEW + _MANY
    assert few.total() > 1_000
    assert grown(few, many, _MANY / _FEW) == {}


def test_an_edit_and_a_page_of_a_story_take_no_more_in_a_large_archive(
    follower: Follower, client: Client
) -> None:
    row = filled(0, _FEW, follower)
    few = {name: steps_of(act) for name, act in asked(row, client, follower)}
    filled(_FEW, _MANY, follower)
    many = {name: steps_of(act) for name, act in asked(row, client, follower)}

    assert [name for name, steps in few.items() if not steps.total()] == []
    more = {name: grown(few[name], many[name]) for name in few}
    assert {name: told for name, told in more.items() if told} == {}


def filled(first: int, last: int, follower: Follower) -> Work:
    """Put works with tags and authors, each its own; return the last."""
    for at in range(first, last):
        row = put(
            f"Story {at}",
            f"It snowed on pier {at}.",
            fandoms=("Harbour",),
            characters_raw=(f"Person {at}",),
            tags=(Tag("Genres", f"Kind {at}"),),
        )
    follower.catch_up()
    return row


def steps_of(act: Callable[[], object]) -> Counter[str]:
    act()  # what is asked once a process is asked now
    with counted() as steps:
        act()
    return steps


def asked(
    row: Work, client: Client, follower: Follower
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is done for one story, and the pages that count all of them.

    Not suggestions: a word within a name is found by reading the names.
    """
    work = f"/works/{row.public}/"
    for path in (
        work,
        f"{work}whole/",
        f"{work}chapters/",
        f"{work}comments/",
        f"{work}origin/",
        f"{work}download/a.epub",
        f"{work}download/a.html",
        f"/search/?q=pier+{row.title[6:]}",
        "/new.atom",
        "/",
        "/works/",
    ):
        yield path, lambda path=path: client.get(path)  # type: ignore[misc]
    yield "an edit", lambda: follower.write([row.public])
