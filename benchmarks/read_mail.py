"""How fast is a mailbox read, beside the standard library's mailbox and email?

Theirs parts the file, reads each mail's head and takes its text, which is what ours
does "to texts", without what lists hang around them. "To stories" joins and drafts them
too, in a second way over the file. Growth and peak: for a mailbox eight times as large.
"""

from __future__ import annotations

import email.policy
import hashlib
import mailbox
import random
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any, cast

from benchmarks.rows import Row, spent_on
from fanfold.model.original import Original
from fanfold.readers.contract import Source
from fanfold.readers.mailbox import reader
from fanfold.readers.mailbox.mails import Mails
from fanfold.readers.mailbox.splitting import messages_in

_WORDS = [
    *("the", "ferry", "had", "not", "come", "and", "nobody", "knew", "whose", "lamp"),
    *("it", "was", "that", "burned", "on", "pier", "all", "night", "while", "rained"),
    *("over", "harbour", "mill", "bakery", "until", "bell", "rang", "twice", "she"),
]


def measure(*, large: bool = False) -> list[Row]:
    """Return times for 4 MB (large: 64), growth and memory over eight times it."""
    mails = 16_000 if large else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = mailbox_of(mails // 8, folder / "small.mbox")
        whole = mailbox_of(mails, folder / "whole.mbox")
        size = whole.stat().st_size / 1e6
        parted = spent_on(lambda: _parted(whole))
        texts = spent_on(lambda: _texts(whole))
        theirs = spent_on(lambda: _theirs(whole))
        ours = spent_on(lambda: _ours(whole, folder))
        eighth = spent_on(lambda: _ours(small, folder))
        peaks = [_peak(path, folder) for path in (small, whole)]
    return [
        Row(
            f"mailbox, {size:.0f} MB, to stories",
            ours,
            theirs,
            "ms CPU",
            "mailbox+email",
        ),
        Row("mailbox, to texts", texts, theirs, "ms CPU", "mailbox+email"),
        Row("mailbox, parted alone", parted, theirs, "ms CPU", "mailbox+email"),
        Row("mailbox, growth over 8 times", ours / eighth, 8.0, "times", "linear"),
        Row("mailbox, peak over 8 times", peaks[1], peaks[0], "MB", "an eighth of it"),
    ]


def mailbox_of(mails: int, path: Path) -> Path:
    """Write a list's mailbox: stories in parts, replies to them, and talk."""
    chance = random.Random(mails)
    with path.open("w", encoding="utf-8") as out:
        for number in range(mails):
            out.write(_mail(number, chance))
    return path


def _mail(number: int, chance: random.Random) -> str:
    day = f"{1 + number % 28} Mar {1999 + number % 9}"
    who = f"Author {number % 97}"
    story, part = divmod(number // 2, 4)
    title = f"[pier] FIC: The Lamp {story} ({part + 1}/4)"
    head = f"Title: The Lamp {story}\nAuthor: {who}\nRating: PG\n\n" if not part else ""
    body = head + _prose(chance, 900)
    if number % 2:
        title, body = f"Re: {title}", f"> It rained.\n\n{_prose(chance, 60)}\n"
        who = f"Reader {number % 31}"
    else:
        who = f"Author {story % 97}"
    sender = who.replace(" ", ".").lower()
    return (
        f"From {sender}@example.org Mon Mar {1 + number % 28:2} 20:15:00 1999\n"
        f"From: {who} <{sender}@example.org>\nTo: pier@example.org\nSubject: {title}\n"
        f"Date: {day} 20:15:00 +0000\nMessage-ID: <{number}@mail.example.org>\n"
        f"Received: from a (192.0.2.1) by b; {day} 20:15:01 +0000\n\n{body}\n"
    )


def _prose(chance: random.Random, words: int) -> str:
    told = " ".join(chance.choices(_WORDS, k=words))
    lines, line = [], ""
    for word in told.split():
        if len(line) + len(word) > 70:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
        if chance.random() < 0.02:
            lines += [line + ".", ""]
            line = ""
    return "\n".join([*lines, line])


def _ours(path: Path, folder: Path) -> int:
    size = path.stat().st_size
    digest = hashlib.sha256(path.name.encode()).hexdigest()
    source = Source((Original(digest, size, path.name, path=path),))
    return sum(1 for _ in reader.read(source, scratch=folder))


def _texts(path: Path) -> int:
    size = path.stat().st_size
    mails = Mails(Source((Original("0" * 64, size, path.name, path=path),)))
    found = sum(len(mails.posts(0, each)) for each in mails.stretches(0))
    mails.close()
    return found


def _parted(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in messages_in(stream))


def _theirs(path: Path) -> int:
    made: Any = email.message_from_bytes
    box: mailbox.mbox = mailbox.mbox(
        path,
        factory=cast(Any, lambda file: made(file.read(), policy=email.policy.default)),
    )
    size = 0
    for message in cast(Any, box):
        body = message.get_body(("plain", "html"))
        size += len(str(message["subject"])) + len(str(message["from"]))
        size += len(body.get_content()) if body is not None else 0
    box.close()
    return size


def _peak(path: Path, folder: Path) -> float:
    tracemalloc.start()
    _ours(path, folder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6
