"""Fills an archive with so many works and prints what searching it takes, as JSON.

Run by search.py. Beside our index, on the same rows: what peers.py has.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from benchmarks import archives, corpus
from benchmarks.page_of import ask
from benchmarks.peers import Peer, Sqlite, measured, postgresql

_TIMES = 40
#: Fewer for the slow ones of the peer.
_FEW = 4
_SMALL = 20_000


def main(works: int, large: bool) -> None:
    """Fill, measure, tell. large: beside PostgreSQL, too, where there is one."""
    archives.start()
    from fanfold.archive.search.follow import rebuild

    corpus.fill(works)
    began = time.process_time()
    rebuild()
    told: dict[str, Any] = {"indexed a second": works / (time.process_time() - began)}
    dice = random.Random(3)
    wishes = _wishes(dice, works)
    for name, asked in wishes.items():
        told[name] = archives.spread([_ours(each[0]) for each in asked])
    _ours({})()
    told["everything again"] = archives.spread([_ours({})] * 20)
    told["browse"], told["browse again"] = _browse()
    told["pages"] = {
        name: _after_a_change(path, dice, works) for name, path in _pages().items()
    }
    _beside(told, Sqlite(), wishes, works)
    if large:
        with postgresql() as peer:
            if peer is not None:
                _beside(told, peer, wishes, works)
    told["edited"] = _edited(dice, works)
    print(json.dumps(told))


Wishes: TypeAlias = dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]


def _beside(told: dict[str, Any], peer: Peer, wishes: Wishes, works: int) -> None:
    """Ask a peer the same; it must find as many works."""
    for name, asked in wishes.items():
        # At a hundred thousand works it takes seconds for each of the others.
        many = name == "filtered" and (works <= _SMALL or peer.name != "SQLite")
        few = asked if many else asked[:_FEW]
        spread, totals = measured(peer, [each[1] for each in few])
        told[f"{name}, {peer.name}"] = spread
        for (wish, _sql), total in zip(few, totals, strict=True):
            _compare(wish, total, peer.name)


# what is asked: ours, and the same for SQLite


def _wishes(dice: random.Random, works: int) -> Wishes:
    from fanfold.archive.models import Tagging

    filtered = []
    relations = Tagging.objects.filter(field="relationships_raw")
    for _ in range(_TIMES):
        work = dice.randrange(1, works)
        bound: Any = relations.filter(work_id__gte=work).order_by("work_id").first()
        fandom: Any = Tagging.objects.filter(work=bound.work_id, field="fandoms")[0]
        unwanted = corpus.tag_number("free", dice.randrange(20)) + 1
        filtered.append(
            _both([fandom.tag_id, bound.tag_id], [unwanted], dice.choice(["teen", ""]))
        )
    big = corpus.tag_number("fandom", 0) + 1
    words = [_of_a_title(dice, works) for _ in range(_TIMES)]
    common = [" ".join(dice.sample(corpus.common(), 2)) for _ in range(_TIMES)]
    return {
        "filtered": filtered,
        "biggest fandom": [_both([big], [], "", more=n) for n in range(_TIMES)],
        "words": [_said(each) for each in dict.fromkeys(words)],
        "common words": [_said(each) for each in dict.fromkeys(common)],
        "everything": [_both([], [], "", more=n) for n in range(10)],
    }


def _of_a_title(dice: random.Random, works: int) -> str:
    """Return one word or two that somebody remembers of a title."""
    from fanfold.archive.models import Work

    title = Work.objects.get(pk=dice.randint(1, works)).sort_title.lower().split()
    return " ".join(dice.sample(title, min(len(title), dice.choice((1, 2)))))


def _said(words: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"words": words}, {"match": words}


def _both(
    wanted: list[int], unwanted: list[int], rating: str, more: int | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return one wish in both forms. more: words at least; else more than 10,000."""
    words = 10_000 if more is None else more
    ours = {
        "words": f"words:>{words}" if words else "",
        "tags": [(each, True) for each in wanted]
        + [(each, False) for each in unwanted],
        "rating": rating,
    }
    theirs = {
        "wanted": wanted,
        "unwanted": unwanted,
        "rating": rating,
        "words": words,
    }
    return ours, theirs


