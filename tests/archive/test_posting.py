"""What an author posts: seen by nobody before, kept as typed, undone byte for byte."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from fanfold.archive import shelf
from fanfold.archive.actions.arrange_works import order_chapters
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.actions.post_works import (
    OWN,
    Written,
    add_chapter,
    change_chapter,
    delete_draft,
    post_work,
    remove_chapter,
    show_version,
    start_draft,
)
from fanfold.archive.actions.seal_steps import last_day, seal_steps
from fanfold.archive.actions.take_name_off import WINDOW
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.ledger import breaks
from fanfold.archive.models import (
    Account,
    Claim,
    Original,
    Pseud,
    Step,
    Trace,
    Work,
)
from fanfold.archive.policy import Policy
from fanfold.archive.queries.claiming import may_take_back, own_steps
from fanfold.archive.reader import ANYONE, KEEPER, Reader
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.keep.originals import Originals
from fanfold.model.record import to_json
from fanfold.model.work import Audience, Stage
from fanfold.text.typed_text import house_text
from tests.archive.making import put

OPEN = Policy(Stage.SHOWN, Audience.ALL)


@pytest.fixture
def lark() -> Account:
    return Account.objects.create_user("lark-account", "lark@example.org")


def written(folder: Path, typed: str, form: str = "plain", title: str = "") -> Written:
    html, text = house_text(typed, form)
    store = Originals(folder / "originals", durable=False)
    kept = store.keep(io.BytesIO(typed.encode()), name="typed.txt")
    return Written(html, text, kept, "as typed", title)


def drafted(lark: Account, folder: Path, *typed: str) -> Work:
    chapters = [written(folder, each) for each in typed or ("It snowed.\n\nAgain.",)]
    return start_draft(lark, "Lark", "Snow", chapters)


def records() -> list[str]:
    rows = Work.objects.exclude(stage=Stage.WITHDRAWN).order_by("pk")
    told = (shelf.work(each.public, reader=KEEPER) for each in rows)
    return [json.dumps(to_json(each), sort_keys=True) for each in told]


def test_a_draft_exists_for_its_author_alone(lark: Account, tmp_path: Path) -> None:
    row = drafted(lark, tmp_path)
    other = Account.objects.create_user("owl", "owl@example.org", role="admin")
    readers = (ANYONE, Reader(account=other.pk, shows_adult=True, is_staff=True))

    for reader in readers:
        with pytest.raises(NotFoundError):
            shelf.work(row.public, reader=reader)
        assert list(shelf.works(reader=reader)) == []
    own = Reader(account=lark.pk, shows_adult=True)
    assert shelf.work(row.public, reader=own).chapters[0].text == "It snowed.\n\nAgain."
    assert list(shelf.works(reader=own)) == []


def test_what_was_typed_is_kept_and_named_as_where_the_text_comes_from(
    lark: Account, tmp_path: Path
) -> None:
    row = drafted(lark, tmp_path, "It <b>snowed</b> & froze.")

    (claim,) = Claim.objects.filter(work=row, field="html")
    kept = Originals(tmp_path / "originals").open(claim.original)
    with kept:
        assert kept.read() == b"It <b>snowed</b> & froze."
    assert Original.objects.get().sha256 == claim.original
    own = Reader(account=lark.pk, shows_adult=True)
    html = shelf.work(row.public, reader=own).chapters[0].html
    assert html == "<p>It &lt;b&gt;snowed&lt;/b&gt; &amp; froze.</p>"


def test_nothing_public_is_signed_with_the_accounts_name(
    lark: Account, tmp_path: Path
) -> None:
    row = drafted(lark, tmp_path)
    edit_works(
        [row.public],
        [("summary", "Cold"), ("rating", "general")],
        by="lark-account",
        act="change-own-work",
        signed="the author",
    )
    post_work(row.public, audience=Audience.ALL, policy=OPEN, by="lark-account")

    told = json.dumps(to_json(shelf.work(row.public, reader=ANYONE)))

    assert "Cold" in told
    assert "lark-account" not in told


def test_posted_it_is_there_for_whom_its_author_said(
    lark: Account, tmp_path: Path
) -> None:
    row, closed = drafted(lark, tmp_path), drafted(lark, tmp_path, "Rain.")
    for each, audience in ((row, Audience.ALL), (closed, Audience.MEMBERS)):
        edit_works([each.public], [("rating", "general")], by="lark-account")
        post_work(each.public, audience=audience, policy=OPEN, by="lark-account")

    assert [each.id for each in shelf.works(reader=ANYONE)] == [row.public]
    assert len(list(shelf.works(reader=Reader(account=0)))) == 2
    told = shelf.work(row.public, reader=ANYONE)
    assert told.published is not None
    with pytest.raises(NotFoundError):
        post_work(row.public, audience=Audience.ALL, policy=OPEN, by="lark-account")


def test_where_works_are_reviewed_first_a_posted_one_waits(
    lark: Account, tmp_path: Path
) -> None:
    row = drafted(lark, tmp_path)
    waits = Policy(Stage.UNREVIEWED, Audience.ALL)

    post_work(row.public, audience=Audience.ALL, policy=waits, by="lark-account")

    assert list(shelf.works(reader=ANYONE)) == []
    assert Work.objects.get().stage == Stage.UNREVIEWED


def test_without_a_text_or_with_one_taken_down_nothing_is_posted(
    lark: Account, tmp_path: Path
) -> None:
    empty = start_draft(lark, "Lark", "Nothing yet", [])
    taken = put("Old", "It snowed on somebody else.")
    withdraw_work(taken.public, by="wren")
    copied = drafted(lark, tmp_path, "It  snowed\non somebody else.")

    for row, told in ((empty, "no text"), (copied, "taken down")):
        with pytest.raises(RefusedDecisionError, match=told):
            post_work(row.public, audience=Audience.ALL, policy=OPEN, by="lark-account")


def test_a_later_text_is_a_further_version_and_the_older_can_be_shown_again(
    lark: Account, tmp_path: Path
) -> None:
    row = drafted(lark, tmp_path)
    chapter = row.chapters.get().public
    later = written(tmp_path, "It thawed.")

    change_chapter(chapter, title="One", notes="", written=later, by="lark-account")
    change_chapter(chapter, title="One", notes="", written=later, by="lark-account")

    texts = row.chapters.get().texts.order_by("number")
    assert [(each.number, each.current) for each in texts] == [(1, False), (2, True)]
    show_version(chapter, 1, by="lark-account")
    own = Reader(account=lark.pk, shows_adult=True)
    assert shelf.work(row.public, reader=own).chapters[0].text.startswith("It snowed")


def test_every_act_of_an_author_is_undone_byte_for_byte(
    lark: Account, tmp_path: Path
) -> None:
    row = drafted(lark, tmp_path, "One.", "Two.")
    by = "lark-account"
    one, two = (each.public for each in row.chapters.all())
    acts = (
        lambda: add_chapter(row.public, written(tmp_path, "Three."), by=by),
        lambda: change_chapter(
            one, title="A", notes="N", written=written(tmp_path, "1"), by=by
        ),
        lambda: show_version(one, 1, by=by),
        lambda: order_chapters(
            row.public,
            [each.public for each in row.chapters.order_by("-position")],
            by=by,
            stages=OWN,
        ),
        lambda: remove_chapter(two, by=by),
        lambda: post_work(row.public, audience=Audience.ALL, policy=OPEN, by=by),
    )
    before = []
    for act in acts:
        before.append(records())
        act()

    for earlier in reversed(before):
        undo_step(latest(), by=by)
        assert records() == earlier
    delete_draft(row.public, by=by)
    assert not Work.objects.exists()
    undo_step(latest(), by=by)
    assert records() == before[0]
    assert not list(breaks())


def latest() -> str:
    steps = Step.objects.filter(undone_by=None).exclude(act="undo-step")
    return steps.order_by("-pk")[0].public


def test_a_posted_story_keeps_a_chapter_and_is_not_deleted(
    lark: Account, tmp_path: Path
) -> None:
    row = drafted(lark, tmp_path)
    post_work(row.public, audience=Audience.ALL, policy=OPEN, by="lark-account")

    with pytest.raises(RefusedDecisionError, match="keeps a chapter"):
        remove_chapter(row.chapters.get().public, by="lark-account")
    with pytest.raises(NotFoundError):
        delete_draft(row.public, by="lark-account")


def test_a_deleted_draft_is_forgotten_after_its_time_and_nothing_else(
    lark: Account,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(settings, "ORIGINALS", tmp_path / "originals")
    kept, gone = (drafted(lark, tmp_path, each) for each in ("Kept words.", "Gone."))
    edit_works([kept.public], [("summary", "Cold")], by="lark-account")
    delete_draft(gone.public, by="lark-account")
    step = latest()

    assert seal_steps(by="test") == 0
    assert last_day() is not None
    Step.objects.filter(public=step).update(at=timezone.now() - WINDOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert seal_steps(by="test") == 2

    typed = [path.read_text() for path in Originals(tmp_path / "originals").files()]
    assert typed == ["Kept words."]
    told = json.dumps(list(Trace.objects.values_list("before", "after")))
    assert "Gone." not in told
    assert "Kept words." in told
    with pytest.raises(RefusedDecisionError, match="no longer kept"):
        undo_step(step, by="lark-account")
    assert last_day() is None


def test_a_name_that_somebody_had_before_brings_none_of_their_steps(
    lark: Account, tmp_path: Path
) -> None:
    row = drafted(lark, tmp_path)
    change_chapter(
        row.chapters.get().public, title="A", notes="", written=None, by="lark-account"
    )
    step = Step.objects.order_by("-pk")[0]
    assert may_take_back(lark, step)
    lark.delete()

    other = Account.objects.create_user("lark-account", "else@example.org")

    assert not may_take_back(other, step)
    assert list(own_steps(other)) == []


def test_nobody_posts_under_anothers_name(lark: Account, tmp_path: Path) -> None:
    put("Snow")

    with pytest.raises(RefusedDecisionError, match="has this name"):
        start_draft(lark, "marrow", "Snow", [])
    first = drafted(lark, tmp_path)
    second = drafted(lark, tmp_path, "Rain.")

    assert Pseud.objects.filter(creator__account=lark).count() == 1
    assert first.creatorships.get().pseud == second.creatorships.get().pseud


@pytest.mark.parametrize(
    ("typed", "form", "html"),
    [
        ("One\ntwo\n\n\nthree", "plain", "<p>One<br>\ntwo</p>\n<p>three</p>"),
        ("One\n\n* * *\n\ntwo", "plain", "<p>One</p>\n<hr>\n<p>two</p>"),
        ("<script>x</script><p onclick=y>Hi</p>", "html", "<p>Hi</p>"),
        ('<p class="MsoNormal">A <b>bold</b> wind</p>', "html", None),
    ],
)
def test_what_is_typed_becomes_house_html(
    typed: str, form: str, html: str | None
) -> None:
    made, text = house_text(typed, form)

    assert made == (html or "<p>A <strong>bold</strong> wind</p>")
    assert "<" not in text
