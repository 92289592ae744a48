"""Where a saved page came from, and what it is called there."""

from __future__ import annotations

import re

from fanfold.text.page import Page
from fanfold.vocab.patterns import late

_SAVED_FROM = late(r"saved from url=\(\d{4}\)(\S{4,400})")
_WAYBACK = late(r"/web/\d{4,14}(?:[a-z]{2}_)?/(https?://[^\s\"'<>]{4,400})")
_WEB = late(r"https?://[^\s\"'<>]{4,400}")
_POSTED_AT = late(r"posted originally on .{0,80}?\bat (https?://\S{4,400}?)\.?$", re.I)

#: Titles that programs and tired authors gave: they name no story.
_NO_TITLE = late(
    r"(?x)(?: new\ page(?:\ \d+)? | untitled(?:\ .{0,20})? | (?:no\ )?title | main"
    r" | index"
    r" | home(?:\ ?page)? | document\ ?\d* | (?:my\ )?(?:fan ?)?fic(?:tion|s)?"
    r" | (?:the\ |my\ )?stor(?:y|ies) | page\ \d+ | chapter\ [\divxl]+ | welcome.{0,60}"
    r" | geschichten? | histoires? | historias? | microsoft\ word.{0,80} )"
)
_LABEL = late(r"[A-Za-z][A-Za-z -]{0,20}:\s")
_FIC = late(r"(?i)(?:^|(?<=: ))(?:fan)?fic(?:tion)?\s*[:-]\s+")
_PARTED = late(r"\s+(?:-|–|—|::|\||»|~|>)\s+")


def addresses_of(page: Page) -> tuple[str, ...]:
    """Return the addresses that the page says it had, the surest first."""
    found: list[str] = []
    for comment in page.comments:
        found += _SAVED_FROM.findall(comment)
    for rel in ("canonical", "base"):
        found.append(page.links.get(rel, ""))
    found.append(page.meta.get("og:url", ""))
    for each in page.lines[:60]:
        said = _POSTED_AT.search(each.line.text)
        if said:
            found.append(said[1])
        elif any("wm-ipp" in token for token in each.region):
            found += _WEB.findall(each.line.text)
    return tuple(dict.fromkeys(filter(None, map(_unwrapped, found))))


def _unwrapped(address: str) -> str:
    """Return the address behind an archive's copy of it; "" if it is none."""
    inner = _WAYBACK.search(address)
    if inner:
        return inner[1]
    return address if _WEB.match(address) else ""


def title_of(page: Page) -> str | None:
    """Return what the head's title calls the story, or None where it calls nothing.

    The name of the site is cut off where another line of the page shows which part of
    the title is the story's; a program's title or a header line is no title.
    """
    title = _FIC.sub("", page.title, count=1).strip()
    parts = [part.strip(" ~*\"'“”") for part in _PARTED.split(title)]
    parts = [part for part in parts if part and not _is_no_title(part)]
    if not parts or _LABEL.match(title):
        return None
    shown = [each.line.text.strip(" ~*\"'“”").lower() for each in page.lines[:40]]
    for part in parts:
        if any(text.startswith(part.lower()) for text in shown):
            return part
    return parts[0]


def _is_no_title(part: str) -> bool:
    return _NO_TITLE.fullmatch(part.lower()) is not None
