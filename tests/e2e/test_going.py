"""An author takes the own stories along and goes, in Chromium without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.serving import Served
from tests.e2e.test_accounts import ask_for_code, new_page, sign_in
from tests.e2e.test_letters import faults_of
from tests.e2e.test_posting import begun


@pytest.fixture(scope="module")
def leaving(served: Served) -> Served:
    for name in ("goes-away", "goes-axe"):
        served.fanfold("account", "add", name, "--address", f"{name}@example.org")
    served.inside(
        "from fanfold.archive.models import Account, Creator, Pseud\n"
        "for name in ('goes-away', 'goes-axe'):\n"
        "    account = Account.objects.get(username=name)\n"
        "    creator = Creator.objects.create(account=account)\n"
        "    Pseud.objects.create(creator=creator, name=f'Owl of {name}')\n"
    )
    return served


def posted(page: Any, served: Served, title: str) -> str:
    begun(page, served, title)
    page.get_by_label("for everybody").check()
    page.get_by_role("button", name="Post it").click()
    page.get_by_role("link", name="Look at it").click()
    return str(page.url)


def to_closing(page: Any, served: Served) -> None:
    """Open the page that closes an account."""
    page.goto(f"{served.address}/account/")
    page.get_by_role("link", name="Close my account").click()
    assert "/account/close/" in page.url, page.url


def test_each_story_follows_what_was_said_and_the_person_is_gone(
    browser: Any, leaving: Served
) -> None:
    page, reader = new_page(browser), new_page(browser)
    sign_in(page, leaving, "goes-away")
    stays = posted(page, leaving, "Owls That Stay")
    goes = posted(page, leaving, "Owls That Go")
    link = f"{leaving.address}/account/stories/"
    assert page.request.get(link).body().startswith(b"PK")

    to_closing(page, leaving)
    page.get_by_label("Owls That Go").select_option("take-down")
    page.get_by_role("button", name="Go on").click()
    assert "it is taken down, for good" in page.locator("main").inner_text()
    assert reader.goto(goes).status == 200
    page.get_by_label("Type goes-away to close it").fill("goes-away")
    page.get_by_role("button", name="Close it for good").click()

    assert page.locator("h1").inner_text() == "Closed"
    assert reader.goto(stays).status == 200
    assert reader.goto(goes).status == 410
    assert ask_for_code(page, leaving, "goes-away@example.org") == ""
    page.context.close()
    reader.context.close()


def test_the_pages_of_going_have_no_fault(browser: Any, leaving: Served) -> None:
    page = new_page(browser, java_script_enabled=True)
    sign_in(page, leaving, "goes-axe")
    posted(page, leaving, "Owls without Fault")
    to_closing(page, leaving)
    faults = faults_of(page)
    page.get_by_role("button", name="Go on").click()
    faults += faults_of(page)

    assert faults == []
    page.context.close()
