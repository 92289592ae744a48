"""Mailboxes as bytes: where messages part, what heads and bodies hold, what is mail."""

from __future__ import annotations

import hashlib
import io
import mailbox as other
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.model.draft import DraftWork, settled
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.record import to_json, without_emails
from fanfold.readers.contract import Recognition, Source, reader_named
from fanfold.readers.mailbox import gather, read, recognise
from fanfold.readers.mailbox.digests import digest_of, forwarded_in
from fanfold.readers.mailbox.furniture import cleared
from fanfold.readers.mailbox.heads import decoded, head_of, parameters, sender_of, when
from fanfold.readers.mailbox.mime import transferred
from fanfold.readers.mailbox.splitting import messages_in
from fanfold.readers.mailbox.texts import flowing
from fanfold.text.lines import Kind, Line

PROSE = (
    "The ferry had stopped running at nine, and nobody had told the goat.\n\n"
    '"You could have asked," said Ilse. "I did ask," said Tobin, "twice."\n\n'
    "By morning the fog had come in as far as the bakery, and stayed for breakfast.\n"
)


def original(path: Path, name: str | None = None) -> Original:
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    return Original(sha256, len(content), name or path.name, path=path)


def read_bytes(content: bytes, folder: Path, name: str = "any.mbox") -> list[Any]:
    path = folder / name
    path.write_bytes(content)
    return list(read(Source((original(path),)), scratch=folder))


def works(found: list[Any]) -> list[DraftWork]:
    return [each for each in found if isinstance(each, DraftWork)]


def codes(found: list[Any]) -> list[str]:
    return [each.code for each in found if isinstance(each, Problem)]


def mail(subject: str, body: str, sender: str = "Marrow <marrow@example.org>") -> str:
    return (
        f"From: {sender}\nSubject: {subject}\nDate: Tue, 14 Mar 2000 20:15:00 -0500\n"
        f"Message-ID: <{len(subject)}{len(body)}@mail.example.org>\n\n{body}\n"
    )


def lines_of(text: str) -> list[Line]:
    return [
        Line(line, at, Kind.TEXT if line.strip() else Kind.BLANK)
        for at, line in enumerate(text.split("\n"), start=1)
    ]


# --- where messages part -------------------------------------------------------------

HEAD = b"From: a@example.org\nSubject: x\n\n"


@pytest.mark.parametrize(
    "between",
    [
        b"From the pier one could see the mill.\n",
        b"From Monday on the mill was closed.\nNote: it stayed so.\n",
        b"From then on,\nTo: be continued\n",
        b"From anna@example.org Sat Jun 12 10:02:11 1999\n\nit said on the envelope.\n",
        b">From anna@example.org Sat Jun 12 10:02:11 1999\nFrom: x\n",
    ],
)
def test_a_line_of_a_story_parts_no_messages(between: bytes) -> None:
    content = (
        b"From a@example.org Sat Jun 12 10:02:11 1999\n" + HEAD + b"It rained.\n\n"
    )

    found = list(messages_in(io.BytesIO(content + between + b"\nIt went on.\n")))

    assert len(found) == 1


