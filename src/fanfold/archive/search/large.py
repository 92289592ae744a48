"""Lists that hold many works: how many, and which are on a page, as the index has them.

By the rows a database gathers all works of such a list for each question of its page:
of a fandom of 84,000 that took a second. The index is some tenths of a second behind,
and who adds a work to a list of a few wants to see it there: those are asked of the
rows.
"""

from __future__ import annotations

from fanfold.archive.reader import Reader
from fanfold.archive.search.finding import DEEPEST, PAGE, seek
from fanfold.archive.search.wish import Choice, Wish
from fanfold.errors import SearchNotReadyError

#: Works from which on a list is asked of the index.
LARGE = 3_000


def how_many(choice: Choice, reader: Reader) -> int | None:
    """Return how many works with a value the reader's lists show, where they are many.

    None for few, and where the index cannot tell.
    """
    told = page_of(choice, reader, "title", 1)
    return None if told is None else told[0]


def page_of(
    choice: Choice, reader: Reader, sort: str, page: int
) -> tuple[int, tuple[str, ...]] | None:
    """Return how many such works there are and the ids of those on a page, in order.

    sort: a word of SORTS; page: from 1, the last one where there are fewer. None as in
    `how_many`, and for a page so deep that the index does not go there.
    """
    if reader.keeps or page > DEEPEST // PAGE:
        return None
    try:
        found = seek(Wish(choices=(choice,), sort=sort, page=page), reader)
    except SearchNotReadyError:
        return None
    return (found.total, found.ids) if found.total >= LARGE else None
