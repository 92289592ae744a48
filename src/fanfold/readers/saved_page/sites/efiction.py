"""Pages of eFiction: a chapter, a story's index, the printable page of all chapters.

The default skin's ids and classes, and the words of its labels, which skins keep when
they move everything else. Rating and warnings are not on the printable page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from fanfold.model.evidence import Standing
from fanfold.readers.saved_page.laid import (
    Laid,
    Said,
    Site,
    Tokens,
    gap,
    heading,
    is_in,
    labelled,
    link_of,
    text_of,
)
from fanfold.text.lines import Kind, Line
from fanfold.text.page import Page, PageLine
from fanfold.vocab.lists import states_nothing
from fanfold.vocab.patterns import late

_STORY = ("#story", ".chapter", "#chaptertext", ".storytext")
_NOTES = (".notes", ".noteinfo", "#notes", ".storynotes", ".chapternotes")
_FRONT = (".listbox", ".infobox", ".content", ".infoblock", "#output", "#storyinfo")
_STORY_LINK, _USER_LINK = "viewstory.php?", "viewuser.php?"

#: Labels of the index in the words of the languages it came in → field.
_FIELDS = {
    "summary": "summary",
    "rated": "rating",
    "rating": "rating",
    "categories": "categories",
    "category": "categories",
    "characters": "characters",
    "character": "characters",
    "pairing": "pairing",
    "pairings": "pairing",
    "relationships": "pairing",
    "warnings": "warnings",
    "warning": "warnings",
    "challenges": "challenge",
    "challenge": "challenge",
    "series": "series",
    "completed": "status",
    "complete": "status",
    "published": "published",
    "updated": "updated",
    "language": "language",
    "disclaimer": "disclaimer",
    "zusammenfassung": "summary",
    "altersfreigabe": "rating",
    "kategorien": "categories",
    "charaktere": "characters",
    "warnungen": "warnings",
    "abgeschlossen": "status",
    "fertiggestellt": "status",
    "veröffentlicht": "published",
    "aktualisiert": "updated",
    "résumé": "summary",
    "classé": "rating",
    "catégories": "categories",
    "personnages": "characters",
    "avertissements": "warnings",
    "terminé": "status",
    "publié": "published",
}
#: Labels that count readers or lead elsewhere.
_COUNTS = frozenset(
    (
        "chapters",
        "word count",
        "words",
        "read",
        "reads",
        "reviews",
        "hits",
        "kapitel",
        "wörter",
        "gelesen",
        "chapitres",
        "mots",
        "lu",
        "table of contents",
    )
)
#: A label that is not known begins its line: kinds of classes have the archive's names.
_OWN = late(r"^([^\W\d_][^\W\d_'’ /-]{0,24}(?: [^\W\d_]{1,14}){0,2})\s?:\s")
_BY = late(r"(?i)\s+(?:by|von|par|por|door)\s+")
_REVIEWS = late(
    r"\s*\[\s*(?:reviews?|bewertungen|critiques)\b[^\]]{0,30}\]\s*"
    r"|\s*\[?Report This\]?",
    re.I,
)
_LISTED = late(r"^(\d{1,4})\.\s+(.{1,300})$")
_NOTE_NAMES = (
    (late(r"(?i)end ?notes|schlussanmerk|notes de fin"), "end_notes"),
    (late(r"(?i)disclaimer"), "disclaimer"),
    (late(r"(?i)notes?|anmerkung|notas"), "notes"),
)


def _known(page: Page, lines: Sequence[PageLine], tokens: Tokens) -> bool:
    titled = "#pagetitle" in tokens and (
        not tokens.isdisjoint((*_STORY, *_FRONT)) or _linked(lines, _STORY_LINK)
    )
    printed = ".chaptertitle" in tokens and (
        ".chapter" in tokens or "#archivedat" in tokens
    )
    powered = "efiction" in page.meta.get("generator", "").lower()
    return titled or printed or (powered and _linked(lines, _USER_LINK))


def _linked(lines: Sequence[PageLine], part: str) -> bool:
    return any(link_of(each, part) for each in lines[:200])


def _laid(page: Page, lines: Sequence[PageLine]) -> Laid:
    first = next(
        (at for at, each in enumerate(lines) if is_in(each, *_STORY)), len(lines)
    )
    said = [*_title(page, lines), *_index(lines)]
    said += _notes(lines, before=first)
    body = tuple(_text(lines, said))
    return Laid("efiction", tuple(said), body, whole=True)


def _title(page: Page, lines: Sequence[PageLine]) -> Iterator[Said]:
    for each in lines:
        if is_in(each, "#pagetitle") and each.line.text:
            parts = _BY.split(each.line.text)
            title = link_of(each, _STORY_LINK) or parts[0]
            yield Said("title", title.strip(), each)
            author = link_of(each, _USER_LINK) or (parts[-1] if len(parts) > 1 else "")
            if author:
                author = author.strip()
                yield Said("author", author, each, values=(author,))
            return
    for each in lines[:60]:
        author = link_of(each, _USER_LINK)
        if author:
            title = link_of(each, _STORY_LINK) or _BY.split(each.line.text)[0]
            yield Said("title", title.strip(), each)
            yield Said("author", author, each, values=(author,))
            return


def _index(lines: Sequence[PageLine]) -> Iterator[Said]:
    """Yield the labelled fields of the story's box; several stand on one line."""
    name, label, like, value = "", "", None, ""
    for each in lines:
        if not is_in(each, *_FRONT) or is_in(each, *_STORY, *_NOTES, ".chaptertitle"):
            continue
        text = _REVIEWS.sub(" ", each.line.text).strip()
        if not text or _LISTED.match(text):
            continue
        found = [*_labels().finditer(f"{text} ")]
        own = _OWN.match(f"{text} ")
        if own and own[1][0].isupper() and (not found or found[0].start()):
            found.insert(0, own)
        if not found:
            if name == "summary":
                value += f"\n\n{text}"
            continue
        if found[0].start() and name == "summary":
            value += f"\n\n{text[: found[0].start()]}"
        for at, one in enumerate(found):
            if name and like is not None:
                yield from _said(name, label, value, like)
            end = found[at + 1].start() if at + 1 < len(found) else len(text)
            name, label = _field(one[1]), one[1].strip()
            like, value = each, text[one.end() : end]
    if name and like is not None:
        yield from _said(name, label, value, like)