@pytest.mark.parametrize(
    "envelope",
    [
        b"From a@example.org Sat Jun 12 10:02:11 1999",
        b"From a@example.org  Sat Jun 12 10:02:11 1999 +0100",
        b"From a at example.org  Sat Jun 12 10:02:11 1999",
        b"From - Sat Jun 12 10:02:11 1999",
        b"From ???@??? Sat Jun 12 10:02:11 1999",
        b"From a@example.org Sat, 12 Jun 1999 10:02:11 +0100",
        b"From a@example.org Sat Jun 12 10:02 MET DST 1999",
        b"From MAILER-DAEMON Sat Jun 12 10:02:11 1999",
        b"From a@example.org Sat Jun 12 10:02:11 1999 remote from host",
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_an_envelope_of_any_program_parts_messages(envelope: bytes, end: bytes) -> None:
    content = (envelope + b"\n" + HEAD + b"One.\n\n") * 3

    found = list(messages_in(io.BytesIO(content.replace(b"\n", end))))

    assert [each.number for each in found] == [1, 2, 3]
    assert all(each.envelope == len(envelope + end) for each in found)


@pytest.mark.parametrize("padding", [*range(1_048_560, 1_048_580, 3), 1_046_520])
def test_an_envelope_at_the_edge_of_a_piece_is_seen_once(padding: int) -> None:
    envelope = b"From a@example.org Sat Jun 12 10:02:11 1999\n"
    first = envelope + HEAD
    filler = b"x" * 70 + b"\n"
    body = (filler * (padding // len(filler) + 1))[: padding - len(first) - 2] + b"\n\n"
    content = first + body + envelope + HEAD + b"Two.\n"

    found = list(messages_in(io.BytesIO(content)))

    assert [each.start for each in found] == [0, len(first + body)]


# --- heads ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text", "whole"),
    [
        (b"=?utf-8?B?Y2Fmww==?= =?utf-8?B?qQ==?=", "café", True),
        (b"=?iso-8859-1?Q?Zo=EB=92s_Lamp?=", "Zoë’s Lamp", True),
        (b"=?utf-8?Q?A?= and =?utf-8?Q?B?=", "A and B", True),
        (b"=?utf-8?Q?FIC=0D=0ABcc:_x?=", "FIC Bcc: x", True),
        (b"=?nope?X?zz?= plain", "=?nope?X?zz?= plain", False),
        ("Zoë".encode("cp1252"), "Zoë", True),
        ("Zoë".encode(), "Zoë", True),
        (b"2 = 3?", "2 = 3?", True),
    ],
)
def test_encoded_words_are_read(raw: bytes, text: str, whole: bool) -> None:
    assert decoded(raw) == (text, whole)


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ('"Marrow" <marrow@example.org>', "Marrow", "marrow@example.org"),
        ("marrow@example.org (Marrow)", "Marrow", "marrow@example.org"),
        ("Marrow <marrow@...>", "Marrow", ""),
        ("marrow@example.org", "", "marrow@example.org"),
        ('"x@example.org" <marrow@example.org>', "", "marrow@example.org"),
        ("'Anna' anna@example.org [the-list] <the-list@example.org>", "Anna", ""),
        ("g: a@example.org, b@example.org;", "", ""),
        ("Quill, Ada <ada@example.org>", "Quill, Ada", "ada@example.org"),
        ("", "", ""),
    ],
)
def test_a_sender_is_a_name_and_an_address(value: str, name: str, address: str) -> None:
    found = sender_of(value)

    assert found.name == name
    if address:
        assert found.address == address


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("Sat, 12 Jun 1999 23:30:00 -0700", "1999-06-12"),
        ("5 Apr 03 06:07:08 EST", "2003-04-05"),
        ("Monday, May 12, 1997 8:11 PM", "1997-05-12"),
        ("Sat, 32 Foo 2003 99:99:99 +9999", None),
        ("yesterday", None),
        ("Sat, 12 Jun 1899 23:30:00 -0700", None),
    ],
)
def test_a_date_is_the_day_of_the_senders_clock(value: str, day: str | None) -> None:
    found = when(value)

    assert (found.day if found else None) == day


def test_a_head_ends_at_what_is_no_field() -> None:
    head = head_of(b"From: a\nSubject: b\n c\nOnce, a lantern.\n")

    assert head.fields == [("from", b"a"), ("subject", b"b c")]
    assert head.odd == ["no empty line parts its head from its text"]


def test_parameters_go_on_over_lines_and_say_their_charset() -> None:
    raw = b"; name*0*=utf-8''caf%C3; name*1*=%A9; name*2=\".txt\"; charset=x"

    assert parameters(raw) == {"charset": "x", "name": "café.txt"}


# --- bodies --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "coding", "content", "odd"),
    [
        (b"b25jZSBrZXB0", "base64", b"once kept", False),
        (b"b25jZSBr\nZXB0\n", "base64", b"once kept", False),
        (b"b25jZQ==\nIGtlcHQ=\n", "base64", b"once kept", True),
        (b"b25jZSBrZXB0####", "base64", b"once kept", True),
        (b"caf=C3=A9 =\nkept", "quoted-printable", "café kept".encode(), False),
        (b"=ZZ kept", "quoted-printable", b"=ZZ kept", True),
        (b"kept", "x-unknown", b"kept", False),
    ],
)
def test_transfer_encodings_are_undone(
    raw: bytes, coding: str, content: bytes, odd: bool
) -> None:
    found, wrong = transferred(raw, coding)

    assert (found, bool(wrong)) == (content, odd)


def test_flowed_lines_flow_together_and_keep_their_numbers() -> None:
    found = list(flowing(["It ", "rained.", "", "> he ", "> said", "-- ", "Ann"]))

    assert found == [
        (1, "It rained."),
        (3, ""),
        (4, "> he said"),
        (6, "-- "),
        (7, "Ann"),
    ]


