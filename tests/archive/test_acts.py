"""Acts: each changes rows, ledger and outbox together, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from fanfold.archive import ledger, shelf
from fanfold.archive.actions.accept_draft import accept_draft
from fanfold.archive.actions.accept_found import accept_found
from fanfold.archive.actions.merge_draft import merge_draft
from fanfold.archive.actions.publish_works import publish_works
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import (
    Comment,
    Contact,
    Decision,
    LedgerEntry,
    OutboxEntry,
    PermissionState,
    Pseud,
    Recommendation,
    SeriesWork,
    Tombstone,
    Work,
)
from fanfold.archive.policy import Policy
from fanfold.archive.reader import KEEPER
from fanfold.errors import NotFoundError, RefusedDecisionError, WithdrawnError
from fanfold.model.advice import Rating
from fanfold.model.creator import Creator
from fanfold.model.draft import DraftWork, drafted
from fanfold.model.evidence import Claim, Standing
from fanfold.model.permission import Permission
from fanfold.model.series import Entry, Series
from fanfold.model.talk import Comment as ModelComment
from fanfold.model.talk import News as ModelNews
from fanfold.model.talk import Recommendation as ModelRecommendation
from fanfold.model.work import Audience, Stage, Visibility
from tests.archive.making import OPEN, SEEN, model_work, put


def draft(**fields: object) -> DraftWork:
    return drafted(model_work(**fields))


def test_an_accepted_draft_is_in_ledger_and_outbox() -> None:
    row = accept_draft(draft(), by="Ada", policy=OPEN, plan=None)

    assert LedgerEntry.objects.get(on=row.public).by == "Ada"
    assert OutboxEntry.objects.get().on == row.public
    assert list(ledger.breaks()) == []


def test_a_draft_without_a_title_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(RefusedDecisionError, match="title"):
        accept_draft(DraftWork(), by="Ada", policy=OPEN)

    assert Work.objects.count() == LedgerEntry.objects.count() == 0


def test_a_decided_value_wins_and_is_remembered() -> None:
    row = accept_draft(
        draft(title="Old"), by="Ada", policy=OPEN, values=[("title", "New")], why="so"
    )

    work = shelf.work(row.public, reader=KEEPER)
    assert work.title == "New"
    assert [claim.value for claim in work.claims("title")] == ["Old", "New"]
    assert work.claims("title")[-1].standing is Standing.DECIDED
    assert (Decision.objects.get().by, Decision.objects.get().why) == ("Ada", "so")


@pytest.mark.parametrize(
    ("fields", "stage", "audience", "gated"),
    [
        ({}, Stage.SHOWN, Audience.ALL, False),
        ({"permission": Permission.NONE}, Stage.HIDDEN, Audience.ALL, False),
        ({"visibility": Visibility.HIDDEN}, Stage.UNREVIEWED, Audience.ALL, False),
        ({"visibility": Visibility.MEMBERS}, Stage.SHOWN, Audience.MEMBERS, False),
        ({"rating": Rating.UNRATED}, Stage.SHOWN, Audience.ALL, True),
        ({"rating": Rating.TEEN, "adult_gate": True}, Stage.SHOWN, Audience.ALL, True),
    ],
)
def test_a_work_comes_in_where_its_author_and_source_say(
    fields: dict[str, object], stage: Stage, audience: Audience, gated: bool
) -> None:
    row = accept_draft(draft(**fields), by="Ada", policy=OPEN)

    assert (row.stage, row.audience, row.gated) == (stage, audience, gated)


def test_the_policy_is_members_only_unless_told_otherwise() -> None:
    row = accept_draft(draft(), by="Ada", policy=Policy())

    assert (row.stage, row.audience) == (Stage.SHOWN, Audience.MEMBERS)


def test_permission_starts_as_the_author_worded_it() -> None:
    fields = {"permission": Permission.ASK, "distribution_raw": "Just ask."}

    row = accept_draft(draft(**fields), by="Ada", policy=OPEN)

    state = PermissionState.objects.get(work=row)
    assert (state.state, state.evidence) == ("presumed", "Just ask.")


def test_only_keyed_hashes_of_addresses_are_stored() -> None:
    accept_draft(draft(), by="Ada", policy=OPEN, contacts=["c" * 64])

    assert Contact.objects.get().keyed_hash == "c" * 64


def test_a_merge_adds_a_version_and_keeps_what_is_shown() -> None:
    row = put("Snow", "It snowed on the line.")
    other = draft(text="It rained on the line.", source_ids=("file:b.txt",))

    merge_draft(other, into=row.public, by="Ada")

    work = shelf.work(row.public, reader=KEEPER)
    assert work.chapters[0].html == "<p>It snowed on the line.</p>"
    assert [t.html for t in row.chapters.get().texts.all()] == [
        "<p>It snowed on the line.</p>",
        "<p>It rained on the line.</p>",
    ]
    assert work.source_ids == ("file:b.txt",)
    assert len(work.claims("title")) == 2


def test_a_merge_puts_further_chapters_behind_the_last() -> None:
    row = put("Snow", "One two three.")
    work = model_work("Snow", "One two three.")
    second = replace(work.chapters[0], position=2, html="<p>Four.</p>", text="Four.")
    longer = drafted(replace(work, chapters=(*work.chapters, second)))

    merge_draft(longer, into=row.public, by="Ada")

    row.refresh_from_db()
    assert row.chapter_count == 2
    ids = [c.id for c in shelf.work(row.public, reader=KEEPER).chapters]
    assert ids[0] == row.chapters.get(position=1).public


def test_publishing_moves_works_and_says_how_many() -> None:
    row = accept_draft(draft(), by="Ada", policy=Policy(stage=Stage.UNREVIEWED))

    moved = publish_works([row.public], stages=None, audience=Audience.ALL, by="Ada")

    row.refresh_from_db()
    assert (moved, row.stage, row.audience) == (1, "shown", "all")
    again = publish_works([row.public], stages=None, audience=Audience.ALL, by="Ada")
    assert again == 0


def test_publishing_an_unknown_id_changes_nothing() -> None:
    row = accept_draft(draft(), by="Ada", policy=Policy(stage=Stage.UNREVIEWED))

    with pytest.raises(NotFoundError, match="zzz"):
        publish_works([row.public, "zzz"], stages=None, audience=None, by="Ada")

    row.refresh_from_db()
    assert row.stage == "unreviewed"


def test_a_withdrawn_work_cannot_come_back() -> None:
    text = "It snowed on the line all night."
    row = put("Snow", text, source_ids=("efiction:stories/3",))

    withdraw_work(row.public, by="Ada")

    with pytest.raises(WithdrawnError):
        shelf.work(row.public, reader=KEEPER)
    with pytest.raises(WithdrawnError):
        put("Other title", text)
    with pytest.raises(WithdrawnError):
        put("Other", "Other text.", source_ids=("efiction:stories/3",))
    assert Tombstone.objects.get().reason == ""
    assert publish_works(None, stages=None, audience=None, by="Ada") == 0


def claim(value: object) -> Claim[object]:
    return Claim(value, Standing.RECORDED, SEEN)


def test_people_series_and_talk_find_their_works() -> None:
    row = put("Snow", source_ids=("efiction:stories/3",))

    accept_found(
        claim(Creator("u1", "Marrow", "efiction:authors/1", ("Marrowbone",))),
        key="k1",
        by="Ada",
    )
    entry = Entry("efiction:stories/3", 2)
    later = Entry("efiction:stories/9", 3)
    series = Series("s1", "Winter", "efiction:series/1", works=(entry, later))
    accept_found(claim(series), key="k2", by="Ada")
    said = ModelComment("efiction:reviews/1", "efiction:stories/3", "Bea", "Lovely.")
    accept_found(claim(said), key="k3", by="Ada")
    liked = ModelRecommendation("efiction:favs/1", "Bea", "efiction:stories/3")
    accept_found(claim(liked), key="k4", by="Ada")
    under = replace(said, source_id="efiction:news/1/1", on="efiction:news/1")
    accept_found(
        claim(ModelNews("efiction:news/1", "Moved", "We moved.", comments=(under,))),
        key="k5",
        by="Ada",
    )

    assert {p.name for p in Pseud.objects.filter(creator__source_id__gt="")} == {
        "Marrow",
        "Marrowbone",
    }
    assert SeriesWork.objects.get(work=row).position == 2
    assert Comment.objects.get(work=row).by == "Bea"
    assert Comment.objects.get(news__title="Moved").text == "Lovely."
    assert Recommendation.objects.get().work == row
    later_row = put("Thaw", source_ids=("efiction:stories/9",))
    assert SeriesWork.objects.get(work=later_row).position == 3


def test_the_ledger_shows_any_later_change() -> None:
    for title in ("One", "Two", "Three"):
        put(title)
    assert list(ledger.breaks()) == []

    LedgerEntry.objects.filter(number=2).update(by="somebody else")
    assert list(ledger.breaks()) == ["entry 2 has changed since it was written"]

    LedgerEntry.objects.filter(number=2).delete()
    assert "entry 2 is missing" in list(ledger.breaks())


def test_two_works_cannot_share_a_public_id() -> None:
    row = put("One")

    with pytest.raises(IntegrityError), transaction.atomic():
        Work.objects.filter(pk=put("Two").pk).update(public=row.public)
