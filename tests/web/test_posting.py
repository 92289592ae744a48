"""An author's pages for writing: preview, post, versions, files, and who may not."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fanfold.archive.models import Account, Creator, Pseud, Work
from fanfold.web.settings import CONFIGURATION
from tests.archive.making import put
from tests.web.test_desk import signed_in

STORY = {
    "name": "Lark",
    "title": "Snow <3",
    "summary": "Cold & bright",
    "fandoms": "due South\nHighlander",
    "rating": "general",
    "form": "plain",
    "text": "It snowed.\n\nIt <i>snowed</i> on.",
}


@pytest.fixture
def lark() -> Client:
    client = signed_in("lark-account", "member")
    creator = Creator.objects.create(account=Account.objects.get())
    Pseud.objects.create(creator=creator, name="Lark")
    return client


def started(client: Client, **fields: object) -> str:
    answer = client.post("/mine/works/new/", {**STORY, **fields})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(page: str) -> str:
    found = re.search(r'<div class="text"[^>]*>(.*?)</div>', page, re.S)
    assert found is not None
    return re.sub(r' id="[^"]*"', "", found[1]).strip()


def test_a_draft_is_seen_as_it_will_be_and_posted(lark: Client) -> None:
    place = started(lark)
    public = place.split("/")[-2]
    stranger = signed_in("wren", "member")
    for path in (f"/works/{public}/", place, f"{place}chapters/new/"):
        assert Client().get(path).status_code in (302, 404)
        assert stranger.get(path).status_code == 404
        assert lark.get(path).status_code == 200
    before = words_of(body(lark, f"/works/{public}/"))

    lark.post(f"{place}post/", {"audience": "all"})

    shown = body(Client(), f"/works/{public}/")
    assert words_of(shown) == before
    assert "It &lt;i&gt;snowed&lt;/i&gt; on." in before
    assert "Cold &amp; bright" in shown
    assert "Highlander" in shown
    assert "lark-account" not in shown + body(Client(), f"/works/{public}/origin/")


def test_what_is_looked_at_first_is_what_is_kept(lark: Client) -> None:
    place = started(lark)
    (chapter,) = re.findall(rf"{place}chapters/\w+/", body(lark, place))[:1]
    text = {"form": "html", "text": "<p>It <b>thawed</b>.</p><script>no</script>"}

    looked = lark.post(chapter, {**text, "look": "yes"}).content.decode()
    assert Work.objects.get().chapters.get().texts.count() == 1
    lark.post(chapter, text)

    public = place.split("/")[-2]
    assert words_of(looked) == words_of(body(lark, f"/works/{public}/"))
    told = body(lark, f"{chapter}?with=1")
    assert "<mark>It snowed.</mark>" in told
    lark.post(chapter, {"act": "version", "number": "1"})
    assert "It snowed." in words_of(body(lark, f"/works/{public}/"))


def test_a_file_is_read_by_the_readers_and_fills_what_was_left_empty(
    lark: Client,
) -> None:
    content = b"Title: Ice\nFandom: Due South\nSummary: Cold.\n\nIt froze.\n\nHard.\n"
    file = SimpleUploadedFile("ice.txt", content)
    place = started(lark, title="", summary="Mine", fandoms="", text="", file=file)

    row = Work.objects.get()
    assert (row.title, row.summary) == ("Ice", "Mine")
    assert row.taggings.get(field="fandoms").tag.name == "Due South"
    assert "It froze." in words_of(body(lark, f"/works/{place.split('/')[-2]}/"))
    again = SimpleUploadedFile("more.txt", b"Title: Two\n\nMore came.\n")
    lark.post(f"{place}chapters/new/", {"chapter_title": "Two", "file": again})
    assert [each.title for each in row.chapters.all()][1] == "Two"
    broken = SimpleUploadedFile("x.bin", bytes(range(256)) * 20)
    told = lark.post(f"{place}chapters/new/", {"file": broken}).content.decode()
    assert "Nothing was changed" in told
    assert row.chapters.count() == 2


def test_chapters_are_ordered_taken_out_and_taken_back(lark: Client) -> None:
    place = started(lark)
    lark.post(f"{place}chapters/new/", {"form": "plain", "text": "Two."})
    row = Work.objects.get()
    one, two = row.chapters.all()

    lark.post(f"{place}order/", {f"place-{two.public}": "0.5"})
    assert list(row.chapters.values_list("public", flat=True)) == [
        two.public,
        one.public,
    ]
    lark.post(f"{place}chapters/{two.public}/", {"act": "remove"})
    assert row.chapters.count() == 1
    steps = re.findall(r"/mine/steps/(\w+)/undo/", body(lark, "/mine/"))
    lark.post(f"/mine/steps/{steps[0]}/undo/")
    assert row.chapters.count() == 2


def test_a_draft_is_deleted_after_a_second_yes_and_can_come_back(lark: Client) -> None:
    place = started(lark)
    lark.post(f"{place}delete/")
    assert Work.objects.exists()

    lark.post(f"{place}delete/", {"sure": "yes"})

    assert not Work.objects.exists()
    (step,) = re.findall(r"/mine/steps/(\w+)/undo/", body(lark, "/mine/"))[:1]
    lark.post(f"/mine/steps/{step}/undo/")
    assert Work.objects.get().title == "Snow <3"


def test_others_stories_are_not_to_be_written_on(lark: Client) -> None:
    row = put("Rain")
    chapter = row.chapters.get().public
    base = f"/mine/works/{row.public}/"

    for path in (base, f"{base}delete/", f"{base}chapters/new/"):
        assert lark.get(path).status_code == 404
        assert lark.post(path, {"sure": "yes", "text": "x"}).status_code == 404
    for path in (f"{base}post/", f"{base}order/", f"{base}chapters/{chapter}/"):
        assert lark.post(path, {"act": "remove"}).status_code == 404
    mine = started(lark)
    assert lark.get(f"{mine}chapters/{chapter}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "named", "may"),
    [
        ("closed", True, False),
        ("authors", True, True),
        ("authors", False, False),
        ("members", False, True),
    ],
)
def test_who_may_post_is_the_archives_to_say(
    who: str, named: bool, may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = CONFIGURATION.accounts.model_copy(update={"posting": who})
    changed = CONFIGURATION.model_copy(update={"accounts": accounts})
    monkeypatch.setattr("fanfold.web.pages.posting.CONFIGURATION", changed)
    client = signed_in("lark-account", "member")
    if named:
        creator = Creator.objects.create(account=Account.objects.get())
        Pseud.objects.create(creator=creator, name="Lark")

    assert (client.get("/mine/works/new/").status_code == 200) is may
    assert ("/mine/works/new/" in body(client, "/mine/")) is may
    name = {} if named else {"name": "", "new_name": "Lark"}
    answer = client.post("/mine/works/new/", {**STORY, **name})
    assert (answer.status_code == 302) is may
    assert Work.objects.exists() is may


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"name": ""}, {"fandoms": "x" * 2000}]
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    lark: Client, wrong: dict[str, str]
) -> None:
    answer = lark.post("/mine/works/new/", {**STORY, **wrong})

    assert answer.status_code == 200
    assert "Nothing was changed" in answer.content.decode()
    assert "It &lt;i&gt;snowed&lt;/i&gt; on." in answer.content.decode()
    assert not Work.objects.exists()
