"""Mailboxes that other programs write, of the same mails: what came out stands in
docs/readers/outside.md.

Programs that are not installed are skipped. ``FANFOLD_CORPORA`` names a folder with
mailboxes from elsewhere in ``mail/``, each a file or a folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from fanfold.intake.examine import examine
from fanfold.model.draft import DraftWork, settled
from fanfold.model.problem import Problem
from fanfold.model.work import Work

_PROSE = (
    "The ferry had stopped running at nine, and nobody had told the goat.\n\n"
    '"You could have asked," said Ilse. "I did ask," said Tobin, “twice”.\n\n'
    "From the pier one could see the mill, on a clear day, and the weather.\n"
)


def _mails() -> list[bytes]:
    """Return three parts out of order, in three encodings, and a reply."""
    made = [
        _mail("FIC: Zoë’s Rope (1/3)", "Zoë <zoe@example.org>", 1, "quoted-printable"),
        _mail("FIC: Zoë’s Rope (3/3)", "Zoë <zoe@example.org>", 3, "base64"),
        _mail("Re: FIC: Zoë’s Rope (1/3)", "Bo <bo@example.org>", 0, "7bit"),
        _mail("FIC: Zoë’s Rope (2/3)", "Zoë <zoe@example.org>", 2, "8bit"),
    ]
    return [bytes(each) for each in made]


def _mail(subject: str, sender: str, part: int, coding: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = sender, "harbour-fic@example.org"
    made["Subject"] = f"[harbour-fic] {subject}"
    made["Date"] = f"Tue, {14 + part} Mar 2000 20:15:00 -0500"
    made["Message-ID"] = f"<part{part}@mail.example.org>"
    head = "Title: Zoë’s Rope\nRating: PG\n\n" if part == 1 else ""
    body = f"{head}{_PROSE}\nPart {part} ended.\n" if part else "> nine\n\nLovely!\n"
    made.set_content(body, charset="utf-8" if part else "us-ascii", cte=coding)
    return made


def _one_box(folder: Path) -> Path:
    """Write an mbox as the standard library does."""
    import mailbox

    path = folder / "in.mbox"
    box = mailbox.mbox(path)
    for each in _mails():
        box.add(each)
    box.close()
    return path


def _run(*command: str | Path, stdin: bytes = b"", home: Path) -> bytes:
    made = subprocess.run(
        list(map(str, command)),
        input=stdin,
        capture_output=True,
        check=True,
        timeout=60,
        env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"},
    )
    return made.stdout


def _formail(folder: Path) -> Path:
    out = folder / "formail.mbox"
    out.write_bytes(b"".join(_run("formail", stdin=m, home=folder) for m in _mails()))
    return out


_ENVELOPE = b"From zoe@example.org  Tue Mar 14 20:15:00 2000\n"


def _procmail(kind: str) -> Callable[[Path], Path]:
    def deliver(folder: Path) -> Path:
        to = {"mbox": "box", "maildir": "box/", "mh": "box/."}[kind]
        (folder / "box").mkdir() if kind != "mbox" else None
        rules = folder / "rc"
        rules.write_text(f"MAILDIR={folder}\nLOGFILE=/dev/null\n:0\n{to}\n")
        for each in _mails():
            _run("procmail", "-m", rules, stdin=_ENVELOPE + each, home=folder)
        return folder / "box"

    return deliver


def _mb2md(folder: Path) -> Path:
    _run("mb2md", "-s", _one_box(folder), "-d", folder / "box", home=folder)
    return folder / "box"


_NMH = Path("/usr/bin/mh")


def _inc(folder: Path) -> Path:
    (folder / ".mh_profile").write_text(f"Path: {folder}/Mail\n")
    (folder / "Mail" / "fic").mkdir(parents=True)
    inc = shutil.which("inc") or _NMH / "inc"
    _run(inc, "+fic", "-file", _one_box(folder), "-silent", home=folder)
    return folder / "Mail" / "fic"


def _packed(folder: Path) -> Path:
    _inc(folder)
    packf = shutil.which("packf") or _NMH / "packf"
    _run(packf, "+fic", "all", "-file", folder / "packed.mbox", home=folder)
    return folder / "packed.mbox"


_PROGRAMS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "formail": ("formail", _formail),
    "procmail-mbox": ("procmail", _procmail("mbox")),
    "procmail-maildir": ("procmail", _procmail("maildir")),
    "procmail-mh": ("procmail", _procmail("mh")),
    "mb2md": ("mb2md", _mb2md),
    "nmh-inc": ("inc", _inc),
    "nmh-packf": ("packf", _packed),
}


@pytest.mark.parametrize("name", _PROGRAMS)
def test_what_other_programs_write_is_the_same_story(name: str, tmp_path: Path) -> None:
    program, write = _PROGRAMS[name]
    if shutil.which(program) is None and not (_NMH / program).exists():
        pytest.skip(f"{program} is not installed")

    work, *others = _works(write(tmp_path))

    assert others == []
    assert (work.title, work.authors) == ("Zoë’s Rope", ("Zoë",))
    texts = [chapter.text for chapter in work.chapters]
    assert [text.split("\n")[-1] for text in texts] == [
        f"Part {number} ended." for number in (1, 2, 3)
    ]
    assert all("From the pier" in text and "“twice”" in text for text in texts)


def _works(path: Path) -> list[Work]:
    found: list[Any] = list(examine([path]))
    told = [each.code for each in found if isinstance(each, Problem)]
    assert set(told) <= {"mail-talk"}
    return [settled(each) for each in found if isinstance(each, DraftWork)]


def _corpora() -> list[Path]:
    folder = Path(os.environ.get("FANFOLD_CORPORA", ""), "mail")
    if "FANFOLD_CORPORA" not in os.environ or not folder.is_dir():
        return []
    return sorted(folder.iterdir())


@pytest.mark.parametrize(
    "path", _corpora() or [None], ids=lambda path: path.name if path else "none"
)
def test_mail_from_elsewhere_is_read_without_a_fault(path: Path | None) -> None:
    if path is None:
        pytest.skip("FANFOLD_CORPORA names no folder with mailboxes in mail/")

    found: list[Any] = list(examine([path]))

    faults = {"reader-failed", "worker-crashed", "worker-failed", "two-readers"}
    assert {e.code for e in found if isinstance(e, Problem)}.isdisjoint(faults)
