"""Fills an empty archive with so many works and prints a list page's time in ms.

Run by list_page.py in a process of its own: an archive is named before Django starts.
"""

from __future__ import annotations

import sys

import django


def main(works: int) -> None:
    """Fill and measure."""
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from benchmarks.rows import wall_of
    from fanfold.archive.search.follow import rebuild

    call_command("migrate", verbosity=0)
    _fill(works)
    rebuild()
    client = Client(HTTP_HOST="127.0.0.1")
    address = "/works/?sort=title&page=3"
    if client.get(address).status_code != 200:
        raise SystemExit("the list did not answer")
    print(wall_of(lambda: client.get(address)))


def _fill(works: int) -> None:
    from django.db import transaction

    from fanfold.archive.storing import store
    from fanfold.model.advice import Rating
    from fanfold.model.creator import Credit
    from fanfold.model.work import Audience, Chapter, Stage, State, Work

    state = State(Stage.SHOWN, Audience.ALL, gated=False)
    with transaction.atomic():
        for n in range(works):
            chapter = Chapter("", 1, f"<p>It snowed {n}.</p>", f"It snowed {n}.", 3)
            work = Work(
                "",
                f"Story {n}",
                creators=(Credit(f"Author {n % 97}"),),
                fandoms=(f"Fandom {n % 31}",),
                rating=Rating.GENERAL,
                chapters=(chapter,),
            )
            store(work, state=state, by="benchmark")


if __name__ == "__main__":
    main(int(sys.argv[1]))
