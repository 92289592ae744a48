"""The ways into a catalogue: its root, and lists of fandoms, authors, series …"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fanfold.archive.queries.gatherings import Counted
from fanfold.errors import NotFoundError
from fanfold.web.pages import letters
from fanfold.web.pages.lists import page_number
from fanfold.web.pages.opds.asking import Asked, catalogue
from fanfold.web.pages.opds.kinds import KINDS
from fanfold.web.pages.opds.pages import Place, last_changed, links, sent
from fanfold.web.pages.opds.writing import ACQUISITION, NAVIGATION, Entry, Feed, Link
from fanfold.web.settings import CONFIGURATION
from fanfold.web.templatetags.stories import bare

#: Names on a page; where there are more, they are gone through by letter.
_PAGE = 100
_NEW, _ON = "http://opds-spec.org/sort/new", "subsection"


@dataclass(frozen=True, slots=True)
class _Way:
    """What leads on. name: parts of its id; about: what stands beside its title."""

    name: tuple[str, ...]
    title: str
    link: Link
    about: str = ""


@catalogue
def root(asked: Asked) -> HttpResponse:
    """What there is to browse; a kind of which there is nothing is left out."""
    return _sent(asked, CONFIGURATION.site.name, Place(""), _first_ways(asked))


@catalogue
def names(asked: Asked, kind: str) -> HttpResponse:
    """The fandoms, authors, series or collections of the reader's lists."""
    if kind not in KINDS:
        raise NotFoundError("There is no such list here.")
    letter, title = letters.wanted(asked.request), str(KINDS[kind].title)
    found = KINDS[kind].find(letter, asked.reader)
    if not letter and (kind == "authors" or len(found) > _PAGE):
        place = Place("names", (kind,), up=asked.path())
        return _sent(asked, title, place, _by_letter(asked, kind, found))
    last = max(1, -(-len(found) // _PAGE))
    number = min(page_number(asked.request), last)
    place = Place(
        "names",
        (kind,),
        urlencode({"letter": letter}) if letter else "",
        asked.path("names", kind) if letter else asked.path(),
        number,
        last,
    )
    page = found[(number - 1) * _PAGE : number * _PAGE]
    shown = KINDS[kind].shown(page, asked.reader)
    ways = [_to_stories(asked, kind, each) for each in shown]
    return _sent(asked, f"{title} · {letter}" if letter else title, place, ways)


def _first_ways(asked: Asked) -> Iterator[_Way]:
    link = Link(_NEW, asked.path("new"), ACQUISITION)
    yield _Way(("new",), _("New stories"), link, _("newest here first"))
    for word, kind in KINDS.items():
        found = kind.many(asked.reader)
        if found:
            link = Link(_ON, asked.path("names", word), NAVIGATION)
            yield _Way((word,), str(kind.title), link, _names(found))
    link = Link(_ON, asked.path("search"), ACQUISITION)
    about = _("To be narrowed by fandom, pairing, rating, language and more.")
    yield _Way(("search",), _("All stories, by what they are"), link, about)


def _names(many: int) -> str:
    return ngettext("%(n)s name", "%(n)s names", many) % {"n": localize(many)}


def _by_letter(asked: Asked, kind: str, found: list[Counted]) -> Iterator[_Way]:
    many = Counter(letters.letter_of(each.name) for each in found)
    for letter in letters.LETTERS:
        if many[letter]:
            query = urlencode({"letter": letter})
            link = Link(_ON, asked.path("names", kind, query=query), NAVIGATION)
            yield _Way((kind, query), letter, link, _names(many[letter]))


def _to_stories(asked: Asked, kind: str, named: Counted) -> _Way:
    link = Link(_ON, asked.path("stories", kind, named.public), ACQUISITION)
    told = ngettext("%(n)s story", "%(n)s stories", named.works)
    about = told % {"n": localize(named.works)}
    return _Way((kind, named.public), bare(named.name) or _("Untitled"), link, about)


def _sent(asked: Asked, title: str, place: Place, ways: Iterable[_Way]) -> HttpResponse:
    changed = last_changed()
    feed = Feed(
        id=asked.urn(place.page, *place.args, place.query),
        title=title,
        author=CONFIGURATION.site.name,
        updated=changed,
        links=tuple(links(asked, place, NAVIGATION)),
        entries=tuple(
            Entry(
                id=asked.urn("to", *way.name),
                title=way.title,
                updated=changed,
                links=(way.link,),
                content=way.about,
            )
            for way in ways
        ),
    )
    # Names are counted by the index, which hears of a change a moment later.
    return sent(feed, NAVIGATION, asked, dated=False)
