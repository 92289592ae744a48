"""``fanfold reindex``: the search index, made anew from the database."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import click

from fanfold.cli import door, say


@click.command("reindex")
@door.archive_option
@click.option(
    "--follow",
    is_flag=True,
    help="Then keep it in step, and do what an archive does by itself, until Ctrl-C; "
    "`fanfold serve` runs this.",
)
@click.option("--json", "as_json", is_flag=True, help="Say the result as JSON.")
def command(folder: Path | None, follow: bool, as_json: bool) -> None:
    """Make the search index anew. No story and no row of the database is changed.

    The old index answers until the new one is whole. With --follow an index that is
    there already is kept.

    \b
    Example: fanfold reindex --archive my-archive
    """
    door.open_archive(folder)
    door.migrate()
    from fanfold.archive.chores import Chores, chores
    from fanfold.archive.search import index
    from fanfold.archive.search.follow import Follower, rebuild
    from fanfold.web.desk_letters import letter_chores
    from fanfold.web.digests import digest_chores

    if not (follow and index.is_ours(index.folder())):
        works = _rebuilt(rebuild)
        if as_json:
            say.result(json.dumps({"works": works}))
        else:
            say.result(f"{works} stories can be searched. Nothing else was changed.")
    if follow:
        stopping: list[int] = []
        signal.signal(signal.SIGTERM, lambda number, _frame: stopping.append(number))
        parent = os.getppid()
        follower = Follower.opened()
        with Chores([*chores(), *letter_chores(), *digest_chores()]):
            # Whoever started it may be killed: then nobody is left to stop it.
            follower.follow(lambda: bool(stopping) or os.getppid() != parent)


def _rebuilt(rebuild: Callable[[Callable[[int, int], None]], int]) -> int:
    bar, begun, before = say.progress(), False, 0

    def tell(done: int, total: int) -> None:
        nonlocal begun, before
        if not begun:
            bar.begin("indexing", total)
            begun = True
        bar.advance(done - before)
        before = done

    works = rebuild(tell)
    bar.end()
    return works
