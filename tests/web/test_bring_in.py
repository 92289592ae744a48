"""Bringing files in with the browser: names, limits, pieces, runs, reports, roles."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from fanfold.archive import incoming as on_disk
from fanfold.archive.actions.take_name_off import take_name_off
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.answers import Answers
from fanfold.archive.incoming import Incoming
from fanfold.archive.models import (
    Account,
    Arrival,
    ArrivedFile,
    Creator,
    LedgerEntry,
    PlanItem,
    Work,
)
from fanfold.archive.working_off import only_one, take_up, work_off
from fanfold.web.pages.desk import imports, sending
from fanfold.web.settings import CONFIGURATION
from tests.archive.making import put
from tests.readers.efiction_dump import scoring
from tests.web.test_desk import signed_in

STORY = (
    "Title: {title}\nAuthor: Marrow\nE-mail: marrow@example.org\nRating: PG\n\n{text}"
)
IMPORTS = "/desk/imports/"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Every test has folders of its own."""
    limits = CONFIGURATION.uploads.model_copy(update={"spare_mb": 0})
    own = CONFIGURATION.model_copy(
        update={"folder": tmp_path / "shelf", "uploads": limits}
    )
    own.folder.mkdir()
    for module in (imports, sending):
        monkeypatch.setattr(module, "CONFIGURATION", own)
    monkeypatch.setattr("fanfold.web.pages.desk.import_report.CONFIGURATION", own)
    return own


@pytest.fixture
def ada() -> Client:
    return signed_in("ada", "admin")


def story(title: str, text: str = "It snowed all night long.") -> bytes:
    return STORY.format(title=title, text=text).encode()


