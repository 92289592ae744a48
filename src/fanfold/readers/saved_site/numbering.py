"""What a page's name or address says of its place in a story."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl

from fanfold.readers.saved_site.addresses import as_address, split
from fanfold.vocab.patterns import late

_SITES = (
    late(r"/s/(?P<story>\d{1,10})/(?P<part>\d{1,4})(?:/|$)"),
    late(r"/works/(?P<story>\d{1,10})(?:/chapters/\d{1,10})?(?P<part>)(?:/|\?|$)"),
)
_STORY = ("sid", "storyid", "story_id", "story", "stid", "fic", "ficid", "workid")
_PART = ("chapter", "ch", "chap", "chapid", "part", "page", "chapterid")


class Script(NamedTuple):
    """A story's page made by a script or site. part: None where it is not said."""

    story: tuple[str, str]
    part: int | None
    contents: bool = False
    printable: bool = False


def scripted(name: str, address: str) -> Script | None:
    """Return which story's page an address is, or a name that keeps its query."""
    last = as_address(name.rpartition("/")[2])
    for where in (address, last):
        parts = split(where)
        for form in _SITES:
            found = form.search(parts.path) if parts.netloc else None
            if found is not None:
                host = parts.netloc.lower().removeprefix("www.")
                part = int(found["part"]) if found["part"] else None
                return Script((host, found["story"]), part)
        made = _by_query(parts.path.rpartition("/")[2].lower(), parts.query)
        if made is not None:
            return made
    return None


def is_script(name: str, address: str) -> bool:
    """Tell whether a page was made by a script."""
    where = f"{split(address).path} {name.rpartition('/')[2]}"
    return re.search(r"(?i)\.(?:php\d?|asp|cgi|pl|jsp)\b", where) is not None


def _by_query(script: str, query: str) -> Script | None:
    given = {key.lower(): value for key, value in parse_qsl(query)}
    story = next((given[key] for key in _STORY if given.get(key)), "")
    if not story or not script or re.search(r"(?i)review|user|series", script):
        return None
    part = next((given[key] for key in _PART if given.get(key, "").isdecimal()), "")
    printable = given.get("action") == "printable" or given.get("chapter") == "all"
    contents = given.get("index") == "1"
    number = int(part) if part else None
    return Script((script, story), number, contents, printable)
