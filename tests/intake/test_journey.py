"""The whole trip with the package's own readers and an archive in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanfold.errors import UsageError
from fanfold.intake.asking import Asker
from fanfold.intake.decision import Decider, Policy, Recorded, Yes
from fanfold.intake.journey import run
from fanfold.intake.limits import Limits
from fanfold.intake.ports import Outcome
from fanfold.intake.report import Ending, Report
from fanfold.keep.originals import Originals

from .memory_archive import MemoryArchive

STORY = "Title: {title}\nAuthor: {author}\nFandom: Due North\n\n{text}\n"


def story(folder: Path, name: str, title: str, author: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(STORY.format(title=title, author=author, text=text), "utf-8")
    return path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    story(folder, "home.txt", "Home", "Anna", "It snowed all night long.")
    story(folder, "more/wolf.txt", "The Wolf", "Ben", "Nobody had seen the wolf.")
    return folder


def bring(
    archive: MemoryArchive,
    *paths: Path,
    commit: bool = True,
    decider: Decider | None = None,
    asker: Asker | None = None,
    reports: Path | None = None,
) -> Report:
    return run(
        paths,
        archive=archive,
        originals=Originals(paths[0].parent / "store" / "originals"),
        decider=decider or Policy("anna"),
        asker=asker,
        by="anna",
        commit=commit,
        limits=Limits(seconds=30),
        reports=reports,
    )


def titles(archive: MemoryArchive) -> set[str]:
    return {row[2] for row in archive.works()}


def test_stories_of_a_folder_are_in_after_a_commit(site: Path) -> None:
    archive = MemoryArchive()

    report = bring(archive, site)

    assert titles(archive) == {"Home", "The Wolf"}
    assert report.outcome is Ending.CLEAN
    assert report.outcomes == {Outcome.ADDED: 2}
    assert report.disagreements() == ()


def test_a_rehearsal_keeps_originals_and_plan_and_adds_nothing(site: Path) -> None:
    archive = MemoryArchive()

    report = bring(archive, site, commit=False)

    assert archive.works() == []
    assert report.outcomes == {Outcome.PENDING: 2}
    assert report.files.kept == 2
    assert len(list(Originals(site.parent / "store" / "originals").digests())) == 2


def test_a_commit_goes_on_from_the_rehearsals_plan(site: Path) -> None:
    archive = MemoryArchive()
    rehearsal = bring(archive, site, commit=False)

    report = bring(archive, site)

    assert report.key == rehearsal.key
    assert len(archive.do("select * from plan")) == 1
    assert len(archive.works()) == 2


def test_importing_twice_changes_nothing(site: Path) -> None:
    archive = MemoryArchive()
    bring(archive, site)
    before = archive.everything()

    report = bring(archive, site)

    assert archive.everything() == before
    assert report.outcomes == {Outcome.ADDED: 2}


def test_a_grown_folder_adds_only_what_is_new(site: Path) -> None:
    archive = MemoryArchive()
    bring(archive, site)
    story(site, "third.txt", "Third", "Cleo", "A third one, quite new.")

    report = bring(archive, site)

    assert titles(archive) == {"Home", "The Wolf", "Third"}
    assert report.outcomes == {Outcome.ADDED: 1, Outcome.UNCHANGED: 2}


def test_a_story_without_title_waits_and_comes_in_once_answered(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "lost_letter.txt").write_text("It was a long way.\n" * 5, "utf-8")
    archive = MemoryArchive()

    waiting = bring(archive, folder)
    answers = {
        "title-missing": "A Letter",
        "author-missing": [{"name": "Dora", "role": "author"}],
    }
    report = bring(archive, folder, decider=Recorded(answers))

    assert waiting.outcome is Ending.QUESTIONS
    assert waiting.outcomes == {Outcome.WAITING: 1}
    assert {each.question.code for each in waiting.questions} >= {"author-missing"}
    assert report.outcome is Ending.CLEAN
    assert len(archive.works()) == 1


def test_yes_answers_as_suggested(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "lost_letter.txt").write_text("It was a long way.\n" * 5, "utf-8")
    archive = MemoryArchive()

    report = bring(archive, folder, decider=Yes("anna"))

    assert report.outcomes == {Outcome.ADDED: 1}
    assert archive.works()[0][3] == "[]"


def test_a_saved_rule_answers_before_any_person(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.txt").write_text("Title: A\n\nIt was a long way.\n", "utf-8")
    archive = MemoryArchive(rules={"author-missing": [{"name": "Eve"}]})

    report = bring(archive, folder)

    assert report.outcomes == {Outcome.ADDED: 1}
    assert "Eve" in archive.works()[0][3]


def test_what_was_taken_down_does_not_come_back(site: Path) -> None:
    archive = MemoryArchive(buried=["Home"])

    report = bring(archive, site)

    assert titles(archive) == {"The Wolf"}
    assert report.outcomes == {Outcome.ADDED: 1, Outcome.REFUSED: 1}


def test_a_revised_story_becomes_a_further_version(site: Path) -> None:
    archive = MemoryArchive()
    bring(archive, site)
    story(site, "home.txt", "Home", "Anna", "It snowed all night, and all day.")

    report = bring(archive, site)

    assert report.outcomes == {Outcome.MERGED: 1, Outcome.UNCHANGED: 1}
    assert len(archive.works()) == 2


def test_the_same_title_by_another_author_is_asked_about(site: Path) -> None:
    archive = MemoryArchive()
    bring(archive, site)
    other = site.parent / "other"
    story(other, "home.txt", "Home", "Zoe", "A story of quite another home.")

    report = bring(archive, other)

    assert [each.question.code for each in report.questions] == ["may-be-the-same"]
    assert report.outcomes == {Outcome.WAITING: 1}


def test_a_broken_file_among_good_ones_is_reported_and_the_rest_is_in(
    site: Path,
) -> None:
    (site / "broken.txt").write_bytes(b"Title: X\n\0\0\0\x01\x02 binary \0" * 40)
    archive = MemoryArchive()

    report = bring(archive, site)

    assert titles(archive) == {"Home", "The Wolf"}
    assert report.failed == ("broken.txt",)
    assert report.outcome is Ending.QUESTIONS
    assert report.files.kept == 3


def test_a_file_that_no_reader_knows_is_kept_and_named(site: Path) -> None:
    (site / "sounds.mid").write_bytes(b"MThd\0\0\0\6" + bytes(200))
    archive = MemoryArchive()

    report = bring(archive, site)

    assert ("no-reader", "sounds.mid") in {
        (each.code, each.place) for _, each in report.problems
    }
    assert report.files.unread == 1
    assert report.files.kept == 3


def test_nothing_to_read_is_a_failure(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()

    report = bring(MemoryArchive(), folder)

    assert report.outcome is Ending.FAILED


def test_an_archive_in_its_own_input_is_refused(site: Path) -> None:
    with pytest.raises(UsageError, match="input-is-archive"):
        run(
            [site],
            archive=MemoryArchive(),
            originals=Originals(site / "archive" / "originals"),
            decider=Policy("anna"),
            by="anna",
            commit=True,
            limits=Limits(),
        )


def test_the_report_is_written_and_holds_no_address(site: Path) -> None:
    (site / "to anna@example.org.mid").write_bytes(b"MThd\0\0\0\6" + bytes(9))
    reports = site.parent / "reports"

    bring(MemoryArchive(), site, reports=reports)

    (path,) = reports.iterdir()
    text = path.read_text("utf-8")
    assert "no-reader" in text
    assert "anna@example.org" not in text
