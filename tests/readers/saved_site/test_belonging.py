"""Which files are one site, and which are left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from fanfold.model.original import Original
from fanfold.readers import saved_site
from fanfold.readers.contract import Recognition, Source
from tests.pace import within

STORY = "<p>It had been snowing for days when Wren came home.</p>" * 9


def originals(folder: Path, files: Mapping[str, str]) -> list[Original]:
    made = []
    for name, text in files.items():
        path = folder / hashlib.sha256(name.encode()).hexdigest()
        path.write_text(text)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        made.append(Original(sha256, len(text), name, path=path))
    return made


def sets(folder: Path, files: Mapping[str, str]) -> list[set[str]]:
    made = saved_site.gather(originals(folder, files))
    return [{each.name for each in together} for together in made]


def page(title: str, *hrefs: str, head: str = "") -> str:
    links = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    head += f"<html><head><title>{title}</title></head>"
    return f"{head}<body>{links}{STORY}</body></html>"


@pytest.mark.parametrize(
    "files",
    [
        {"snow.html": page("Snow"), "ice.html": page("Ice")},
        {"snow.html": page("Snow", "home.html"), "ice.html": page("Ice", "home.html")},
        {"snow.html": page("Snow", "back.gif"), "ice.html": page("Ice", "back.gif"),
         "back.gif": "GIF89a"},
        {"snow.html": page("Snow", "http://example.org/ice.html"),
         "ice.html": page("Ice")},
        {"snow.txt": "Snow\n\nSee ice.txt", "ice.txt": "Ice"},
        {"a/snow.html": page("Snow", "ice.html"), "b/ice.html": page("Ice")},
        {"snow.html": page("Snow", "mailto:wren@example.org", "#top", "")},
    ],
)  # fmt: skip
def test_what_has_nothing_to_do_with_each_other_is_left_alone(
    files: dict[str, str], tmp_path: Path
) -> None:
    assert sets(tmp_path, files) == []


@pytest.mark.parametrize(
    ("one", "href"),
    [
        ("fic/ice.html", "fic/ice.html"),
        ("fic/ice.html", "FIC/Ice.HTML"),
        ("fic/ice.html", "fic%2Fice.html"),
        ("fic/ice.html", "./x/../fic/ice.html#top"),
        ("fic/index.html", "fic/"),
        ("fic/ice.html", "/fic/ice.html"),
        ("ice.php?id=3.html", "ice.php?id=3"),
        ("ice.php@id=3.html", "ice.php?id=3"),
        ("ice.php?id=3", "ice.php%3Fid=3"),
        ("notes.txt", "notes.txt"),
    ],
)
def test_a_link_joins_what_it_means(one: str, href: str, tmp_path: Path) -> None:
    files = {
        "index.html": page("Home", href),
        one: page("Ice"),
        "other.html": page("X"),
    }

    assert sets(tmp_path, files) == [{"index.html", one}]


def test_addresses_join_pages_whatever_their_files_are_called(tmp_path: Path) -> None:
    files = {
        "saved (1).html": page(
            "A", "http://www.example.org/~wren/b.html",
            head="<!-- saved from url=(0036)http://www.example.org/~wren/a.html -->",
        ),
        "saved (2).html": page(
            "B", head='<link rel="canonical" href="http://example.org/~wren/b.html">'
        ),
        "saved (3).html": page(
            "C", head="<!-- saved from url=(0036)http://example.org/~wren/c.html -->"
        ),
        "saved (4).html": page(
            "D", head="<!-- saved from url=(0036)http://example.org/~hob/d.html -->"
        ),
    }  # fmt: skip

    assert sets(tmp_path, files) == [
        {"saved (1).html", "saved (2).html", "saved (3).html"}
    ]


def test_two_sites_in_one_delivery_are_told_apart(tmp_path: Path) -> None:
    files = {
        "one/index.html": page("One", "a.html"),
        "one/a.html": page("A"),
        "two/index.html": page("Two", "a.html"),
        "two/a.html": page("A"),
        "diary.txt": "Diary",
    }

    assert sets(tmp_path, files) == [
        {"one/index.html", "one/a.html"},
        {"two/index.html", "two/a.html"},
    ]


def test_a_page_that_is_left_alone_is_no_site(tmp_path: Path) -> None:
    (alone,) = originals(tmp_path, {"a.html": page("A", "b.html")})

    assert saved_site.recognise(Source((alone,))) is Recognition.NO


def test_very_many_files_of_other_kinds_cost_little(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("It snowed.")
    many = [
        Original("0" * 64, 10, f"stories/{n % 97}/{n}.txt", path=path)
        for n in range(200_000)
    ]
    with within(1):
        made = list(saved_site.gather(many))

    assert made == []
