"""Fields and standings in the words that people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from fanfold.model.advice import Status
from fanfold.model.creator import BYLINE
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Claim, best
from fanfold.model.spoken import as_text
from fanfold.model.work import Chapter, Work
from fanfold.text.addresses import removed
from fanfold.text.house import escape, plain

#: Every field that a claim can be about, as a person calls it.
FIELDS: dict[str, Any] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "notes": _("Notes"),
    "end_notes": _("Notes at the end"),
    "disclaimer": _("Disclaimer"),
    "dedication": _("Dedication"),
    "spoilers_raw": _("Spoilers"),
    "creators": _("Author"),
    "recipients": _("Written for"),
    "fandoms": _("Fandom"),
    "relationships_raw": _("Pairing"),
    "characters_raw": _("Characters"),
    "warnings_raw": _("Warnings"),
    "relationships": _("Pairing, names in full"),
    "characters": _("Characters, names in full"),
    "categories": _("Category"),
    "tags": _("Tags"),
    "labels": _("Other lines of the header"),
    "rating_raw": _("Rating as stated"),
    "rating": _("Rating"),
    "distribution_raw": _("Distribution"),
    "permission": _("May be archived by"),
    "archives_named": _("Archives named"),
    "language": _("Language"),
    "status": _("Status"),
    "chapters_expected": _("Chapters announced"),
    "date": _("Date"),
    "published": _("Published"),
    "updated": _("Updated"),
    "series": _("Series"),
    "related": _("Related stories"),
    "challenges": _("Challenge"),
    "visibility": _("Who could see it there"),
    "adult_gate": _("Gate at its source"),
    "round_robin": _("Written in turns"),
    "featured": _("Featured"),
    "html": _("Text"),
}
STANDINGS: dict[str, Any] = {
    "guessed": _("guessed"),
    "labelled": _("stated in the source"),
    "recorded": _("recorded"),
    "decided": _("decided"),
}
RATINGS: dict[str, Any] = {
    "general": _("General"),
    "teen": _("Teen"),
    "mature": _("Mature"),
    "explicit": _("Explicit"),
    "unrated": _("Not rated"),
}
STATUSES: dict[str, Any] = {
    "complete": _("finished"),
    "wip": _("not finished yet"),
    "abandoned": _("abandoned"),
    "unknown": _("unknown"),
}
#: How a work stands to another: as it says itself, and as the other says.
TIES: dict[str, tuple[Any, Any]] = {
    "sequel": (_("Sequel to"), _("Goes on in")),
    "inspired-by": (_("Inspired by"), _("Inspired")),
    "translation": (_("Translation of"), _("Translated as")),
    "gift": (_("A gift with"), _("A gift with")),
    "version": (_("Another version"), _("Another version")),
}
PERMISSIONS: dict[str, Any] = {
    "anyone": _("Anyone may archive this."),
    "ask": _("Ask the author before archiving this elsewhere."),
    "named-only": _("Only the archives named may keep this."),
    "none": _("The author does not wish this to be archived elsewhere."),
    "unstated": _("Nothing is stated about archiving."),
}

#: How an archive stands with an author over a story.
PERMISSION_STATES: dict[str, Any] = {
    "unknown": _("nothing is known"),
    "presumed": _("presumed, from the author’s own words"),
    "confirmed": _("confirmed by the author"),
    "restricted": _("restricted by the author’s words"),
    "anonymised": _("the name is taken off"),
    "withdrawn": _("taken down"),
    "never": _("never to be brought in again"),
}
#: Kinds of letters, and what became of one or of all of them.
LETTERS: dict[str, Any] = {
    "opening": _("The archive is open"),
    "author": _("What shall become of your stories"),
    "answer": _("Answer to a claim"),
}
LETTER_STATES: dict[str, Any] = {
    "open": _("prepared; nobody got it"),
    "sending": _("on its way"),
    "given": _("given out as files"),
    "done": _("sent"),
    "dropped": _("laid aside"),
    "waiting": _("wait to be sent"),
    "sent": _("sent"),
    "failed": _("could not be sent"),
    "unsure": _("may have been sent; the server stopped meanwhile"),
    "unfound": _("no original holds the address any more"),
    "barred": _("asked never to be written to"),
    "bounced": _("came back"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One claim in words. steps: what was done to the text on its way."""

    value: str
    standing: str
    standing_name: Any
    place: str
    quote: str
    rule: str
    original: str
    steps: tuple[str, ...]
    by: str | None
    at: str | None


@dataclass(frozen=True, slots=True)
class ToldField:
    """One field: the claim that counts, and the others."""

    field: str
    name: Any
    chief: Told
    others: tuple[Told, ...]


#: Fields that a story's first page lists; others have a place of their own there.
_LISTED = (
    "recipients",
    "categories",
    "spoilers_raw",
    "series",
    "challenges",
    "status",
    "date",
    "published",
    "updated",
    "language",
    "labels",
    "distribution_raw",
)


def about(work: Work) -> list[tuple[Any, str]]:
    """Return (name, house HTML) of what a story's first page lists."""
    rows: list[tuple[Any, str]] = []
    helpers = ", ".join(as_text(c) for c in work.creators if c.role not in BYLINE)
    if helpers:
        rows.append((_("With"), escape(helpers)))
    rows.append((_("Words"), str(localize(work.word_count))))
    for field in _LISTED:
        value = getattr(work, field)
        if value in (None, (), Status.UNKNOWN):
            continue
        if isinstance(value, PartialDate):
            # The hour is the source's own, of a zone nobody knows.
            told = value.text[:10]
        elif field == "status":
            told = escape(str(STATUSES[value.value]))
        elif field == "language":
            told = escape(language_name(value))
        elif field in ("spoilers_raw", "distribution_raw"):
            told = value
        else:
            told = escape(as_text(value))
        rows.append((FIELDS[field], told))
    return rows


def language_name(code: str) -> str:
    """Return what a language is called in the language of the page."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def told_fields(work: Work) -> list[ToldField]:
    """Return every claimed field of a work, then the texts of its chapters.

    A chapter whose text was lost at its source claims none.
    """
    names = dict.fromkeys(entry.field for entry in work.evidence)
    fields = [_field(name, FIELDS.get(name, name), work.claims(name)) for name in names]
    texts = (_text(each) for each in work.chapters if _claims_a_text(each))
    return [*fields, *texts]


def _claims_a_text(chapter: Chapter) -> bool:
    return any(each.field == "html" for each in chapter.evidence)


def _field(field: str, name: Any, claims: tuple[Claim[object], ...]) -> ToldField:
    chief = best(claims)
    assert chief is not None  # noqa: S101 - only asked for fields with claims
    others = tuple(_told(each) for each in claims if each is not chief)
    return ToldField(field, name, _told(chief), others)


def _text(chapter: Chapter) -> ToldField:
    claims = tuple(e.claim for e in chapter.evidence if e.field == "html")
    name = chapter.title or _("Chapter %(number)s") % {"number": chapter.position}
    return _field("html", plain(str(name)), claims)


def _told(claim: Claim[object]) -> Told:
    value = plain(as_text(claim.value)) if isinstance(claim.value, str) else None
    shown = value if value is not None else as_text(claim.value)
    evidence = claim.evidence
    return Told(
        value=removed(shown)[:600],
        standing=claim.standing.word,
        standing_name=STANDINGS[claim.standing.word],
        place=removed(evidence.place),
        quote=removed(evidence.quote),
        rule=evidence.rule,
        original=evidence.original,
        steps=tuple(removed(step.note) for step in claim.steps if step.note),
        by=claim.by,
        at=claim.at,
    )