def sent(
    client: Client, *files: tuple[str, bytes], name: str = "", to: str = IMPORTS
) -> Any:
    """Send a form as browsers do, with file names as they are given."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="name"\r\n\r\n{name}'
    ]
    body = parts[0].encode() + b"\r\n"
    for given, content in files:
        # A browser writes quotes and line ends of a name as %22, %0D, %0A.
        head = f'Content-Disposition: form-data; name="files"; filename="{given}"'
        kind = "Content-Type: application/octet-stream"
        body += f"--{BOUNDARY}\r\n{head}\r\n{kind}\r\n\r\n".encode() + content + b"\r\n"
    body += f"--{BOUNDARY}--\r\n".encode()
    answer = client.generic("POST", f"{to}send/", body, MULTIPART_CONTENT)
    return client.get(answer["Location"]) if answer.status_code == 302 else answer


def arrived(client: Client, *files: tuple[str, bytes], name: str = "") -> Arrival:
    sent(client, *files, name=name)
    return Arrival.objects.latest("pk")


def files_on_disk(settings: Any, row: Arrival) -> dict[str, bytes]:
    folder = Incoming.of(settings).files(row.public, row.name)
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def told(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def do(client: Client, row: Arrival, act: str) -> str:
    answer = client.post(f"{IMPORTS}{row.public}/do/", {"act": act}, follow=True)
    row.refresh_from_db()
    return unescape(answer.content.decode())


def worked_off(settings: Any) -> list[str]:
    with only_one(settings.incoming) as mine:
        assert mine
        take_up(Incoming.of(settings))
        return [each.state for each in work_off(settings)]


def pieces(client: Client, row: Arrival, name: str, size: int, changed: int = 7) -> Any:
    said = json.dumps({"name": name, "size": size, "changed": changed})
    place = f"{IMPORTS}{row.public}/files/"
    return client.post(place, said, content_type="application/json")


def put_piece(
    client: Client, row: Arrival, file: str, at: object, content: bytes
) -> Any:
    place = f"{IMPORTS}{row.public}/files/{file}/?at={at}"
    return client.put(place, content, content_type="application/octet-stream")


def new_arrival(client: Client) -> Arrival:
    public = client.post(f"{IMPORTS}begin/", {"name": "heap"}).json()["arrival"]
    return Arrival.objects.get(public=public)


# who may


def test_only_those_who_bring_stories_in_find_the_pages(ada: Client) -> None:
    row = arrived(ada, ("home.txt", story("Home")))
    asked = ("", f"{row.public}/", f"{row.public}/report/", f"{row.public}/seen/")
    member, moderator = signed_in("wren", "member"), signed_in("mo", "moderator")
    archivist = signed_in("bea", "archivist")

    for end in (*asked, f"{row.public}/report.json", f"{row.public}/report.csv"):
        assert member.get(IMPORTS + end).status_code == 404
        assert moderator.get(IMPORTS + end).status_code == 404
        assert Client().get(IMPORTS + end).status_code == 302
    assert archivist.get(IMPORTS).status_code == 200
    for client in (member, moderator):
        for end in ("send/", "begin/", "path/", f"{row.public}/do/"):
            assert client.post(IMPORTS + end).status_code == 404
        assert sent(client, ("x.txt", b"x")).status_code == 404
    assert Arrival.objects.count() == 1


def test_an_archivist_finds_the_own_imports_alone(ada: Client) -> None:
    row = arrived(ada, ("home.txt", story("Home")), name="Secret heap")
    bea = signed_in("bea", "archivist")
    own = arrived(bea, ("snow.txt", story("Snow")), name="Own heap")

    for end in ("", "report/", "seen/"):
        assert bea.get(f"{IMPORTS}{row.public}/{end}").status_code == 404
    for end in ("do/", "send/", "files/"):
        assert bea.post(f"{IMPORTS}{row.public}/{end}").status_code == 404
    assert "Secret heap" not in told(bea, IMPORTS)
    assert "Own heap" in told(ada, f"{IMPORTS}{own.public}/")


def test_a_path_on_the_server_is_for_admins_and_never_the_archive_itself(
    ada: Client, settings: Any, tmp_path: Path
) -> None:
    heap = tmp_path / "old-site"
    heap.mkdir()
    (heap / "home.txt").write_bytes(story("Home"))
    place = f"{IMPORTS}path/"
    bea = signed_in("bea", "archivist")

    assert bea.post(place, {"path": str(heap)}).status_code == 404
    assert "on the server already" not in told(bea, IMPORTS)
    for wrong in (settings.folder, settings.folder / "originals", tmp_path):
        Path(settings.folder / "originals").mkdir(exist_ok=True)
        answer = ada.post(place, {"path": str(wrong)}, follow=True)
        assert "input-is-archive" in answer.content.decode()
    for wrong in ("", "old-site", "/nowhere/at/all", "/x\0y", f"/{'x' * 3000}"):
        answer = ada.post(place, {"path": wrong}, follow=True)
        assert "Give the whole path" in answer.content.decode()
    assert not Arrival.objects.exists()

    ada.post(place, {"path": str(heap)})
    row = Arrival.objects.get()
    do(ada, row, "rehearse")
    assert worked_off(settings) == ["done"]
    do(ada, row, "add")
    assert worked_off(settings) == ["done"]
    assert Work.objects.get().title == "Home"
    assert (heap / "home.txt").read_bytes() == story("Home")


# names


def test_hostile_names_lie_below_their_folder_and_are_shown_as_sent(
    ada: Client, settings: Any
) -> None:
    long = f"{'n' * 400}.txt"
    names = [
        "../x.txt",
        "C:\\Users\\me\\y.txt",
        "/etc/passwd",
        "a\0b.txt",
        "..",
        ".",
        long,
        "same.txt",
        "same.txt",
        "old/same.txt",
        "old",
        "<b>bold</b>.txt",
        "Tom &amp; Bea.txt",
        "back\u202etxt.exe",
    ]
    row = new_arrival(ada)
    for number, name in enumerate(names):
        content = f"content {number}".encode()
        answer = pieces(ada, row, name, len(content), changed=number)
        assert answer.status_code == 200, name
        done = put_piece(ada, row, answer.json()["file"], 0, content)
        assert done.json()["whole"], name

    lying = files_on_disk(settings, row)

    assert sorted(lying.values()) == sorted(f"content {n}".encode() for n in range(14))
    assert lying["x.txt"] == b"content 0"
    assert lying["y.txt"] == b"content 1"
    assert lying["passwd"] == b"content 2"
    assert lying["same (2).txt"] == b"content 8"
    assert lying["old/same.txt"] == b"content 9"
    assert lying["old (2)"] == b"content 10"
    assert lying["Tom &amp; Bea.txt"] == b"content 12"
    everything = [p for p in settings.folder.rglob("*") if p.is_file()]
    assert all(settings.incoming in path.parents for path in everything)
    assert max(len(name.encode()) for name in lying) <= 255
    given = set(ArrivedFile.objects.values_list("given", flat=True))
    assert {"../x.txt", "C:\\Users\\me\\y.txt", "a\\0b.txt", long} <= given
    page = ada.get(f"{IMPORTS}{row.public}/").content.decode()
    assert "<b>bold" not in page
    assert "lies as x.txt" in page
    assert "../x.txt" in page


def test_a_form_takes_the_same_names(ada: Client, settings: Any) -> None:
    row = arrived(
        ada,
        ("../x.txt", b"one"),
        ("C:\\\\y.txt", b"two"),
        ("same.txt", b"three"),
        ("same.txt", b"four"),
        ("a/deep/b.txt", b"five"),
    )

    assert files_on_disk(settings, row) == {
        "x.txt": b"one",
        "y.txt": b"two",
        "same.txt": b"three",
        "same (2).txt": b"four",
        "a/deep/b.txt": b"five",
    }
    assert not list((settings.incoming / "staged").iterdir())


@pytest.mark.parametrize("name", ["../../up", "a/b", "", "x" * 500, "N\0l", "<i>"])
def test_what_a_heap_is_called_leads_nowhere(
    ada: Client, settings: Any, name: str
) -> None:
    row = arrived(ada, ("home.txt", story("Home")), name=name)

    folder = Incoming.of(settings).files(row.public, row.name)
    assert folder.parent == settings.incoming / row.public / "files"
    assert files_on_disk(settings, row) == {"home.txt": story("Home")}
    assert "<i>" not in ada.get(f"{IMPORTS}{row.public}/").content.decode()


def test_one_file_gives_its_name_to_the_import(ada: Client) -> None:
    assert arrived(ada, ("../old.zip", b"x")).name == "old.zip"
    assert arrived(ada, ("a.txt", b"x"), name="My heap").name == "My heap"


# limits


def test_too_much_or_too_many_is_said_and_nothing_is_kept(
    ada: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = settings.uploads.model_copy(update={"heap_mb": 1})
    small = settings.model_copy(update={"uploads": limits})
    monkeypatch.setattr(sending, "CONFIGURATION", small)

    large = sent(ada, ("big.txt", b"x" * (1 << 20) + b"y")).content.decode()
    many = sent(ada, *[(f"{n}.txt", b"x") for n in range(101)]).content.decode()
    none = sent(ada).content.decode()
    ada.generic("POST", f"{IMPORTS}send/", b"--nothing", MULTIPART_CONTENT)
    cut = told(ada, IMPORTS)

    assert "(upload-limit)" in large
    assert "uploads.heap_mb" in large
    assert "(upload-many)" in many
    assert "No file was chosen" in none
    assert "No file was chosen" in cut or "(upload-broken)" in cut
    assert not Arrival.objects.exists()
    assert [p for p in settings.incoming.rglob("*") if p.is_file()] == []
    row = new_arrival(ada)
    answer = pieces(ada, row, "big.txt", (1 << 20) + 1)
    assert (answer.status_code, answer.json()["code"]) == (413, "upload-limit")


def test_several_sendings_to_one_heap_stay_within_its_limit(
    ada: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = settings.uploads.model_copy(update={"heap_mb": 1})
    small = settings.model_copy(update={"uploads": limits})
    monkeypatch.setattr(sending, "CONFIGURATION", small)
    row = arrived(ada, ("one.txt", b"x" * 700_000))

    to = f"{IMPORTS}{row.public}/"
    page = sent(ada, ("two.txt", b"y" * 700_000), to=to).content.decode()

    assert "(upload-limit)" in page
    assert list(files_on_disk(settings, row)) == ["one.txt"]


def test_a_short_disk_is_said_and_what_was_there_is_whole(
    ada: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = arrived(ada, ("one.txt", b"first"))
    usage = on_disk.shutil.disk_usage(settings.folder)._replace(free=10)
    monkeypatch.setattr(on_disk.shutil, "disk_usage", lambda path: usage)

    page = sent(ada, ("two.txt", b"y" * 100)).content.decode()
    answer = pieces(ada, row, "three.txt", 100)

    assert "(disk-short)" in page
    assert (answer.status_code, answer.json()["code"]) == (413, "disk-short")
    assert Arrival.objects.count() == 1
    assert files_on_disk(settings, row) == {"one.txt": b"first"}


def test_a_disk_that_fills_while_files_come_is_said(
    ada: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(stream: Any, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fanfold.web.uploads._write_all", full)

    page = sent(ada, ("two.txt", b"y" * 100)).content.decode()

    assert "(disk-short)" in page
    assert [p for p in settings.incoming.rglob("*") if p.is_file()] == []


def test_a_form_without_its_token_is_refused(settings: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    signed_in("ada", "admin")
    client.force_login(
        Account.objects.get(username="ada"),
        backend="django.contrib.auth.backends.ModelBackend",
    )

    assert sent(client, ("x.txt", b"x")).status_code == 403
    assert client.post(f"{IMPORTS}begin/").status_code == 403
    assert not Arrival.objects.exists()
    assert [p for p in settings.incoming.rglob("*") if p.is_file()] == []


# pieces


def test_a_file_that_broke_off_goes_on_where_it_was(ada: Client, settings: Any) -> None:
    content = bytes(range(256)) * 40
    row = new_arrival(ada)
    file = pieces(ada, row, "deep/old.zip", len(content)).json()["file"]

    assert put_piece(ada, row, file, 0, content[:4000]).json()["got"] == 4000
    head = ada.head(f"{IMPORTS}{row.public}/files/{file}/")
    again = pieces(ada, row, "deep/old.zip", len(content)).json()
    wrong = put_piece(ada, row, file, 0, content)
    page = told(ada, f"{IMPORTS}{row.public}/")
    early = do(ada, row, "rehearse")
    last = put_piece(ada, row, file, 4000, content[4000:]).json()

    assert head["Upload-Offset"] == "4000"
    assert again == {"file": file, "got": 4000, "whole": False}
    assert wrong.status_code == 409
    assert "3.9" in page
    assert "choose it again and it goes on" in page
    assert "No file came whole yet" in early
    assert last == {"file": file, "got": len(content), "whole": True}
    assert files_on_disk(settings, row) == {"deep/old.zip": content}
    assert pieces(ada, row, "deep/old.zip", len(content)).json()["whole"]
    assert ArrivedFile.objects.count() == 1


def test_a_piece_that_is_too_long_or_odd_changes_nothing(
    ada: Client, settings: Any
) -> None:
    row = new_arrival(ada)
    file = pieces(ada, row, "old.txt", 5).json()["file"]

    assert put_piece(ada, row, file, 0, b"sixsix").status_code == 409
    for at in ("-1", "x", "3", "9" * 30, ""):
        assert put_piece(ada, row, file, at, b"a").status_code == 409
    for said in ("", "[]", '{"name": 5, "size": 1}', '{"name": "a", "size": -1}'):
        place = f"{IMPORTS}{row.public}/files/"
        answer = ada.post(place, said, content_type="application/json")
        assert answer.status_code == 400
    assert ada.get(f"{IMPORTS}{row.public}/files/{file}/").json()["got"] == 0
    assert put_piece(ada, row, "zzzzzzzzz", 0, b"a").status_code == 404
    assert pieces(ada, row, "empty.txt", 0).json()["whole"]
    assert files_on_disk(settings, row) == {"empty.txt": b""}


# running


def test_from_files_to_stories_with_a_rehearsal_between(
    ada: Client, settings: Any
) -> None:
    row = arrived(
        ada,
        ("home.txt", story("Home")),
        ("snow.txt", story("Snow", "Nobody saw the wolf.").replace(b"Marrow", b"Bea")),
        ("unsigned.txt", b"Title: Rain\n\nIt rained.\n"),
        name="Old heap",
    )
    page = do(ada, row, "rehearse")
    assert "waits for its turn" in page
    assert "No process works imports off just now" in page
    assert ada.get(f"{IMPORTS}{row.public}/")["Refresh"] == "3"
    assert "Refresh" not in ada.get(f"{IMPORTS}{row.public}/?still").headers
    assert worked_off(settings) == ["done"]

    rehearsed = told(ada, f"{IMPORTS}{row.public}/")
    assert "nothing was added" in rehearsed
    assert "2 would be added" in rehearsed
    assert "1 would wait for an answer" in rehearsed
    assert Work.objects.count() == 0
    do(ada, row, "add")
    assert worked_off(settings) == ["done"]

    added = told(ada, f"{IMPORTS}{row.public}/")
    assert "2 stories were added" in added
    assert "1 waits for an answer" in added
    assert set(Work.objects.values_list("title", flat=True)) == {"Home", "Snow"}
    assert {each.plan.by for each in Work.objects.all() if each.plan} == {"ada"}
    assert row.plan is not None
    assert row.plan.name == "Old heap"
    do(ada, row, "go-on")
    assert worked_off(settings) == ["done"]
    assert Work.objects.count() == 2
    acts = list(LedgerEntry.objects.filter(on=row.public).values_list("act", flat=True))
    assert acts == [
        "bring-in",
        "rehearse-arrival",
        "add-arrival",
        "go-on-with-arrival",
    ]


def test_one_thing_that_was_sent_is_imported_under_its_own_name(
    ada: Client, settings: Any
) -> None:
    row = arrived(
        ada, ("old-site/a.txt", story("Home")), ("old-site/b.txt", story("Ice", "Ice."))
    )
    do(ada, row, "rehearse")
    worked_off(settings)

    row.refresh_from_db()
    assert row.plan is not None
    assert row.plan.name == "old-site"
    assert {each.name for each in row.plan.finds.all()} == {"a.txt", "b.txt"}


def test_a_wish_to_stop_is_seen_between_batches_and_it_goes_on(
    ada: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fanfold.archive.watching._PAUSE", 0.0)
    monkeypatch.setattr("fanfold.intake.journey._BATCH", 1)
    files = [(f"{n}.txt", story(f"Home {n}", f"It was night {n}.")) for n in range(6)]
    row = arrived(ada, *files)
    from fanfold.archive import watching

    kept = watching.WatchedPlan.add_items
    added: list[int] = []

    def add_items(plan: Any, items: Any, ended: Any = ()) -> None:
        added.append(len(items))
        if len(added) == 2:
            do(ada, row, "stop")
        kept(plan, items, ended)

    monkeypatch.setattr(watching.WatchedPlan, "add_items", add_items)
    do(ada, row, "rehearse")

    assert worked_off(settings) == ["stopped"]
    assert len(added) == 2
    page = told(ada, f"{IMPORTS}{row.public}/")
    assert "What was done is kept" in page
    assert row.plan is None or row.plan.finished_at is None
    do(ada, row, "go-on")
    assert worked_off(settings) == ["done"]
    row.refresh_from_db()
    assert row.plan is not None
    assert row.plan.items.count() == 6
    assert sum(added) == 6  # what was read before it stopped is not read again


def test_what_a_killed_process_was_at_waits_again(ada: Client, settings: Any) -> None:
    row = arrived(ada, ("home.txt", story("Home")))
    do(ada, row, "rehearse")
    Arrival.objects.filter(pk=row.pk).update(state="running")
    other = arrived(ada, ("snow.txt", story("Snow")))
    Arrival.objects.filter(pk=other.pk).update(state="stopping")

    assert worked_off(settings) == ["done"]
    other.refresh_from_db()
    assert other.state == "stopped"


def test_what_a_killed_form_left_behind_is_swept_after_a_day(settings: Any) -> None:
    incoming = Incoming.of(settings)
    old, new = incoming.staging(), incoming.staging()
    for folder in (old, new):
        (folder / "0").write_bytes(b"half a file")
    os.utime(old, (0, 0))

    take_up(incoming)

    assert [old.exists(), new.exists()] == [False, True]


def test_two_processes_never_work_at_once(settings: Any) -> None:
    with only_one(settings.incoming) as one, only_one(settings.incoming) as other:
        assert (one, other) == (True, False)
        assert imports.somebody_works(settings.incoming)
    assert not imports.somebody_works(settings.incoming)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device"), "disk-short"),
        (KeyError("marrow@example.org"), "program-fault"),
    ],
)
def test_a_failure_is_a_sentence_with_a_code(
    ada: Client,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    code: str,
) -> None:
    def fails(*words: object, **more: object) -> None:
        raise error

    row = arrived(ada, ("home.txt", story("Home")))
    do(ada, row, "rehearse")
    with monkeypatch.context() as patched:
        patched.setattr("fanfold.archive.working_off.run", fails)
        assert worked_off(settings) == ["failed"]

    page = told(ada, f"{IMPORTS}{row.public}/")
    assert f"({code})" in page
    assert "Traceback" not in page
    assert "marrow@" not in page
    do(ada, row, "go-on")
    assert worked_off(settings) == ["done"]


def test_sent_files_are_taken_away_and_their_originals_stay(
    ada: Client, settings: Any
) -> None:
    row = arrived(ada, ("home.txt", story("Home")))
    do(ada, row, "rehearse")
    assert "Stop it first" in do(ada, row, "clear")
    worked_off(settings)
    from django.db import transaction

    callbacks: list[Any] = []
    kept = transaction.on_commit
    transaction.on_commit = callbacks.append  # type: ignore[assignment]
    try:
        do(ada, row, "clear")
    finally:
        transaction.on_commit = kept
    for call in callbacks:
        call()

    assert files_on_disk(settings, row) == {}
    assert any(p.is_file() for p in settings.originals.rglob("*"))
    assert "were taken away" in do(ada, row, "add")
    assert not Work.objects.exists()


def test_files_come_no_more_once_it_is_in(ada: Client, settings: Any) -> None:
    row = arrived(ada, ("home.txt", story("Home")))
    assert "after a rehearsal" in do(ada, row, "add")
    do(ada, row, "rehearse")
    worked_off(settings)
    to = f"{IMPORTS}{row.public}/"
    assert sent(ada, ("more.txt", story("More", "More.")), to=to).status_code == 200
    row.refresh_from_db()
    assert row.state == "gathering"
    do(ada, row, "rehearse")
    worked_off(settings)
    do(ada, row, "add")
    worked_off(settings)

    page = sent(ada, ("late.txt", story("Late", "Late.")), to=to).content.decode()

    assert "This import runs, or is done" in page
    assert Work.objects.count() == 2


# the report


def test_the_same_files_brought_in_twice_have_a_report_each(
    ada: Client, settings: Any
) -> None:
    one = arrived(ada, ("home.txt", story("Home")))
    do(ada, one, "rehearse")
    worked_off(settings)
    do(ada, one, "add")
    worked_off(settings)
    other = arrived(signed_in("bea", "archivist"), ("home.txt", story("Home")))
    do(ada, other, "rehearse")
    worked_off(settings)

    assert "The stories were added" in told(ada, f"{IMPORTS}{one.public}/report/")
    assert "nothing was added" in told(ada, f"{IMPORTS}{other.public}/report/")
    assert Work.objects.count() == 1


def test_the_way_to_the_questions_is_shown_to_those_whose_they_are(
    ada: Client, settings: Any
) -> None:
    bea = signed_in("bea", "archivist")
    cy = signed_in("cy", "archivist")
    rows = []
    for client in (bea, cy):
        rows.append(arrived(client, ("rain.txt", b"Title: Rain\n\nIt rained.\n")))
        do(client, rows[-1], "rehearse")
        worked_off(settings)
    first, same = rows
    first.refresh_from_db()
    assert first.plan is not None
    way = f"/desk/imports/{first.plan.public}/review/"

    for end in ("", "report/"):
        assert way in told(bea, f"{IMPORTS}{first.public}/{end}")
        assert way in told(ada, f"{IMPORTS}{same.public}/{end}")
        assert way not in told(cy, f"{IMPORTS}{same.public}/{end}")
    assert bea.get(way).status_code == 200
    assert cy.get(way).status_code == 404


def test_what_was_answered_on_pages_is_in_after_the_adding(
    ada: Client, settings: Any
) -> None:
    row = arrived(ada, ("rain.txt", b"Title: Rain\n\nIt rained.\n"))
    do(ada, row, "rehearse")
    worked_off(settings)
    item = PlanItem.objects.get()
    who = [{"name": "Marrow", "role": "author"}]
    Answers().give(item.key, "author-missing", who, by="ada")

    do(ada, row, "add")
    worked_off(settings)

    assert "1 story was added" in told(ada, f"{IMPORTS}{row.public}/")
    assert Work.objects.get().creatorships.get().pseud.name == "Marrow"


def test_a_whole_site_comes_in_with_the_browser_alone(
    ada: Client, settings: Any
) -> None:
    """The open dump with its chapter files: fewer than one question for 20 works."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as chapters:
        for name, content in scoring.chapter_files().items():
            chapters.writestr(name, content)
    row = arrived(
        ada,
        ("site.sql", scoring.dump("lamplight")),
        ("stories.zip", packed.getvalue()),
        name="Lamplight",
    )
    do(ada, row, "rehearse")
    assert worked_off(settings) == ["done"]
    report = ada.get(f"{IMPORTS}{row.public}/report.json").json()
    do(ada, row, "add")
    assert worked_off(settings) == ["done"]

    assert report["disagreements"] == []
    assert 20 * len(report["questions"]) < Work.objects.count() == 120
    assert {each["code"] for each in report["missing"]} == {"chapter-file-missing"}
    assert "chapter-file-orphan" in {each["code"] for each in report["unplaced"]}
    assert report["authors"]["named"] > report["authors"]["without_address"] > 0
    assert {each["said"] for each in report["ratings"]} == {
        *("General", "Teen", "Mature", "Not Rated"),
    }
    assert len(report["changed"]) == 20


