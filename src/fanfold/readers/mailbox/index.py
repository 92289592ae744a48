"""The index of a mailbox: what each post is and where it lies, on disk.

A mailbox of two gigabytes has half a million mails; their texts are read again when
their turn comes, and even what is known of them would fill the memory.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from fanfold.readers.mailbox.joining import Entry
from fanfold.readers.mailbox.judging import ENOUGH, OWN_WORDS, Judged
from fanfold.readers.mailbox.posts import Post
from fanfold.readers.mailbox.splitting import Stretch
from fanfold.readers.mailbox.subjects import key_of
from fanfold.text.parts import bare

#: Values that a sketch of a text's words has, and words that each is made of.
#: Words of a text that are looked at.
_SKETCH, _SHINGLE, _SKETCHED = 48, 6, 20_000

_TABLE = """
create table posts (
    row integer primary key, file integer, start integer, end integer,
    envelope integer, message integer, inner integer, key text, names text,
    number integer, letter text, last integer, total integer, moment real,
    words integer, weight integer,
    reply integer, share real, again integer, sketch text
)
"""
_COLUMNS = (
    "row, file, start, end, envelope, message, inner, names, number, letter, last, "
    "total, moment, words, weight, reply, share, again, sketch"
)
_AT = {name: at for at, name in enumerate(_COLUMNS.split(", "))}


class Index:
    """Posts in the order in which they were found."""

    def __init__(self, scratch: Path) -> None:
        self._path = scratch / "mailbox.index"
        self._path.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._path, isolation_level=None)
        self._db.execute("pragma journal_mode = off")
        self._db.execute("pragma synchronous = off")
        self._db.execute("pragma temp_store = memory")
        self._db.execute(_TABLE)
        self._db.execute("begin")
        self._rows = 0

    def add(
        self, post: Post, found: Judged, file: int, stretch: Stretch, inner: int
    ) -> None:
        """Remember a post."""
        self._rows += 1
        subject = post.subject
        own = subject.number is not None
        self._db.execute(
            f"insert into posts ({_COLUMNS}, key) values ({', '.join('?' * 20)})",  # noqa: S608
            (
                self._rows,
                file,
                stretch.start,
                stretch.end,
                stretch.envelope,
                stretch.number,
                inner,
                json.dumps(sorted(_names(post, found))),
                subject.number if own else found.number,
                subject.letter,
                subject.last,
                subject.total if own else found.total,
                post.when.moment if post.when else 0.0,
                found.words,
                found.weight,
                subject.replies > 0,
                post.share,
                subject.reposted or subject.revised,
                json.dumps(_sketch(post)) if found.weight >= ENOUGH else "[]",
                _key(post, found) or f"#{self._rows}",
            ),
        )

    def close(self) -> None:
        """Let the file go."""
        self._db.close()
        self._path.unlink(missing_ok=True)

    def finish(self) -> None:
        """End adding. The only mail of a source is a story, if it is no reply."""
        if self._rows == 1:
            self._db.execute(
                "update posts set weight = ? where weight < ? and weight > -3 "
                "and not reply",
                (ENOUGH, ENOUGH),
            )
        self._db.execute("commit")
        self._db.execute("create index by_key on posts (key, moment, row)")

    def count(self) -> int:
        """Return how many posts there are."""
        return self._rows

    def replies(self) -> int:
        """Return how many posts answer others."""
        (count,) = self._db.execute("select count(*) from posts where reply").fetchone()
        return int(count)

    def titles(self) -> Iterator[list[Entry]]:
        """Yield the posts of each title in the order of sending, titles in the order of
        their first post."""
        keys = self._db.execute(
            "select key from posts where weight >= ? group by key order by min(row)",
            (ENOUGH,),
        )
        for (key,) in keys:
            rows = self._db.execute(
                f"select {_COLUMNS} from posts where key = ? and (weight >= ? or "  # noqa: S608
                "(reply and number is not null and words >= ?)) order by moment, row",
                (key, ENOUGH, OWN_WORDS),
            )
            yield [_entry(row) for row in rows]


def _entry(row: tuple[object, ...]) -> Entry:
    values = list(row)
    for at in (_AT["names"], _AT["sketch"]):
        values[at] = frozenset(json.loads(str(values[at])))
    for at in (_AT["reply"], _AT["again"]):
        values[at] = bool(values[at])
    return Entry(*values)  # type: ignore[arg-type]


def _key(post: Post, found: Judged) -> str:
    return post.subject.key or key_of(found.title)


def _names(post: Post, found: Judged) -> set[str]:
    said = [post.sender.address, bare(post.sender.name), bare(found.author)]
    said.append(bare(post.subject.author))
    return {each for each in said if each}


def _sketch(post: Post) -> list[int]:
    """Return the smallest digests of runs of words: like texts have many in common."""
    words = [word for line in post.text.lines for word in line.text.casefold().split()][
        :_SKETCHED
    ]
    runs = {
        hash(tuple(words[at : at + _SHINGLE]))
        for at in range(max(1, len(words) - _SHINGLE + 1))
    }
    return heapq.nsmallest(_SKETCH, runs)
