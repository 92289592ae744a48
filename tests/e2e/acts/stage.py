"""One served archive for all scenes: its people, signed in; stories to be used up."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from tests.e2e.acts.scene import ADMIN, ARCHIVIST, MODERATOR, OTHER, READER
from tests.e2e.acts.scene import AUTHOR as AUTHOR_ROLE
from tests.e2e.serving import Served, serve
from tests.e2e.sizes import PHONE

#: Django takes any word of this form, said twice, for a form of ours.
TOKEN = "c" * 32
#: Role → (name of the account, role that is stored, pen name or "").
CAST = {
    READER: ("reader-1", "member", ""),
    AUTHOR_ROLE: ("author-1", "member", "Heron Vale"),
    OTHER: ("author-2", "member", "Marrow Reed"),
    ARCHIVIST: ("archivist-1", "archivist", ""),
    MODERATOR: ("moderator-1", "moderator", ""),
    ADMIN: ("admin-1", "admin", ""),
}
#: People who use up their account or their name: a scene takes one a play.
SPARE = 60
#: Where one of the stories, “Amber Lamp”, once stood.
OLD = "http://lanterns.example.org/amber.html"
_FIRST = (
    *("Amber", "Brass", "Copper", "Dusk", "Ember", "Frost"),
    *("Garnet", "Hazel", "Iron", "Jade", "Kelp", "Linen"),
)
_SECOND = (
    *("Lamp", "Tide", "Ferry", "Window", "Harbour", "Candle"),
    *("Bridge", "Signal", "Orchard", "Kettle", "Anchor", "Meadow"),
)
_WREN = (
    "Alder Birch Cedar Damson Elder Furze Gorse Holly Ivy Juniper Larch Maple Nettle "
    "Oak Pine Quince Rowan Sloe Thorn Umber Vetch Willow Yarrow Zinnia Aspen Bramble"
)
#: Pen name → how many stories of theirs there are, the titles in order.
_STORIES = {
    "Heron Vale": 50,
    "Marrow Reed": 8,
    **{f"Wren {name}": 1 for name in _WREN.split()},
    "Quill Amos": 56,
}


@dataclass(frozen=True, slots=True)
class Story:
    """A story that was brought in. author: public id of the pseud; creator: theirs."""

    title: str
    public: str
    by: str
    author: str
    creator: str
    chapters: tuple[str, ...]


@dataclass
class Stage:
    """The archive, and who is signed in to it.

    stories: by pen name, to be used up. read: those that nobody changes.
    """

    served: Served
    browser: Any
    keys: dict[str, str]
    stories: dict[str, list[Story]]
    read: list[Story]
    looked: set[Any] = field(default_factory=set)
    _contexts: dict[str, Any] = field(default_factory=dict)
    _eyes: Any = None
    _spent: int = 0
    _tags: int = 0

    def context(self, role: str) -> Any:
        """Return the one browser of a role: JavaScript off, a phone."""
        if role not in self._contexts:
            self._contexts[role] = self.signed_in(CAST[role][0] if role in CAST else "")
        return self._contexts[role]

    def signed_in(self, name: str) -> Any:
        """Return a browser of its own in which somebody is signed in; "": nobody."""
        options = {"java_script_enabled": False, "viewport": PHONE}
        context = self.browser.new_context(**options)
        cookies = {"csrftoken": TOKEN}
        if name:
            cookies["sessionid"] = self.keys[name]
        context.add_cookies(
            [
                {"name": name, "value": value, "url": self.served.address}
                for name, value in cookies.items()
            ]
        )
        return context

    def story(self, by: str) -> Story:
        """Return a story of somebody that no scene has had."""
        return self.stories[by].pop(0)

    def story_of_wren(self) -> Story:
        """Return the only story of somebody whom no scene has had."""
        name = next(each for each in self.stories if each.startswith("Wren "))
        return self.stories.pop(name)[0]

    def spare(self, *, pen: str = "") -> str:
        """Return the name of an account that no scene has had. pen: who it proved
        to be."""
        self._spent += 1
        name = f"spare-{self._spent - 1}"
        if pen:
            self.served.inside(_PROVEN.format(name=name, pen=pen))
        return name

    def next_word(self, form: str, act: Callable[[], None]) -> str:
        """Do something; return what the terminal shows in this form from then on."""
        before = len(self._words(form))
        act()
        for _ in range(200):
            found = self._words(form)
            if len(found) > before:
                return found[-1]
            time.sleep(0.1)
        shown = self.served.terminal.read_text("utf-8")[-800:]
        raise AssertionError(f"the terminal does not show {form}: {shown}")

    def _words(self, form: str) -> list[str]:
        return re.findall(form, self.served.terminal.read_text("utf-8"))

    def spoken(self, story: Story, words: tuple[str, ...]) -> str:
        """Let somebody comment on a story; return their name."""
        name = self.spare()
        told = _SPOKEN.format(name=name, work=story.public, words=words)
        self.served.inside(told)
        return name

    def tag(self) -> str:
        """Return the name of a character whom no scene has had."""
        self._tags += 1
        return _FIRST[-self._tags]

    def folder(self, name: str) -> Path:
        """Return a place to write a folder of this name to."""
        return self.served.folder.parent / name

    def rewritten(self, story: Story, words: str) -> None:
        """Let the first chapter of a story have a second text, not shown."""
        told = _REWRITTEN.format(chapter=story.chapters[0], words=words)
        self.served.inside(told)

    def claimed(self, story: Story) -> str:
        """Let somebody say to be a story's author; return their name."""
        name = self.spare()
        self.served.inside(_CLAIMED.format(name=name, creator=story.creator))
        return name

    def reported(self, story: Story, words: tuple[str, ...]) -> None:
        """Let a visitor report a story, once for each word."""
        told = _REPORTED.format(work=story.public, words=words)
        self.served.inside(told)

    def last_page_of_digests(self, name: str) -> str:
        """Return the address at the end of a letter of what is new to somebody."""
        told = self.served.told(_NO_NEWS.format(name=name))
        return f"/letters/news/{told}/"

    def asks_to_decide(self, name: str, other: str) -> None:
        """Let one ask to decide in another's place, long enough ago."""
        self.served.inside(_ASKED.format(name=name, other=other))

    def hide(self, story: Story, why: str) -> None:
        """Have a moderator hide a story."""
        self.served.inside(_HIDDEN.format(work=story.public, why=why))

    def forget_proof(self, name: str) -> None:
        """Let an hour go by for somebody: what needs a fresh proof asks for it."""
        self.served.inside(_LATER.format(name=name))

    def eyes(self) -> Any:
        """Return a page that runs scripts, for axe to look at what others see."""
        if self._eyes is None:
            self._eyes = self.browser.new_context(viewport=PHONE).new_page()
            self._eyes.goto(f"{self.served.address}/robots.txt")
        return self._eyes

    def close(self) -> None:
        """Close every browser."""
        for each in self._contexts.values():
            each.close()
        if self._eyes is not None:
            self._eyes.context.close()


