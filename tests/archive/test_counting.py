"""Counts of the most frequent values are those of a scan, over any segments."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import tantivy

from fanfold.archive.search.counting import all_values, most_frequent

QUERY = tantivy.Query.all_query()
#: Values of documents, a list for each segment.
Rows: TypeAlias = list[list[list[Any]]]


def filled(folder: Path, rows: Rows) -> tantivy.Searcher:
    """Return an index of documents with these values, a segment for each list."""
    folder.mkdir(exist_ok=True)
    builder = tantivy.SchemaBuilder()
    if isinstance(rows[0][0][0], int):
        builder.add_unsigned_field("tag", fast=True)
    else:
        builder.add_text_field("tag", fast=True, tokenizer_name="raw")
    builder.add_json_field("kinds", fast=True, tokenizer_name="raw")
    schema = builder.build()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(100_000_000, 1)
    for segment in rows:
        for values in segment:
            told = {"tag": values, "kinds": {"free": values}}
            writer.add_document(tantivy.Document.from_dict(told, schema))
        writer.commit()
    index.reload()
    found = index.searcher()
    assert found.num_segments == len(rows)
    return found


def scanned(rows: Rows, most: int) -> list[tuple[Any, int]]:
    counted = Counter(value for segment in rows for each in segment for value in each)
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most]


@pytest.mark.parametrize("numbers", [False, True])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("most", [1, 11, 300])
@pytest.mark.parametrize("segments", [1, 3])
def test_the_most_frequent_are_those_of_a_scan(
    tmp_path: Path, seed: int, most: int, numbers: bool, segments: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same each time
    # Neighbours, and numbers far apart.
    names = [n + 1_000_000 * (n % 7) if numbers else f"tag {n}" for n in range(3_000)]
    weights = [1 / (1 + n) ** dice.uniform(0.4, 1.1) for n in range(3_000)]
    rows = [
        [
            sorted(set(dice.choices(names, weights, k=dice.randint(0, 9))))
            for _ in range(dice.randint(1, 900))
        ]
        for _ in range(segments)
    ]
    rows[0].insert(0, names[:2])

    fields = {"tags": "tag", "free": "kinds.free"}
    told = most_frequent(
        filled(tmp_path, rows), tantivy.Query.all_query(), fields, most
    )

    assert told == dict.fromkeys(fields, scanned(rows, most))


@pytest.mark.parametrize("numbers", [False, True])
def test_what_is_rare_in_each_segment_and_not_in_all_is_found(
    tmp_path: Path, numbers: bool
) -> None:
    # Each segment has 500 values twice; one value is once in every segment, and wins.
    everywhere: Any = 7_000_000 if numbers else "everywhere"
    rows: Rows = [
        [[1_000 * at + n if numbers else f"{at} {n}"] for n in range(500) for _ in "12"]
        + [[everywhere]] * 3
        for at in range(4)
    ]

    told = most_frequent(
        filled(tmp_path, rows), tantivy.Query.all_query(), {"tags": "tag"}, 3
    )

    assert told["tags"] == scanned(rows, 3)
    assert told["tags"][0] == (everywhere, 12)


def test_values_that_nobody_bears_in_a_segment_are_counted_in_others(
    tmp_path: Path,
) -> None:
    rows: Rows = [[[n] for n in range(900) for _ in "12"], [[]], [[5]], [[5, 899]]]

    searcher = filled(tmp_path, rows)
    told = most_frequent(
        searcher, tantivy.Query.all_query(), {"tags": "tag", "free": "kinds.free"}, 4
    )

    assert told == {"tags": scanned(rows, 4), "free": scanned(rows, 4)}


def test_of_some_fields_others_are_told_and_in_one_go(tmp_path: Path) -> None:
    dice = random.Random(1)  # noqa: S311 - the same each time
    rows: Rows = [
        [[n] for n in dice.choices(range(900), range(900), k=2_000)] for _ in "123"
    ]
    searcher, asked = filled(tmp_path, rows), []

    class Watched:
        num_segments = searcher.num_segments

        def aggregate(self, *given: Any) -> Any:
            asked.append(given)
            return searcher.aggregate(*given)

    told = most_frequent(
        Watched(),  # type: ignore[arg-type]
        tantivy.Query.all_query(),
        {"tags": "tag"},
        1,
        more={"tags": 300},
    )

    assert told == {"tags": scanned(rows, 300)}
    assert len(asked) == 1


@pytest.mark.parametrize("values", [9, 70_000])
def test_all_values_are_told_however_many_there_are(
    tmp_path: Path, values: int
) -> None:
    # The index tells 65,000 at once. Numbers of rows that are gone leave gaps.
    numbers = [n * 3 for n in range(values)]
    rows: Rows = [
        [numbers[at : at + 100] for at in range(0, values, 100)] for _ in "12"
    ]
    rows[0].append([3, 6])

    for field in ("tag", "kinds.free"):
        told = all_values(filled(tmp_path / field, rows), QUERY, field)

        assert told[:2] == [(3, 3), (6, 3)]
        assert told[2:] == [(n, 2) for n in numbers if n not in (3, 6)]


def test_all_words_are_told(tmp_path: Path) -> None:
    rows: Rows = [[["a", "b"], ["b"]], [["c"]]]

    assert all_values(filled(tmp_path, rows), QUERY, "tag") == scanned(rows, 9)
