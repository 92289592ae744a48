"""Frequent tags are told from their own column where a count of all says the same."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import tantivy

from fanfold.archive.actions.map_tags import Relation, map_tags
from fanfold.archive.models import Tag
from fanfold.archive.reader import ANYONE
from fanfold.archive.search import facets, follow, frequent, index, most_borne
from fanfold.archive.search.counting import most_frequent
from fanfold.archive.search.finding import find
from fanfold.archive.search.follow import Follower, rebuild
from fanfold.archive.search.frequent import COLUMN, NONE, Frequent
from fanfold.archive.search.wish import Choice, Wish
from fanfold.model.tags import Tag as ModelTag
from tests.archive.making import put
from tests.archive.searching import follower

__all__ = ["follower"]
#: Fields of the index here, as `told` has them.
FIELDS = {"fandoms": "fandom", "genres": "kinds.genre"}


class Shelf:
    """An index with two fields of tags, and what it holds beside it."""

    def __init__(self, folder: Path, seed: int) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("half", indexed=True)
        builder.add_unsigned_field("fandom", fast=True)
        builder.add_unsigned_field(COLUMN, fast=True)
        builder.add_json_field("kinds", fast=True, tokenizer_name="raw")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=str(folder))
        self.writer = self.index.writer(15_000_000, 1)
        self.dice = random.Random(seed)  # noqa: S311 - the same each time
        self.held: dict[str, tuple[int, set[int], set[int]]] = {}
        self.frequent = NONE
        self.changes = 0

    def put(self, name: str, half: int, fandoms: set[int], genres: set[int]) -> None:
        told = {"fandom": sorted(fandoms), "kinds": {"genre": sorted(genres)}}
        document = {"id": name, "half": half, **told, COLUMN: self.frequent.codes(told)}
        self.writer.delete_documents_by_term("id", name)
        self.writer.add_document(tantivy.Document.from_dict(document, self.schema))
        self.held[name] = (half, fandoms, genres)

    def fill(self, many: int, first: int = 0) -> None:
        """Put documents with tags few of which are frequent; commit them."""
        weights = [1 / (1 + n) ** 0.9 for n in range(300)]
        for number in range(first, first + many):
            fandoms = set(self.dice.choices(range(300), weights, k=3))
            genres = set(self.dice.choices(range(200, 500), weights, k=5))
            self.put(f"w{number}", self.dice.randrange(2), fandoms, genres)
        self.commit()

    def commit(self) -> None:
        self.changes = self.writer.commit()
        self.index.reload()

    def choose(self, of_each: int) -> None:
        """Take the most frequent of now, write all with them, count the others."""
        counted: dict[str, Counter[int]] = {
            "fandom": Counter(),
            "kinds.genre": Counter(),
        }
        for _half, fandoms, genres in self.held.values():
            counted["fandom"].update(fandoms)
            counted["kinds.genre"].update(genres)
        tags = {
            f: tuple(t for t, _n in c.most_common(of_each)) for f, c in counted.items()
        }
        self.frequent = Frequent(tags, {}, {})
        for name, (half, fandoms, genres) in list(self.held.items()):
            self.put(name, half, fandoms, genres)
        self.commit()
        self.renew()

    def renew(self) -> None:
        self.frequent = self.frequent.renewed(self.index.searcher(), self.changes)

    def told(self, half: int, most: int) -> dict[str, list[tuple[int, int]]]:
        """Return what frequent tags tell of one half of the documents."""
        query = tantivy.Query.term_query(self.schema, "half", half)
        now = self.frequent.loosened(self.changes - self.frequent.at)
        searcher, seen = self.index.searcher(), {COLUMN: frequent.SEEN}
        column = most_frequent(searcher, query, {COLUMN: COLUMN}, 1, more=seen)[COLUMN]
        return now.told(column, FIELDS, most)

    def scanned(self, half: int, most: int) -> dict[str, list[tuple[int, int]]]:
        counted: dict[str, Counter[int]] = {"fandoms": Counter(), "genres": Counter()}
        for which, fandoms, genres in self.held.values():
            if which == half:
                counted["fandoms"].update(fandoms)
                counted["genres"].update(genres)
        return {
            name: sorted(found.items(), key=lambda each: (-each[1], each[0]))[:most]
            for name, found in counted.items()
        }


@pytest.mark.parametrize("seed", range(3))
def test_what_is_certain_is_what_a_scan_finds(tmp_path: Path, seed: int) -> None:
    shelf = Shelf(tmp_path, seed)
    shelf.fill(1_500)
    shelf.choose(40)
    certain, unsure = 0, 0
    for turn in range(6):
        # Later ones have tags that nobody had before, and the same by another name.
        for number in range(turn * 4):
            shelf.put(f"new {turn} {number}", 1, {900 + turn}, {300, 900})
        shelf.commit()
        shelf.fill(20, first=turn * 20)
        for half in (0, 1):
            for most in (1, 3, 11, 30):
                scanned, told = shelf.scanned(half, most), shelf.told(half, most)
                assert told == {name: scanned[name] for name in told}
                certain, unsure = certain + len(told), unsure + len(FIELDS) - len(told)
    assert certain > 20
    assert unsure > 20


def test_a_new_tag_that_many_bear_is_not_overlooked(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 1)
    shelf.fill(1_500)
    shelf.choose(40)
    assert set(shelf.told(0, 3)) == set(FIELDS)

    for number in range(700):
        shelf.put(f"new {number}", 0, {999}, {999})
    shelf.commit()

    assert shelf.scanned(0, 1)["fandoms"] == [(999, 700)]
    assert shelf.told(0, 3) == {}
    shelf.renew()  # it is counted now, and the column still has it not
    assert shelf.told(0, 3) == {}


def test_counted_anew_it_is_certain_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 1)
    shelf.fill(1_500)
    shelf.choose(40)
    for number in range(400):
        shelf.put(f"w{number}", 1, {0}, {200})
    shelf.commit()
    assert "fandoms" not in shelf.told(0, 3)

    shelf.renew()

    assert shelf.told(0, 3) == shelf.scanned(0, 3)


def test_what_is_cut_off_counts_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frequent, "SEEN", 12)
    shelf = Shelf(tmp_path, 2)
    shelf.fill(1_500)
    shelf.choose(40)

    for most in range(1, 12):
        scanned, told = shelf.scanned(0, most), shelf.told(0, most)
        assert told == {name: scanned[name] for name in told}
    assert shelf.told(0, 1) == shelf.scanned(0, 1)
    assert shelf.told(0, 11) == {}


def test_it_is_tried_where_it_is_likely() -> None:
    each = {"a": 1_000, "b": 2_000, "c": 0}
    others = {"a": 10, "b": 90, "c": 5}
    made = Frequent(dict.fromkeys(each, (1,)), others, each)

    assert [made.may_tell(share) for share in (0.5, 0.05, 0.011, 0.009)] == [
        True,
        True,
        False,
        False,
    ]
    assert not made.loosened(500).may_tell(0.5)
    assert Frequent({"a": (1,)}, {"a": 0}, {"a": 0}).may_tell(0.001)
    assert not NONE.may_tell(1)


# in an archive


@pytest.fixture
def quick(
    follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int], Follower]:
    """Make the index anew, so that also small results are told from so many tags."""

    def made(of_each: int) -> Follower:
        monkeypatch.setattr(most_borne, "LEAST", 1)
        monkeypatch.setattr(most_borne, "OF_EACH", of_each)
        monkeypatch.setattr(facets, "_MANY", 0)
        monkeypatch.setattr(facets, "SHOWN", 2)
        monkeypatch.setattr(Frequent, "may_tell", lambda self, _share: bool(self.tags))
        rebuild()
        return Follower.opened()

    return made


def told(wish: Wish, *, short: bool = True) -> list[facets.Facet]:
    """Return the facets of a wish. short: frequent tags may tell them."""
    hits = find(wish, ANYONE)
    assert hits.sought.frequent.tags
    if not short:
        hits = replace(hits, sought=replace(hits.sought, frequent=NONE))
    facets._kept._values.clear()
    return facets.facets(hits)


def made_up(dice: random.Random, works: int) -> None:
    weights = [1 / (1 + n) for n in range(12)]
    for number in range(works):
        names = dict.fromkeys(dice.choices(range(12), weights, k=3))
        put(
            f"Story {number}",
            dice.choice(["tide", "moor", "tide moor"]),
            fandoms=tuple(f"Fandom {n}" for n in names),
            tags=(ModelTag("Genres", f"Free {dice.choices(range(12), weights)[0]}"),),
        )


def test_facets_are_the_same_either_way(
    quick: Callable[[int], Follower], monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(5)  # noqa: S311 - the same each time
    made_up(dice, 60)
    follower = quick(3)
    seen: list[dict[str, object]] = []
    real = Frequent.told

    def watched(*given: object) -> dict[str, object]:
        seen.append(real(*given))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(Frequent, "told", watched)
    fandoms = list(Tag.objects.filter(kind="fandom").values_list("public", flat=True))
    for turn in range(3):
        for words in ("", "tide", "moor", "tide moor"):
            for choices in ((), (Choice("fandom", dice.choice(fandoms)),)):
                wish = Wish(words, choices)
                assert told(wish) == told(wish, short=False)
        made_up(dice, 2 + turn)
        follower.catch_up()
    assert any(seen)
    assert not all(seen)


def test_synonyms_count_under_what_they_mean(quick: Callable[[int], Follower]) -> None:
    for number in range(9):
        name = "Holmes" if number % 2 else "Sherlock Holmes"
        put(f"Story {number}", "tide", fandoms=(name,))
    holmes = Tag.objects.get(name="Holmes").public
    map_tags([holmes], Relation.SYNONYM, target="Sherlock Holmes", by="ada")
    quick(3)

    found = find(Wish(), ANYONE).sought.frequent

    assert found.tags["fandom"] == (Tag.objects.get(name="Sherlock Holmes").pk,)
    assert found.others["fandom"] == 0
    assert [each.works for each in told(Wish())[0].values] == [9]


def test_a_small_archive_has_none(follower: Follower) -> None:
    put("A", "tide", fandoms=("Sea",))
    follower.catch_up()

    assert index.looked().frequent == NONE


def test_the_follower_counts_the_others_anew(
    quick: Callable[[int], Follower], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        put(f"Story {number}", "tide", fandoms=("Sea", f"Other {number % 2}"))
    monkeypatch.setattr(follow, "_SWEEP", 0.0)
    follower = quick(1)
    assert index.looked().frequent.others["fandom"] == 3

    put("More", "tide", fandoms=("Other 0",))
    follower.catch_up()

    look = index.looked()
    assert look.frequent.others["fandom"] == 4
    assert look.frequent.at == index.changes(index.folder())


# the files


def test_tags_come_back_from_their_files(tmp_path: Path) -> None:
    of_each = {"fandom": 9, "kinds.k67": 0}
    made = Frequent({"fandom": (3, 1), "kinds.k67": ()}, of_each, of_each, 7)

    made.save(tmp_path)

    assert Frequent.load(tmp_path) == made


@pytest.mark.parametrize("broken", [frequent.TAGS, frequent.OTHERS])
@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"of": 1}'])
def test_broken_files_make_it_slow_and_not_wrong(
    tmp_path: Path, broken: str, text: str | None
) -> None:
    Frequent({"fandom": (3,)}, {"fandom": 9}, {"fandom": 9}, 7).save(tmp_path)
    if text is None:
        (tmp_path / broken).unlink()
    else:
        (tmp_path / broken).write_text(text)

    assert Frequent.load(tmp_path) == NONE


def test_what_a_follower_of_an_older_index_counts_is_not_believed(
    tmp_path: Path,
) -> None:
    older = Frequent({"fandom": (3,)}, {"fandom": 9}, {"fandom": 9}, 7)
    Frequent({"fandom": (4,)}, {"fandom": 5}, {"fandom": 5}, 8).save(tmp_path)

    older.save_others(tmp_path)

    assert Frequent.load(tmp_path) == NONE
    assert json.loads((tmp_path / frequent.OTHERS).read_text())["at"] == 7


def test_an_index_that_comes_to_the_place_of_one_just_opened_is_opened(
    follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("A", "tide")
    real = index.open_index
    opened: list[tantivy.Index] = []

    def slowly() -> tantivy.Index:
        opened.append(real())
        if len(opened) == 1:
            rebuild()
        return opened[-1]

    monkeypatch.setattr(index, "open_index", slowly)
    monkeypatch.setattr(index, "_opened", None)

    assert index.looked().searcher.num_docs == 1
    assert len(opened) == 2
