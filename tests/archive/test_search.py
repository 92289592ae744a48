"""What is found, by whom, and in how many."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from fanfold.archive import outbox
from fanfold.archive.actions.publish_works import publish_works
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import (
    Creatorship,
    IndexPosition,
    OutboxEntry,
    Tag,
    TagKind,
    TagMapping,
    Work,
)
from fanfold.archive.reader import ANYONE, Reader
from fanfold.archive.search import follow, index
from fanfold.archive.search.facets import facets, named
from fanfold.archive.search.finding import count, find, looser
from fanfold.archive.search.follow import Follower, rebuild, waiting
from fanfold.archive.search.snippets import snippets
from fanfold.archive.search.wish import Choice, Wish
from fanfold.errors import SearchNotReadyError
from fanfold.model.advice import Rating, Status
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.tags import Tag as ModelTag
from fanfold.model.work import Audience, Stage
from tests.archive.making import put
from tests.archive.searching import ADULT, MEMBER, MEMBER_18, follower, ids

__all__ = ["follower"]
READERS = (ANYONE, ADULT, MEMBER, MEMBER_18)


def public(tag: str) -> str:
    return Tag.objects.get(name=tag).public


# words


def test_crossovers_and_stories_of_few_pairings_are_found(follower: Follower) -> None:
    one = put("One", fandoms=("Tides",), relationships_raw=("Ann/Tom",)).public
    both = put("Both", fandoms=("Tides", "Moor"), relationships_raw=("A/B", "C/D"))
    same = put("Same", fandoms=("Tides", "The Tides")).public
    chief, other = (Tag.objects.get(name=name) for name in ("Tides", "The Tides"))
    TagMapping.objects.create(
        tag=other, target=chief, relation="synonym", at=timezone.now()
    )
    follower.catch_up()

    assert ids("fandoms:>1") == {both.public}
    assert ids("fandoms:1") == {one, same}
    assert ids("pairings:<2") == {one, same}
    assert ids("pairings:0") == {same}


def test_words_are_found_in_text_and_in_what_is_said_about_it(
    follower: Follower,
) -> None:
    text = put("Home", "It snowed on the pier.").public
    title = put("Snowbound", "Nothing.", fandoms=("Harbour Lights",)).public
    follower.catch_up()

    assert ids("pier") == {text}
    assert ids("harbour") == {title}
    assert ids("snow*") == {text, title}
    assert ids("pier harbour") == set()
    assert ids("pier OR harbour") == {text, title}
    assert ids("-pier") == {title}


def test_a_phrase_is_words_in_a_row_and_reaches_over_no_edge(
    follower: Follower,
) -> None:
    right = put("A", "the keeper of the light").public
    put("B", "the light of the keeper", fandoms=("Old Keeper", "Of Stone"))
    follower.catch_up()

    assert ids('"keeper of"') == {right}


def test_other_forms_of_a_word_are_found_in_its_own_language(
    follower: Follower,
) -> None:
    english = put("A", "They were running home.", language="en").public
    german = put("B", "Die Häuser am Meer.", language="de").public
    follower.catch_up()

    assert ids("runs") == {english}
    assert ids("haus") == {german}
    assert ids('"runs home"') == set()


def test_accents_and_capitals_make_no_difference(follower: Follower) -> None:
    work = put("Ça va, Zoë", "Noël à l’Île").public
    follower.catch_up()

    assert ids("zoe") == ids("NOEL") == ids("title:ca") == {work}


def test_any_part_of_a_text_without_spaces_is_found(follower: Follower) -> None:
    work = put("灯台", "吾輩は猫である。名前はまだ無い。", language="ja").public
    put("B", "猫 lives by the sea")
    follower.catch_up()

    assert ids("吾輩は猫") == ids("灯台") == ids("まだ無") == {work}
    assert ids("猫名") == set()  # two runs with a full stop between
    assert len(ids("猫")) == 2


def test_fields_are_searched_by_name(follower: Follower) -> None:
    work = put(
        "The Pier",
        "text",
        creators=(Credit("Marrow"),),
        characters_raw=("Old Tom",),
        relationships_raw=("Tom/Bess",),
        tags=(ModelTag("Genres", "Domestic"),),
        summary="Rain at <em>last</em>.",
        status=Status.COMPLETE,
        date=PartialDate("2004-05-06"),
    ).public
    put("Marrow", "Old Tom, Bess, domestic rain pier 2004")
    follower.catch_up()

    for words in (
        "by:marrow title:pier",
        'character:"old tom"',
        "pairing:bess",
        "tag:domestic",
        "summary:last",
        "complete:yes",
        "date:2004-05",
        "date:<2005 date:>2003",
    ):
        assert ids(words) == {work}, words


def test_numbers_choose(follower: Follower) -> None:
    short = put("A", "one two three").public
    long = put("B", "word " * 50).public
    follower.catch_up()

    assert ids("words:<10") == {short}
    assert ids("words:>10") == {long}
    assert ids("words:3") == {short}


# choices


def test_each_value_is_wanted_unwanted_or_neither(follower: Follower) -> None:
    sea = put("A", fandoms=("Sea",)).public
    both = put("B", fandoms=("Sea", "Moor")).public
    moor = put("C", fandoms=("Moor",)).public
    follower.catch_up()
    want, leave = (
        Choice("fandom", public("Sea")),
        Choice("fandom", public("Moor"), False),
    )

    assert ids("", want) == {sea, both}
    assert ids("", leave) == {sea}
    assert ids("", want, Choice("fandom", public("Moor"))) == {both}
    assert ids() == {sea, both, moor}


def test_a_synonym_is_found_and_counted_under_what_it_means(
    follower: Follower,
) -> None:
    short = put("A", characters_raw=("Tom",)).public
    full = put("B", characters_raw=("Old Tom",)).public
    canonical = Tag.objects.get(name="Old Tom")
    meaning = TagMapping(
        tag=Tag.objects.get(name="Tom"),
        relation="synonym",
        target=canonical,
        by="test",
        at=timezone.now(),
    )
    meaning.save()
    for each in (short, full):
        outbox.tell(each)
    follower.catch_up()

    hits = find(Wish(choices=(Choice("character", canonical.public),)), ANYONE)

    assert {work.id for work in hits.works} == {short, full}
    assert ids('character:"old tom"') == {short, full}
    (box,) = [e for e in facets(find(Wish(), ANYONE)) if e.facet == "character"]
    assert [(v.name, v.works) for v in box.values] == [("Old Tom", 2)]


def test_a_parent_holds_what_stands_under_it(follower: Follower) -> None:
    work = put("A", fandoms=("Harbour Lights",)).public
    parent = Tag.objects.create(kind=TagKind.FANDOM, name="Tales of the Coast")
    child = Tag.objects.get(name="Harbour Lights")
    for tag, target in ((child, parent), (parent, child)):  # a ring does no harm
        TagMapping.objects.create(
            tag=tag, relation="parent", target=target, by="t", at=timezone.now()
        )
    outbox.tell(work)
    follower.catch_up()

    assert ids("", Choice("fandom", parent.public)) == {work}


def test_guesses_are_a_facet(follower: Follower) -> None:
    put("A", language="en")
    follower.catch_up()

    assert count(Wish(choices=(Choice("unsure", "language"),)), ANYONE) == 0


def test_an_empty_result_says_what_to_let_go(follower: Follower) -> None:
    put("A", "pier", fandoms=("Sea",))
    put("B", "pier", fandoms=("Moor",))
    follower.catch_up()
    choice = Choice("fandom", public("Sea"))
    wish = Wish("tide", (choice,))

    assert count(wish, ANYONE) == 0
    assert looser(wish, ANYONE) == [(None, 1)]
    both = Wish("", (choice, Choice("fandom", public("Moor"))))
    assert {found for _, found in looser(both, ANYONE)} == {1}


def test_results_are_sorted_and_paged_without_gaps(follower: Follower) -> None:
    made = {put(f"Story {n:02}", "word " * (n + 1)).public for n in range(45)}
    follower.catch_up()

    pages = [find(Wish(sort="long", page=n), ANYONE) for n in (1, 2, 3)]

    found = [work.id for page in pages for work in page.works]
    assert (len(found), set(found)) == (45, made)
    assert [page.last for page in pages] == [3, 3, 3]
    titles = [w.title for w in find(Wish(sort="title"), ANYONE).works]
    assert titles == sorted(titles)
    assert find(Wish(sort="long"), ANYONE).works[0].title == "Story 44"


# passages


def test_a_passage_marks_the_words_and_is_safe(follower: Follower) -> None:
    text = "Before. " * 80 + "The keeper & <the> lamp burned. " + "After. " * 80
    work = put("A", text).public
    follower.catch_up()

    found = snippets(find(Wish("keeper -tide"), ANYONE), ANYONE)

    assert "<mark>keeper</mark> &amp; &lt;the&gt; lamp" in found[work]
    assert len(found[work]) < 400


def test_a_passage_is_shown_of_texts_without_spaces(follower: Follower) -> None:
    work = put("A", "吾輩は猫である。").public
    follower.catch_up()

    found = snippets(find(Wish("は猫"), ANYONE), ANYONE)

    assert "<mark>" in found[work]


def test_no_passage_of_what_was_hidden_since_it_was_found(follower: Follower) -> None:
    row = put("A", "The keeper came home.")
    follower.catch_up()
    hits = find(Wish("keeper"), ANYONE)
    assert row.public in snippets(hits, ANYONE)

    Work.objects.filter(pk=row.pk).update(stage=Stage.HIDDEN)

    assert snippets(hits, ANYONE) == {}


def test_no_passage_where_the_words_stand_elsewhere(follower: Follower) -> None:
    put("The Pier", "Nothing.")
    follower.catch_up()

    assert snippets(find(Wish("pier"), ANYONE), ANYONE) == {}
    assert snippets(find(Wish(""), ANYONE), ANYONE) == {}


# who


def test_counts_and_facets_are_of_what_the_reader_may_see(follower: Follower) -> None:
    """200 random wishes as each reader: totals are the lists', facets are a scan's."""
    dice = random.Random(2004)  # noqa: S311 - no secret
    rows = _many(dice)
    follower.catch_up()
    fandoms = {tag.name: tag.public for tag in Tag.objects.filter(kind="fandom")}

    for _round in range(200):
        reader = dice.choice(READERS)
        choices = tuple(
            Choice("fandom", fandoms[name], wanted=dice.random() < 0.6)
            for name in dice.sample(sorted(fandoms), dice.randint(0, 2))
        )
        if dice.random() < 0.4:
            choices += (Choice("rating", dice.choice(list(Rating)).value),)
        word = dice.choice(["", "tide", "moor", "tide moor", "tide OR moor", "-tide"])

        hits = find(Wish(word, choices), reader)

        expected = _scan(rows, word, choices, reader)
        assert hits.total == len(expected)
        if hits.total <= 20:
            assert {work.id for work in hits.works} == {e.public for e in expected}
        _same_counts(hits, expected)


def _many(dice: random.Random) -> list[Work]:
    made = []
    for number in range(60):
        text = " ".join(dice.choices(["tide", "moor", "lamp"], k=2))
        row = put(
            f"Story {number}",
            text,
            fandoms=tuple(dice.sample(["Sea", "Moor", "Hill", "Town"], 2)),
            rating=dice.choice(list(Rating)),
        )
        Work.objects.filter(pk=row.pk).update(
            stage=dice.choice([*[Stage.SHOWN] * 4, Stage.HIDDEN, Stage.UNREVIEWED]),
            audience=dice.choice([Audience.ALL, Audience.MEMBERS]),
            reveal_at=dice.choice([None, None, timezone.now() + timedelta(days=3)]),
        )
        row.refresh_from_db()
        made.append(row)
    return made


def _scan(
    rows: list[Work], word: str, choices: tuple[Choice, ...], reader: Reader
) -> list[Work]:
    listed = set(Work.objects.listed_for(reader).values_list("pk", flat=True))
    return [
        row
        for row in rows
        if row.pk in listed and _says(row, word) and _fits(row, choices)
    ]


def _says(row: Work, word: str) -> bool:
    chapter = row.chapters.get()
    fandoms = {each.tag.name.lower() for each in row.taggings.all()}
    words = {*chapter.texts.get().text.split(), *fandoms}
    match word:
        case "":
            return True
        case "tide moor":
            return {"tide", "moor"} <= words
        case "tide OR moor":
            return bool({"tide", "moor"} & words)
        case "-tide":
            return "tide" not in words
    return word in words


def _fits(row: Work, choices: tuple[Choice, ...]) -> bool:
    values = {each.tag.public for each in row.taggings.all()} | {row.rating}
    return all((each.value in values) == each.wanted for each in choices)


def _same_counts(hits: object, expected: list[Work]) -> None:
    counted = {
        (box.facet, value.value): value.works
        for box in facets(hits)  # type: ignore[arg-type]
        for value in box.values
    }
    scanned: dict[tuple[str, str], int] = {}
    for row in expected:
        keys = {("fandom", each.tag.public) for each in row.taggings.all()}
        for key in keys | {("rating", row.rating)}:
            scanned[key] = scanned.get(key, 0) + 1
    for key, works in counted.items():
        if key[0] in ("fandom", "rating"):
            assert scanned[key] == works


def test_a_hidden_work_is_gone_before_the_index_hears_of_it(
    follower: Follower,
) -> None:
    row = put("A", "pier")
    follower.catch_up()
    assert count(Wish("pier"), ANYONE) == 1

    withdraw_work(row.public, by="test")

    assert count(Wish("pier"), ANYONE) == 0
    assert facets(find(Wish("pier"), ANYONE)) == []
    follower.catch_up()
    assert count(Wish("pier"), ANYONE) == 0


def test_the_rows_are_asked_whatever_the_index_says(follower: Follower) -> None:
    row = put("A", "pier")
    follower.catch_up()

    Work.objects.filter(pk=row.pk).update(stage=Stage.HIDDEN)  # nobody told it

    hits = find(Wish("pier"), ANYONE)
    assert hits.works == []
    assert snippets(hits, ANYONE) == {}


def test_what_waits_or_is_hidden_is_not_in_the_index_at_all(
    follower: Follower,
) -> None:
    for stage in (Stage.UNREVIEWED, Stage.DRAFT, Stage.HIDDEN, Stage.WITHDRAWN):
        row = put(f"A {stage}", "pier")
        Work.objects.filter(pk=row.pk).update(stage=stage)
    follower.catch_up()

    assert index.searcher().num_docs == 0


def test_a_masked_author_is_not_found_by_name(follower: Follower) -> None:
    row = put("A", "pier", creators=(Credit("Marrow"),))
    Creatorship.objects.filter(work=row).update(anonymous=True)
    outbox.tell(row.public)
    follower.catch_up()

    assert ids("marrow") == ids("by:marrow") == set()


def test_a_name_known_from_hidden_works_alone_is_not_told(follower: Follower) -> None:
    row = put("A", fandoms=("Quite Secret",))
    Work.objects.filter(pk=row.pk).update(audience=Audience.MEMBERS)
    follower.catch_up()
    choice = Choice("fandom", public("Quite Secret"))

    assert named([choice], ANYONE) == {}
    assert named([choice], MEMBER) == {("fandom", choice.value): "Quite Secret"}


# the index and the outbox


def test_an_edited_work_is_one_document(follower: Follower) -> None:
    row = put("A", "pier")
    follower.catch_up()
    Work.objects.filter(pk=row.pk).update(title="B")
    outbox.tell(row.public)

    assert follower.catch_up() == 1
    assert index.searcher().num_docs == 1
    assert ids("title:b") == {row.public}


def test_what_was_heard_is_heard_once_and_swept_away(follower: Follower) -> None:
    put("A")
    assert follower.catch_up() == 1
    assert follower.catch_up() == 0

    follower.swept = 0.0
    follower.catch_up()

    assert not OutboxEntry.objects.exists()
    put("B")
    assert [each.on for each in waiting()] != []


def test_publishing_brings_a_work_in(follower: Follower) -> None:
    row = put("A", "pier")
    Work.objects.filter(pk=row.pk).update(stage=Stage.UNREVIEWED)
    follower.catch_up()
    assert ids("pier") == set()

    publish_works([row.public], stages=None, audience=Audience.ALL, by="test")
    follower.catch_up()

    assert ids("pier") == {row.public}


def test_an_index_can_be_made_anew_from_the_rows(follower: Follower) -> None:
    made = {put(f"Story {n}", "pier").public for n in range(7)}
    del follower

    assert rebuild() == 7

    assert ids("pier") == made
    assert waiting() == []


@pytest.mark.parametrize("works", [8, 20])
def test_an_index_that_is_made_in_parts_ends_as_one_segment(
    follower: Follower, monkeypatch: pytest.MonkeyPatch, works: int
) -> None:
    made = {put(f"Story {n}", "pier").public for n in range(works)}
    waits = put("Not shown", "pier")
    Work.objects.filter(pk=waits.pk).update(stage=Stage.UNREVIEWED)
    del follower
    # As if each filled all the memory of the writer.
    monkeypatch.setattr(follow, "_OF_WORK", follow._HEAP)
    assert len(follow._ends()) == 8

    assert rebuild() == works

    assert index.searcher().num_segments == 1
    assert ids("pier") <= made
    assert count(Wish("pier"), ANYONE) == works


def test_no_index_and_a_foreign_index_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, follower: Follower
) -> None:
    put("A", "pier")
    follower.catch_up()
    monkeypatch.setattr(django_settings, "SECRET_KEY", "another archive" * 5)

    with pytest.raises(SearchNotReadyError, match="reindex"):
        index.open_index()
    monkeypatch.setattr(django_settings, "SEARCH_INDEX", tmp_path / "nothing")
    with pytest.raises(SearchNotReadyError, match="reindex"):
        find(Wish("pier"), ANYONE)


def test_only_one_process_writes(follower: Follower) -> None:
    with pytest.raises(SearchNotReadyError, match="Another process"):
        Follower.opened()


@pytest.mark.django_db(transaction=True)
def test_a_lower_number_committed_later_is_not_missed(follower: Follower) -> None:
    """Two open transactions: the one that got its number first commits last."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    import psycopg

    told = connection.get_connection_params()
    first, second = (
        psycopg.connect(
            host=told["host"],
            port=told["port"],
            user=told["user"],
            password=told.get("password"),
            dbname=told["dbname"],
        )
        for _each in range(2)
    )
    write = (
        'insert into archive_outboxentry ("on", narrowing, at) '
        "values (%s, false, now())"
    )
    with first, second:
        first.execute(write, ["early"])
        second.execute(write, ["late"])
        second.commit()

        assert [each.on for each in waiting()] == []
        follower.catch_up()
        first.commit()

        assert [each.on for each in _settled_in_time()] == ["early", "late"]
        follower.catch_up()
        assert waiting() == []
        assert IndexPosition.objects.get().entry > 0