@contextmanager
def staged(browser: Any, folder: Path) -> Iterator[Stage]:
    """Serve an archive with the examples, stories for the scenes, and people."""
    pool = _written(folder / "pool")
    settings = '\n[accounts]\nregistration = "open"\n'
    with serve(folder / "shelf", also=[pool], settings=settings) as served:
        told = served.told(
            _PEOPLE.format(cast=list(CAST.values()), spare=SPARE, old=OLD)
        )
        stories: dict[str, list[Story]] = {}
        for row in told["stories"]:
            *rest, chapters = row
            if row[2] in _STORIES:  # the examples are for reading
                stories.setdefault(row[2], []).append(Story(*rest, tuple(chapters)))
        read = [stories["Heron Vale"].pop(0) for _ in range(2)]
        stage = Stage(served, browser, told["keys"], stories, read)
        try:
            yield stage
        finally:
            stage.close()


def _written(folder: Path) -> Path:
    """Write the stories: of two chapters each, so that there is an order."""
    folder.mkdir()
    titles = (f"{one} {two}" for two, one in product(_SECOND, _FIRST))
    for name, number in _STORIES.items():
        mail = f"{name.lower().replace(' ', '.')}@example.org"
        for _ in range(number):
            title = next(titles)
            lines = [f"Title: {title}", f"Author: {name} <{mail}>"]
            lines += ["Fandom: Lanterns", f"Characters: {title.split()[0]}, The Keeper"]
            lines += [
                "Rating: G",
                "",
                "Chapter 1: Out",
                "",
                f"The {title} stood there.",
            ]
            lines += ["", "Chapter 2: Home", "", f"Nobody forgot the {title}.", ""]
            (folder / f"{title}.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder


#: Run beside the archive's rows: accounts, visits of theirs made by hand (codes are
#: limited to some a minute, and have a scene of their own), and what stories there are.
_PEOPLE = """
from importlib import import_module
from django.conf import settings
from fanfold.archive.actions.open_account import open_account
from fanfold.archive.models import Creator, KnownAddress, SourceId, Work
visits = import_module(settings.SESSION_ENGINE).SessionStore
told = {{"keys": {{}}, "stories": []}}
spare = [(f"spare-{{n}}", "member", "") for n in range({spare})]
for name, role, pen in {cast} + spare:
    mail = f"{{name}}@example.org"
    account = open_account(name, address=mail, role=role, by="stage", why="the cast")
    visit = visits()
    visit["_auth_user_id"] = str(account.pk)
    visit["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    visit["_auth_user_hash"] = account.get_session_auth_hash()
    visit.create()
    told["keys"][name] = visit.session_key
    if pen:
        Creator.objects.filter(pseuds__name=pen).update(account=account)
known = Work.objects.get(title="Amber Lamp")
SourceId.objects.create(work=known, value="efiction:stories/3", position=9)
Creator.objects.filter(pseuds__name="Heron Vale").update(source_id="efiction:authors/7")
KnownAddress.objects.create(work=known, url={old!r}, position=0)
for row in Work.objects.order_by("pk"):
    ties = row.creatorships.filter(chapter=None).select_related("pseud__creator")
    tie = ties.first()
    if tie is None:
        continue
    chapters = list(row.chapters.order_by("position").values_list("public", flat=True))
    pseud = tie.pseud
    told["stories"].append([
        row.title, row.public, pseud.name, pseud.public, pseud.creator.public, chapters
    ])
"""
#: Run beside the rows: makes what a visit remembers of its signing in an hour older.
_LATER = """
from importlib import import_module
from django.conf import settings
from django.contrib.sessions.models import Session
from fanfold.archive.models import Account
account = Account.objects.get(username={name!r})
visits = import_module(settings.SESSION_ENGINE).SessionStore
for row in Session.objects.all():
    visit = visits(row.session_key)
    told = visit.load()
    if told.get("_auth_user_id") == str(account.pk):
        for each in told.get("account_authentication_methods", []):
            each["at"] -= 3600
        visit.update(told)
        visit.save()
"""
_PROVEN = """
from fanfold.archive.models import Account, Creator
account = Account.objects.get(username={name!r})
Creator.objects.filter(pseuds__name={pen!r}).update(account=account)
"""
_SPOKEN = """
from fanfold.archive.actions.say_something import say
from fanfold.archive.models import Account, Work
account = Account.objects.get(username={name!r})
for words in {words!r}:
    say(Work.objects.get(public={work!r}), words, account=account)
"""
_HIDDEN = """
from fanfold.archive.actions.move_works import hide_works
hide_works([{work!r}], notice={why!r}, by="moderator-1")
"""
_REWRITTEN = """
from django.utils import timezone
from fanfold.archive.models import TextVersion
held = TextVersion.objects.get(chapter__public={chapter!r})
held.pk, held.number, held.current = None, 2, False
held.text, held.html = {words!r}, "<p>" + {words!r} + "</p>"
held.save()
"""
_CLAIMED = """
from fanfold.archive.actions.claim_name import claim_by_evidence
from fanfold.archive.models import Account
account = Account.objects.get(username={name!r})
evidence = "I kept the manuscript."
claim_by_evidence(account, {creator!r}, way="decision", evidence=evidence)
"""
_REPORTED = """
from fanfold.archive.actions.report_page import report_page
for words in {words!r}:
    report_page(
        page="/works/{work}/", on={work!r}, kind="other", text=words, account=None
    )
"""
_NO_NEWS = """
from fanfold.archive.models import Account
from fanfold.web import digests
told = digests._signer.sign(Account.objects.get(username={name!r}).public)
"""
_ASKED = """
from datetime import timedelta
from django.utils import timezone
from fanfold.archive.actions import succeed
from fanfold.archive.models import Account, Succession
one, two = (Account.objects.get(username=each) for each in ({name!r}, {other!r}))
row = succeed.offer("author", "Keep them.", account=one)
succeed.agree(row.public, account=two)
succeed.ask(row.public, "A notice.", account=two)
then = timezone.now() - timedelta(days=20)
Succession.objects.filter(pk=row.pk).update(asked_at=then)
"""
