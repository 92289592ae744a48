"""One message read: who posted what, when, under which subject.

A message gives one post as a rule; a digest gives one for each mail in it, a mail
that was forwarded gives that mail with its own author, and several attached texts
give one each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from fanfold.model.problem import Problem, Severity
from fanfold.readers.mailbox.digests import Inner, digest_of, forwarded_in
from fanfold.readers.mailbox.furniture import Cleared, cleared, quoted_share
from fanfold.readers.mailbox.heads import (
    Head,
    Sender,
    When,
    head_of,
    is_spelled,
    parameters,
    sender_of,
    when,
    with_signs,
)
from fanfold.readers.mailbox.mime import MOST, anatomy_of
from fanfold.readers.mailbox.subjects import Subject, subject_of
from fanfold.readers.mailbox.texts import Text, texts_of
from fanfold.text import addresses
from fanfold.text.lines import Line
from fanfold.text.parts import bare
from fanfold.vocab.patterns import late

#: How deep whole mails may lie in mails.
_DEEPEST = 4

_BEHALF = late(
    r"(?i)\b(?:forward(?:ed|ing)?|(?:re)?post(?:ing|ed)|sending|sent|archiv(?:ing|ed)) "
    r"(?:this |it |here |the following )?(?:story |fic )?(?:to the list )?"
    r"(?:for (?!the\b)|on behalf of|with (?:\w+ ){0,3}permission|by request)"
    r"|\bnot (?:my|mine)\b.{0,30}\b(?:story|fic)\b"
    r"|\b(?:sent|mailed) (?:this )?to me by\b"
)
_OFFICE = late(
    r"(?i)archiv|\blist ?(?:mom|dad|mod|owner|admin)|moderator|\badmin|owner"
)


@dataclass(slots=True)
class Post:
    """A text that somebody sent.

    within: where it lies in its file, ``message 3``. sender: who wrote it as far as
    the head says; archivist: who sent it on, if that was another. text: its lines
    without furniture; before: a greeting above it; after: the author's words below
    the end mark. share: how much of
    it was quotation. envelope: day of its ``From `` line, where the head has none.
    """

    id: str
    within: str
    subject: Subject
    sender: Sender
    when: When | None
    text: Text
    after: list[Line]
    before: list[Line] = field(default_factory=list)
    share: float = 0.0
    archivist: Sender | None = None
    on_behalf: bool = False
    said: dict[str, str] = field(default_factory=dict)
    troubles: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a message from outside of it.

    number: in its file; 0 where the file is the message. envelope: its ``From `` line.
    id: where the source gives it a number of its own.
    """

    number: int = 0
    envelope: bytes = b""
    id: str = ""
    habit: dict[str, str] = field(default_factory=dict)


def posts_in(raw: bytes, around: Around) -> list[Post]:
    """Return the posts of one message; empty where there is no text in it."""
    within = f"message {around.number}" if around.number else "the message"
    return list(_posts(raw, around, within, 0))


def _posts(raw: bytes, around: Around, within: str, depth: int) -> Iterator[Post]:
    head = head_of(raw)
    if is_spelled(head.raw("from")):
        raw = with_signs(raw)
        head = head_of(raw)
    anatomy = anatomy_of(head, raw[head.end :])
    texts = texts_of(anatomy, around.habit)
    outer = _Outer(head, around, within)
    outer.troubles += [Problem("mail-broken", within, f"{odd}") for odd in texts[0].odd]
    if anatomy.cut:
        detail = f"it has more than {MOST} parts; the rest is kept, not read."
        outer.troubles.append(Problem("mail-parts", within, detail))
    for name, read in texts[0].attached:
        shown = f"“{_shown(name)}”" if name else "without a name"
        done = "was read as text of the mail" if read else "is kept, not read"
        outer.troubles.append(
            Problem(
                "mail-attachment",
                within,
                f"an attached file {shown} {done}.",
                Severity.NOTE,
            )
        )
    told = False
    for at, text in enumerate(texts):
        for post in _of_text(text, outer, single=not at):
            told = True
            yield post
    if depth < _DEEPEST:
        for number, inner in enumerate(anatomy.messages, start=1):
            below = replace(around, number=0, envelope=b"", id="")
            place = f"{within}, mail {number} in it"
            for post in _posts(inner, below, place, depth + 1):
                if len(anatomy.messages) == 1 and not post.archivist:
                    post.archivist = outer.sender
                if not told:
                    post.troubles = outer.troubles + post.troubles
                told = True
                yield post
    if not told:
        yield _empty(outer)


class _Outer:
    """What the head of a message says, worked out once."""

    def __init__(self, head: Head, around: Around, within: str) -> None:
        said = head.raw("content-type")
        charset = _charset(said)
        self.within = within
        self.troubles: list[Problem] = []
        self.lists = _lists(head)
        subject = head.said("subject", charset)
        sent = head.said("from", charset)
        self.sender = sender_of(sent)
        self.subject = subject_of(subject, self.lists, self.sender.name)
        date = head.said("date")
        self.when = when(date)
        if self.when is None:
            if date:
                detail = f"its date, “{date[:60]}”, is no day there is."
                self.troubles.append(Problem("date-unknown", within, detail))
            self.when = when(_envelope_date(around.envelope))
        if head.count("from") > 1:
            head.odd.append("it has several From fields; the first was believed")
        for odd in dict.fromkeys(head.odd):
            self.troubles.append(Problem("mail-head", within, odd, Severity.NOTE))
        self.said = {"Subject": subject, "From": sent, "Date": date}
        self.id = around.id or _id(head, subject, sent, date)


