"""Somebody of one role at a browser, who does things as people do: by what pages say.

Before a button is pressed, whoever may not press it is sent to the same address with
the same words, and must be refused; nor may the page that holds the button offer it to
them. What a page looks like is left to axe, once for each kind of page.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.urls import resolve

from tests.e2e.acts.addresses import name_of
from tests.e2e.acts.scene import EVERYBODY, VISITOR, Scene
from tests.e2e.acts.stage import Stage
from tests.e2e.sizes import PHONE

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
expect = playwright.expect

#: What a button would send, and where.
_FORM = """(b) => b.form && { address: b.form.action, method: b.form.method,
  words: [...new FormData(b.form, b)].filter(([_, v]) => typeof v === 'string') }"""
_POSTING = re.compile(r"""<form\b([^>]*\smethod="post"[^>]*)>""")
_ACTION = re.compile(r"""\saction="([^"]*)\"""")
_CONTRAST = {"runOnly": ["color-contrast"]}
_OWN_LISTS = ("/history/", "/bookmarks/", "/later/", "/barred/")
#: Forms of the frame around every page; they make no page another one.
_FRAME = {"sign-out", "set_language", "gate"}


class Player:
    """One role in one scene. faults: what was wrong on the way."""

    def __init__(
        self, stage: Stage, scene: Scene, role: str, *, judged: bool = True
    ) -> None:
        self.stage, self.scene, self.role = stage, scene, role
        self.faults: list[Any] = []
        self.came: set[str] = set()
        self._judged = judged
        self._context = stage.context(role)
        self.page = self._opened()

    def _opened(self) -> Any:
        page = self._context.new_page()
        page.on("request", self._note)
        return page

    def _note(self, request: Any) -> None:
        if request.url.startswith(self.stage.served.address):
            posts = "POST " if request.method == "POST" else ""
            self.came.add(posts + name_of(request.url))

    def somebody(self, name: str = "") -> None:
        """Go on as a person beside the cast, in a browser of their own; "": nobody."""
        self.page.close()
        self._context = self.stage.signed_in(name)
        self.page = self._opened()

    def oneself(self) -> None:
        """Go on as the role again."""
        self.page.close()
        self._context.close()
        self._context = self.stage.context(self.role)
        self.page = self._opened()

    def leave(self) -> None:
        """Close the page; the browser too where it is nobody's of the cast."""
        self.page.close()
        if self._context is not self.stage.context(self.role):
            self._context.close()

    # Getting about.

    def go(self, path: str, *, status: int = 200, plain: bool = False) -> None:
        """Open an address of the archive. plain: not looked at: it apes old pages."""
        answer = self.page.goto(urljoin(self.stage.served.address, path))
        assert answer.status == status, (path, answer.status)
        if not plain:
            self._look()

    def follow(self, words: str, *, within: str = "", exact: bool = False) -> None:
        """Follow the first link that is called so."""
        link = self._in(within).get_by_role("link", name=words, exact=exact).first
        with self.page.expect_navigation():
            link.click()
        self._look()

    def press(self, words: str, *, within: str = "", exact: bool = False) -> None:
        """Press the first button that is called so, once others were refused."""
        button = self._in(within).get_by_role("button", name=words, exact=exact).first
        form = button.evaluate(_FORM)
        if form is not None and form["method"] == "post" and self._judged:
            self._judge(form)
        with self.page.expect_navigation():
            button.click()
        self._look()

    def take(self, path: str, headers: dict[str, str] | None = None) -> bytes:
        """Get a file, as a browser saves it; headers: as an app sends besides."""
        whole = urljoin(self.page.url, path)
        answer = self._context.request.get(whole, headers=headers)
        assert answer.status == 200, (path, answer.status)
        self.came.add(name_of(answer.url))
        content: bytes = answer.body()
        return content

    def take_link(self, words: str) -> bytes:
        """Get the file behind a link."""
        link = self.page.get_by_role("link", name=words).first
        return self.take(str(link.get_attribute("href")))

    # Filling in.

    def write(self, label: str, text: str, *, within: str = "") -> None:
        """Write into the first field that is called so."""
        self._in(within).get_by_label(label).first.fill(text)

    def tick(self, label: str, *, exact: bool = False) -> None:
        """Tick a box, or one of some answers."""
        self.page.get_by_label(label, exact=exact).first.check()

    def choose(self, label: str, words: str, *, within: str = "") -> None:
        """Choose from a list by what it says, or by its word."""
        self._in(within).get_by_label(label).first.select_option(words)

    def open(self, words: str, *, within: str = "") -> None:
        """Open what is folded."""
        folded = self._in(within).locator("summary")
        folded.filter(has_text=words).first.click()

    def holding(self, *words: str, of: str = "li") -> str:
        """Return where, for `within`: the innermost part of a kind that has words."""
        return f"{of}" + "".join(f':has-text("{each}")' for each in words)

    # Seeing.

    def sees(self, *words: str) -> None:
        """The page says so."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def misses(self, *words: str) -> None:
        """The page does not say so."""
        for each in words:
            expect(self.page.locator("main")).not_to_contain_text(each)

    def words(self) -> str:
        """Return what the page says, from its beginning."""
        return " ".join(self.page.locator("main").inner_text().split())[:600]

    def waits_for(self, words: str) -> None:
        """Wait for a heading on a page that comes anew by itself."""
        heading = self.page.locator("h2", has_text=words)
        expect(heading).to_be_visible(timeout=120_000)
        self._look()

    def heading(self) -> str:
        """Return what the page is called."""
        return str(self.page.locator("h1").inner_text())

    def offers(self, words: str) -> bool:
        """Tell whether a button is called so."""
        return bool(self.page.get_by_role("button", name=words).count())

    def others_miss(self, words: str) -> None:
        """Nobody who may not play this scene finds this on the page, if on the page."""
        for role in EVERYBODY:
            if role not in self.scene.who:
                answer = self.stage.context(role).request.get(self.page.url)
                if words in answer.text():
                    self.faults.append((role, "finds", words, self.page.url))

    def _in(self, within: str) -> Any:
        return self.page.locator(within).last if within else self.page

    # Judging.

    def _judge(self, form: dict[str, Any]) -> None:
        address = str(form["address"])
        name = name_of(address)
        for role in self.scene.refused(name, self.role):
            self._must_not_find(role, address)
            self._must_not_get_past(role, address, form["words"])
        if name in self.scene.own:
            here = self._context.request.get(self.page.url)
            if here.status == 200 and address not in _offered(here.url, here.text()):
                self.faults.append(("somebody else", "changed what is at", address))

    def _must_not_find(self, role: str, address: str) -> None:
        answer = self.stage.context(role).request.get(self.page.url)
        if answer.status != 200:
            return
        offered = _offered(answer.url, answer.text())
        name = name_of(address)
        if role not in self.scene.who and not self.scene.part:
            alike = {each for each in offered if name_of(each) == name}
        else:
            alike = (
                offered & {address} if resolve(urlsplit(address).path).kwargs else set()
            )
        if alike:
            self.faults.append((role, "is offered", *sorted(alike)))

    def _must_not_get_past(self, role: str, address: str, words: list[Any]) -> None:
        kept = [(name, each) for name, each in words if name != "csrfmiddlewaretoken"]
        answer = self.stage.context(role).request.post(
            address,
            data=urlencode(kept),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": self._token(role),
            },
            max_redirects=0,
        )
        where = urlsplit(answer.headers.get("location", "")).path
        if role == VISITOR:
            right = answer.status == 302 and where == "/sign-in/"
        else:
            # What is nobody's of theirs is answered like what is gone already: with the
            # own list. That nothing was changed is looked at by whoever calls this.
            own = name_of(address) in self.scene.own and answer.status == 302
            right = answer.status in (403, 404) or (own and where in _OWN_LISTS)
        if not right:
            self.faults.append((role, "gets past", address, answer.status, where))

    def _token(self, role: str) -> str:
        kept = self.stage.context(role).cookies()
        return next(str(e["value"]) for e in kept if e["name"] == "csrftoken")

    def _look(self) -> None:
        """Let axe look at the page, by day and night, if at none of its kind yet."""
        self.page.wait_for_load_state()
        text = self.page.content()
        forms = {name_of(each) for each in _offered(self.page.url, text)} - _FRAME
        kind = (name_of(self.page.url), frozenset(forms), "<table" in text)
        if kind in self.stage.looked:
            return
        self.stage.looked.add(kind)
        eyes = self.stage.eyes()
        eyes.set_content(text)
        for scheme, options in (("light", None), ("dark", _CONTRAST)):
            eyes.emulate_media(color_scheme=scheme)
            found = axe.Axe().run(eyes, options=options).response["violations"]
            self.faults += [
                (self.page.url, scheme, each["id"], each["nodes"][0]["html"][:160])
                for each in found
            ]
        wide = eyes.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            self.faults.append((self.page.url, "wider than the screen", wide))


def _offered(url: str, text: str) -> set[str]:
    """Return the addresses that the forms of a page post to."""
    told = [_ACTION.search(each) for each in _POSTING.findall(text)]
    return {urljoin(url, unescape(each[1]) if each else "") for each in told}
