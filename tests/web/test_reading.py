"""Reading as one likes it: settings in a sheet, folded notes, numbered paragraphs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import fanfold.web
from fanfold.archive.models import Comment, Work
from fanfold.model.work import Chapter
from fanfold.web import display
from fanfold.web.anchors import anchored
from tests.archive.making import claimed, put

STATIC = Path(fanfold.web.__file__).parent / "static"


def parts(*titles: str, **more: Any) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            "",
            place,
            f"<p>{title}.</p><p>On.</p>",
            f"{title}. On.",
            2,
            title=title,
            evidence=(
                claimed(f"<p>{title}.</p><p>On.</p>", "html"),
                claimed(title, "title"),
                *(claimed(value, name) for name, value in more.items()),
            ),
            **more,
        )
        for place, title in enumerate(titles, start=1)
    )


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def first_chapter(row: Work) -> str:
    chapter = row.chapters.order_by("position").first()
    assert chapter is not None
    return f"/works/{row.public}/chapters/{chapter.public}/"


def without_token(page: str) -> str:
    return re.sub(r'value="\w{64}"', "", page)


def test_settings_are_kept_one_by_one_and_let_go_together(client: Client) -> None:
    client.post("/reading/", {"size": "large", "face": "}evil{", "x": "y"})
    client.post("/reading/", {"paper": "dark"})

    sheet = client.get("/reader.css")
    text = sheet.content.decode()
    assert "--text-size:1.375rem;" in text
    assert "color-scheme:dark;" in text
    assert "evil" not in text
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "Cookie" in sheet["Vary"]
    assert "private" in sheet["Cache-Control"]
    client.post("/reading/", {"reset": "all"})
    plain = client.get("/reader.css").content.decode()
    assert plain == display.sheet({})
    assert "--text-size" not in plain


def test_nothing_chosen_changes_no_look() -> None:
    sheet = display.sheet({})

    root, marks = sheet.splitlines()
    assert re.sub(r"--chosen-\w+:\w+;", "", root) == ":root{}"
    assert marks.count(".set-") == len(display.SETTINGS)


@pytest.mark.parametrize("name", display.SETTINGS)
def test_every_word_of_a_setting_is_kept_marked_and_told(
    client: Client, name: str
) -> None:
    setting = display.SETTINGS[name]
    sheets = set()

    for word in setting.words:
        client.post("/reading/", {name: word})
        sheet = client.get("/reader.css").content.decode()
        assert f"--chosen-{name}:{word};" in sheet
        assert f".set-{name}-{word}" in sheet
        assert sheet.count("{") == sheet.count("}")
        sheets.add(sheet)
        form = text_of(client, "/reading/")
        assert re.search(rf'<option value="{word}" selected>', form)

    assert len(sheets) == len(setting.words)


def test_a_page_is_the_same_whatever_was_chosen(client: Client) -> None:
    row = put(chapters=parts("One", "Two"))
    addresses = [
        f"/works/{row.public}/",
        f"/works/{row.public}/whole/",
        first_chapter(row),
    ]
    before = [without_token(text_of(client, each)) for each in addresses]

    chosen = {name: list(each.words)[-1] for name, each in display.SETTINGS.items()}
    client.post("/reading/", chosen)

    after = [without_token(text_of(client, each)) for each in addresses]
    assert after == before


def test_the_panel_leads_back_to_the_page_and_opens_again(client: Client) -> None:
    row = put(chapters=parts("One", "Two"))
    page = text_of(client, first_chapter(row))

    found = re.search(r'name="next" value="([^"]*#display-form)"', page)
    assert found is not None
    back = client.post("/reading/", {"size": "small", "next": found[1]})
    assert back["Location"] == f"{first_chapter(row)}#display-form"
    assert 'id="display-form"' in page


def test_the_longest_cookie_is_read_whole() -> None:
    chosen = {
        name: next(word for word in each.words if word != each.unchosen)
        for name, each in display.SETTINGS.items()
    }

    assert display.read(display.written(chosen)) == chosen
    assert display.read("size=" + "x" * 9999) == {}


def test_a_face_is_fetched_only_where_it_was_chosen() -> None:
    assert "@font-face" not in display.sheet({"face": "sans"})

    sheet = display.sheet({"face": "clear"})
    names = re.findall(r'url\("/static/([^"]+)"\)', sheet)
    assert len(names) == sheet.count("@font-face") > 1
    for name in names:
        assert (STATIC / name).read_bytes()[:4] == b"wOF2"
    licence = (STATIC / "faces" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_first_page_of_a_story_is_light(client: Client) -> None:
    row = put(text="It snowed. " * 2000, chapters=())
    page = client.get(f"/works/{row.public}/").content

    files = [STATIC / "fanfold.css", STATIC / "reading.js", STATIC / "favicon.svg"]
    sheet = client.get("/reader.css").content
    load = len(page) + len(sheet) + sum(each.stat().st_size for each in files)
    assert load <= 60_000


def test_paragraphs_are_numbered_alike_however_the_text_is_read(
    client: Client,
) -> None:
    row = put(chapters=parts("One", "Two"))
    id_ = row.chapters.get(position=1).public

    chapter = text_of(client, first_chapter(row))
    whole = text_of(client, f"/works/{row.public}/whole/")

    assert '<p id="p1">One.</p><p id="p2">On.</p>' in chapter
    assert f'<p id="{id_}-p2">On.</p>' in whole
    ids = re.findall(r' id="([^"]*)"', whole)
    assert len(ids) == len(set(ids))


def test_only_paragraphs_get_a_number() -> None:
    cleaned = '<h2>A</h2><p>B</p><pre>C</pre><ul><li class="right">D</li></ul><param>'

    assert anchored(cleaned) == (
        '<h2>A</h2><p id="p1">B</p><pre id="p2">C</pre><ul>'
        '<li id="p3" class="right">D</li></ul><param>'
    )


def test_warnings_and_notes_stand_above_the_text_one_click_away(
    client: Client,
) -> None:
    chapters = parts("One", "Two", notes="Mind the step.")
    row = put(
        chapters=chapters,
        warnings_raw=("violence",),
        notes="Written on a train.",
        dedication="For all.",
    )

    page = text_of(client, first_chapter(row))

    folded = re.findall(r"<details class=\"(\w+)", page[: page.index('id="p1"')])
    assert folded == ["display", "advice", "note", "note"]
    for told in ("violence", "Mind the step.", "Written on a train.", "For all."):
        assert told in page
    assert "<details open" not in page
    second = row.chapters.get(position=2).public
    later = text_of(client, f"/works/{row.public}/chapters/{second}/")
    assert "violence" in later
    assert "Written on a train." not in later


def test_chapters_fold_in_the_parts_that_their_titles_name(client: Client) -> None:
    row = put(chapters=parts("Part I, Rain", "Part I, Fog", "Part II, Sea", "Part II"))

    page = text_of(client, f"/works/{row.public}/chapters/")

    assert re.findall(r"<summary>(Part [I]+) <", page) == ["Part I", "Part II"]
    assert re.findall(r'<ol class="chapters" start="(\d)"', page) == ["1", "3"]
    assert page.count("/chapters/") >= 4
    flat = put("Flat", chapters=parts("Rain", "Fog"))
    assert 'class="group"' not in text_of(client, f"/works/{flat.public}/chapters/")


def test_a_chapter_says_how_far_and_how_long(client: Client) -> None:
    row = put(chapters=parts("One", "Two", "Three"))

    assert "1 of 3, about 1 minute<" in text_of(client, first_chapter(row))


def test_what_the_author_set_apart_is_seen_as_such() -> None:
    sheet = (STATIC / "fanfold.css").read_text(encoding="utf-8")

    for name in ("centre", "right", *(f"voice-{n}" for n in range(1, 9))):
        assert f".text .{name} " in sheet


def test_a_comment_keeps_its_paragraphs(client: Client) -> None:
    row = put()
    text = "<p>I laughed.</p><p>Then <em>not</em>.</p>"
    Comment.objects.create(work=row, by="Wren", text=text, reply="One.<br>Two.")

    page = text_of(client, f"/works/{row.public}/comments/")

    assert text in page
    assert "One.<br>Two." in page