@cache
def _labels() -> re.Pattern[str]:
    known = sorted({*_FIELDS, *_COUNTS}, key=len, reverse=True)
    return re.compile(rf"(?i)(?<![\w/])({'|'.join(map(re.escape, known))})\s?:\s")


def _field(label: str) -> str:
    lower = label.strip().lower()
    if lower in _COUNTS:
        return ""
    # Kinds of classes have names of the archive's own: "Genres", "Spoilers For".
    return _FIELDS.get(lower, "category")


def _said(name: str, label: str, value: str, like: PageLine) -> Iterator[Said]:
    value = value.strip(" \t\n|;-")
    told = name in {"summary", "warnings", "status"} or not states_nothing(value)
    if not value or not told:
        return
    if name == "category" and len(value) > 200:
        return
    if name == "categories":
        fandoms = [part.split(">")[0].strip() for part in value.split(",")]
        yield Said(
            "fandom", ", ".join(dict.fromkeys(fandoms)), like, label, Standing.GUESSED
        )
    yield Said(name, value, like, label)


def _notes(lines: Sequence[PageLine], *, before: int) -> Iterator[Said]:
    """Yield the notes above the first chapter's text."""
    for name, part in _note_groups(lines[:before]):
        yield Said(name, text_of(part), part[0], name.capitalize())


def _note_groups(lines: Sequence[PageLine]) -> Iterator[tuple[str, list[PageLine]]]:
    """Yield the notes by kind; a kind's name stands above them or on their line."""
    name, part = "notes", list[PageLine]()
    for each in lines:
        text = each.line.text.strip()
        if not text or not is_in(each, *_NOTES):
            continue
        label = _NOTE_LABEL.match(text)
        kind = _note_name(label[1]) if label else ""
        if kind and label:
            if part:
                yield name, part
            name, part = kind, []
            text = text[label.end() :].strip()
            each = each._replace(line=each.line._replace(text=text), runs=())
        if text:
            part.append(each)
    if part:
        yield name, part


_NOTE_LABEL = late(r"^([^:]{3,50}):(?:\s+|$)")


def _note_name(text: str) -> str:
    return next((name for form, name in _NOTE_NAMES if form.search(text)), "")


def _text(lines: Sequence[PageLine], said: list[Said]) -> Iterator[PageLine]:
    """Yield the chapters' headings, notes and texts."""
    number = 0
    begun = False
    below: Line | None = None
    notes: list[PageLine] = []
    for each in lines:
        if is_in(each, ".chaptertitle") and each.line.text:
            number += 1
            title = _BY.split(each.line.text)[0].strip(" .")
            title = re.sub(r"^\d{1,4}\.\s*", "", title)
            yield gap(each)
            yield heading(
                f"Chapter {number}: {title}" if title else f"Chapter {number}", each
            )
            yield gap(each)
            notes = []
        elif is_in(each, *_NOTES):
            notes.append(each)
        elif is_in(each, *_STORY):
            yield from _noted(notes, said, begun=begun, many=number > 0, below=below)
            notes, begun = [], True
            below = each.line if each.line.text else below
            yield each
        elif each.line.kind is Kind.BLANK and begun:
            yield each
    yield from _noted(notes, said, begun=True, many=number > 0, last=True, below=below)


def _noted(
    notes: list[PageLine],
    said: list[Said],
    *,
    begun: bool,
    many: bool,
    below: Line | None,
    last: bool = False,
) -> Iterator[PageLine]:
    """Yield the notes of a chapter that begins; those of the one above go to `said`.

    below: the last line of the chapter above.
    """
    if not begun and not many:
        return  # above the only chapter: the work's
    for name, part in _note_groups(notes):
        if name == "end_notes" or last:
            text = text_of(part)
            said.append(Said("end_notes", text, part[0], "End notes", below=below))
        elif begun:
            yield labelled("Notes", text_of(part), part[0])
            yield gap(part[-1])


SITE = Site("efiction", _known, _laid)
