"""A story from the first line to the reader, in Chromium without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.serving import Served
from tests.e2e.test_accounts import new_page, sign_in
from tests.e2e.test_letters import faults_of


@pytest.fixture(scope="module")
def writing(served: Served) -> Served:
    for name in ("writes-here", "writes-not", "writes-axe"):
        address = ["--address", f"{name}@example.org"]
        served.fanfold("account", "add", name, *address)
    served.inside(
        "from fanfold.archive.models import Account, Creator, Pseud\n"
        "for name in ('writes-here', 'writes-axe'):\n"
        "    account = Account.objects.get(username=name)\n"
        "    creator = Creator.objects.create(account=account)\n"
        "    Pseud.objects.create(creator=creator, name=f'Lark of {name}')\n"
    )
    return served


def begun(page: Any, served: Served, title: str) -> None:
    page.goto(f"{served.address}/mine/")
    page.get_by_role("link", name="Write a story").click()
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Rating").select_option("general")
    page.get_by_label("Text", exact=True).fill("The ice came.\n\nIt stayed.")
    page.get_by_role("button", name="Keep as a draft").click()


def test_a_story_is_written_looked_at_posted_and_changed(
    browser: Any, writing: Served
) -> None:
    page, reader = new_page(browser), new_page(browser)
    sign_in(page, writing, "writes-here")
    begun(page, writing, "Ice on the Lamp")
    desk = page.url
    page.get_by_role("link", name="Look at it as it will be").click()
    story, before = page.url, page.locator(".text").inner_text()
    assert reader.goto(story).status == 404

    page.goto(desk)
    page.get_by_label("for everybody").check()
    page.get_by_role("button", name="Post it").click()
    assert reader.goto(story).status == 200
    assert reader.locator(".text").inner_text() == before

    page.get_by_role("link", name="Chapter 1").click()
    page.get_by_label("Text", exact=True).fill("<p>The ice <b>went</b>.</p>")
    page.get_by_role("button", name="Look at it first").click()
    looked = page.locator(".preview .text").inner_text()
    reader.reload()
    assert reader.locator(".text").inner_text() == before
    page.get_by_role("button", name="Keep and show this text").click()
    reader.reload()
    assert reader.locator(".text").inner_text() == looked == "The ice went."
    page.get_by_role("link", name="Compare").click()
    assert page.locator("table.versions mark").count()
    page.context.close()
    reader.context.close()


def test_who_may_not_write_finds_no_page_for_it(browser: Any, writing: Served) -> None:
    page = new_page(browser)
    sign_in(page, writing, "writes-not")

    assert page.goto(f"{writing.address}/mine/works/new/").status == 404
    page.goto(f"{writing.address}/mine/")
    assert page.get_by_role("link", name="Write a story").count() == 0
    page.context.close()


def test_pages_for_writing_have_no_fault(browser: Any, writing: Served) -> None:
    page = new_page(browser, java_script_enabled=True)
    sign_in(page, writing, "writes-axe")
    page.goto(f"{writing.address}/mine/works/new/")
    faults = faults_of(page)
    begun(page, writing, "Ice without Fault")
    faults += faults_of(page)
    page.get_by_role("link", name="Chapter 1").click()
    page.get_by_label("Text", exact=True).fill("<p>Another text.</p>")
    page.get_by_role("button", name="Keep this text").click()
    page.get_by_role("link", name="Compare").click()
    faults += faults_of(page)
    page.get_by_role("button", name="Look at it first").click()
    faults += faults_of(page)
    page.goto(page.url.partition("chapters/")[0] + "delete/")
    faults += faults_of(page)

    assert faults == []
    page.context.close()
