"""Fills an archive with texts and prints what phrases in them take, as JSON.

Run by phrase.py.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable
from typing import Any

from benchmarks import archives, corpus

_PHRASES, _SHOWN = 60, 20
_WORD = re.compile(r"\w+")


def main(number: int) -> None:
    """Fill, measure, compare, tell."""
    archives.start()
    from fanfold.archive.search.follow import rebuild

    corpus.add_texts(corpus.texts(number))
    rebuild()
    _make_fts()
    phrases = _phrases(random.Random(5), number)
    told: dict[str, Any] = {
        "ours": archives.spread([_ours(each) for each in phrases]),
        "FTS5": archives.spread([_theirs(each) for each in phrases]),
    }
    print(json.dumps(told | _compared(phrases)))


def _phrases(dice: random.Random, number: int) -> list[str]:
    """Return rows of two or three words that stand in some text."""
    from fanfold.archive.models import TextVersion

    found = []
    for _ in range(_PHRASES):
        text = TextVersion.objects.filter(pk__lte=dice.randint(1, number))
        words = _WORD.findall(text.order_by("-pk")[0].text.lower())
        length = dice.choice((2, 3))
        at = dice.randrange(len(words) - length)
        found.append(" ".join(words[at : at + length]))
    return list(dict.fromkeys(found))


def _ours(phrase: str) -> Callable[[], object]:
    from fanfold.archive.reader import ANYONE
    from fanfold.archive.search.finding import find
    from fanfold.archive.search.snippets import snippets
    from fanfold.archive.search.wish import Wish

    wish = Wish(f'"{phrase}"')
    return lambda: snippets(find(wish, ANYONE), ANYONE)


def _make_fts() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE bodies USING fts5(text)")
        cursor.execute(
            "INSERT INTO bodies (rowid, text) SELECT id, text FROM archive_textversion"
        )


def _theirs(phrase: str) -> Callable[[], object]:
    from django.db import connection

    def asked() -> object:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid, snippet(bodies, 0, '<mark>', '</mark>', '…', 32) "
                "FROM bodies WHERE bodies MATCH %s ORDER BY rank LIMIT %s",
                [f'"{phrase}"', _SHOWN],
            )
            rows: object = cursor.fetchall()
            cursor.execute(
                "SELECT count(*) FROM bodies WHERE bodies MATCH %s", [f'"{phrase}"']
            )
            cursor.fetchall()
            return rows

    return asked


def _compared(phrases: list[str]) -> dict[str, int]:
    """Return how many works the index and a scan find, and where they differ."""
    from fanfold.archive.models import TextVersion
    from fanfold.archive.reader import ANYONE
    from fanfold.archive.search.finding import count
    from fanfold.archive.search.wish import Wish

    scanned = dict.fromkeys(phrases, 0)
    for text in TextVersion.objects.values_list("text", flat=True).iterator():
        words = f" {' '.join(_WORD.findall(text.lower()))} "
        for phrase in phrases:
            scanned[phrase] += f" {phrase} " in words
    found = {each: count(Wish(f'"{each}"'), ANYONE) for each in phrases}
    return {
        "hits": sum(found.values()),
        "scan": sum(scanned.values()),
        "lost": sum(found[each] != scanned[each] for each in phrases),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
