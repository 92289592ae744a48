"""Anybody reports a page; the staff answers in words; authors read and appeal."""

from __future__ import annotations

import pytest
from django.test import Client

from fanfold.archive.actions.move_works import hide_works
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.models import Account, Comment, Report, Step, Work
from fanfold.archive.own_export import own_export
from fanfold.archive.reader import Reader
from fanfold.model.work import Stage
from tests.archive.making import put
from tests.web.test_desk import signed_in

pytestmark = pytest.mark.usefixtures("no_limits_left_over")

PRIVACY = {"kind": "privacy", "text": "It names my street."}


def page_of(work: Work) -> str:
    return f"/works/{work.public}/"


def mary() -> Client:
    client = Client()
    client.force_login(Account.objects.get(username="mary"))
    return client


def report(client: Client, page: str, **told: str) -> str:
    answer = client.post("/report/", {"page": page, **PRIVACY, **told}, follow=True)
    return answer.content.decode()


def answered(answer: str, outcome: str = "We took it out.") -> None:
    row = Report.objects.get(state="open")
    told = {"answer": answer, "outcome": outcome}
    moderator = Account.objects.filter(username="ben").first()
    client = Client()
    if moderator is None:
        client = signed_in("ben", "moderator")
    else:
        client.force_login(moderator)
    client.post(f"/desk/reports/{row.public}/", told)


@pytest.mark.parametrize("path", ["/", "/search/", "/works/", "/sign-in/"])
def test_every_page_leads_to_its_report(path: str) -> None:
    assert f'href="/report/?page={path}"' in Client().get(path).content.decode()


def test_the_foot_of_a_story_is_the_same_for_every_visitor(work: Work) -> None:
    page = Client().get(page_of(work)).content.decode()

    assert f'href="/report/?page={page_of(work)}"' in page
    assert "csrfmiddlewaretoken" not in page


def test_a_visitor_reports_a_page_without_an_account(work: Work) -> None:
    client = Client()
    form = client.get("/report/", {"page": page_of(work)})
    thanks = report(client, page_of(work), text="Ask me: wren@example.org")

    row = Report.objects.get()
    assert page_of(work) in form.content.decode()
    assert form["Cache-Control"] == "private, no-cache"
    assert "Thank you" in thanks
    assert (row.page, row.on, row.kind) == (page_of(work), work.public, "privacy")
    assert row.text == "Ask me: [address removed]"


def test_what_is_no_page_of_ours_is_not_shown_as_one() -> None:
    for where in ("//example.org/x", "https://example.org/", "/no/such", "/x\0", "x"):
        form = Client().get("/report/", {"page": where})
        assert "You report this page" not in form.content.decode()
        report(Client(), where)

    assert {row.page for row in Report.objects.all()} == {""}


def test_nothing_is_sent_without_words_or_kind() -> None:
    client = Client()
    for told in ({"text": " "}, {"kind": "appeal"}, {"kind": ""}):
        answer = client.post("/report/", {**PRIVACY, **told})
        assert answer.status_code == 422

    assert not Report.objects.exists()


def test_programs_that_fill_in_everything_are_refused_and_people_told_how() -> None:
    page = report(Client(), "/", website="x")

    assert "Leave the last field empty" in page
    assert "It names my street." in page
    assert not Report.objects.exists()


def test_reports_are_limited() -> None:
    client = Client()
    pages = [report(client, "/") for _ in range(7)]

    assert "Too many tries" in pages[-1]
    assert Report.objects.count() == 6


def test_the_most_harm_stands_first_and_only_who_may_hide_sees_it(work: Work) -> None:
    for kind in ("spam", "text", "privacy"):
        report(Client(), page_of(work), kind=kind)

    page = signed_in("ben", "moderator").get("/desk/reports/").content.decode()
    places = [page.index(each) for each in ("who somebody is", "garbled", "advertis")]
    assert places == sorted(places)
    assert "Snow" in page
    for role in ("member", "archivist"):
        assert signed_in(role, role).get("/desk/reports/").status_code == 404


