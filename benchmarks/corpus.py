"""Archives made up from a seed, as large as wished and the same for the same seed.

Metadata as archives have it: few tags on most works, most tags on few (Zipf): 1-3 of
3,000 fandoms, 1-6 of 30,000 characters, 0-3 of 40,000 relationships, 2-15 of 60,000
free tags, 120,000 authors, lengths by a log-normal law. Rows are written many at once;
the index is made by the archive's own follower. Full text: see `texts`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
_BATCH = 5_000
#: Kind → (field of the work, how many there are, fewest and most on a work).
KINDS = {
    "fandom": ("fandoms", 3_000, 1, 3),
    "character": ("characters_raw", 30_000, 1, 6),
    "relationship": ("relationships_raw", 40_000, 0, 3),
    "free": ("tags", 60_000, 2, 15),
}
_AUTHORS = 120_000
_LANGUAGES = ("en", "de", "fr")
_RATINGS = ("general", "general", "teen", "teen", "mature", "explicit", "unrated")
_STATUSES = ("complete", "complete", "complete", "wip")


#: Words of titles and summaries; how many of them say nothing ("the", "of"); which are
#: in so many summaries that any two stand together in a tenth of them or so.
_VOCABULARY, _EMPTY, _COMMON = 20_000, 50, (1, 7)
_SYLLABLES = (
    *("ka", "lo", "mi", "sen", "tar", "un", "ve", "ro", "dal", "pim", "bru", "cho"),
    *("fen", "gar", "hol", "jun", "kle", "mor", "nub", "ost", "pra", "quo", "rix"),
    *("sul", "thu", "vam", "wex", "yor", "zin", "bel"),
)


def fill(works: int, *, seed: int = 7) -> None:
    """Write so many works with tags and authors into an empty archive."""
    from django.db import transaction

    from fanfold.archive.models import (
        Creator,
        Creatorship,
        Pseud,
        Tag,
        Tagging,
        Work,
    )

    dice = random.Random(seed)
    authors = min(_AUTHORS, works)
    with transaction.atomic():
        _write(Tag, _tags())
        _write(Creator, ({"public": public(n)} for n in range(authors)))
        _write(Pseud, _pseuds(authors))
        _write(Work, (_work(dice, number) for number in range(works)))
        _write(Tagging, _taggings(dice, works))
        _write(Creatorship, _credits(dice, works, authors))


def public(number: int) -> str:
    """Return the public id of a row by its number, from 0."""
    letters = []
    for _ in range(9):
        number, rest = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return "".join(reversed(letters))


def tag_number(kind: str, rank: int) -> int:
    """Return the number of a tag: the one of a kind that is `rank`th most used."""
    before = 0
    for name, (_field, number, _few, _most) in KINDS.items():
        if name == kind:
            return before + rank
        before += number
    raise KeyError(kind)


@cache
def vocabulary() -> list[str]:
    """Return the words of titles and summaries, the most used first.

    No two have a stem in common, so that all who search find as many works.
    """
    from fanfold.archive.search.schema import stemmer

    dice, stems, found = random.Random(5), set[str](), []
    while len(found) < _VOCABULARY:
        word = "".join(dice.choices(_SYLLABLES, k=dice.choice((2, 3, 3, 4))))
        forms = {form for code in _LANGUAGES for form in stemmer(code).analyze(word)}
        if stems.isdisjoint(forms):
            found.append(word)
        stems |= forms
    return found


def common() -> list[str]:
    """Return words of which any two stand together in about a tenth of all works."""
    return vocabulary()[slice(*_COMMON)]


def texts(works: int, *, words: int = 5_000, seed: int = 11) -> Iterator[str]:
    """Yield texts of about so many words: few words often, 20,000 words rarely."""
    dice = random.Random(seed)
    known = [_word(dice) for _ in range(20_000)]
    weights = _zipf(len(known))
    for _ in range(works):
        length = max(200, int(words * dice.lognormvariate(-0.1, 0.4)))
        drawn = dice.choices(known, cum_weights=weights, k=length)
        lines = [" ".join(drawn[at : at + 60]) for at in range(0, length, 60)]
        yield ".\n\n".join(line.capitalize() for line in lines)


def add_texts(told: Iterable[str]) -> None:
    """Write works of one chapter with these texts."""
    from django.db import transaction

    from fanfold.archive.storing import store
    from fanfold.model.advice import Rating
    from fanfold.model.creator import Credit
    from fanfold.model.work import Audience, Chapter, Stage, State, Work

    state = State(Stage.SHOWN, Audience.ALL, gated=False)
    with transaction.atomic():
        for number, text in enumerate(told):
            chapter = Chapter("", 1, "", text, text.count(" ") + 1)
            work = Work(
                "",
                f"Text {number}",
                creators=(Credit(f"Author {number % 97}"),),
                language="en",
                rating=Rating.GENERAL,
                chapters=(chapter,),
            )
            store(work, state=state, by="benchmark")


def _zipf(number: int, power: float = 0.9) -> list[float]:
    total, sums = 0.0, []
    for rank in range(1, number + 1):
        total += 1.0 / rank**power
        sums.append(total)
    return sums


def _word(dice: random.Random) -> str:
    parts = dice.choices(("ka", "lo", "mi", "sen", "tar", "un", "ve", "ro", "dal"), k=3)
    return "".join(parts)[: dice.randint(3, 9)]


def _tags() -> Iterator[dict[str, Any]]:
    number = 0
    for kind, (_field, many, _few, _most) in KINDS.items():
        for rank in range(many):
            type_ = "Genres" if kind == "free" else ""
            name = f"{kind.capitalize()} {rank}"
            yield {"public": public(number), "kind": kind, "type": type_, "name": name}
            number += 1


def _pseuds(authors: int) -> Iterator[dict[str, Any]]:
    for number in range(authors):
        name = f"Author {number}"
        yield {"public": public(number), "creator_id": number + 1, "name": name}


@cache
def _drawing() -> list[float]:
    return _zipf(_VOCABULARY, 1.0)


def _said(dice: random.Random, words: int) -> list[str]:
    return dice.choices(vocabulary(), cum_weights=_drawing(), k=words)


def _titled(dice: random.Random) -> str:
    few = set(vocabulary()[:_EMPTY])
    told = [word for word in _said(dice, 8) if word not in few] or _said(dice, 1)
    return " ".join(["The", *told[: dice.randint(1, 4)]]).title()


def _work(dice: random.Random, number: int) -> dict[str, Any]:
    title = _titled(dice)
    rating = dice.choice(_RATINGS)
    day = date(1998, 1, 1) + timedelta(days=dice.randrange(9_500))
    said = " ".join(_said(dice, dice.randint(8, 30)))
    return {
        "public": public(number),
        "title": title,
        "sort_title": title[4:],
        "summary": said,
        "rating": rating,
        "permission": "unstated",
        "language": dice.choices(_LANGUAGES, (90, 6, 4))[0],
        "status": dice.choice(_STATUSES),
        "date": day.isoformat(),
        "date_from": day,
        "date_to": day,
        "updated": day.isoformat(),
        "updated_from": day,
        "updated_to": day,
        "visibility": "public",
        "stage": "shown",
        "audience": "all",
        "gated": rating in ("mature", "explicit", "unrated"),
        "word_count": int(dice.lognormvariate(8.1, 1.2)) + 100,
        "chapter_count": 1,
        "fingerprint": f"{number:064x}",
        "added_at": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
        "changed_at": datetime(2026, 1, 1, tzinfo=UTC),
    }


def _taggings(dice: random.Random, works: int) -> Iterator[dict[str, Any]]:
    for kind, (field, many, few, most) in KINDS.items():
        weights, first = _zipf(many), tag_number(kind, 0) + 1
        for work in range(1, works + 1):
            wished = dice.randint(few, most)
            drawn = dice.choices(range(many), cum_weights=weights, k=wished)
            for at, rank in enumerate(dict.fromkeys(drawn), start=1):
                tag = first + rank
                yield {"work_id": work, "tag_id": tag, "field": field, "position": at}


def _credits(dice: random.Random, works: int, authors: int) -> Iterator[dict[str, Any]]:
    weights = _zipf(authors)
    drawn = dice.choices(range(authors), cum_weights=weights, k=works)
    for work, author in enumerate(drawn, start=1):
        yield {
            "work_id": work,
            "pseud_id": author + 1,
            "role": "author",
            "position": 1,
        }


def _write(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    """Insert rows with ids from 1, many at once; what is not told has its default."""
    from django.db import connection

    fields = model._meta.concrete_fields
    usual = [
        field.get_db_prep_save(field.get_default(), connection) for field in fields
    ]
    places = {field.attname: at for at, field in enumerate(fields)}
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608
    numbered = enumerate(rows, start=1)
    with connection.cursor() as cursor, _indexed_after(cursor, model._meta.db_table):
        while batch := list(islice(numbered, _BATCH)):
            cursor.executemany(sql, [_row(usual, places, *each) for each in batch])


@contextmanager
def _indexed_after(cursor: Any, table: str) -> Iterator[None]:
    """Let a table be filled without its indexes, which are sorted in one go after it:
    of fourteen million rows in no order each costs as much as the rows themselves."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master "
        "WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
        [table],
    )
    indexes = cursor.fetchall()
    for name, _sql in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, sql in indexes:
        cursor.execute(sql)


def _row(
    usual: Sequence[Any], places: dict[str, int], number: int, told: dict[str, Any]
) -> list[Any]:
    row = list(usual)
    row[places["id"]] = number
    for name, value in told.items():
        row[places[name]] = value
    return row
