"""Counts of the most frequent values are those of a scan, over any segments."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
import tantivy

from fanfold.archive.search.counting import most_frequent


def filled(folder: Path, rows: list[list[list[str]]]) -> tantivy.Searcher:
    """Return an index of documents with these values, a segment for each list."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("tag", fast=True, tokenizer_name="raw")
    builder.add_json_field("kinds", fast=True, tokenizer_name="raw")
    schema = builder.build()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(15_000_000, 1)
    for segment in rows:
        for values in segment:
            told = {"tag": values, "kinds": {"free": values}}
            writer.add_document(tantivy.Document.from_dict(told, schema))
        writer.commit()
    index.reload()
    found = index.searcher()
    assert found.num_segments == len(rows)
    return found


def scanned(rows: list[list[list[str]]], most: int) -> list[tuple[str, int]]:
    counted = Counter(value for segment in rows for each in segment for value in each)
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("most", [1, 11, 300])
def test_the_most_frequent_are_those_of_a_scan(
    tmp_path: Path, seed: int, most: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same each time
    names = [f"tag {n}" for n in range(3_000)]
    weights = [1 / (1 + n) ** dice.uniform(0.4, 1.1) for n in range(3_000)]
    rows = [
        [
            sorted(set(dice.choices(names, weights, k=dice.randint(0, 9))))
            for _ in range(dice.randint(1, 900))
        ]
        for _ in range(3)
    ]

    fields = {"tags": "tag", "free": "kinds.free"}
    told = most_frequent(
        filled(tmp_path, rows), tantivy.Query.all_query(), fields, most
    )

    assert told == dict.fromkeys(fields, scanned(rows, most))


def test_what_is_rare_in_each_segment_and_not_in_all_is_found(tmp_path: Path) -> None:
    # Each segment has 500 values twice; one value is once in every segment, and wins.
    rows = [
        [[f"{letter} {n}"] for n in range(500) for _ in range(2)] + [["everywhere"]]
        for letter in "abcd"
    ]

    told = most_frequent(
        filled(tmp_path, rows), tantivy.Query.all_query(), {"tags": "tag"}, 3
    )

    assert told["tags"] == scanned(rows, 3)
    assert told["tags"][0] == ("everywhere", 4)