@pytest.fixture
def reported(ada: Client, settings: Any) -> Arrival:
    row = arrived(
        ada,
        ("home.txt", story("<b>Home</b>")),
        ("snow.txt", "Title: Snow\nAuthor: Bea\n\n“It” snowed.\n".encode("cp1252")),
        ("nul.txt", b"Title: Broken\n\0\0\0 no text"),
    )
    do(ada, row, "rehearse")
    worked_off(settings)
    return row


def test_the_report_is_a_page_json_and_a_sheet(ada: Client, reported: Arrival) -> None:
    raw = ada.get(f"{IMPORTS}{reported.public}/report/").content.decode()
    whole = ada.get(f"{IMPORTS}{reported.public}/report.json")
    sheet = ada.get(f"{IMPORTS}{reported.public}/report.csv")

    page = unescape(raw)
    for words in ("They agree", "nul-bytes", "windows-1252", "PG", "unrated"):
        assert words in page, words
    assert "1 came without an e-mail address" in page
    assert "�It� snowed." in page
    assert "“It” snowed." in page
    assert "marrow@" not in page
    assert "<b>Home" not in raw
    assert whole.json()["disagreements"] == []
    assert whole.json()["changed"][0]["title"] == "Snow"
    assert "attachment" in sheet["Content-Disposition"]
    text = sheet.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {"files", "ratings", "problems", "encodings", "before", "after"} <= {
        each["part"] for each in rows
    }
    assert not any(cell.startswith("=") for each in rows for cell in each.values())