def _charset(content_type: bytes) -> str:
    if b"charset" not in content_type.lower():
        return ""
    return parameters(b";" + content_type).get("charset", "")


def _shown(name: str) -> str:
    return addresses.removed(name)[:80]


_LIST_FIELDS = (
    "list-id",
    "mailing-list",
    "x-mailing-list",
    "to",
    "list-post",
    "reply-to",
)
_LIST_NAME = late(r"([\w.+-]{2,60})@|<([\w-]{2,60})\.")


def _lists(head: Head) -> frozenset[str]:
    """Return the names that tags before a subject may have of its list."""
    found = set()
    for name in _LIST_FIELDS:
        value = head.raw(name)[:1000].decode("latin-1")
        for one, other in _LIST_NAME.findall(value)[:6]:
            found.add(bare(one or other))
    return frozenset(each for each in found if each)


_ENVELOPE_DATE = late(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+"
    r"([\d:]{4,8})\s+(?:[A-Z]{3,4}\s+)?(\d{4})"
)


def _envelope_date(line: bytes) -> str:
    text = line[:400].decode("latin-1")
    found = _ENVELOPE_DATE.search(text)
    if found is None:
        return ""
    return f"{found[2]} {found[1]} {found[4]} {found[3]} +0000"


def _id(head: Head, *said: str) -> str:
    """Return an id that a mail has wherever it is found, and that tells nothing."""
    parts = [head.raw("message-id").strip(), *(each.encode() for each in said)]
    return "mail:" + hashlib.sha256(b"\0".join(parts)).hexdigest()[:20]


def _empty(outer: _Outer) -> Post:
    return _post(outer, Cleared([], [], []), Text(), 0.0)


def _of_text(text: Text, outer: _Outer, *, single: bool) -> Iterator[Post]:
    if not text.lines and not single:
        return
    inner = digest_of(text.lines, outer.subject.said) if single else []
    if inner:
        for number, each in enumerate(inner, start=1):
            post = _within(
                text, text.lines, each, outer, f"mail {number} of its digest"
            )
            post.troubles, outer.troubles = outer.troubles, []
            yield post
        return
    forwarded = forwarded_in(text.lines, said=outer.subject.forwarded)
    if forwarded is not None:
        lines, mail = forwarded
        post = _within(text, lines, mail, outer, "forwarded")
        post.archivist = outer.sender
        with_it = (line.text.strip() for line in text.lines[: mail.above])
        post.said["With it"] = " ".join(filter(None, with_it))
        post.troubles, outer.troubles = outer.troubles, []
        yield post
        return
    if not text.lines:
        return
    share = quoted_share(text.lines)
    clear = cleared(
        text.lines, outer.sender.name, reply=outer.subject.replies > 0 and share > 0.3
    )
    post = _post(outer, clear, text, share)
    above = " ".join(line.text for line in text.lines[:30])
    post.on_behalf = bool(_BEHALF.search(above)) or bool(
        _OFFICE.search(outer.sender.name)
    )
    yield post


def _post(outer: _Outer, clear: Cleared, text: Text, share: float) -> Post:
    return Post(
        id=outer.id,
        within=outer.within,
        subject=outer.subject,
        sender=outer.sender,
        when=outer.when,
        text=text.within(clear.lines),
        before=clear.before,
        after=clear.after,
        share=share,
        said=outer.said,
        troubles=_troubles(outer, text),
    )


def _troubles(outer: _Outer, text: Text) -> list[Problem]:
    # Told with the first post of a mail, and not again with each text in it.
    made, outer.troubles = outer.troubles, []
    if text.guessed:
        said = f"it is not {text.declared}" if text.declared else "nothing says it"
        detail = f"its encoding is guessed, as {said}; it was read as {text.guessed}."
        made.append(Problem("encoding-guessed", outer.within, detail, Severity.NOTE))
    if text.strays:
        detail = f"{text.strays} bytes are not of its encoding; they were kept."
        made.append(Problem("stray-bytes", outer.within, detail))
    return made


def _within(
    text: Text, lines: list[Line], mail: Inner, outer: _Outer, place: str
) -> Post:
    """Return a mail that lies in the text of another."""
    sender = sender_of(mail.sender)
    subject = subject_of(mail.subject, outer.lists, sender.name)
    own = lines[mail.start : mail.end]
    share = quoted_share(own)
    clear = cleared(own, sender.name, reply=subject.replies > 0 and share > 0.3)
    said = {"Subject": mail.subject, "From": mail.sender, "Date": mail.date}
    parts = "\0".join([*said.values(), str(len(own))]).encode()
    return Post(
        id="mail:" + hashlib.sha256(parts).hexdigest()[:20],
        within=f"{outer.within}, {place}",
        subject=subject if subject.title or subject.said else outer.subject,
        sender=sender,
        when=when(mail.date.replace("((", "").replace("))", "")) or outer.when,
        text=text.within(clear.lines),
        before=clear.before,
        after=clear.after,
        share=share,
        said=said,
    )