def _ours(told: dict[str, Any]) -> Callable[[], object]:
    from fanfold.archive.cards import Cards
    from fanfold.archive.reader import ANYONE
    from fanfold.archive.search.facets import facets
    from fanfold.archive.search.finding import Hits, seek

    wish, none = _wish(told), Cards([], {}, {}, {})
    return lambda: facets(Hits(wish, seek(wish, ANYONE), none))


def _wish(told: dict[str, Any]) -> Any:
    from fanfold.archive.search.wish import Choice, Wish

    choices = [
        Choice("tag", corpus.public(number - 1), wanted)
        for number, wanted in told.get("tags", ())
    ]
    if told.get("rating"):
        choices.append(Choice("rating", told["rating"]))
    return Wish(told.get("words", ""), tuple(choices), sort="updated")


def _compare(ours: dict[str, Any], right: int, peer: str) -> None:
    """Stop where the two do not find as many works: one of them would be wrong."""
    from fanfold.archive.reader import ANYONE
    from fanfold.archive.search.finding import seek

    total = seek(_wish(ours), ANYONE).total
    if total != right:
        raise SystemExit(f"{ours}: {total} found, {right} by {peer}")


# pages and edits


def _pages() -> dict[str, str]:
    """Return pages that count all there is, or a large part of it, by a name."""
    biggest = corpus.public(corpus.tag_number("fandom", 0))
    all_ = {path: path for path in ("/", "/works/", "/tags/", "/authors/", "/shelves/")}
    return {**all_, "the biggest fandom": f"/tags/{biggest}/"}


def _browse() -> tuple[dict[str, float], dict[str, float]]:
    """Return the CPU of whole pages: facets, twenty cards, all the way through.

    Of the forty biggest fandoms: what nobody asked for before, and then once more.
    """
    from fanfold.web.wsgi import application

    first = corpus.tag_number("fandom", 0)
    pages = [f"/search/?fandom={corpus.public(first + n)}" for n in range(_TIMES)]
    for path in (f"{pages[0]}&page=2", f"/search/?q={corpus.common()[0]}"):
        ask(application, path)  # templates and settings are read with the first
    acts = [lambda path=path: ask(application, path) for path in pages]
    return archives.spread(acts), archives.spread(acts)


def _after_a_change(path: str, dice: random.Random, works: int) -> dict[str, float]:
    """Return the CPU of a page that counts all there is, each time after an edit."""
    from fanfold.archive.search.follow import Follower
    from fanfold.web.wsgi import application

    follower = Follower.opened()

    def changed() -> None:
        _tag_one(0, dice.randrange(1, works))
        follower.catch_up()

    return archives.spread([lambda: ask(application, path)] * 9, before=changed)


def _edited(dice: random.Random, works: int) -> dict[str, float]:
    """Return how long a new tag takes to be found, with the process that follows."""
    from django.conf import settings

    from fanfold.archive.reader import ANYONE
    from fanfold.archive.search import finding
    from fanfold.cli.companions import Companion

    taken = []
    with Companion("reindex", settings.CONFIGURATION.folder):
        for number in range(21):
            _tag_one(number, dice.randrange(1, works))
            wish = _wish({"words": f'tag:"Late {number}"'})
            began = time.perf_counter()
            while not finding.count(wish, ANYONE):
                if time.perf_counter() - began > 60:
                    raise SystemExit("an edited work is not found at all")
                time.sleep(0.01)
            taken.append((time.perf_counter() - began) * 1000)
    taken = sorted(taken[1:])  # the first waits for the process to start
    return {"p50": taken[10], "p95": taken[-2]}


def _tag_one(number: int, work: int) -> None:
    from django.db import transaction

    from fanfold.archive import outbox
    from fanfold.archive.models import Tag, Tagging, Work

    with transaction.atomic():
        row = Work.objects.filter(pk__lte=work, gated=False).order_by("-pk")[0]
        tag, _new = Tag.objects.get_or_create(
            kind="free", type="Genres", name=f"Late {number}"
        )
        Tagging.objects.get_or_create(
            work=row, tag=tag, field="tags", position=90 + number
        )
        outbox.tell(row.public)


if __name__ == "__main__":
    main(int(sys.argv[1]), "large" in sys.argv[2:])