def test_an_import_without_a_report_has_none(ada: Client) -> None:
    row = arrived(ada, ("home.txt", story("Home")))

    for end in ("report/", "report.json", "report.csv"):
        assert ada.get(f"{IMPORTS}{row.public}/{end}").status_code == 404


def test_a_story_that_the_archivist_may_not_see_is_not_told_by_the_report(
    settings: Any,
) -> None:
    hidden = put("Tide", text="It was a quiet pier.")
    Work.objects.filter(pk=hidden.pk).update(stage="hidden")
    bea, ada = signed_in("bea", "archivist"), signed_in("ada", "admin")
    text = b"Title: Tide\nAuthor: Marrow\n\nIt was another pier.\n"
    row = arrived(bea, ("tide.txt", text))
    do(bea, row, "rehearse")
    worked_off(settings)

    for end in ("report/", "report.json", "report.csv"):
        place = f"{IMPORTS}{row.public}/{end}"
        assert hidden.public not in bea.get(place).content.decode()
    own = bea.get(f"{IMPORTS}{row.public}/report.json").json()
    all_ = ada.get(f"{IMPORTS}{row.public}/report.json").json()
    assert own["duplicates"]["found"] == all_["duplicates"]["found"] == 1
    assert all_["duplicates"]["named"][0]["work"] == hidden.public
    assert [each["asked"] for each in own["questions"]] == [""]
    assert all_["questions"][0]["asked"]