def _settled_in_time() -> list[OutboxEntry]:
    """What waits, once no older transaction runs: others use the same server, and
    the oldest of a server counts for all of its databases."""
    for _ in range(1200):
        if len(waiting()) > 1:
            break
        sleep(0.1)
    return waiting()


def test_a_list_of_hits_asks_no_more_of_the_rows_for_more_works(
    follower: Follower,
) -> None:
    for number in range(3):
        put(f"Story {number}", fandoms=(f"F{number}",))
    follower.catch_up()
    few = _queries()
    for number in range(15):
        put(f"Other {number}", fandoms=(f"G{number}",))
    follower.catch_up()

    assert _queries() == few


def _queries() -> int:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        hits = find(Wish("story OR other"), ANYONE)
        facets(hits)
        snippets(hits, ANYONE)
    return len(asked)


def test_the_rows_agree_with_the_count_of_tags(follower: Follower) -> None:
    for number in range(4):
        put(f"Story {number}", fandoms=("Sea",), tags=(ModelTag("GENRE", "Tale"),))
    put("Other", tags=(ModelTag("Genre", "Song"),))
    follower.catch_up()

    boxes = {(e.facet, e.kind): e for e in facets(find(Wish(), ANYONE))}

    counted = {v.name: v.works for v in boxes[("fandom", "")].values}
    rows = Tag.objects.filter(kind="fandom").annotate(n=Count("taggings"))
    assert counted == {tag.name: tag.n for tag in rows}
    (kind,) = [box for (facet, _k), box in boxes.items() if facet == "tag"]
    assert {v.name: v.works for v in kind.values} == {"Tale": 4, "Song": 1}
