"""Entries of LiveJournal, Dreamwidth and their kin, in any style of any year.

Who wrote and when stand around the entry (text/journal.py knows the words); what the
author says inside of it counts for more. Comments and moods are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from fanfold.model.evidence import Standing
from fanfold.readers.saved_page.chrome import without_chrome
from fanfold.readers.saved_page.laid import (
    Laid,
    Said,
    Site,
    Tokens,
    gap,
    heading,
    is_in,
    labelled,
)
from fanfold.text import journal
from fanfold.text.label_lines import pairs_of
from fanfold.text.lines import Kind
from fanfold.text.page import Page, PageLine
from fanfold.text.parts import same_title
from fanfold.vocab.patterns import late

HEAD = 40
#: Elements that hold the entry's text alone, the surest first.
_BODIES = (
    (
        ".entry-content",
        ".b-singlepost-body",
        ".entry_text",
        ".asset-body",
        ".entrytext",
    ),
    (".subcontent", ".entry-body", ".post-body", ".entrybody", ".entry_body", "#entry"),
    (".entry", ".post", ".content", "article"),
)
_SUBJECTS = (
    *(".subject", ".entry-title", ".b-singlepost-title", ".caption", ".entryTitle"),
    *(".asset-name", ".entry_title", ".entry-header", ".entryheader", ".post-title"),
)
_POSTERS = (
    *(".poster", ".entry-poster", ".user", ".username", ".b-singlepost-author"),
    *(".b-singlepost-author-userhead", ".journal-author", ".posted-by"),
)
_TALK = (
    "#comments",
    ".comments",
    ".comment",
    "#Comments",
    ".comment-thread",
    ".comment-wrapper",
)
_SITES = late(
    r"(?i)\b(?:livejournal|dreamwidth(?: studios)?|insanejournal|journalfen|deadjournal"
    r"|greatestjournal|scribbld|inksome)\b"
)
_HOSTED = late(
    r"(?i)https?://(?:(?P<host>[a-z0-9][\w-]{0,24})\.(?:livejournal|dreamwidth|insanejournal)\.\w+/"
    r"|(?:www\.)?\w+journal\.\w+/(?:users|~)/?(?P<user>[\w-]{1,25})/)"
)
_JOURNAL_TITLE = late(rf"^({journal.USER})\s*:\s+(\S.*)$")
_SITE_TITLE = late(r"\s+(?:[-|—–:]|\|)\s+")
#: In the talk above a story: "Rated R, 300 words".
_RATED = late(r"\b[Rr]ated:?\s+(NC-?17|PG-?13|PG|R|G)(?![\w-])")
_COMMUNITIES = {"community", "communities", "www", "syndicated", "users"}


_FRAME = frozenset({".entry-poster", ".b-singlepost", ".entry-wrapper", ".lj-nav"})


def _known(page: Page, lines: Sequence[PageLine], tokens: Tokens) -> bool:
    if not _FRAME.isdisjoint(tokens):
        return True
    head = list(islice((each.line.text for each in lines if each.line.text), HEAD))
    if any(map(journal.user_of, head)) and any(map(journal.when, head)):
        return True
    sited = _SITES.search(page.title) or _SITES.search(
        page.meta.get("og:site_name", "")
    )
    owned = _JOURNAL_TITLE.match(page.title) is not None
    if not (sited or owned):
        return False
    tail = [each.line.text for each in lines[-HEAD:]]
    ends = [*head, *tail]
    dated = any(map(journal.when, ends[:HEAD]))
    mooded = any(map(journal.is_current, ends)) or any(map(journal.is_talk, ends))
    if sited:
        return dated or mooded
    named = any(map(_SITES.search, [*head[:6], *tail[-8:]]))
    return (named and (dated or mooded)) or (dated and mooded)


def _laid(page: Page, lines: Sequence[PageLine]) -> Laid:
    entry = [each for each in lines if not is_in(each, *_TALK)] or list(lines)
    said = [*_frame(page, entry)]
    body = list(_entry(entry))
    subject = _subject(page, entry, said)
    rated = next(
        (found for each in body[:8] if (found := _RATED.search(each.line.text))), None
    )
    if rated is not None:
        said.append(Said("rating", rated[1], body[0], "Rated", Standing.GUESSED))
    title = ""
    if subject is not None:
        told = journal.said_in(subject[0])
        title = next((value for name, value in told if name == "title"), "")
        said += [
            Said(name, value, subject[1], "Subject", Standing.GUESSED)
            for name, value in told
        ]
    return Laid(
        "journal",
        tuple(said),
        tuple(_headed(body, title, subject[0] if subject else "")),
        whole=True,
    )


def _frame(page: Page, lines: Sequence[PageLine]) -> Iterator[Said]:
    head = list(islice((each for each in lines if each.line.text), HEAD))
    if not head:
        return
    author = _author(page, head)
    if author is not None:
        yield Said("author", *author, "", Standing.GUESSED, values=(author[0],))
    dated = next(
        ((date, each) for each in head if (date := journal.when(each.line.text))), None
    )
    if dated is not None:
        yield Said("date", dated[0], dated[1], "", Standing.GUESSED)


def _author(page: Page, head: Sequence[PageLine]) -> tuple[str, PageLine] | None:
    for each in head:
        user = journal.user_of(each.line.text)
        if user:
            return user, each
    for each in head:
        if is_in(each, *_POSTERS):
            user = _name_in(each)
            if user:
                return user, each
    titled = _JOURNAL_TITLE.match(page.title)
    hosts = [found for found in map(_HOSTED.match, _addresses(page)) if found]
    users = [found["host"] or found["user"] for found in hosts]
    for each in head:
        text = each.line.text.strip()
        if re.fullmatch(journal.USER, text) and (
            (titled and text == titled[1])
            or text.replace("_", "-") in users
            or ("_" in text or text.islower())
        ):
            return text, each
    if titled and not any(_is_community(each) for each in head):
        return titled[1], head[0]
    owner = next((user for user in users if user and user not in _COMMUNITIES), None)
    return (owner, head[0]) if owner else None


def _is_community(each: PageLine) -> bool:
    return "community" in each.line.text.lower()[:60]


def _addresses(page: Page) -> list[str]:
    from fanfold.readers.saved_page.origin import addresses_of

    return [*addresses_of(page)]


def _name_in(each: PageLine) -> str | None:
    for run in each.runs:
        name = run.text.strip(" ()[],:")
        if "name" in run.marks and re.fullmatch(journal.USER, name):
            return name
    text = each.line.text.strip(" ()[],:")
    return text if re.fullmatch(journal.USER, text) else None


def _entry(lines: Sequence[PageLine]) -> Iterator[PageLine]:
    """Yield the entry's lines: those of its element, or what is left without frame."""
    weight = sum(len(each.line.text) for each in lines)
    for tokens in _BODIES:
        part = [each for each in lines if is_in(each, *tokens)]
        if sum(len(each.line.text) for each in part) * 2 > weight:
            inner = _between(lines, part)
            yield from _bare(inner)
            return
    yield from _bare(_unframed(without_chrome(lines)))


