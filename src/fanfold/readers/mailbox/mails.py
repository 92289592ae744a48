"""The files of a mailbox, opened one at a time, and any mail of them read again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from fanfold.readers.contract import Source
from fanfold.readers.mailbox import yahoo
from fanfold.readers.mailbox.posts import Around, Post, posts_in
from fanfold.readers.mailbox.recognising import is_housekeeping
from fanfold.readers.mailbox.splitting import Stretch, messages_in
from fanfold.vocab.patterns import late

#: Bytes of one mail that are looked at, and bytes of mails that are remembered.
LARGEST, _REMEMBERED = 64 * 1024 * 1024, 2 * 1024 * 1024
_BOX = late(r"(?i)\.(?:mbox|mbx|mbs)$|(?:^|/)mbox$")
_MANY = late(rb"[\s\0]{0,64}From |\x01\x01\x01\x01|BABYL OPTIONS")
#: Emacs: the head as it was shown, and the text, begin behind this line.
_EOOH = b"*** EOOH ***"
_EMLX = late(rb"\s{0,4}(\d{1,10})[ \t]*\r?\n")


class Mails:
    """The mails of a source, by file and place. Closed by whoever made it."""

    def __init__(self, source: Source) -> None:
        self.originals = source.originals
        self._habit = source.habit
        self._double = _shown_of(each.name for each in source.originals)
        self._open: tuple[int, BinaryIO] | None = None
        self._posts: OrderedDict[tuple[int, int], tuple[int, list[Post]]] = (
            OrderedDict()
        )

    def close(self) -> None:
        """Close the file that is open."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def stretches(self, file: int) -> Iterator[Stretch]:
        """Yield where the mails of a file lie."""
        original = self.originals[file]
        if original.name in self._double or is_housekeeping(original.name):
            return
        with original.open() as stream:
            beginning = stream.read(128)
            if not (_MANY.match(beginning) or _BOX.search(original.name)):
                yield Stretch(0, 0, original.size)
                return
            stream.seek(0)
            yield from messages_in(stream)

    def is_box(self, file: int) -> bool:
        """Tell whether a file's name says that it holds many mails."""
        return _BOX.search(self.originals[file].name) is not None

    def posts(self, file: int, stretch: Stretch) -> list[Post]:
        """Return the posts of one mail."""
        key = (file, stretch.start)
        if key in self._posts:
            return self._posts[key][1]
        raw = self._raw(file, stretch)
        envelope = raw[: stretch.envelope]
        around = Around(
            number=stretch.number,
            envelope=envelope,
            id=self._id(file),
            habit=self._habit,
        )
        made = posts_in(self._mail(file, raw[stretch.envelope :]), around)
        self._remember(key, len(raw), made)
        return made

    def _remember(self, key: tuple[int, int], size: int, posts: list[Post]) -> None:
        self._posts[key] = (size, posts)
        held = sum(size for size, _ in self._posts.values())
        while len(self._posts) > 1 and (held > _REMEMBERED or len(self._posts) > 64):
            _, (size, _) = self._posts.popitem(last=False)
            held -= size

    def _raw(self, file: int, stretch: Stretch) -> bytes:
        if self._open is None or self._open[0] != file:
            self.close()
            self._open = (file, self.originals[file].open())
        stream = self._open[1]
        stream.seek(stretch.start)
        return stream.read(min(stretch.end - stretch.start, LARGEST))

    def _mail(self, file: int, raw: bytes) -> bytes:
        """Return a mail as it was sent, out of what a program wrapped around it."""
        original = self.originals[file]
        name = original.name
        if yahoo.NAME.search(name):
            return yahoo.mail_of(raw) or b""
        if name.lower().endswith(".emlx"):
            counted = _EMLX.match(raw)
            if counted is not None:
                raw = raw[counted.end() : counted.end() + int(counted[1])]
        raw = raw.lstrip(b"\xef\xbb\xbf\r\n\0") if raw[:1] in b"\xef\r\n\0" else raw
        shown = raw.find(_EOOH, 0, 65_536)
        if shown >= 0:
            raw = raw[shown + len(_EOOH) :].lstrip(b"\r\n").rstrip(b"\x1f")
        if b"\r" in raw[:4096] and b"\n" not in raw:
            raw = raw.replace(b"\r", b"\n")
        return raw

    def _id(self, file: int) -> str:
        """Return the id of a mail that a Yahoo group numbered: group and number."""
        name = self.originals[file].name
        number = yahoo.number_of(name)
        if not number:
            return ""
        folders = [each for each in name.split("/")[:-1] if each not in _PLAIN]
        group = folders[-1] if folders else "group"
        return f"yahoo:{group}/{number}"


_PLAIN = frozenset({"email", "emails", "messages", "raw", "topics"})


def _shown_of(names: Iterable[str]) -> frozenset[str]:
    """Return the names of mails as a group's site showed them, that are there raw."""
    return frozenset(
        name.removesuffix("_raw.json") + ".json"
        for name in names
        if name.endswith("_raw.json")
    )
