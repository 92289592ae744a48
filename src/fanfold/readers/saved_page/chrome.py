"""What stands around a story on its page: menus, counters, rings, comments.

Chrome is told by where it stands (elements named for it), by what it is (lines that
are nothing but links, pictures that count) and, at the two ends of a page alone, by
what it says. Whatever would take most of a page's words with it is no chrome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from fanfold.text.lines import Kind
from fanfold.text.page import PageLine
from fanfold.vocab.patterns import late

#: Words in classes and ids, or names of elements, of what is not the story.
_AROUND = frozenset(
    [
        *("nav", "navbar", "navigation", "menu", "sidebar", "footer", "aside", "form"),
        *("comment", "comments", "commentlist", "commentthread", "reply", "replies"),
        *("ad", "ads", "advert", "adsense", "banner", "toolbar", "wm", "breadcrumb"),
        *("breadcrumbs", "pager", "pagination", "share", "sharing", "webring", "ring"),
        *("counter", "guestbook", "login", "search", "popup", "cookie", "related"),
    ]
)
_WORD = late(r"[a-z]+")

#: Beginnings of lines at the end of a page that belong to the page, not the story.
_AFTER = late(
    r"""(?x)
    (?: you(?:\ are|'re|’re|r)\ .{0,50}?\b(?:visitor|number|guest|caller|no\.)
      | (?:this\ |the\ )?(?:page|site|website|story)\ (?:has\ been|was|is|last)\b
      | (?:page\ |site\ )?last\ (?:updated?|modified|revised|changed)
      | (?:all\ )?(?:content\ |page\ |site\ )?(?:copyright|©|\(c\))
      | hosted\ (?:by|on|at) | powered\ by | best\ viewed | (?:site\ )?design(?:ed)?\ by
      | (?:page\ |site\ )?(?:created|maintained|made)\ (?:by|with|using)
      | web(?:master|mistress) | mail\ the\ | e-?mail\ (?:me|us|the)\b
      | (?:sign|view|read)\ (?:my|the|our)\ guest
      | (?:submit|post|leave|add|read)\ (?:a\ |an\ |the\ )?(?:new\ )?(?:review|comment)
      | review\ this | your\ review | please\ (?:review|post\ a\ comment|drop\ by)
      | the\ author\ would\ like\ to\ thank\ you\ for\ your\ continued
      | \(?\d+\ (?:comments?|reviews?|hits|visitors)\b | comments?\ ?\(\d
      | share\ \| | link\ \| | flag\ \| | current\ (?:mood|music|location)\b
      | (?:mood|music|tags)\s?: | previous\b.{0,9}\bnext | file\ archived\ on
      | (?:this\ )?.{0,60}\bweb ?ring\b | \[?\s?(?:prev|next)\b.{0,40}\bring\b
      | visitors?\ since | hits\ since | stand:\ | letzte\ (?:änderung|aktualisierung)
      | zuletzt\ geändert | dernière\ mise | última\ actualización
    )"""
)
#: Lines at the top of a page that are a site's own.
_BEFORE = late(
    r"(?x)(?: user ?name | password | log ?in\b | sign\ in\b | search\b | create\ an )"
)
#: Where the talk under a story begins.
_TALK = late(
    r"(?x)\(? (?: (?:leave|post|add)\ a\ (?:new\ )?comment | post\ comment"
    r" | (?:reader\ )?(?:comments|reviews)\s? (?: :|$|\(\d) | \d+\ comments\b )"
)
#: Their first signs, for most lines begin with none of them.
_TALK_BEGINS = frozenset("(lpacrLPACR0123456789")
#: More than any of these is long.
_TALK_LENGTH = 80
_COUNTER = late(r"(?:counter|hitcount|webhits|/count|stats?\.(?:cgi|pl|php|gif))")


def without_chrome(lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines of the story with its header; the order stays."""
    named = _regions_around(lines)
    telling = _telling_rows(lines)
    solid = [
        each
        for each in lines
        if _is_ordinary(each, named) or not _is_around(each, named, telling)
    ]
    return _trimmed(before_talk(solid))


def _weight(lines: Iterable[PageLine]) -> int:
    return sum([len(each.line.text) for each in lines])


def _regions_around(lines: Sequence[PageLine]) -> frozenset[str]:
    """Return the classes, ids and elements that name chrome and hold little text."""
    told = {
        token
        for token in frozenset().union(*{each.region for each in lines})
        if not _AROUND.isdisjoint(_WORD.findall(token.lower()))
    }
    if not told:
        return frozenset()
    weights: Counter[str] = Counter()
    for each in lines:
        for token in told & each.region:
            weights[token] += len(each.line.text)
    limit = _weight(lines) / 2
    return frozenset(token for token in told if weights[token] <= limit)


def _telling_rows(lines: Sequence[PageLine]) -> frozenset[tuple[int, int]]:
    """Return the rows of tables that have a cell with more than links."""
    return frozenset(
        each.row[:2]
        for each in lines
        if each.row and each.line.kind is Kind.CELL and not each.navigation
    )


def _is_ordinary(each: PageLine, named: frozenset[str]) -> bool:
    """Tell of most lines, in a third of the time, that they are not around a story."""
    runs = each.runs
    return not (
        each.navigation
        or (named and each.region)
        or len(runs) > 1
        or (runs and runs[0].picture)
    )


def _is_around(
    each: PageLine, named: frozenset[str], telling: frozenset[tuple[int, int]]
) -> bool:
    if each.region and not named.isdisjoint(each.region):
        return True
    for run in each.runs:
        if run.picture and _COUNTER.search(run.picture[0].lower()):
            return len(each.line.text) < 120
    if not each.navigation or each.line.kind is Kind.HEADING:
        return False
    if each.row is not None and each.line.kind is Kind.CELL:
        return each.row[:2] not in telling
    return not (each.path and each.path[-1][0] == "dd")


def before_talk(lines: Sequence[PageLine]) -> Sequence[PageLine]:
    """Return the lines up to the comments or reviews under the story."""
    enough, seen = _weight(lines) / 3, 0
    for place, each in enumerate(lines):
        text = each.line.text
        begins = text[:1] in _TALK_BEGINS and seen > enough
        if begins and _TALK.match(text[:_TALK_LENGTH].lower()):
            return lines[:place]
        seen += len(text)
    return lines


def _trimmed(lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines without what only the ends of a page have."""
    first, last = 0, len(lines)
    while last > first and _is_after(lines[last - 1]):
        last -= 1
    while first < last and _is_before(lines[first]):
        first += 1
    return list(lines[first:last])


def _is_after(each: PageLine) -> bool:
    text = each.line.text.lower().lstrip("[(<*~-–— ")
    return not text or (len(text) < 200 and _AFTER.match(text) is not None)


def _is_before(each: PageLine) -> bool:
    text = each.line.text.lower().lstrip("[(<*~- ")
    return not text or (len(text) < 80 and _BEFORE.match(text) is not None)
