"""A dead site, from drop to a public archive: in the browser alone, by keyboard alone,
without JavaScript, as its admin; then a visitor finds a story and reads it."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.serving import Served, serve
from tests.e2e.sizes import PHONE
from tests.e2e.test_bring_in import choose, faults, tab_to, wait_for
from tests.readers.efiction_dump import scoring

STORY = "What Wiggins Didn’t Say"
#: What the program itself wrote down about the way, read when all is done.
_RECORDS = """
import json
from django.db.models import Count
from fanfold.archive.models import Arrival, PlanItem, Step
row = Arrival.objects.get()
published = Step.objects.get(act="publish-work")
told = {
    "works": row.plan.works.count(),
    "standing": [list(each) for each in row.plan.works.values_list(
        "stage", "audience").annotate(n=Count("pk")).order_by("stage", "audience")],
    "waiting": PlanItem.objects.filter(plan=row.plan, outcome="waiting").count(),
    "minutes": (published.at - row.at).total_seconds() / 60,
    "why": published.why,
}
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served archive without a story, shown to members as it comes; its admin."""
    folder = tmp_path_factory.mktemp("whole") / "shelf"
    with serve(folder, filled=False, audience="members") as found:
        address = ["--address", "keeper@example.org", "--role", "admin"]
        found.fanfold("account", "add", "keeper", *address)
        yield found


def packed(folder: Path) -> Path:
    """The dump and its chapter files in one zip, as a host would hand them over."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("site.sql", scoring.dump("lamplight"))
        for name, content in scoring.chapter_files().items():
            whole.writestr(name, content)
    path = folder / "lamplight.zip"
    path.write_bytes(made.getvalue())
    return path


def sign_in(page: Any, shelf: Served) -> None:
    """Sign in with a mailed code, which the terminal shows here."""
    page.goto(shelf.address)
    choose(page, "Sign in")
    tab_to(page, "E-mail address")
    page.keyboard.type("keeper@example.org")
    choose(page, "Send me a code")
    for _ in range(50):
        if shelf.codes():
            break
        time.sleep(0.1)
    tab_to(page, "Code")
    page.keyboard.type(shelf.codes()[-1])
    choose(page, "Sign in")


def eyes_of(browser: Any, visit: Any) -> Any:
    """A second window of the same visit, for axe: it needs scripts to look."""
    return browser.new_context(viewport=PHONE, storage_state=visit).new_page()


def recorded(shelf: Served) -> dict[str, Any]:
    path = shelf.folder.parent / "records.json"
    shelf.inside(f"{_RECORDS}open({str(path)!r}, 'w').write(json.dumps(told))\n")
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def test_a_dead_site_is_public_after_a_drop_and_some_keys(
    browser: Any, shelf: Served, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    wrong: list[Any] = []
    sign_in(page, shelf)
    eyes = eyes_of(browser, context.storage_state())

    def look() -> str:
        eyes.goto(page.url)
        wrong.extend(faults(eyes, PHONE["width"]))
        return str(page.locator("main").inner_text())

    choose(page, "Desk")
    look()
    choose(page, "Bring stories in")
    look()
    tab_to(page, "What you call it")
    page.keyboard.type("The Lamplight Shelf")
    tab_to(page, "Files")
    # The chooser itself belongs to the system: what it hands over is put in.
    page.locator(":focus").set_input_files(packed(tmp_path))
    choose(page, "Send")
    look()
    choose(page, "Rehearse")
    wait_for(page, "nothing was added")
    look()
    choose(page, "Read the report")
    report = look()
    page.go_back()
    choose(page, "Add these stories")
    wait_for(page, "The stories are in")
    added = look()
    place = page.url
    asked = page.request.get(f"{place}report.json").json()["questions"]
    choose(page, "Desk")
    choose(page, "Questions of imports")
    queue = look()
    groups = page.get_by_role("link", name="ask the same").count()
    choose(page, "Bring stories in")
    choose(page, "The Lamplight Shelf")
    choose(page, "all, adult stories behind the gate")
    preview = page.locator("main").inner_text()
    eyes.goto(place)
    eyes.get_by_role("button", name="all, adult stories behind the gate").click()
    wrong.extend(faults(eyes, PHONE["width"]))
    tab_to(page, "Why")
    page.keyboard.type("The site was open before it died")
    choose(page, "Yes, as one step")
    done = look()
    context.close()
    eyes.context.close()
    read = visit(browser, shelf, wrong)
    found = recorded(shelf)
    assert wrong == []
    assert "They agree" in report
    assert (
        "120 stories were added. Of comments, authors, series and the like 865" in added
    )
    assert "nothing is open" in queue
    assert "114 stories change" in preview
    assert "6 stories stay as they are" in preview
    assert "114 stories changed." in done
    assert "It was Wiggins who noticed the third teacup first" in read
    # Six waited for a yes at their source: they wait here, too.
    assert found["standing"] == [
        ["shown", "all", 114],
        ["unreviewed", "members", 6],
    ]
    assert 20 * len(asked) < found["works"] == 120
    assert (len(asked), groups, found["waiting"]) == (0, 0, 0)
    assert 0 < found["minutes"] < 10
    assert found["why"] == "The site was open before it died"


def visit(browser: Any, shelf: Served, wrong: list[Any]) -> str:
    """Find a story as somebody without an account, by keyboard; return its page."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(shelf.address)
    for _ in range(40):  # the index follows by itself
        page.goto(shelf.address)
        tab_to(page, "Words, or an old address")
        page.keyboard.type("Wiggins say")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if page.get_by_role("link", name=STORY).count():
            break
        time.sleep(0.5)
    eyes = eyes_of(browser, context.storage_state())
    eyes.goto(page.url)
    wrong.extend(faults(eyes, PHONE["width"]))
    choose(page, STORY)
    eyes.goto(page.url)
    wrong.extend(faults(eyes, PHONE["width"]))
    text = str(page.locator("main").inner_text())
    context.close()
    eyes.context.close()
    return text
