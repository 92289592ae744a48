"""Signing in and what a reader owns, in Chromium without JavaScript, as each role."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.fitness import Fault, faults_of
from tests.e2e.serving import Served
from tests.e2e.sizes import DESK, PHONE

ROLES = ("member", "author", "archivist", "moderator", "admin")
#: Title → stage, audience: who may open it is asked below.
STORIES = {
    "Tide for Members": ("shown", "members"),
    "Tide in Hiding": ("hidden", "all"),
    "Tide not Looked at": ("unreviewed", "all"),
    "Tide in the Drawer": ("draft", "all"),
}
MAY_OPEN = {
    "": set(),
    "member": {"Tide for Members"},
    "author": {"Tide for Members", "Tide in Hiding", "Tide in the Drawer"},
    "archivist": {"Tide for Members", "Tide not Looked at"},
    "moderator": {"Tide for Members", "Tide in Hiding", "Tide not Looked at"},
    "admin": {"Tide for Members", "Tide in Hiding", "Tide not Looked at"},
}


@pytest.fixture(scope="module")
def peopled(
    served: Served, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Served, dict[str, str]]:
    """The archive with an account of each role, and the addresses of four stories."""
    for role in ROLES:
        stored = "member" if role == "author" else role
        address = ["--address", f"{role}@example.org", "--role", stored]
        served.fanfold("account", "add", f"{role}-1", *address)
    tides = tmp_path_factory.mktemp("tides")
    for title in STORIES:
        text = f"Title: {title}\nAuthor: Heron Vale\nRating: G\n\n{title} came in.\n"
        (tides / f"{title}.txt").write_text(text, encoding="utf-8")
    options = ["--commit", "--yes", "--by", "archivist-1"]
    served.fanfold("import", tides, *options)
    listed = Path(tides) / "ids.txt"
    served.inside(
        "from fanfold.archive.models import Account, Creator, Work\n"
        f"for title, (stage, audience) in {STORIES!r}.items():\n"
        "    rows = Work.objects.filter(title=title)\n"
        "    rows.update(stage=stage, audience=audience)\n"
        "    assert rows.get().plan.by == 'archivist-1'\n"
        "    public = rows.get().public\n"
        f"    print(title, public, sep='|', file=open({str(listed)!r}, 'a'))\n"
        "author = Account.objects.get(username='author-1')\n"
        "Creator.objects.filter(pseuds__name='Heron Vale').update(account=author)\n"
    )
    lines = listed.read_text(encoding="utf-8").splitlines()
    return served, dict(line.split("|") for line in lines)


def new_page(browser: Any, **options: Any) -> Any:
    return browser.new_context(
        **{"java_script_enabled": False, "viewport": PHONE, **options}
    ).new_page()


def ask_for_code(page: Any, served: Served, address: str) -> str:
    """Ask for a code and return it, or an empty text where none was printed."""
    before = len(served.codes())
    page.goto(f"{served.address}/sign-in/")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    for _ in range(20):
        if len(served.codes()) > before:
            return served.codes()[-1]
        time.sleep(0.1)
    return ""


def sign_in(page: Any, served: Served, role: str) -> None:
    code = ask_for_code(page, served, f"{role}@example.org")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_role("link", name="My account").count()


def test_a_code_signs_in_and_out(
    browser: Any, peopled: tuple[Served, dict[str, str]]
) -> None:
    served, _stories = peopled
    page = new_page(browser)

    sign_in(page, served, "member")
    page.get_by_role("link", name="My account").click()
    assert page.locator("h1").inner_text() == "member-1"
    assert "example.org" not in page.content()
    page.get_by_role("button", name="Sign out (member-1)").click()

    assert page.get_by_role("link", name="My account").count() == 0
    page.context.close()


def test_wrong_codes_unknown_addresses_and_old_codes_do_not(
    browser: Any, peopled: tuple[Served, dict[str, str]]
) -> None:
    served, _stories = peopled
    page = new_page(browser)

    code = ask_for_code(page, served, "author@example.org")
    page.get_by_label("Code").fill("BBBB-BBBB")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_role("alert").inner_text().startswith("This is not the code")
    page.get_by_role("button", name="Another address").click()

    assert ask_for_code(page, served, "nobody@example.org") == ""
    assert page.locator("h1").inner_text() == "Your code"
    page.get_by_role("button", name="Another address").click()

    code = ask_for_code(page, served, "author@example.org")
    served.inside(
        "from importlib import import_module\n"
        "from django.conf import settings\n"
        "from django.contrib.sessions.models import Session\n"
        "visits = import_module(settings.SESSION_ENGINE).SessionStore\n"
        "for row in Session.objects.all():\n"
        "    visit = visits(row.session_key)\n"
        "    told = visit.load()\n"
        "    login = told.get('account_login', {}).get('state', {})\n"
        "    stage = login.get('stages', {}).get('login_by_code', {})\n"
        "    data = stage.get('data', {})\n"
        "    if 'at' in data:\n"
        "        data['at'] -= 15 * 60 + 1\n"
        "        visit.update(told)\n"
        "        visit.save()\n"
    )
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.locator("h1").inner_text() == "Sign in"
    assert page.get_by_role("link", name="My account").count() == 0
    page.context.close()


def test_registration_is_closed(browser: Any, served: Served) -> None:
    page = new_page(browser)

    page.goto(f"{served.address}/sign-in/")
    assert page.get_by_role("link", name="Register").count() == 0
    page.goto(f"{served.address}/register/")

    assert page.locator("h1").inner_text() == "Registration is closed"
    assert page.locator("main input").count() == 0
    page.context.close()


@pytest.mark.parametrize("role", ["", *ROLES])
def test_each_role_opens_what_it_may(
    browser: Any, peopled: tuple[Served, dict[str, str]], role: str
) -> None:
    served, stories = peopled
    page = new_page(browser)
    if role:
        sign_in(page, served, role)

    opened = set()
    for title, public in stories.items():
        page.goto(f"{served.address}/works/{public}/")
        if page.locator("h1").inner_text() == title:
            opened.add(title)
        else:
            assert title not in page.content()
    assert opened == MAY_OPEN[role]
    page.goto(f"{served.address}/accounts/")
    heading = page.locator("h1").inner_text()
    assert heading == (
        "Accounts" if role == "admin" else "Nothing here" if role else "Sign in"
    )
    page.context.close()


def test_the_adult_setting_stays(
    browser: Any, peopled: tuple[Served, dict[str, str]]
) -> None:
    served, _stories = peopled
    page = new_page(browser)
    sign_in(page, served, "moderator")
    hidden = "Adult and unrated stories are not in these lists"
    page.goto(f"{served.address}/works/")
    assert hidden in page.content()

    page.get_by_role("link", name="Show them always").click()
    page.get_by_role("button", name="I am an adult").click()
    page.get_by_role("button", name="Sign out everywhere").click()
    sign_in(page, served, "moderator")

    page.goto(f"{served.address}/works/")
    assert hidden not in page.content()
    page.goto(f"{served.address}/account/")
    page.get_by_role("button", name="Do not show them").click()
    page.goto(f"{served.address}/works/")
    assert hidden in page.content()
    page.context.close()


def test_history_is_kept_when_wished_and_forgotten_when_wished(
    browser: Any, peopled: tuple[Served, dict[str, str]]
) -> None:
    served, stories = peopled
    page = new_page(browser)
    sign_in(page, served, "archivist")
    story = f"{served.address}/works/{stories['Tide for Members']}/"
    page.goto(story)
    page.goto(f"{served.address}/history/")
    assert "Tide for Members" not in page.content()

    page.get_by_role("button", name="Keep a list").click()
    page.goto(story)
    page.goto(f"{served.address}/history/")
    assert "Tide for Members" in page.content()
    page.get_by_role("button", name="Forget Tide for Members").click()
    assert "Tide for Members" not in page.content()

    page.goto(story)
    page.goto(f"{served.address}/history/")
    page.get_by_role("button", name="Forget all of it").click()
    assert "Tide for Members" not in page.content()
    page.goto(story)
    page.goto(f"{served.address}/account/")
    page.get_by_role("button", name="Stop, and forget all of it").click()
    page.goto(f"{served.address}/history/")
    assert "Tide for Members" not in page.content()
    page.context.close()


def test_bookmarks_and_for_later_are_kept_shown_and_let_go(
    browser: Any, peopled: tuple[Served, dict[str, str]]
) -> None:
    served, stories = peopled
    page, other = new_page(browser), new_page(browser)
    sign_in(page, served, "admin")
    story = f"{served.address}/works/{stories['Tide for Members']}/"

    page.goto(story)
    page.get_by_role("button", name="For later").click()
    page.get_by_role("link", name="Bookmark").click()
    page.get_by_label("Note", exact=True).fill("Read again in winter.")
    page.get_by_label("Tags of your own").fill("winter, sea")
    page.get_by_role("button", name="Keep").click()
    page.goto(f"{served.address}/bookmarks/")
    assert "only you see it" in page.content()
    page.get_by_role("link", name="winter 1").click()
    assert "Read again in winter." in page.content()
    page.get_by_role("link", name="Change Tide for Members").click()
    page.get_by_label("Others may see it").check()
    page.get_by_role("button", name="Keep").click()
    page.goto(f"{served.address}/bookmarks/")
    page.get_by_role("link", name="What others see of them").click()
    assert "Tide for Members" in page.content()

    other.goto(page.url)
    assert other.locator("h1").inner_text() == "Nothing here"
    sign_in(other, served, "member")
    other.goto(page.url)
    assert "Tide for Members" in other.content()

    page.goto(f"{served.address}/later/")
    page.get_by_role("button", name="Off the list Tide for Members").click()
    assert "Tide for Members" not in page.content()
    page.goto(f"{served.address}/bookmarks/")
    page.get_by_role("button", name="Remove Tide for Members").click()
    assert "Tide for Members" not in page.content()
    page.context.close()
    other.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_own_pages_pass_axe_and_fit(
    browser: Any,
    peopled: tuple[Served, dict[str, str]],
    scheme: str,
    size: dict[str, int],
) -> None:
    served, stories = peopled
    # A visit of its own for each, made by hand: codes are limited to three a minute.
    key = served.folder.parent / "visit.txt"
    served.inside(
        "from importlib import import_module\n"
        "from django.conf import settings\n"
        "from fanfold.archive.actions.bookmark_work import bookmark_work\n"
        "from fanfold.archive.actions.keep_for_later import keep_for_later\n"
        "from fanfold.archive.models import Account\n"
        "from fanfold.archive.reader import Reader\n"
        "account = Account.objects.get(username='admin-1')\n"
        "reader = Reader(account=account.pk)\n"
        f"work = {stories['Tide for Members']!r}\n"
        "bookmark_work(work, reader=reader, note='cold', tags=('sea',))\n"
        "keep_for_later(work, reader=reader)\n"
        "visit = import_module(settings.SESSION_ENGINE).SessionStore()\n"
        "visit['_auth_user_id'] = str(account.pk)\n"
        "visit['_auth_user_backend'] = settings.AUTHENTICATION_BACKENDS[0]\n"
        "visit['_auth_user_hash'] = account.get_session_auth_hash()\n"
        "visit.create()\n"
        f"open({str(key)!r}, 'w').write(visit.session_key)\n"
    )
    context = browser.new_context(viewport=size, color_scheme=scheme)
    cookie = {"name": "sessionid", "value": key.read_text(), "url": served.address}
    context.add_cookies([cookie])
    page = context.new_page()
    work = f"/works/{stories['Tide for Members']}/"
    faults: list[Fault] = []

    for address in (
        *("/account/", "/bookmarks/", "/later/", "/history/", "/accounts/"),
        *("/account/close/", "/second-step/", "/second-step/app/"),
        *(work, f"{work}bookmark/"),
    ):
        page.goto(served.address + address)
        assert page.get_by_role("link", name="My account").count()
        faults += faults_of(page, address, size["width"])

    context.close()
    assert faults == []
