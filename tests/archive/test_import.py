"""The whole journey into rows: what comes in, once, whatever happens on the way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from fanfold.archive import shelf
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.local import LocalArchive
from fanfold.archive.models import (
    Collection,
    Contact,
    Decision,
    Find,
    ImportPlan,
    LedgerEntry,
    Original,
    PlanItem,
    Pseud,
    SavedRule,
    Source,
    Work,
)
from fanfold.archive.reader import KEEPER
from fanfold.intake.asking import Asker, Session
from fanfold.intake.decision import Decider, Policy, Yes
from fanfold.intake.journey import run
from fanfold.intake.limits import Limits
from fanfold.intake.ports import Outcome
from fanfold.intake.report import Ending, Report
from fanfold.keep.originals import Originals
from fanfold.model.evidence import Standing
from fanfold.model.record import lines
from fanfold.web.settings import CONFIGURATION

CASES = Path(__file__).parents[1] / "readers" / "posted_text"
ADDRESS = "marrow@example.org"


def bring(
    folder: Path,
    store: Path,
    *,
    commit: bool = True,
    decider: Decider | None = None,
    asker: Asker | None = None,
) -> Report:
    return run(
        [folder],
        archive=LocalArchive(CONFIGURATION),
        originals=Originals(store),
        decider=decider or Policy("Ada"),
        asker=asker,
        by="Ada",
        commit=commit,
        limits=Limits(workers=1),
    )


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "old-site"
    folder.mkdir()
    for case in ("watch", "memo_in_story", "german"):
        shutil.copy(CASES / case / "source.txt", folder / f"{case}.txt")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "originals"


def test_a_rehearsal_keeps_originals_and_plan_and_adds_nothing(
    stories: Path, store: Path
) -> None:
    report = bring(stories, store, commit=False)

    assert Work.objects.count() == LedgerEntry.objects.count() == 0
    assert PlanItem.objects.count() == 3
    assert Original.objects.count() == Find.objects.count() == 3
    assert report.outcomes[Outcome.PENDING] == 3


def test_the_acceptance_story_is_in_with_every_field(
    stories: Path, store: Path
) -> None:
    bring(stories, store)

    row = Work.objects.get(title="A Candle for the Watch")
    work = shelf.work(row.public, reader=KEEPER)
    assert work.authors == ("Marrow",)
    assert work.relationships_raw == ("T/R",)
    assert (work.rating_raw, work.rating.value) == ("NC-17", "explicit")
    assert work.recipients == ("Linnet", "Bea")
    assert work.archives_named == ("The Attic", "Bite Me, Please?", "Winter Shelf")
    assert work.permission.value == "ask"
    assert "Cold Harbour" in (work.spoilers_raw or "")
    assert len(work.chapters) == 5
    assert "<em>still</em>" in work.chapters[0].html
    assert "“Go home,” she said — and didn’t." in work.chapters[0].text
    whole = "".join(chapter.text for chapter in work.chapters)
    assert "THE END" not in whole
    assert "back" not in whole
    assert work.state is not None
    assert work.state.gated


def test_what_came_together_is_a_collection(stories: Path, store: Path) -> None:
    bring(stories, store)

    collection = Collection.objects.get()
    assert collection.title == "old-site"
    assert [each.position for each in collection.places.all()] == [1, 2, 3]


def test_importing_twice_changes_nothing(stories: Path, store: Path) -> None:
    bring(stories, store)
    before = list(LedgerEntry.objects.values_list("digest", flat=True))

    again = bring(stories, store)

    assert list(LedgerEntry.objects.values_list("digest", flat=True)) == before
    assert Work.objects.count() == ImportPlan.objects.count() + 2 == 3
    assert again.outcomes[Outcome.ADDED] == 3


def test_the_same_stories_in_another_folder_are_known(
    stories: Path, store: Path, tmp_path: Path
) -> None:
    bring(stories, store)
    other = tmp_path / "copy"
    other.mkdir()
    text = (stories / "watch.txt").read_text(encoding="utf-8")
    (other / "again.txt").write_text(text.replace("Summary:", "Blurb:"), "utf-8")

    report = bring(other, store)

    assert report.outcomes == {Outcome.UNCHANGED: 1}
    assert Work.objects.count() == 3


def test_a_broken_file_is_named_and_the_rest_is_in(stories: Path, store: Path) -> None:
    (stories / "broken.txt").write_bytes(b"Title: Broken\n\0\0\0\0 no text at all")

    report = bring(stories, store)

    assert report.outcome is Ending.QUESTIONS
    assert [each.code for _, each in report.problems if each.severity == "loss"] == [
        "nul-bytes"
    ]
    assert Work.objects.count() == 3
    assert Source.objects.exclude(problems=[]).count() >= 1


def test_an_open_question_waits_and_a_saved_rule_answers_it(
    store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "unsigned"
    folder.mkdir()
    (folder / "snow.txt").write_text("Title: Snow\n\nIt snowed all night.\n", "utf-8")
    first = bring(folder, store)
    assert first.outcomes == {Outcome.WAITING: 1}

    from django.utils import timezone

    SavedRule.objects.create(
        code="author-missing",
        value=[{"name": "Marrow", "role": "author"}],
        by="Ada",
        at=timezone.now(),
    )
    second = bring(folder, store)

    assert second.outcomes == {Outcome.ADDED: 1}
    (work,) = shelf.works(reader=KEEPER)
    assert work.authors == ("Marrow",)


def test_who_answered_stands_with_the_story(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unsigned"
    folder.mkdir()
    (folder / "snow.txt").write_text("Title: Snow\n\nIt snowed all night.\n", "utf-8")

    class Bea:
        def ask(self, session: Session) -> None:
            session.answer([{"name": "Marrow", "role": "author"}], alike=True)

    bring(folder, store, asker=Bea())

    row = Work.objects.get()
    decided = Decision.objects.get(on=row.public)
    assert (decided.field, decided.by, decided.why) == (
        "creators",
        "Ada",
        "answered when asked",
    )
    assert SavedRule.objects.get().group == "unsigned"


def test_yes_answers_as_suggested(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unsigned"
    folder.mkdir()
    (folder / "snow.txt").write_text("Title: Snow\n\nIt snowed all night.\n", "utf-8")

    bring(folder, store, decider=Yes("Ada"))

    (work,) = shelf.works(reader=KEEPER)
    assert work.authors == ()
    (said,) = [each for each in work.evidence if each.field == "creators"]
    assert (said.claim.value, said.claim.standing) == ((), Standing.DECIDED)
    assert not Pseud.objects.exists()
    assert bring(folder, store, decider=Yes("Ada")).outcomes == {Outcome.ADDED: 1}
    assert Work.objects.count() == 1


def test_what_was_taken_down_does_not_come_back(stories: Path, store: Path) -> None:
    bring(stories, store)
    row = Work.objects.get(title="A Candle for the Watch")
    withdraw_work(row.public, by="Ada")
    (stories / "extra.txt").write_text("Title: Extra\nAuthor: Bea\n\nMore.\n", "utf-8")

    report = bring(stories, store)

    assert report.outcomes[Outcome.REFUSED] == 1
    assert Work.objects.exclude(stage="withdrawn").count() == 3


def test_no_address_is_in_the_database(stories: Path, store: Path) -> None:
    assert ADDRESS in (stories / "watch.txt").read_text(encoding="utf-8")
    bring(stories, store)

    from io import StringIO

    out = StringIO()
    call_command("dumpdata", "archive", stdout=out)

    assert "A Candle for the Watch" in out.getvalue()
    assert ADDRESS not in out.getvalue()
    assert "@example.org" not in out.getvalue()
    assert Contact.objects.filter(work__title="A Candle for the Watch").count() == 1


def test_records_of_an_archive_come_back_without_loss(
    stories: Path, store: Path, tmp_path: Path
) -> None:
    bring(stories, store)
    works = list(shelf.works(reader=KEEPER))
    Work.objects.all().delete()
    PlanItem.objects.all().delete()
    ImportPlan.objects.all().delete()
    handed_on = tmp_path / "handed-on"
    handed_on.mkdir()
    (handed_on / "archive.jsonl").write_text("".join(lines(works)), "utf-8")

    bring(handed_on, store)

    assert list(shelf.works(reader=KEEPER)) == works


def test_a_report_is_json(stories: Path, store: Path) -> None:
    report = bring(stories, store)

    told = json.loads(json.dumps(report.as_json()))

    assert told["items"]["seen"] == 3
    assert told["disagreements"] == []


def test_a_question_says_how_a_story_and_its_like_differ(
    store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "twice"
    folder.mkdir()
    for name, author in (("a", "Marrow"), ("b", "Bea")):
        head = f"Title: Snow\nAuthor: {author}\n\nThis is {name}.\n\n"
        alike = "It snowed on the pier all night.\n\nNobody had seen the wolf.\n"
        (folder / f"{name}.txt").write_text(head + alike, "utf-8")

    report = bring(folder, store)

    (asked,) = report.questions
    assert "authors: there Marrow, here Bea" in asked.question.asked
    assert "there 15 words, here 15 words" in asked.question.asked
