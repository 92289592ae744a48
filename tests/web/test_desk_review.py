"""The review queue on pages: who finds it, what it shows, what an answer does."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import resolve

from fanfold.archive import shelf
from fanfold.archive.actions.take_name_off import take_name_off
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import (
    Account,
    Creator,
    Find,
    ImportPlan,
    PlanItem,
    SavedRule,
    Step,
    Work,
)
from fanfold.archive.reader import KEEPER
from fanfold.archive.review import item_row, review_of
from fanfold.errors import NotFoundError
from fanfold.model.record import lines
from tests.archive.making import model_work
from tests.archive.reviewing import brought, in_figures, unsigned, write
from tests.archive.test_answering import rows
from tests.web.talking_to import page_of, sent
from tests.web.test_desk import last_step, signed_in

ADDRESS = "marrow@example.org"


@pytest.fixture
def plan(tmp_path: Path) -> ImportPlan:
    return brought(unsigned(tmp_path / "site"))


def start(plan: ImportPlan) -> str:
    return f"/desk/imports/{plan.public}/review/"


def group_page(plan: ImportPlan) -> str:
    return f"{start(plan)}alike/{review_of(plan).groups[0].id}/"


def item_page(plan: ImportPlan, place: int = 0) -> str:
    return f"{start(plan)}{review_of(plan).entries[place].asked.item}/"


def addresses(plan: ImportPlan) -> list[str]:
    return [
        *("/desk/imports/review/", "/desk/rules/", "/desk/rules/x/undo/"),
        *(start(plan), f"{start(plan)}undo/", f"{start(plan)}on/"),
        *(group_page(plan), item_page(plan), f"{item_page(plan)}page/"),
    ]


def sure(client: Client, plan: ImportPlan, **said: Any) -> str:
    path = group_page(plan)
    count = len(review_of(plan).groups[0].entries)
    return sent(client, path, sure="yes", count=count, **said)


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_others_than_those_who_import_find_nothing(role: str, plan: ImportPlan) -> None:
    client = signed_in("wren", role)
    for path in addresses(plan):
        assert client.get(path).status_code == 404, path
        assert client.post(path).status_code == 404, path
        assert Client().get(path).status_code == 302, path


def test_an_archivist_finds_the_own_imports_alone_and_an_admin_all(
    plan: ImportPlan,
) -> None:
    other, own = signed_in("ben", "archivist"), signed_in("ada", "archivist")
    admin = signed_in("eve", "admin")
    paths = [start(plan), group_page(plan), item_page(plan), f"{item_page(plan)}page/"]

    for path in paths:
        assert own.get(path).status_code == 200, path
        assert admin.get(path).status_code == 200, path
        assert other.get(path).status_code == 404, path
        assert other.post(path, {"choice": "1"}).status_code == 404, path
    assert plan.public not in page_of(other, "/desk/imports/review/")
    assert plan.public in page_of(own, "/desk/imports/review/")


def test_no_other_page_stands_before_these() -> None:
    assert resolve("/desk/imports/review/").url_name == "desk-import-reviews"


def test_one_answer_for_all_is_shown_first_then_given_and_undone(
    plan: ImportPlan,
) -> None:
    client = signed_in("ada", "archivist")
    before = rows()
    assert "4 stories ask the same: Who wrote it?" in page_of(client, start(plan))

    shown = sent(client, group_page(plan), choice="fix", text="Marrow")
    assert rows() == before
    assert shown.count("<td>Marrow</td>") == 4
    done = sure(client, plan, choice="fix", text="Marrow", rule="yes", why="she said")

    assert "4 questions answered. 4 stories came in." in done
    assert last_step().why == "she said"
    assert Work.objects.filter(creatorships__pseud__name="Marrow").count() == 4
    assert SavedRule.objects.get().group.endswith("site/letters")
    undone = sent(client, f"{start(plan)}undo/")
    assert "Taken back" in undone
    assert rows() == before


def test_a_preview_that_others_overtook_is_shown_again(plan: ImportPlan) -> None:
    client = signed_in("ada", "archivist")
    path = group_page(plan)

    told = sent(client, path, choice="1", sure="yes", count="3")

    assert "The questions are others by now" in told
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    "said", [{}, {"choice": "9"}, {"choice": "²"}, {"choice": "fix", "text": " "}]
)
def test_what_is_no_answer_changes_nothing(said: Any, plan: ImportPlan) -> None:
    client = signed_in("ada", "archivist")

    for path in (group_page(plan), item_page(plan)):
        code = review_of(plan).entries[0].asked.question.code
        assert "Nothing was changed" in sent(client, path, code=code, **said)
    assert not Step.objects.exists()


def test_one_story_is_answered_alone_and_the_next_comes(plan: ImportPlan) -> None:
    client = signed_in("ada", "archivist")
    path, after = item_page(plan), item_page(plan, 1)
    page = page_of(client, path)
    assert "Answer for this and 3 others that ask the same" in page

    answer = client.post(
        path, {"code": "author-missing", "choice": "fix", "text": "Wren"}
    )

    assert answer["Location"] == after
    assert Work.objects.filter(creatorships__pseud__name="Wren").count() == 2
    assert len(review_of(plan).entries) == 3
    assert not SavedRule.objects.exists()


def test_what_is_skipped_stays_waiting_and_comes_last(plan: ImportPlan) -> None:
    client = signed_in("ada", "archivist")
    path = item_page(plan)

    sent(client, path, code="author-missing", choice="skip")

    key = path.rstrip("/").rpartition("/")[2]
    assert review_of(plan).entries[-1].asked.item == key
    assert "left open by ada" in page_of(client, start(plan))
    assert PlanItem.objects.get(key=key).outcome == "waiting"


def test_every_field_leads_to_its_line_and_back(plan: ImportPlan) -> None:
    page = page_of(signed_in("ada", "archivist"), item_page(plan))

    assert re.search(r'<li id="L1"[^>]*>.*href="#f-title"[^>]*>Title: ', page)
    assert re.search(r'id="f-title".*?href="#L1">line 1<', page, re.S)
    assert "stated in the source" in page
    assert "Title: Four" in page or "Title: One" in page


def test_a_field_is_fixed_before_and_after_a_story_is_in(plan: ImportPlan) -> None:
    client = signed_in("ada", "archivist")
    path = item_page(plan)

    page = sent(client, path, field="rating", value="mature")
    assert 'class="standing decided"' in page
    sent(client, path, field="creators", value="Wren")
    row = Work.objects.get(plan=plan, rating="mature")
    assert row.creatorships.get().pseud.name == "Wren"

    sent(client, path, field="title", value="Ice")
    assert shelf.work(row.public, reader=KEEPER).title == "Ice"
    before = last_step().public
    sent(client, f"/desk/steps/{before}/undo/")
    assert shelf.work(row.public, reader=KEEPER).title != "Ice"


def test_fields_of_stories_that_are_in_are_changed(tmp_path: Path) -> None:
    plan = brought(in_figures(tmp_path / "site"))
    client = signed_in("ada", "archivist")
    shown = sent(client, group_page(plan), choice="1")
    assert "They are in: the field is changed" in shown
    assert "the day first" in shown

    done = sure(client, plan, choice="1")

    assert "3 stories changed" in done
    assert Work.objects.filter(date="2003-05-03").exists()


def test_no_address_and_no_machine_stands_on_any_page(tmp_path: Path) -> None:
    folder = tmp_path / "site" / ADDRESS
    told = f"Mail: {ADDRESS}", "Host: 192.0.2.17", f"{ADDRESS.replace('@', ' (at) ')}"
    write(folder, f"{ADDRESS}.txt", "Title: Ash", *told)
    wide = folder / "b.txt"
    text = f"Title: Birch\nMail: {ADDRESS}\n\nIt snowed, and she waited.\n"
    wide.write_bytes(text.encode("utf-16"))
    page = f"<html><body><p>Title: Fir</p><p>{ADDRESS}</p><p>Snow.</p></body></html>"
    (folder / "c.html").write_text(page)
    plan = brought(tmp_path / "site")
    client = signed_in("ada", "archivist")
    keys = PlanItem.objects.filter(plan=plan).values_list("key", flat=True)
    assert len(keys) == 3

    for key in keys:
        path = f"{start(plan)}{key}/"
        for view in ("", "?view=hex", "?view=page", "page/"):
            got = unescape(client.get(path + view).content.decode())
            assert "marrow" not in got.lower(), (key, view)
            assert "192.0.2.17" not in got
            assert ADDRESS.encode().hex(" ") not in got
            assert b"marrow".hex(" ") not in got
            assert "6d 00 61 00 72 00 72 00" not in got
    assert "[address removed]" in page_of(client, f"{start(plan)}{keys[0]}/")
    lists = [start(plan), "/desk/imports/review/", group_page(plan)]
    told_so = sure(client, plan, choice="1", rule="yes")
    step = last_step().public
    for path in (*lists[:2], "/desk/rules/", f"/desk/steps/{step}/", "/desk/"):
        assert "marrow@" not in page_of(client, path), path
    assert "marrow@" not in told_so


def test_an_old_page_runs_and_loads_nothing(tmp_path: Path) -> None:
    body = "<p>Title: Fir</p><script>alert(1)</script><p>Snow fell.</p>"
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a.html").write_text(f"<html><body>{body}</body></html>")
    plan = brought(tmp_path / "site")
    client = signed_in("ada", "archivist")
    path = item_page(plan)

    frame = client.get(f"{path}page/")

    policy = frame["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert frame["Cache-Control"] == "private, no-cache"
    outside = client.get(f"{path}?view=page")
    assert 'sandbox=""' in outside.content.decode()
    assert "frame-src 'self'" in outside["Content-Security-Policy"]


def test_what_was_taken_down_is_sealed(tmp_path: Path) -> None:
    plan = brought(in_figures(tmp_path / "site"))
    client = signed_in("ada", "archivist")
    path = item_page(plan)
    assert client.get(f"{path}page/").status_code == 200
    key = path.rstrip("/").rpartition("/")[2]
    row = Work.objects.get(public=PlanItem.objects.get(key=key).work)

    withdraw_work(row.public, why="her wish", by="ada")

    for end in ("", "?view=hex", "page/"):
        assert client.get(path + end).status_code == 404, end
        assert signed_in(f"e{end[1:4]}", "admin").get(path + end).status_code == 404
    assert key not in page_of(client, start(plan))


def test_what_lost_its_name_is_asked_about_no_more(tmp_path: Path) -> None:
    plan = brought(in_figures(tmp_path / "site"))
    client = signed_in("ada", "archivist")
    path = item_page(plan)
    public = PlanItem.objects.get(key=path.rstrip("/").rpartition("/")[2]).work

    creator = Creator.objects.get(pseuds__creatorships__work__public=public)
    take_name_off(creator.public, by="ada", ids=[public])

    assert client.get(path).status_code == 404
    assert client.get(f"{path}page/").status_code == 404
    assert path not in page_of(client, start(plan))


def test_a_name_that_was_taken_off_stands_in_no_rule_and_no_question(
    plan: ImportPlan,
) -> None:
    client = signed_in("ada", "archivist")
    sure(client, plan, choice="fix", text="Marrow", rule="yes")
    before = rows()

    creator = Creator.objects.get(pseuds__name="Marrow")
    take_name_off(creator.public, by="ada")

    for path in ("/desk/rules/", start(plan), "/desk/imports/review/"):
        assert "Marrow" not in page_of(client, path), path
    assert SavedRule.objects.get().undone_at is not None
    assert not any("Marrow" in line for line in rows())
    sent(client, f"/desk/steps/{last_step().public}/undo/")
    assert rows() == before


def test_a_question_names_no_story_that_was_taken_down(tmp_path: Path) -> None:
    write(tmp_path / "first", "ash.txt", "Title: The Ash Tree", "Author: Wren")
    brought(tmp_path / "first")
    (tmp_path / "next").mkdir()
    other = "Title: The Ash Tree\nAuthor: Wren\n\nIt rained for a week.\n"
    (tmp_path / "next/ash.txt").write_text(other)
    plan = brought(tmp_path / "next")
    client = signed_in("ada", "archivist")
    told = "which the archive has?"
    assert told in page_of(client, item_page(plan))

    withdraw_work(Work.objects.get().public, by="ada")

    assert told not in page_of(client, item_page(plan))
    assert "Is it a story that the archive has?" in page_of(client, item_page(plan))


def test_a_drawer_is_the_admins_and_what_is_no_story_nobodys(tmp_path: Path) -> None:
    plan = brought(in_figures(tmp_path / "site"))
    ada = Account.objects.create_user("ada", "ada@example.org", role="archivist")
    eve = Account.objects.create_user("eve", "eve@example.org", role="admin")
    item = PlanItem.objects.filter(plan=plan)[0]
    Work.objects.filter(public=item.work).update(stage="draft")

    assert item_row(plan, item.key, eve) == item
    with pytest.raises(NotFoundError):
        item_row(plan, item.key, ada)
    with pytest.raises(NotFoundError):
        item_row(plan, "nothing", eve)


def test_a_file_of_many_stories_is_not_shown_beside_one(tmp_path: Path) -> None:
    head = '{"kind": "archive", "format": "fanfold/1", "name": "Lamps"}\n'
    (tmp_path / "site").mkdir()
    text = head + "".join(lines([model_work("Ash", id="w1")]))
    (tmp_path / "site/all.jsonl").write_text(text)
    plan = brought(tmp_path / "site")
    client = signed_in("ada", "archivist")

    keys = PlanItem.objects.filter(plan=plan).values_list("key", flat=True)
    assert len(keys) == 1
    for key in keys:
        path = f"{start(plan)}{key}/"
        assert "It holds more than this story" in page_of(client, path)
        assert client.get(f"{path}page/").status_code == 404


def test_what_another_import_brought_in_is_not_shown_here(tmp_path: Path) -> None:
    plan = brought(unsigned(tmp_path / "site"), by="ben")
    path = item_page(plan)
    client = signed_in("ben", "archivist")
    assert client.get(f"{path}page/").status_code == 200
    other = brought(unsigned(tmp_path / "other"))

    # As a record that names the bytes of somebody else's original would.
    Find.objects.filter(plan=plan).update(plan=other, name=F("original_id"))

    assert client.get(f"{path}page/").status_code == 404
    assert "It holds more than this story" in page_of(client, path)


def test_rules_are_listed_and_taken_back(plan: ImportPlan) -> None:
    client = signed_in("ada", "archivist")
    sure(client, plan, choice="fix", text="Marrow", rule="yes")
    rule = SavedRule.objects.get()
    assert "Marrow" in page_of(client, "/desk/rules/")

    told = sent(client, f"/desk/rules/{rule.public}/undo/")

    assert "The rule answers no more" in told
    rule.refresh_from_db()
    assert rule.undone_at is not None
    assert Work.objects.count() == 5


def test_a_large_group_goes_on_in_portions(
    plan: ImportPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fanfold.archive.actions.answer_questions.SECONDS", 0)
    client = signed_in("ada", "archivist")
    before = rows()

    told = sure(client, plan, choice="1")
    assert "3 stories are answered and have their turn still to come" in told
    step = last_step().public
    while review_of(plan).ready:
        sent(client, f"{start(plan)}on/", of=step)

    assert Work.objects.count() == 5
    assert Step.objects.count() == 1
    sent(client, f"{start(plan)}undo/")
    assert rows() == before


def test_lists_ask_the_database_no_more_for_many_than_for_few(
    tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    plan = brought(unsigned(tmp_path / "site"))
    for number in range(30):
        write(tmp_path / "more", f"letters/{number}.txt", f"Title: {number}")
    more = brought(tmp_path / "more")
    client = signed_in("ada", "archivist")
    page_of(client, start(plan))

    for path in ("/desk/imports/review/", start(plan), start(more)):
        with django_assert_max_num_queries(24):
            page_of(client, path)
    for path in (group_page(plan), group_page(more), item_page(more)):
        with django_assert_max_num_queries(32):
            page_of(client, path)


def test_hostile_titles_are_escaped(tmp_path: Path) -> None:
    write(tmp_path / "site", "a.txt", "Title: <script>alert(1)</script> Ash")
    write(tmp_path / "site", "b.txt", "Title: <img src=x onerror=alert(1)> Ash")
    plan = brought(tmp_path / "site")
    client = signed_in("ada", "archivist")

    for path in (start(plan), group_page(plan), item_page(plan)):
        got = client.get(path).content.decode()
        assert "<script>alert" not in got
        assert "<img src=x" not in got