def test_the_staff_is_told_nothing_of_a_draft(work: Work) -> None:
    report(Client(), page_of(work))
    Comment.objects.create(work=work, by="Wren", text="Good.", waiting=True)
    ben = signed_in("ben", "moderator")
    seen = ben.get("/desk/reports/").content.decode()
    assert seen.count(work.public) >= 2
    Work.objects.update(stage=Stage.DRAFT)

    page = ben.get("/desk/reports/").content.decode()

    assert "It names my street." in page
    assert "Snow" not in page
    assert work.public not in page


def test_who_reported_reads_the_outcome_and_nobody_else(work: Work) -> None:
    wren, finch = signed_in("wren", "member"), signed_in("finch", "member")
    report(wren, page_of(work))
    assert "nobody has answered yet" in wren.get("/reports/").content.decode()

    answered("declined", "It is the town's name.")

    assert "It is the town&#x27;s name." in wren.get("/reports/").content.decode()
    assert "It names my street." not in finch.get("/reports/").content.decode()
    assert Client().get("/reports/").status_code == 302


def test_an_answer_needs_words_and_is_given_once(work: Work) -> None:
    report(Client(), page_of(work))
    answered("done", " ")
    row = Report.objects.get()
    assert row.state == "open"

    answered("done", "first")
    ben = Client()
    ben.force_login(Account.objects.get(username="ben"))
    again = ben.post(
        f"/desk/reports/{row.public}/",
        {"answer": "hide", "outcome": "second"},
        follow=True,
    )

    row.refresh_from_db()
    work.refresh_from_db()
    assert "answered already" in again.content.decode()
    assert (row.outcome, work.stage) == ("first", "shown")


def test_an_answer_is_taken_back_as_a_step(work: Work) -> None:
    report(Client(), page_of(work))
    before = Report.objects.values().get()
    answered("done")

    undo_step(Step.objects.get(act="answer-report").public, by="ben")

    assert Report.objects.values().get() == before


def test_a_story_is_hidden_with_a_notice_that_its_author_reads(work: Work) -> None:
    report(Client(), page_of(work))
    answered("hide", "<b>Take the street out</b>")

    assert Client().get(page_of(work)).status_code == 404
    mine = mary().get("/mine/").content.decode()
    assert "&lt;b&gt;Take the street out&lt;/b&gt;" in mine
    assert f"/mine/works/{work.public}/appeal/" in mine


def test_an_author_appeals_once_and_the_story_is_shown_again(work: Work) -> None:
    hide_works([work.public], notice="a street", by="ben")
    author, path = mary(), f"/mine/works/{work.public}/appeal/"
    assert "Snow" in author.get(path).content.decode()
    assert author.post(path, {"text": " "}).status_code == 422
    author.post(path, {"text": "It is made up."})
    again = author.post(path, {"text": "Again."})

    assert again.status_code == 422
    assert "You asked to look at it again" in author.get("/mine/").content.decode()
    answered("show", "You are right.")

    assert Client().get(page_of(work)).status_code == 200
    assert "You are right." in author.get("/reports/").content.decode()


def test_only_the_author_of_a_hidden_story_appeals(work: Work) -> None:
    path = f"/mine/works/{work.public}/appeal/"
    assert mary().post(path, {"text": "Why?"}).status_code == 404
    hide_works([work.public], notice="a street", by="ben")

    assert signed_in("wren", "member").get(path).status_code == 404
    assert signed_in("finch", "member").post(path, {"text": "x"}).status_code == 404
    assert not Report.objects.exists()


def test_what_an_account_reported_is_in_what_it_takes_along(work: Work) -> None:
    wren = signed_in("wren", "member")
    report(wren, page_of(work))
    account = Account.objects.get(username="wren")
    told = own_export(account, Reader(account=account.pk))

    assert [each["text"] for each in told["reports"]] == ["It names my street."]


def test_the_page_of_reports_asks_as_often_for_many(
    work: Work, django_assert_max_num_queries: object
) -> None:
    client = signed_in("ben", "moderator")
    for title in ("Ice", "Rain", "Hail", "Sleet"):
        row = put(title)
        Report.objects.create(
            on=row.public,
            page=page_of(row),
            kind="text",
            text=title,
            at=row.added_at,
        )

    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get("/desk/reports/")