def test_what_was_taken_down_is_in_no_report_any_more(
    ada: Client, settings: Any
) -> None:
    lines = "“Zelda” snowed.\n\nIt “snowed” on.\n"
    one = f"Title: Quite Secret\nAuthor: Bea\n\n{lines}".encode("cp1252")
    other = f"Title: Well Known\nAuthor: Cy\n\n{lines}Twice.".encode("cp1252")
    row = arrived(ada, ("one.txt", one), ("other.txt", other))
    do(ada, row, "rehearse")
    worked_off(settings)
    do(ada, row, "add")
    worked_off(settings)
    ends = ("report/", "report.json", "report.csv")
    assert all("Quite Secret" in told(ada, f"{IMPORTS}{row.public}/{e}") for e in ends)

    withdraw_work(Work.objects.get(title="Quite Secret").public, by="ada")

    for end in ends:
        page = told(ada, f"{IMPORTS}{row.public}/{end}")
        assert "Quite Secret" not in page
        assert "Well Known" in page


@pytest.mark.parametrize("all_works", [True, False])
def test_a_name_that_was_taken_off_is_in_no_report_and_no_list_of_files(
    ada: Client,
    settings: Any,
    all_works: bool,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr("django.conf.settings.CONFIGURATION", settings)
    text = "Title: Snow\nAuthor: Zoë Frost\n\n“It” snowed.\n".encode("cp1252")
    files = [(f"{name}.txt", text) for name in ("zoë frost", "Zoë_Frost")]
    row = arrived(ada, *files, name="Stories of Zoë Frost")
    do(ada, row, "rehearse")
    worked_off(settings)
    do(ada, row, "add")
    worked_off(settings)
    assert "Zoë Frost" in told(ada, f"{IMPORTS}{row.public}/report/")
    creator = Creator.objects.get()
    ids = None if all_works else [Work.objects.get().public]

    with django_capture_on_commit_callbacks(execute=True):
        take_name_off(creator.public, ids=ids, by="ada")

    samples = ada.get(f"{IMPORTS}{row.public}/report.json").json()["changed"]
    assert samples
    assert "Zoë" not in json.dumps(samples, ensure_ascii=False)
    if all_works:
        for end in ("", f"{row.public}/", f"{row.public}/report/"):
            page = told(ada, IMPORTS + end)
            assert "zoë" not in page.casefold()
        assert not any("Zoë" in p.read_text() for p in settings.reports.glob("*.json"))
    row.refresh_from_db()
    do(ada, row, "go-on")
    assert worked_off(settings) == ["done"]


def test_what_came_in_is_shown_as_others_see_it(ada: Client, settings: Any) -> None:
    row = arrived(
        ada,
        ("home.txt", story("Home")),
        ("heat.txt", story("Heat", "It was hot.").replace(b"PG", b"NC-17")),
        ("ice.txt", story("Ice", "It was cold.")),
    )
    do(ada, row, "rehearse")
    worked_off(settings)
    do(ada, row, "add")
    worked_off(settings)
    Work.objects.filter(title="Ice").update(audience="members")
    place = f"{IMPORTS}{row.public}/seen/?as="

    seen = {
        who: {
            t for t in ("Home", "Heat", "Ice") if f">{t}</a>" in told(ada, place + who)
        }
        for who in ("visitor", "past-the-gate", "member", "odd")
    }

    assert seen == {
        "visitor": {"Home"},
        "past-the-gate": {"Home", "Heat"},
        "member": {"Home", "Ice"},
        "odd": {"Home"},
    }


def test_the_number_of_queries_is_the_same_for_few_and_for_many(
    ada: Client, settings: Any, django_assert_max_num_queries: Any
) -> None:
    files = [(f"{n}.txt", story(f"Home {n}", f"It was night {n}.")) for n in range(12)]
    row = arrived(ada, *files)
    for _ in range(12):
        new_arrival(ada)
    do(ada, row, "rehearse")
    worked_off(settings)

    for end in ("", f"{row.public}/", f"{row.public}/report/", f"{row.public}/seen/"):
        with django_assert_max_num_queries(16):
            ada.get(IMPORTS + end)


def test_a_form_field_for_files_is_called_as_it_likes(ada: Client) -> None:
    file = SimpleUploadedFile("home.txt", story("Home"), "text/plain")
    answer = ada.post(f"{IMPORTS}send/", {"odd": file}, follow=True)

    assert answer.status_code == 200
    assert ArrivedFile.objects.get().whole
