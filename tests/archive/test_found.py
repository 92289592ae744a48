"""What an archive holds beside works comes back as it was claimed, for whoever may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone

from fanfold.archive import found
from fanfold.archive.actions.accept_found import accept_found
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.catalogue import Catalogue
from fanfold.archive.models import (
    Comment,
    ImportPlan,
    Pseud,
    Series,
    Subseries,
    Work,
)
from fanfold.archive.models import Recommendation as RecommendationRow
from fanfold.archive.reader import ANYONE, KEEPER
from fanfold.model.creator import Creator, Credit, Level
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Claim, Standing
from fanfold.model.series import Entry, Nested, Openness
from fanfold.model.series import Series as ModelSeries
from fanfold.model.talk import Comment as ModelComment
from fanfold.model.talk import News, Recommendation
from fanfold.model.work import Stage
from tests.archive.making import SEEN, model_work, put

STORY, SERIES = "efiction:stories/3", "efiction:series/1"
MEMBER = Creator(
    "efiction:authors/1",
    "Marrow",
    "efiction:authors/1",
    ("Marrowbone",),
    "Writes <em>late</em>.",
    Level.LOCKED,
    PartialDate("2004-05-06T01:02:03"),
)
ROW = ModelSeries(
    SERIES,
    "Winter",
    SERIES,
    "All of it.",
    "Marrow",
    Openness.MODERATED,
    (Entry(STORY, 2, False), Entry("efiction:stories/9", 3, True)),
    (Nested("efiction:series/2", 4),),
)
SAID = ModelComment(
    "efiction:reviews/1", STORY, "Bea", "Lovely.", "efiction:chapters/7", True,
    "Thanks!", 0.0, PartialDate("2004-06"),
)  # fmt: skip
LIKED = Recommendation("efiction:favorites/2-ST-3", "Bea", STORY, "Read it.")
UNDER = ModelComment("efiction:comments/1", "efiction:news/1", "Bea", "Good news.")
NOTICE = News(
    "efiction:news/1", "Moved", "We moved.", "Keeper", PartialDate("2004"), (UNDER,)
)
KINDS = (
    (found.members, MEMBER),
    (found.series, ROW),
    (found.comments, SAID),
    (found.recommendations, LIKED),
    (found.news, NOTICE),
)


def accepted(*values: Any, plan: ImportPlan | None = None) -> None:
    for at, value in enumerate(values):
        claim = Claim(value, Standing.RECORDED, SEEN)
        key = f"{value.source_id}-{plan.key if plan else ''}-{at}"
        accept_found(claim, key=key, by="Ada", plan=plan)


def plan_called(name: str) -> ImportPlan:
    return ImportPlan.objects.create(
        key=name, name=name, by="Ada", started_at=timezone.now()
    )


def test_every_kind_comes_back_with_its_evidence() -> None:
    put("Snow", source_ids=(STORY,))
    accepted(*(value for _, value in KINDS))

    for kind, value in KINDS:
        (claim,) = kind(KEEPER)

        assert isinstance(claim, Claim)
        assert claim.evidence == SEEN
        was = replace(value, id=claim.value.id) if hasattr(value, "id") else value
        assert claim.value == was


def test_what_hangs_on_a_work_taken_down_is_given_to_nobody() -> None:
    row = put("Snow", source_ids=(STORY,))
    accepted(*(value for _, value in KINDS))

    withdraw_work(row.public, by="Ada")

    assert list(found.comments(KEEPER)) == []
    assert list(found.recommendations(KEEPER)) == []
    (series,) = found.series(KEEPER)
    assert [each.source_id for each in series.value.works] == ["efiction:stories/9"]


def test_a_visitor_gets_what_hangs_on_listed_works_alone() -> None:
    row = put("Snow", source_ids=(STORY,))
    accepted(*(value for _, value in KINDS))
    accepted(replace(SAID, source_id="efiction:reviews/2", on="efiction:stories/9"))

    assert [each.value.by for each in found.comments(ANYONE)] == ["Bea"]
    assert list(found.members(ANYONE)) == []  # no listed work names her
    # Her place in the series waits for somebody's yes.
    assert list(found.series(ANYONE)) == []
    Work.objects.filter(pk=row.pk).update(stage=Stage.UNREVIEWED)
    assert list(found.comments(ANYONE)) == []
    assert list(found.problems(ANYONE)) == []


def test_two_sites_that_number_alike_stay_apart() -> None:
    one, other = plan_called("one"), plan_called("other")
    mine = put("Snow", source_ids=(STORY,), creators=(_by("Marrow"),), plan=one)
    theirs = put("Rain", source_ids=(STORY,), creators=(_by("Teasel"),), plan=other)

    for plan, name, title in ((one, "Marrow", "Winter"), (other, "Teasel", "Summer")):
        accepted(replace(MEMBER, name=name, former_names=()), plan=plan)
        accepted(replace(ROW, title=title, works=(Entry(STORY, 1),)), plan=plan)
        accepted(replace(SAID, text=f"On {title}."), plan=plan)

    people = {p.name: p.creator_id for p in Pseud.objects.all()}
    assert people["Marrow"] != people["Teasel"]
    assert set(Series.objects.values_list("title", "places__work")) == {
        ("Winter", mine.pk),
        ("Summer", theirs.pk),
    }
    assert set(Comment.objects.values_list("text", "work")) == {
        ("On Winter.", mine.pk),
        ("On Summer.", theirs.pk),
    }


def test_talk_of_two_sites_that_number_alike_stays_apart() -> None:
    one, other = plan_called("one"), plan_called("other")
    mine = put("Snow", source_ids=(STORY,), creators=(_by("Marrow"),), plan=one)
    theirs = put("Rain", source_ids=(STORY,), creators=(_by("Teasel"),), plan=other)
    of_series = replace(SAID, on=SERIES, chapter=None)
    on_person = replace(LIKED, on="efiction:authors/1")

    for plan, title in ((one, "Winter"), (other, "Summer")):
        row = replace(ROW, title=title, works=(Entry(STORY, 1),), subseries=())
        outer = replace(
            ROW, id="", source_id="efiction:series/9", title=f"All {title}", works=(),
            subseries=(Nested(SERIES, 1),),
        )  # fmt: skip
        said = replace(of_series, text=f"On {title}.")
        notice = replace(NOTICE, title="Welcome", text=f"To {title}.", comments=())
        accepted(row, outer, said, LIKED, on_person, notice, plan=plan)

    assert set(Comment.objects.values_list("text", "series__title")) == {
        ("On Winter.", "Winter"),
        ("On Summer.", "Summer"),
    }
    assert set(Subseries.objects.values_list("series__title", "inner__title")) == {
        ("All Winter", "Winter"),
        ("All Summer", "Summer"),
    }
    liked = RecommendationRow.objects.filter(on=STORY).values_list("work", flat=True)
    assert set(liked) == {mine.pk, theirs.pk}
    assert RecommendationRow.objects.exclude(on=STORY).count() == 2
    assert {each.value.text for each in found.news(KEEPER)} == {
        "To Winter.",
        "To Summer.",
    }


def test_each_of_two_sites_things_has_its_own_evidence() -> None:
    there = replace(SEEN, original="2" * 64, place="line 2")
    for notice, seen in ((NOTICE, SEEN), (replace(NOTICE, text="Closed."), there)):
        claim = Claim(notice, Standing.RECORDED, seen)
        accept_found(claim, key=seen.place, by="Ada")

    told = {each.value.text: each.evidence for each in found.news(KEEPER)}

    assert told == {"We moved.": SEEN, "Closed.": there}


def test_what_one_site_took_down_keeps_nothing_of_another_out() -> None:
    gone = put("Snow", source_ids=(STORY,), creators=(Credit("Marrow"),))
    withdraw_work(gone.public, by="Ada")

    other = model_work("Rain", source_ids=(STORY,), creators=(Credit("Teasel"),))
    renamed = model_work(
        "Ice", "New.", source_ids=(STORY,), creators=(Credit("Marrow"),)
    )
    nameless = model_work("", "New.", source_ids=(STORY,), creators=())

    assert Catalogue().tombstone(other) is None
    assert Catalogue().tombstone(renamed) is not None
    assert Catalogue().tombstone(nameless) is not None


def test_works_that_one_source_numbers_apart_are_two_however_alike() -> None:
    plan = plan_called("one")
    same = "It snowed all night on the line."
    row = put("Snow", same, source_ids=(STORY,), plan=plan)
    twin = model_work("Snow", same, source_ids=("efiction:stories/4",))
    beside = model_work("Snow", same, source_ids=("efiction:x_:stories/3",))
    again = model_work("Snow", same, source_ids=(STORY,))

    assert list(Catalogue(plan).candidates(twin)) == []
    assert list(Catalogue(plan).candidates(beside)) == []
    assert [each.work_id for each in Catalogue(plan).candidates(again)] == [row.public]
    assert [each.work_id for each in Catalogue().candidates(twin)] == [row.public]


def _by(name: str) -> Credit:
    return Credit(name, source_id="efiction:authors/1")