@pytest.mark.parametrize(
    "foot",
    [
        "To unsubscribe from this group, send an email to:\nx-unsubscribe@example.org",
        "_______________________________________________\nharbour-fic mailing list\n"
        "harbour-fic@example.org\nhttp://example.org/listinfo",
        "____________________________\nDo You Yahoo!?\nGet your free address",
        "-- \nMarrow\nhttp://example.org/~marrow",
        "--\nMarrow, who has a deadline",
        "Marrow",
        "Your use of Yahoo! Groups is subject to the Terms",
        "[Non-text portions of this message have been removed]",
        "On Tuesday Bo <bo@example.org> wrote:\n> first\n> second",
        "-----Original Message-----\nFrom: Bo\nSubject: x\n\nWhat he had written.",
    ],
)
def test_what_a_list_hangs_below_a_text_goes(foot: str) -> None:
    found = cleared(lines_of(f"{PROSE}\n{foot}\n"), "Marrow")

    text = "\n".join(line.text for line in found.lines)
    assert text.split() == PROSE.split()


@pytest.mark.parametrize(
    "ending",
    [
        "She signed it with his name.\n\nTobin",
        "It ended, as such things do, with a list:\n\none rope\ntwo oars\nno boat",
        '"Do you Yahoo?" he had asked her once, long ago, and she had laughed.',
        ">I hear you,< she thought.",
        "* * *\n\nAnd then it rained.",
    ],
)
def test_what_ends_a_story_stays(ending: str) -> None:
    found = cleared(lines_of(f"{PROSE}\n{ending}\n"), "Marrow")

    text = "\n".join(line.text for line in found.lines)
    assert text.split() == f"{PROSE}\n{ending}".split()


@pytest.mark.parametrize(
    ("label", "below", "parted"),
    [
        ("Archive: Please ask.", "Comments are welcome on the list.", True),
        ("Archive: Please ask.", "They are not mine, I only borrow them.", True),
        # Wrapped, or the story itself.
        ("Archive: Please ask me first and", "comments are welcome too.", False),
        ("Archive: Please ask.", "The goat did not ask.", False),
        ("Summary: " + "A ferry. " * 7, "Comments are welcome on the list.", False),
    ],
)
def test_a_remark_below_a_label_is_none_of_its_value(
    label: str, below: str, parted: bool
) -> None:
    found = cleared(lines_of(f"Title: Rope\n{label}\n{below}\n\n{PROSE}"), "Marrow")

    assert [line.text for line in found.before] == ([below] if parted else [])


# --- mails in mails ------------------------------------------------------------------


def test_two_stories_in_one_text_are_no_digest() -> None:
    text = (
        "Title: A\nAuthor: Marrow\n\nIt rained.\n\n--------\n\nTitle: B\n\nIt fell.\n"
    )

    assert digest_of(lines_of(text), "Two drabbles") == []


def test_a_letter_in_a_story_was_not_forwarded() -> None:
    text = f"{PROSE}\nFrom: Tobin\nTo: Ilse\nSubject: goats\n\n{PROSE}"

    assert forwarded_in(lines_of(text), said=False) is None


@pytest.mark.parametrize(
    ("mark", "quote"),
    [
        ("---------- Forwarded message ----------", ""),
        ("-----Original Message-----", ""),
        ("Begin forwarded message:", "> "),
        ("", "> "),
        ("", ""),
    ],
)
def test_a_forwarded_mail_is_its_authors(mark: str, quote: str, tmp_path: Path) -> None:
    inner = (
        "From: Lena Brack [mailto:lena@example.org]\nSent: Saturday, April 3, 1999 "
        f"10:10 PM\nTo: list\nSubject: FIC: Post (1/1)\n\n{PROSE}\nEND"
    )
    quoted = "\n".join(quote + line for line in inner.split("\n"))
    content = mail("Fwd: FIC: Post (1/1)", f"{mark}\n{quoted}", "Bo <bo@example.org>")

    (draft,) = works(read_bytes(content.encode(), tmp_path, "a.eml"))

    work = settled(draft)
    assert work.title == "Post"
    assert work.authors == ("Lena Brack",)
    assert work.emails == ("lena@example.org",)
    assert work.date is not None
    assert work.date.text == "1999-04-03"
    assert [each.role.value for each in work.creators] == ["author", "archivist"]


