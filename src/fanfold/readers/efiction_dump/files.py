"""Chapter files: ``<stories>/<account>/<number>.txt``, wherever that folder lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from fanfold.model.original import Original
from fanfold.vocab.patterns import late

_CHAPTER = late(r"((?:.*/)?)([^/]+)/(\d{1,9})\.txt", 2)
_PICTURE = late(r"((?:.*/)?)([^/]+)/images/[^/]+", 2)
#: What eFiction and servers leave beside the chapters.
_BESIDE = late(r"(?:index\.(?:php|html?)|imagelist\.js|\.htaccess|web\.config)", 2)


class Lying(NamedTuple):
    """Where a chapter file lies. root: the folder of all, with a slash or empty;
    folder: the account's number, in eFiction 1 its pen name; number: of the chapter."""

    root: str
    folder: str
    number: int


def lying(name: str) -> Lying | None:
    """Return where a file lies if its name is that of a chapter file."""
    found = _CHAPTER.fullmatch(name.replace("\\", "/"))
    return Lying(found[1], found[2], int(found[3])) if found else None


def roots_of(originals: Iterable[Original]) -> dict[str, list[Original]]:
    """Return the folders that hold chapter files, with all that lies in them."""
    found: dict[str, list[Original]] = defaultdict(list)
    beside: list[Original] = []
    for original in originals:
        at = lying(original.name)
        if at is not None:
            found[at.root].append(original)
        else:
            beside.append(original)
    for original in beside:
        root = _root_of_beside(original.name.replace("\\", "/"), found)
        if root is not None:
            found[root].append(original)
    return dict(found)


def _root_of_beside(name: str, roots: dict[str, list[Original]]) -> str | None:
    picture = _PICTURE.fullmatch(name)
    if picture is not None:
        return picture[1] if picture[1] in roots else None
    folder, _, last = name.rpartition("/")
    if _BESIDE.fullmatch(last) is None:
        return None
    above = folder.rpartition("/")[0]
    for root in (f"{folder}/" if folder else "", f"{above}/" if above else ""):
        # The folder of all has more than one account in it, or lies below another.
        if root in roots:
            return root
    return None
