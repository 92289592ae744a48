"""The files of eFiction itself, as they lie around a site's chapters in a backup.

They are no stories, though some are text: they go with the site and are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fanfold.model.original import Original
from fanfold.vocab.patterns import late

#: Pages that only an install of eFiction has beside its folder of chapters.
_OWN = late(
    r"(?:viewstory|viewuser|viewseries|reviews|stories|toplists|storyblock|browse|"
    r"authors|titles|categories|config)\.php",
    2,
)
_FOLDERS = frozenset(
    [
        *("admin", "blocks", "bridges", "browse", "default_tpls", "docs", "emailer"),
        *("images", "includes", "install", "languages", "lib", "messages", "modules"),
        *("skins", "tinymce", "toplists", "update", "upgrade", "user"),
    ]
)
_BESIDE = late(
    r"(?:.*\.(?:php\d?|inc|css|js|tpl|ico|htaccess|ini)|(?:readme|licen[cs]e|copying|"
    r"changelog|install|upgrade|gpl).*|error_log|robots\.txt|favicon.*)",
    2,
)


def installs(
    roots: Iterable[str], originals: Iterable[Original]
) -> Iterator[tuple[str, Original]]:
    """Yield files of eFiction itself, each with the chapters' folder that it goes with.

    roots: folders of chapters. A folder around one is an install where a page of
    eFiction lies in it.
    """
    around = {_above(root): root for root in sorted(roots) if root}
    if not around:
        return
    there = [(each.name.replace("\\", "/"), each) for each in originals]
    known = {
        folder
        for name, _ in there
        if (folder := _above(name)) in around and _OWN.fullmatch(name[len(folder) :])
    }
    for name, original in there:
        for folder in known:
            if name.startswith(folder) and _is_software(name[len(folder) :]):
                yield around[folder], original
                break


def _above(name: str) -> str:
    """Return the folder that a file or folder lies in, with a slash, or empty."""
    folder = name.rstrip("/").rpartition("/")[0]
    return f"{folder}/" if folder else ""


def _is_software(name: str) -> bool:
    first, slash, _ = name.partition("/")
    if slash:
        return first.lower() in _FOLDERS
    return _BESIDE.fullmatch(first) is not None
