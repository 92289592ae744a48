"""What a book's metadata claims about its work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.draft import DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.gathering import Place
from fanfold.model.tags import Label, Tag
from fanfold.readers.epub_book.package import Package, Said
from fanfold.text import addresses
from fanfold.text.house import escape
from fanfold.text.inline import inline, lightly
from fanfold.text.visible import visible
from fanfold.vocab.patterns import late

RULE = "epub.package/1"
#: MARC relators, as both forms of EPUB use them; others make no story.
_ROLES = {
    **dict.fromkeys(("", "aut", "author", "cre"), Role.AUTHOR),
    "trl": Role.TRANSLATOR,
    **dict.fromkeys(("ill", "art", "cov"), Role.ARTIST),
    **dict.fromkeys(("edt", "bdd", "pfr"), Role.BETA),
    **dict.fromkeys(("mdc", "col", "com"), Role.ARCHIVIST),
}
#: Programs that make books sign as contributors.
_PROGRAM = late(
    r"(?i)\b(?:calibre|fanficfare|pandoc|sigil|ebook-convert|libreoffice)\b"
)
_NO_TITLE = frozenset({"untitled", "unknown", "[no title]", "no title"})
_NO_NAME = frozenset({"unknown", "anonymous author", "various", "n/a"})
_DATE = late(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_CODE = late(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_THREE = {
    "eng": "en",
    "ger": "de",
    "deu": "de",
    "fre": "fr",
    "fra": "fr",
    "spa": "es",
    "ita": "it",
    "rus": "ru",
    "por": "pt",
    "dut": "nl",
    "nld": "nl",
    "pol": "pl",
    "swe": "sv",
    "fin": "fi",
    "jpn": "ja",
    "zho": "zh",
    "chi": "zh",
    "kor": "ko",
}
_SERIES_INDEX = late(r"(\d{1,4})(?:\.0+)?")
_FIRST_YEAR = 1900


class Told:
    """Claims of one original by field, in the order they are made."""

    def __init__(self, original: str) -> None:
        self._original = original
        self.made: dict[str, tuple[Claim[Any], ...]] = {}
        self.emails: tuple[str, ...] = ()
        self.urls: tuple[str, ...] = ()

    def add(
        self,
        field: str,
        value: object,
        place: str,
        quote: str,
        *,
        rule: str = RULE,
        standing: Standing = Standing.RECORDED,
    ) -> None:
        """Claim a value, seen at a place."""
        seen = Evidence(self._original, place, addresses.quoted(quote), rule)
        claim: Claim[Any] = Claim(value, standing, seen)
        self.made[field] = (*self.made.get(field, ()), claim)

    def found(self, text: str) -> str:
        """Return a text without addresses, which are kept apart."""
        mails = addresses.find(text)
        if not mails:
            return text
        self.emails = tuple(dict.fromkeys([*self.emails, *mails]))
        return addresses.removed(text)

    def doubt(self, field: str) -> None:
        """Make the claims of a field guesses: whatever else says it says it better."""
        self.made[field] = tuple(
            replace(claim, standing=Standing.GUESSED)
            for claim in self.made.get(field, ())
        )

    def sure_of(self, field: str) -> bool:
        """Tell whether something better than a guess is claimed of a field."""
        claims = self.made.get(field, ())
        return any(claim.standing > Standing.GUESSED for claim in claims)

    def over(self, draft: DraftWork) -> DraftWork:
        """Return a draft with these claims before its own."""
        made: dict[str, Any] = {
            field: (*claims, *getattr(draft, field))
            if self.sure_of(field)
            else (*getattr(draft, field), *claims)
            for field, claims in self.made.items()
        }
        return replace(
            draft,
            **made,
            emails=tuple(dict.fromkeys([*self.emails, *draft.emails])),
            urls=tuple(dict.fromkeys([*self.urls, *draft.urls])),
        )

    def address(self, url: str) -> None:
        """Remember where the work could be read."""
        if url.lower().startswith(("http://", "https://")) and url not in self.urls:
            self.urls = (*self.urls, url)


def claims_of(package: Package, claims: Told, *, subjects: bool = True) -> None:
    """Add what the metadata says. subjects: whether its subjects are the book's own."""
    _titles(package, claims)
    _people(package, claims)
    _texts(package, claims)
    _dates(package, claims)
    _series(package, claims)
    if subjects:
        _subjects(package, claims)
    for said in package.of("source", "identifier"):
        claims.address(said.value.removeprefix("URL:").removeprefix("url:"))


