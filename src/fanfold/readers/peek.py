"""The beginning of a file, read once however many readers ask for it."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from pathlib import Path

from fanfold.model.original import Original
from fanfold.vocab.patterns import late

#: Bytes that are remembered of a file.
BEGINNING = 4096


def beginning(original: Original, size: int = BEGINNING) -> bytes:
    """Return the first `size` bytes of a file, or as many as there are.

    size: at most BEGINNING comes from memory; more is read anew each time.
    Raises OSError where the file cannot be read.
    """
    if size > BEGINNING or original.path is None:
        with original.open() as stream:
            return stream.read(size)
    return _remembered(original.path, original.sha256)[:size]


@lru_cache(maxsize=4096)
def _remembered(path: Path, sha256: str) -> bytes:
    with path.open("rb") as stream:
        return stream.read(BEGINNING)


_SQL = late(
    rb"\A(?:\xef\xbb\xbf)?(?>(?:\s++|--[^\n]*+\n|#[^\n]*+\n"
    rb"|/\*[^*]*+\*++(?>(?:[^*/][^*]*+\*++)*)/;?|(?:mysqldump|mariadb-dump|Warning):[^\n]*+\n)*)"
    rb"(?:\Z|(?:CREATE|DROP)\s+(?:TABLE|DATABASE|SCHEMA)\b|INSERT\s+(?:IGNORE\s+)?INTO\b"
    rb"|REPLACE\s+INTO\b|LOCK\s+TABLES\b|USE\s+[`\"\w-]+\s*;|START\s+TRANSACTION\b|BEGIN\s*;"
    rb"|SET\s+(?:@?[\w.]+\s*(?:=|:=)|NAMES|FOREIGN_KEY|CHARACTER\s)|DELIMITER\s)",
    re.I,
)
_SQL_SIGNS = late(
    rb"(?:CREATE\s+TABLE|INSERT\s+INTO|dump|phpMyAdmin|SQL|MySQL|MariaDB)", re.I
)


def wide_codec(start: bytes) -> str:
    """Return the encoding of a text that takes two bytes a letter, empty for others."""
    first = start[:64]
    if first.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if first.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    # Comments and commands of a dump are ASCII: every other byte is then zero.
    for codec, zeros, letters in (
        ("utf-16-le", first[1::2], first[::2]),
        ("utf-16-be", first[::2], first[1::2]),
    ):
        if len(first) > 8 and not zeros.strip(b"\0") and b"\0" not in letters:
            return codec
    return ""


def is_sql(start: bytes) -> bool:
    """Tell whether a file that begins so is a dump of a database.

    Comments alone count where they speak of one; prose that begins with a dash or a
    number sign does not.
    """
    codec = wide_codec(start)
    if codec:
        start = start.decode(codec, "ignore").lstrip("\ufeff").encode("utf-8", "ignore")
    found = _SQL.match(start)
    if found is None:
        return False
    return found.end() < len(start) or _SQL_SIGNS.search(start) is not None


_ENVELOPE = late(rb"From [^\r\n]{1,400}(?:\r\n|\r|\n)(?:>From [^\r\n]{1,400}[\r\n]+)?")
_FIELD = late(rb"([A-Za-z][A-Za-z0-9-]{0,60})[ \t]{0,3}:[ \t]?([^\r\n]{0,1000})")
_LINE_END = late(rb"\r\n|\r|\n")
#: Fields that programs write and people do not.
_WRITTEN_BY_PROGRAMS = late(
    rb"(?i)(?:message-id|received|mime-version|return-path|content-type|newsgroups|path|"
    rb"content-transfer-encoding|references|in-reply-to|delivered-to|mailing-list|"
    rb"reply-to|list-[a-z]+|x-[a-z0-9-]+|organi[sz]ation|lines|sender|precedence|"
    rb"nntp-posting-host|status|errors-to|followup-to|xref|user-agent)"
)
_WHO = late(rb"[^\s@]@|\S at \S+|\S\s*\([^)]+\)")
_CLOCK = late(rb"(?<!\d)\d{1,2}:\d\d(?!\d)")
#: A page that a browser saved in the form of a mail.
_SAVED_PAGE = late(rb"(?i)\W{0,3}saved by |\W{0,3}snapshot-content")


def is_mail(content: bytes) -> bool:
    """Tell whether a file that begins so is mail: a mailbox, or one message.

    A head must say who wrote, and either hold what only programs write or name sender,
    subject and a moment to the minute: letters in stories do neither.
    """
    content = content.lstrip(b"\xef\xbb\xbf\r\n \t\0")
    envelope = _ENVELOPE.match(content)
    rest = content[envelope.end() :] if envelope else content
    fields = _fields(rest)
    if envelope is not None:
        return bool(fields)
    sender = fields.get(b"from", b"")
    if not sender or _SAVED_PAGE.match(sender):
        return not sender and b"received" in fields and b"date" in fields
    if any(_WRITTEN_BY_PROGRAMS.fullmatch(name) for name in fields):
        return b"date" in fields or b"subject" in fields
    moment = _CLOCK.search(fields.get(b"date", b"")) is not None
    return b"subject" in fields and moment and _WHO.search(sender) is not None


def _fields(content: bytes) -> dict[bytes, bytes]:
    fields: dict[bytes, bytes] = {}
    for line in _LINE_END.split(content, 80)[:80]:
        if line[:1] in (b" ", b"\t") and fields:
            continue
        found = _FIELD.match(line)
        if found is None:
            break
        fields.setdefault(found[1].lower(), found[2])
    return fields
