"""What a person checks in the report: encodings, ratings, authors, copies, mending."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .memory_archive import MemoryArchive
from .test_journey import bring, story

QUOTES = "“Go home,” she said — and didn’t. "


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    story(folder, "home.txt", "Home", "Anna", "It snowed all night long.")
    text = "\n\n".join(f"{QUOTES} It was the {n}th night." for n in range(9))
    head = "Title: Snow\nAuthor: Ben\nE-mail: ben@example.org\nRating: PG-13\n\n"
    (folder / "snow.txt").write_bytes((head + text).encode("cp1252"))
    return folder


def told(archive: MemoryArchive, site: Path, *, commit: bool = False) -> dict[str, Any]:
    report = bring(archive, site, commit=commit)
    whole: dict[str, Any] = json.loads(json.dumps(report.as_json()))
    return whole


def test_encodings_and_ratings_are_counted_as_said_and_as_meant(site: Path) -> None:
    report = told(MemoryArchive(), site)

    assert {each["encoding"]: each["texts"] for each in report["encodings"]} == {
        "utf-8": 1,
        "windows-1252": 1,
    }
    rows = {(e["said"], e["rating"], e["stories"]) for e in report["ratings"]}
    assert rows == {("PG-13", "teen", 1), ("", "", 1)}


def test_authors_without_an_address_are_a_number_and_no_address_is_told(
    site: Path,
) -> None:
    report = told(MemoryArchive(), site)

    assert report["authors"] == {"named": 2, "without_address": 1}
    assert report["sealed"] == {"addresses": 1}
    assert "ben@" not in json.dumps(report)


def test_the_most_changed_text_is_shown_before_and_after(site: Path) -> None:
    report = told(MemoryArchive(), site)

    (changed,) = report["changed"]
    assert (changed["title"], changed["file"], changed["lines"]) == (
        "Snow",
        "snow.txt",
        9,
    )
    first = changed["samples"][0]
    assert "�Go home,�" in first["before"]
    assert first["after"].startswith(QUOTES.strip())


def test_only_the_twenty_most_changed_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(23):
        lines = "\n\n".join(f"{QUOTES} Night {n}." for n in range(number + 1))
        head = f"Title: Night {number}\nAuthor: Ben\n\n"
        (folder / f"n{number}.txt").write_bytes((head + lines).encode("cp1252"))

    report = told(MemoryArchive(), folder)

    assert [each["lines"] for each in report["changed"]] == [*range(23, 3, -1)]


def test_what_is_there_already_is_named(site: Path, tmp_path: Path) -> None:
    archive = MemoryArchive()
    bring(archive, site)
    other = tmp_path / "other"
    story(other, "again.txt", "Home", "Anna", "It snowed all night long.")
    story(other, "same.txt", "Home", "Anna", "It thawed in the morning.")

    report = told(archive, other)

    assert report["duplicates"]["found"] == 2
    named = report["duplicates"]["named"]
    assert {(e["there"], e["identical"]) for e in named} == {
        ("Home", True),
        ("Home", False),
    }


def test_a_run_that_goes_on_counts_all_the_same(site: Path) -> None:
    archive = MemoryArchive()
    first = told(archive, site)

    again = told(archive, site, commit=True)
    last = told(archive, site, commit=True)

    for part in ("encodings", "ratings", "changed", "missing", "unplaced"):
        assert first[part] == again[part] == last[part]