def _place(package: Package, said: Said) -> str:
    return f"{package.name} {said.name}"


def _refinement(package: Package, said: Said, name: str) -> str:
    return package.refined.get(said.given.get("id", ""), {}).get(name, "")


def _titles(package: Package, claims: Told) -> None:
    titles = list(package.of("title"))
    main = [
        each for each in titles if _refinement(package, each, "title-type") == "main"
    ]
    for said in (main or titles)[:1]:
        title = lightly(escape(visible(claims.found(said.value))))
        if title and title.lower() not in _NO_TITLE:
            claims.add("title", title, _place(package, said), said.value)


def _people(package: Package, claims: Told) -> None:
    credits: list[Credit] = []
    first: Said | None = None
    for said in package.of("creator", "contributor"):
        for credit in _credits(package, said, claims):
            if credit.role is Role.AUTHOR and credits:
                credit = Credit(credit.name, Role.CO_AUTHOR)
            if all(credit.name != each.name for each in credits):
                credits.append(credit)
                first = first or said
    if first is not None:
        quote = "; ".join(each.value for each in package.of("creator", "contributor"))
        claims.add("creators", tuple(credits), _place(package, first), quote)


def _credits(package: Package, said: Said, claims: Told) -> Iterator[Credit]:
    told = said.given.get("role") or _refinement(package, said, "role")
    role = _ROLES.get(told.lower()[:6])
    if said.name == "contributor" and not told:
        role = None
    if role is None or _PROGRAM.search(said.value):
        return
    for name in re.split(r" & |;\s", claims.found(said.value)):
        name = name.replace(addresses.REMOVED, "").strip(" ,<>()[]")
        if name and name.lower() not in _NO_NAME:
            yield Credit(visible(name), role)


def _texts(package: Package, claims: Told) -> None:
    for said in list(package.of("description"))[:1]:
        summary = inline(claims.found(said.value))
        if summary:
            claims.add("summary", summary, _place(package, said), said.value)
    for said in package.of("language"):
        code = language_code(said.value)
        if code:
            claims.add("language", code, _place(package, said), said.value)
            break
    labels = tuple(
        Label(name.capitalize(), claims.found(said.value))
        for name in ("publisher", "rights")
        for said in package.of(name)
    )
    if labels:
        claims.add("labels", labels, package.name, labels[0].value)


def language_code(value: str) -> str:
    """Return a code of BCP 47 as records have it; "" for none and for "unknown"."""
    code = value.strip().replace("_", "-")
    if not _CODE.fullmatch(code) or code.lower() in {"und", "un", "mul", "zxx"}:
        return ""
    first, dash, rest = code.partition("-")
    return f"{_THREE.get(first.lower(), first.lower())}{dash}{rest}"


def _dates(package: Package, claims: Told) -> None:
    for said in package.of("date"):
        found = date_of(said.value)
        event = said.given.get("event", "publication").lower()
        field = {"publication": "published", "modification": "updated"}.get(event)
        if found is None or field is None or field in claims.made:
            continue
        claims.add(field, found, _place(package, said), said.value)
        if field == "published":
            claims.add("date", found, _place(package, said), said.value)


def date_of(value: str) -> PartialDate | None:
    """Return the day at the start of a value; programs write a year 101 for none."""
    found = _DATE.match(value.strip())
    if found is None or int(found[1]) < _FIRST_YEAR:
        return None
    try:
        return PartialDate("-".join(filter(None, found.groups())))
    except ValueError:
        return PartialDate(found[1])


def _series(package: Package, claims: Told) -> None:
    places: list[Place] = []
    for said in package.of("belongs-to-collection"):
        if _refinement(package, said, "collection-type") == "series":
            at = _refinement(package, said, "group-position")
            places.append(Place(visible(said.value), _number(at)))
    named = package.first("calibre:series")
    if named and all(place.title != visible(named) for place in places):
        at = package.first("calibre:series_index")
        places.append(Place(visible(named), _number(at)))
    if places:
        claims.add("series", tuple(places), package.name, places[0].title)


def _number(value: str) -> int | None:
    found = _SERIES_INDEX.fullmatch(value.strip())
    return int(found[1]) if found else None


def _subjects(package: Package, claims: Told) -> None:
    said = list(package.of("subject"))
    names = dict.fromkeys(visible(claims.found(each.value)) for each in said)
    tags = tuple(Tag("Subject", name) for name in names if name)
    if tags:
        quote = "; ".join(each.value for each in said)
        claims.add("tags", tags, f"{package.name} subject", quote)
