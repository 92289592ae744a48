"""Whether a file is mail, and which files are one mailbox together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from fanfold.model.original import Original
from fanfold.readers.contract import Recognition, Source
from fanfold.readers.mailbox import yahoo
from fanfold.readers.peek import beginning, is_mail
from fanfold.vocab.patterns import late

#: Of a set that was gathered, so many files are looked at.
_LOOKED_AT = 12
_NAMED = late(r"(?i)\.(?:eml|emlx|mbox|mbx|mbs)$|(?:^|/)mbox$")
_WEAK = late(rb"(?i)\s*(?:from|subject|date|to|received|return-path):[ \t]?\S")
_STORES = late(rb"\x01\x01\x01\x01\r?\n|BABYL OPTIONS")
_EMLX = late(rb"\s{0,4}\d{1,10}\s*\n[A-Za-z-]{2,40}:")
_NO_MAIL = late(rb"PK\x03\x04|%PDF|\x1f\x8b|\xd0\xcf\x11\xe0")

_MAILDIR = late(r"^(?P<above>(?:.*/)?)(?:cur|new)/[^/]+$")
_NUMBER = late(r"^(?P<above>(?:.*/)?)\d{1,8}$")
_MESSAGE = late(r"(?i)^(?P<above>(?:.*/)?)[^/]+\.emlx?$")
_TEXT = late(r"(?i)^(?P<above>(?:.*/)?)[^/]+\.te?xt$")
_MANY = late(
    r"(?i)^(?P<above>(?:.*/)?)(?:[^/]+\.(?:mbox|mbx|mbs)|mbox|\d{4}-[a-z]{3,9}\.txt"
    r"|[^/]*(?:\d{4}|archive|digest|list)[^/]*)$"
)
_JSON = late(r"^(?P<above>(?:.*/)?)\d{1,8}(?:_raw)?\.json$")
#: What programs keep beside the mails of a folder.
_HOUSEKEEPING = frozenset(
    (".mh_sequences", ".xmhcache", "dovecot-uidlist", "dovecot-uidvalidity")
)
_OF_LIST = late(
    rb"(?im)^(?:list-id|mailing-list|x-mailing-list|list-post|delivered-to):"
    rb"[^\r\n]{0,200}?([\w.+-]{3,60})[@.]"
)
_TAG = late(rb"(?im)^subject:[ \t]*(?:re:[ \t]*)?\[([\w.+ -]{3,40})\]")
_TO = late(
    rb"(?im)^(?:to|newsgroups):[^\r\n]{0,100}?([\w.+-]{3,60})"
    rb"(?:@|[ \t]at[ \t]|\r?$)"
)


def recognise(source: Source) -> Recognition:
    """CERTAIN for mail, one or many; NO for anything else."""
    mails = [each for each in source.originals if not is_housekeeping(each.name)]
    looked = mails[:_LOOKED_AT]
    if not looked:
        return Recognition.NO
    return Recognition.CERTAIN if all(map(_is_mail, looked)) else Recognition.NO


def _is_mail(original: Original) -> bool:
    content = beginning(original)
    if yahoo.NAME.search(original.name):
        return _is_saved_by_yahoo(original, content)
    if is_mail(content) or _STORES.match(content):
        return True
    if not _NAMED.search(original.name) or _NO_MAIL.match(content):
        return False
    return bool(_WEAK.match(content) or _EMLX.match(content))


def _is_saved_by_yahoo(original: Original, content: bytes) -> bool:
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    # The mail may stand behind a long list of headers and pictures.
    return yahoo.SIGN.search(content) is not None or (
        yahoo.SIGN.search(beginning(original, 1 << 16)) is not None
    )


def gather(originals: Sequence[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield mailboxes: maildirs, folders of messages, exports, mboxes of one list."""
    taken: set[int] = set()
    kept: dict[str, list[Original]] = defaultdict(list)
    for each in originals:
        if is_housekeeping(each.name):
            above, slash, _ = each.name.rpartition("/")
            kept[above + slash].append(each)
    for form, admits in _FORMS:
        folders: dict[str, list[Original]] = defaultdict(list)
        for each in originals:
            found = form.match(each.name)
            if found is not None and id(each) not in taken:
                folders[found["above"]].append(each)
        for folder, members in folders.items():
            for together in admits(members):
                together += tuple(kept.get(folder, ()))
                taken.update(map(id, together))
                yield together


def is_housekeeping(name: str) -> bool:
    """Tell whether a file of this name is a mail program's own, beside its mails."""
    return name.rpartition("/")[2] in _HOUSEKEEPING


def _all_of_one(members: list[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield the mails of a folder as one mailbox; a lone one stays alone."""
    mails = [each for each in members if _is_mail(each)]
    if len(mails) > 1:
        yield _in_order(mails)


def _by_list(members: list[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield the mailboxes of a folder that are one list's."""
    lists: dict[bytes, list[Original]] = defaultdict(list)
    if len(members) < 2:
        return
    for each in members:
        if _is_mail(each):
            lists[_list_of(each)].append(each)
    for name, mailboxes in lists.items():
        if name and len(mailboxes) > 1:
            yield _in_order(mailboxes)


def _list_of(original: Original) -> bytes:
    content = beginning(original)
    for form in (_OF_LIST, _TAG, _TO):
        found = form.search(content)
        if found is not None:
            return found[1].lower()
    return b""


def _in_order(members: list[Original]) -> tuple[Original, ...]:
    return tuple(sorted(members, key=lambda each: _counting(each.name)))


_FIGURES = late(r"\d+|\D+")


def _counting(name: str) -> list[tuple[int, int, str]]:
    """Return a key that puts message 9 before message 10."""
    return [
        (0, int(each[:18]), each) if each.isdecimal() else (1, 0, each)
        for each in _FIGURES.findall(name)
    ]


_Admits = Callable[[list[Original]], Iterator[tuple[Original, ...]]]
_FORMS: tuple[tuple[re.Pattern[str], _Admits], ...] = (
    (_MAILDIR, _all_of_one),
    (_JSON, _all_of_one),
    (_MESSAGE, _all_of_one),
    (_NUMBER, _all_of_one),
    (_MANY, _by_list),
    (_TEXT, _all_of_one),
)
