"""Where the files of an archive's entries lie: beside their table, or astray."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from fanfold.model.original import Original
from fanfold.vocab.patterns import late

#: What readers said of a story lies beside it, under its name and this.
COMMENTS = "_cmt"
_TYPES = ("html", "htm", "txt", "shtml", "text")
_LOCATION = late(
    rb"""(?i)(?:location(?:url)?|storyurl)['"]?\s{0,20}=>\s{0,20}['"]([^'"\n]{1,400})"""
)


class Place(NamedTuple):
    """A story's file. astray: it did not lie where its entry says."""

    original: Original
    astray: bool


class Shelf:
    """The files of one archive, found by what an entry says of them."""

    def __init__(self, table: Original, files: Iterable[Original]) -> None:
        self._root = table.name.rpartition("/")[0].lower()
        self._by_path: dict[str, Original] = {}
        self._by_tail: defaultdict[str, list[Original]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Original]] = defaultdict(list)
        self.taken: set[str] = set()
        for each in files:
            path = each.name.lower()
            self._by_path.setdefault(path, each)
            self._by_tail[_tail(path)].append(each)
            self._by_name[path.rpartition("/")[2]].append(each)

    def story(self, location: str, kind: str) -> Place | None:
        """Return the file of ``5/astory`` and ``html``; None where there is none.

        location: may have its type, its folder or the site's address before it.
        """
        path = as_path(location)
        if not path:
            return None
        wanted = [f"{path}.{kind.lower().lstrip('.')}"] if kind else []
        wanted += [path, *(f"{path}.{each}" for each in _TYPES)]
        return self._found(wanted)

    def comments(self, *stories: str) -> Original | None:
        """Return the file of comments beside one of a story's paths or locations."""
        stems = [_stem(as_path(each)) for each in stories if each.strip()]
        place = self._found(
            [f"{stem}{COMMENTS}.{each}" for stem in stems for each in _TYPES]
        )
        return place.original if place else None

    def _found(self, wanted: Sequence[str]) -> Place | None:
        above = f"{self._root}/" if self._root else ""
        for path in wanted:
            for folder in (f"{above}archive/", above):
                original = self._by_path.get(folder + path)
                if original is not None:
                    return self._take(original, astray=False)
        for index, key in ((self._by_tail, _tail), (self._by_name, _name)):
            for path in wanted:
                found = index.get(key(path), [])
                if len(found) == 1:
                    return self._take(found[0], astray=True)
        return None

    def _take(self, original: Original, *, astray: bool) -> Place:
        self.taken.add(original.name)
        return Place(original, astray)


def as_path(location: str) -> str:
    """Return a location as a lower-case path below the archive's folder."""
    path = unquote(urlsplit(location).path) if "://" in location else location
    parts = [
        part
        for part in path.strip().lower().replace("\\", "/").split("/")
        if part not in {"", ".", ".."}
    ]
    if parts[:1] == ["archive"]:
        parts = parts[1:]
    return "/".join(parts)


def sets(
    tables: Sequence[Original], originals: Sequence[Original]
) -> Iterator[tuple[Original, ...]]:
    """Yield each table with its files; tables of one folder come together, the
    largest first, for the others are its older copies."""
    by_folder: defaultdict[str, list[Original]] = defaultdict(list)
    for table in sorted(tables, key=lambda each: -each.size):
        by_folder[table.name.rpartition("/")[0]].append(table)
    for folder, found in by_folder.items():
        named = _locations(found[0])
        home = f"{folder}/archive/".lstrip("/").lower()
        own = [
            each
            for each in originals
            if each not in found
            and (each.name.lower().startswith(home) or _key(each.name) in named)
        ]
        yield (*found, *own)


def _locations(table: Original) -> frozenset[str]:
    """Return what the table's entries may call their files, by `_key`."""
    with table.open() as stream:
        found = _LOCATION.findall(stream.read())
    paths = (as_path(each.decode("latin-1")) for each in found)
    return frozenset(_key(path) for path in paths if "/" in path)


def _key(path: str) -> str:
    return _stem(_tail(path.lower())).removesuffix(COMMENTS)


def _stem(path: str) -> str:
    stem, dot, kind = path.rpartition(".")
    return stem if dot and "/" not in kind and len(kind) <= 5 else path


def _tail(path: str) -> str:
    return "/".join(path.split("/")[-2:])


def _name(path: str) -> str:
    return path.rpartition("/")[2]
