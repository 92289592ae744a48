"""Tables by name: which are eFiction's, of which site, and what holds them together."""

from __future__ import annotations

from typing import NamedTuple

from fanfold.readers.efiction_dump.layouts import ORDERS
from fanfold.vocab.patterns import late

_TABLE = late(r"(.*)fanfiction_([a-z]+)", 2 | 16)
#: Ours with something behind the name: ``fanfiction_stories_old``.
_COPY = late(
    r".*fanfiction_([a-z]+)[^a-z].*|.*fanfiction_([a-z]+?)(?:old|bak|backup|copy)",
    2 | 16,
)
#: Members of the software that a site was bridged to.
_MEMBERS = late(r"(?:.*[_.])?(?:users?|members?|accounts?|nuke_users)", 2)
#: Columns there that hold the account's number, its name, and when it was made.
MEMBER_ID = ("user_id", "userid", "uid", "id_member", "member_id", "id")
MEMBER_NAME = (
    *("username", "user_name", "member_name", "membername", "uname", "user_login"),
    *("nickname", "login", "name"),
)
MEMBER_DATE = (
    *("user_regdate", "date_registered", "dateregistered", "regdate", "joindate"),
    *("user_join", "joined", "user_registered", "registerdate"),
)


class Place(NamedTuple):
    """One site in a dump. database: as the dump calls it; prefix: of its tables."""

    database: str
    prefix: str


class Named(NamedTuple):
    """A table of ours. base: ``stories``, ``chapters`` …"""

    place: Place
    base: str


class Keys(NamedTuple):
    """Columns by which a table's rows are asked for. key: the row's own id; groups:
    ids of what it belongs to."""

    key: str = ""
    groups: tuple[str, ...] = ()


#: Every table that is read, and how.
KEYS: dict[str, Keys] = {
    **dict.fromkeys(ORDERS, Keys()),
    "authors": Keys("uid"),
    "authorprefs": Keys("uid"),
    "categories": Keys("catid"),
    "characters": Keys("charid"),
    "classtypes": Keys("classtype_id"),
    "classes": Keys("class_id"),
    "ratings": Keys("rid"),
    "genres": Keys("gid"),
    "warnings": Keys("wid"),
    "stories": Keys("sid", ("psid",)),
    "chapters": Keys("chapid", ("sid",)),
    "coauthors": Keys("", ("sid",)),
    "series": Keys("seriesid"),
    "inseries": Keys("", ("seriesid", "sid")),
    "reviews": Keys("reviewid"),
    "challenges": Keys("chalid"),
    "news": Keys("nid"),
    "comments": Keys("cid", ("nid",)),
}
#: Known, and left in the original on purpose: settings of pages, code, counters.
ASIDE = frozenset(
    [
        *("authorfields", "authorinfo", "blocks", "codeblocks", "messages", "modules"),
        *("online", "pagelinks", "panels", "stats", "poll", "polls", "poll_votes"),
        "shoutbox",
    ]
)
#: What people wrote and the record has no place for, by table.
WRITTEN_ASIDE = {
    "authorinfo": "answers of members to questions of their profile",
    "challenges": "challenges, of which works carry the titles and nothing the words",
    "messages": "messages and pages of the site's own",
    "poll": "polls",
    "polls": "polls",
    "shoutbox": "lines of the shoutbox",
}


def written_aside(table: str) -> str:
    """Return in words what a table of ours holds that stays in the original."""
    found = _TABLE.fullmatch(table)
    return WRITTEN_ASIDE.get(found[2].lower(), "") if found is not None else ""


def named(table: str, database: str) -> Named | None:
    """Return what one of our tables is; None for any other table."""
    found = _TABLE.fullmatch(table)
    if found is None or found[2].lower() not in KEYS:
        return None
    return Named(Place(database, found[1]), found[2].lower())


def is_aside(table: str) -> bool:
    """Tell whether a table is eFiction's and holds nothing that is read."""
    found = _TABLE.fullmatch(table)
    return found is not None and found[2].lower() in ASIDE


def is_copy(table: str) -> bool:
    """Tell whether a table's name says that it is a copy of one of ours."""
    found = _COPY.fullmatch(table)
    return found is not None and (found[1] or found[2] or "").lower() in KEYS


def is_members(table: str, columns: tuple[str, ...]) -> bool:
    """Tell whether a table of other software lists people by number and name."""
    low = {each.lower() for each in columns}
    return (
        _MEMBERS.fullmatch(table) is not None
        and not low.isdisjoint(MEMBER_ID)
        and not low.isdisjoint(MEMBER_NAME)
    )