# --- what is mail --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("a.txt", "From: Larkin\nSubject: Home\nDate: 1997\n\nIt rained.\n", False),
        ("a.txt", "From: a@example.org\nTo: b@example.org\n\nA letter.\n", False),
        ("a.txt", "Title: X\nFrom: a@example.org\nDate: 10:00\n\nIt rained.\n", False),
        ("a.txt", "From the pier one could see the mill.\n", False),
        ("a.json", '{"rawEmail": "x"}', False),
        (
            "a.mht",
            "From: <Saved by Some Browser>\nSubject: x\nMIME-Version: 1.0\n\n",
            False,
        ),
        ("a.eml", "", False),
        ("a.eml", "Subject: x\n\nIt rained.\n", True),
        ("a.txt", mail("x", PROSE), True),
        ("9_raw.json", '{"msgId": 9, "rawEmail": "From: x"}', True),
        ("mbox", "From a@example.org Sat Jun 12 10:02:11 1999\nFrom: a\n\nx\n", True),
    ],
)
def test_mail_is_told_from_what_looks_like_it(
    name: str, content: str, answer: bool, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")

    found = recognise(Source((original(path),)))

    assert found is (Recognition.CERTAIN if answer else Recognition.NO)


def test_a_page_in_a_mail_is_no_saved_page(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(mail("x", "<html><body><p>It rained.</p></body></html>"))

    source = Source((original(path),))

    assert reader_named("saved_page").recognise(source) is Recognition.NO


def test_mailboxes_of_two_lists_stay_apart_and_a_lone_mail_alone(
    tmp_path: Path,
) -> None:
    def box(name: str, tag: str) -> Original:
        path = tmp_path / name.replace("/", "-")
        path.write_text(
            f"From a@example.org Sat Jun 12 10:02:11 1999\n{mail(tag, 'x')}"
        )
        return original(path, name)

    files = [
        box("old/a-1999.mbox", "[harbour] x"),
        box("old/b-1999.mbox", "[mill] x"),
        box("old/a-2000.mbox", "[harbour] y"),
        box("old/one.eml", "[harbour] z"),
    ]

    found = [[each.name for each in members] for members in gather(files)]

    assert found == [["old/a-1999.mbox", "old/a-2000.mbox"]]


def test_mails_saved_as_texts_are_a_mailbox_and_other_texts_are_not(
    tmp_path: Path,
) -> None:
    texts = {
        "a1.txt": mail("FIC: Rope (1/2)", PROSE),
        "a2.txt": mail("FIC: Rope (2/2)", PROSE),
        "b.txt": f"Title: Rope\nAuthor: Marrow\n\n{PROSE}",
        "c.txt": f"From: Tobin\nTo: Ilse\nSubject: goats\n\n{PROSE}",
    }
    files = []
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
        files.append(original(tmp_path / name, f"fic/{name}"))

    found = [[each.name for each in members] for members in gather(files)]

    assert found == [["fic/a1.txt", "fic/a2.txt"]]


# --- other programs' mailboxes -------------------------------------------------------


def _message(number: int, total: int) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Zoë Quill <zoe@example.org>"
    made["To"] = "harbour-fic@example.org"
    made["Subject"] = f"[harbour-fic] FIC: Zoë’s Rope ({number}/{total})"
    made["Date"] = f"Tue, {13 + number} Mar 2000 20:15:00 -0500"
    made["Message-ID"] = f"<{number}@mail.example.org>"
    head = "Title: Zoë’s Rope\nRating: PG\n\n" if number == 1 else ""
    made.set_content(
        f"{head}{PROSE}\nFrom here on it rained.\n\nPart {number} “ends”.\n"
    )
    return made


@pytest.mark.parametrize("form", ["mbox", "MMDF", "Babyl", "MH", "Maildir"])
def test_the_standard_librarys_mailboxes_are_read(form: str, tmp_path: Path) -> None:
    place = tmp_path / "box"
    box: other.Mailbox[Any] = getattr(other, form)(place)
    for number in (1, 3, 2):
        box.add(_message(number, 3))
    box.close()
    files = [place] if place.is_file() else sorted(p for p in place.rglob("*"))
    originals = [
        original(path, path.relative_to(tmp_path).as_posix())
        for path in files
        if path.is_file() and not path.name.startswith(".")
    ]
    if len(originals) > 1:
        (members,) = gather(originals)
        originals = list(members)
    source = Source(tuple(originals))

    assert recognise(source) is Recognition.CERTAIN
    (draft,) = works(list(read(source, scratch=tmp_path)))

    work = settled(draft)
    assert work.title == "Zoë’s Rope"
    assert [chapter.words for chapter in work.chapters] == [49, 49, 49]
    assert "From here on it rained." in work.chapters[2].text
    assert work.chapters[1].text.endswith("Part 2 “ends”.")


# --- whatever comes ------------------------------------------------------------------


@settings(max_examples=200)
@given(st.binary(max_size=600), st.sampled_from(["a.mbox", "a.eml", "1_raw.json"]))
def test_any_bytes_give_records_or_problems(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    found = read_bytes(content, tmp_path_factory.mktemp("any"), name)

    assert all(isinstance(each, DraftWork | Problem) for each in found)


_PIECES = [
    b"From a@example.org Sat Jun 12 10:02:11 1999\n",
    b"From: Anna <anna@example.org>\n",
    b"Subject: FIC: Rope (1/2)\n",
    b"Subject: Re: =?utf-8?q?x?=\n",
    b"Date: Tue, 14 Mar 2000 20:15:00 -0500\n",
    b"Content-Type: multipart/mixed; boundary=b\n",
    b"Content-Type: multipart/digest; boundary=b\n",
    b"Content-Type: text/html; charset=x\n",
    b"Content-Transfer-Encoding: base64\n",
    b"--b\n",
    b"--b--\n",
    b"\n",
    b"________________________________________\n",
    b"Message: 1\n",
    b"begin 644 a.txt\n",
    b"`\nend\n",
    b"> quoted\n",
    b"-- \n",
    b"<html><b>Title:</b> X<p>It <i>rained</i>.\n",
    b"Title: Rope\nRating: PG\n\n",
    b"THE END\n",
    b"It rained all day and nobody came.\n",
    b"-----Original Message-----\n",
    b"\r",
    b"\0",
]


def _some(pieces: list[bytes]) -> bytes:
    return b"".join(pieces)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(_PIECES), max_size=30).map(_some))
def test_no_order_of_pieces_stops_a_mailbox(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    found = read_bytes(content, tmp_path_factory.mktemp("any"))

    for each in works(found):
        told = repr(to_json(without_emails(settled(each))))
        assert "anna@" not in told


@pytest.mark.nightly
@settings(max_examples=4000)
@given(
    st.lists(st.sampled_from(_PIECES) | st.binary(max_size=40), max_size=60).map(_some)
)
def test_fuzzed_mailboxes_are_read(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    found = read_bytes(content, tmp_path_factory.mktemp("any"))

    assert all(isinstance(each, DraftWork | Problem) for each in found)


def test_nothing_private_is_told(tmp_path: Path) -> None:
    content = (
        "From ghost@example.org Sat Jun 12 10:02:11 1999\n"
        "Received: from home.example.org (192.0.2.77) by mx.example.org\n"
        "X-Originating-IP: 192.0.2.78\nTo: secret@example.org\n"
        "Reply-To: other@example.org\n"
        + mail("FIC: Rope (1/1) for friend@example.org", f"{PROSE}\nEND\n")
    )

    found = read_bytes(content.encode(), tmp_path)

    told = repr([to_json(without_emails(settled(each))) for each in works(found)])
    for private in (
        "192.0.2",
        "@example",
        "mx.",
        "home.example",
        "mail.example",
        "ghost",
    ):
        assert private not in told
    assert settled(works(found)[0]).emails == ("marrow@example.org",)


def test_all_parts_below_the_head_of_the_first_are_all_there(tmp_path: Path) -> None:
    body = f"Title: Rope\nAuthor: Marrow\n\nPart 1/2\n\n{PROSE}\nPart 2/2\n\n{PROSE}"

    found = read_bytes(mail("FIC: Rope (1/2)", body).encode(), tmp_path, "a.eml")

    (draft,) = works(found)
    assert settled(draft).status == "complete"
    assert len(draft.chapters) == 2
    assert codes(found) == []


def test_a_mail_without_text_is_kept_and_said(tmp_path: Path) -> None:
    content = mail("FIC: x (1/1)", "").replace(
        "\n\n", "\nContent-Type: application/ms-tnef; name=winmail.dat\n\n"
    )

    found = read_bytes(content.encode(), tmp_path, "a.eml")

    assert works(found) == []
    assert codes(found) == ["mail-attachment", "mail-no-text"]


@pytest.mark.parametrize("body", ["Wren wrote:\n> It snowed.\n", "Wren wrote:\n>"])
def test_a_mail_of_nothing_but_others_words_is_told_of(
    body: str, tmp_path: Path
) -> None:
    content = mail("Re: FIC: Snow", body).encode().rstrip()

    assert codes(read_bytes(content, tmp_path, "one.eml")) == ["mail-talk"]


def test_a_mail_without_a_word_is_told_of_once(tmp_path: Path) -> None:
    content = mail("Re: FIC: Snow", "").encode()

    assert codes(read_bytes(content, tmp_path, "one.eml")) == ["mail-no-text"]