def _between(lines: Sequence[PageLine], part: Sequence[PageLine]) -> list[PageLine]:
    """Return the part with the gaps that lie in it."""
    wanted = set(map(id, part))
    places = [at for at, each in enumerate(lines) if id(each) in wanted]
    return [
        each
        for each in lines[places[0] : places[-1] + 1]
        if id(each) in wanted or each.line.kind is Kind.BLANK
    ]


def _unframed(lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines below by-line and date, where those are not told by elements."""
    last = -1
    for at, each in enumerate(islice(lines, HEAD)):
        text = each.line.text
        if journal.user_of(text) or journal.when(text) or journal.is_current(text):
            last = at
        elif len(text) > 160:
            break
    return list(lines[last + 1 :])


def _bare(lines: Sequence[PageLine]) -> Iterator[PageLine]:
    """Yield the lines without moods, tags, folds and pictures of users."""
    seen, whole = 0, sum(len(each.line.text) for each in lines)
    for each in lines:
        text = each.line.text.strip()
        if seen * 3 > whole and journal.is_talk(text):
            return
        seen += len(text)
        framed = seen * 8 < whole or seen * 8 > whole * 7
        if is_in(each, *_SUBJECTS, *_POSTERS) or (
            each.navigation and journal.is_cut(text)
        ):
            continue
        if framed and (
            journal.is_current(text) or journal.when(text) or journal.user_of(text)
        ):
            continue
        yield each


def _subject(
    page: Page, lines: Sequence[PageLine], said: Sequence[Said]
) -> tuple[str, PageLine] | None:
    head = list(islice((each for each in lines if each.line.text), HEAD))
    if not head:
        return None
    users = {one.value.lower() for one in said if one.name == "author"}
    for each in head:
        if is_in(each, *_SUBJECTS) and _is_subject(each, users):
            return each.line.text.strip(), each
    for each in head:
        if each.line.kind is Kind.HEADING and _is_subject(each, users):
            return each.line.text.strip(), each
    titled = _JOURNAL_TITLE.match(page.title)
    if titled:
        return titled[2], head[0]
    parts = _SITE_TITLE.split(page.title)
    first = parts[0].strip()
    own = first and first.lower() not in users and not _SITES.fullmatch(first)
    return (first, head[0]) if own and len(parts) > 1 else None


def _is_subject(each: PageLine, users: set[str]) -> bool:
    text = each.line.text.strip()
    return (
        len(text) > 1
        and text.lower() not in users
        and journal.when(text) is None
        and not re.fullmatch(r"[a-z0-9]\w*_\w*", text)
        and not _SITES.fullmatch(text)
    )


def _headed(lines: Sequence[PageLine], title: str, subject: str) -> Iterator[PageLine]:
    """Yield the lines; talk above the title where it is said again becomes notes."""
    solid = [at for at, each in enumerate(lines) if each.line.text]
    again = next(
        (at for at in solid[:14] if title and same_title(lines[at].line.text, title)),
        None,
    )
    if again is None or any(_is_labelled(each) for each in lines[: again + 1]):
        yield from lines
        return
    talk = [
        each for each in lines[:again] if each.line.text.strip() not in {"", subject}
    ]
    yield heading(lines[again].line.text, lines[again])
    for each in talk:
        yield labelled("Notes", each.line.text, each)
    yield gap(lines[again])
    yield from lines[again + 1 :]


def _is_labelled(each: PageLine) -> bool:
    return any(pair.field and not pair.weak for pair in pairs_of(each.line))


SITE = Site("journal", _known, _laid)
