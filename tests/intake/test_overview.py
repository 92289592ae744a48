"""The table of what a heap of files is, and the sums in it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from fanfold.intake.examine import examine
from fanfold.intake.overview import Overview, named
from fanfold.intake.ports import Outcome, Verdict
from fanfold.intake.report import Ending
from fanfold.model.problem import Problem, Severity

from .memory_archive import MemoryArchive
from .test_asking import unsigned
from .test_journey import bring, story


@pytest.fixture
def heap(tmp_path: Path) -> Path:
    """Stories, a page, a picture, a zip, a system's file and a broken text."""
    folder = tmp_path / "heap"
    story(folder, "home.txt", "Home", "Anna", "It snowed all night long.")
    story(folder, "more/wolf.txt", "The Wolf", "Ben", "Nobody had seen the wolf.")
    (folder / "page.html").write_text(
        "<html><head><title>Salt</title></head><body><h1>Salt</h1><p>by Bea</p>"
        "<p>The sea was grey that day.</p></body></html>"
    )
    (folder / "odd.mid").write_bytes(b"MThd\0\0\0\6\0\0")
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "broken.txt").write_bytes(b"Title: Broken\n\0\0\0 no text at all")
    with zipfile.ZipFile(folder / "old.zip", "w") as packed:
        packed.writestr("pier.txt", "Title: Pier\nAuthor: Cy\n\nIt was a quiet pier.\n")
    return folder


def test_every_file_is_in_one_row_and_the_sums_agree(heap: Path) -> None:
    overview = Overview()

    found = list(examine([heap], overview=overview))

    rows = {row.title: row for row in overview.rows()}
    assert overview.files == 8
    assert overview.works == 4
    assert overview.containers.files == overview.aside.files == 1
    # What is told of them stands in their row.
    assert overview.aside.problems == 1
    assert sum(row.problems for row in rows.values()) == len(overview.problems)
    problems = [each for each in found if isinstance(each, Problem)]
    assert overview.problems == problems


def test_look_and_import_count_the_same(heap: Path) -> None:
    looked = Overview()
    list(examine([heap], overview=looked))

    report = bring(MemoryArchive(), heap, commit=False)

    rows = [[each.as_json() for each in o.rows()] for o in (report.overview, looked)]
    assert rows[0] == rows[1]
    assert report.disagreements() == ()
    assert report.files.found == looked.files


def test_a_person_reads_names_counts_and_what_to_do(heap: Path) -> None:
    overview = Overview()
    list(examine([heap], overview=overview))

    lines = list(overview.lines())

    text = "\n".join(lines)
    assert max(map(len, lines)) <= 80
    assert "In all" in text
    assert "broken.txt" in text
    assert "save as text" in text
    assert text.index("nul-bytes") < text.index("no-reader")  # the gravest first


def test_a_long_kind_is_folded_and_not_cut(heap: Path) -> None:
    overview = Overview()
    list(examine([heap], overview=overview))

    words = " ".join(" ".join(overview.lines()).split())

    assert "Plain text as posted to pages, lists and 4 3 1 newsgroups" in words


def test_what_belongs_together_is_named() -> None:
    from fanfold.intake.overview import Together

    overview = Overview()
    overview.sets.append(Together("old-site/index.html", "A saved site", 12))

    text = "\n".join(overview.lines())

    assert "old-site/index.html and 11 others: A saved site" in text


def test_many_names_are_cut_and_counted() -> None:
    assert named(["a", "b", "a"]) == "a, b"
    assert named(list("abcd")) == "a, b, c, d"
    assert named(list("abcde")) == "a, b, c and 2 others"
    assert len(named(["d/" * 100 + "end.html"])) <= 60
    assert named(["d/" * 100 + "end.html"]).endswith("end.html")


def test_a_code_without_advice_is_told_by_its_detail() -> None:
    overview = Overview()
    overview.problem(Problem("odd-thing", "x.txt", "An odd thing.", Severity.LOSS))

    assert "odd-thing (loss): An odd thing." in "\n".join(overview.lines())


def test_a_report_says_what_became_of_everything(heap: Path) -> None:
    unsigned(heap, "snow.txt", "Snow")
    archive = MemoryArchive()
    rehearsed = bring(archive, heap, commit=False)
    done = bring(archive, heap)

    assert "Stories  4 would be added, 1 would wait for an answer" in list(
        rehearsed.lines()
    )
    assert rehearsed.verdicts == {Verdict.ADD: 4, Verdict.ASK: 1}
    text = "\n".join(done.lines())
    assert "Stories  4 added, 1 wait for an answer" in text
    assert "Open questions: 1, about 1 story." in text
    assert "author-missing in heap: nobody is named" in text
    assert done.outcomes == {Outcome.ADDED: 4, Outcome.WAITING: 1}


def test_nothing_readable_is_said_plainly(tmp_path: Path) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    (folder / "odd.mid").write_bytes(b"MThd\0\0\0\6\0\0")

    report = bring(MemoryArchive(), folder)

    assert report.outcome is Ending.FAILED
    assert "nothing could be read" in next(iter(report.lines()))


def test_the_report_as_json_has_the_table(heap: Path) -> None:
    report = bring(MemoryArchive(), heap)

    told = json.loads(json.dumps(report.as_json()))

    assert sum(row["files"] for row in told["kinds"]) == told["files"]["found"] == 8
    assert told["together"] == []
