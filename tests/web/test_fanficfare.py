"""A program of the outside fetches our stories as it fetches those of eFiction sites.

FanFicFare is asked as anybody runs it, in a Python of its own, told nothing but our
domain. It is no part of this project: FANFOLD_FANFICFARE names the Python that has it
(.ci/run gets one).
"""

from __future__ import annotations

import os
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from fanfold.archive.models import Work
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.work import Stage
from tests.archive.making import put
from tests.web.test_pages import chapters

PYTHON = os.environ.get("FANFOLD_FANFICFARE", "")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not PYTHON, reason="FANFOLD_FANFICFARE names no Python that has FanFicFare"
    ),
]

#: What it needs to hear of a new site: the domain, and that it speaks as eFiction does.
SITE = """
import sys
from fanficfare import adapters, cli
from fanficfare.adapters.base_efiction_adapter import BaseEfictionAdapter

class Ours(BaseEfictionAdapter):
    getSiteDomain = staticmethod(lambda: sys.argv[1])
    getSiteAbbrev = classmethod(lambda cls: "ours")
    getProtocol = classmethod(lambda cls: "http")

vars(adapters)["__class_list"].append(Ours)
for domain in (sys.argv[1], sys.argv[1].partition(":")[0]):
    vars(adapters)["__domain_map"][domain] = [Ours]
cli.main(sys.argv[2:])
"""


def fetched(live_server: Any, place: Path, sid: int) -> dict[str, str]:
    """Fetch a story as a book; return its files, entities read, by name."""
    domain = live_server.url.removeprefix("http://")
    book = place / f"{sid}.epub"
    options = ["is_adult=true", f"output_filename={book}", "slow_down_sleep_time=0"]
    words = [
        "--non-interactive",
        "-f",
        "epub",
        *(w for o in options for w in ("-o", o)),
    ]
    done = subprocess.run(
        [
            PYTHON,
            "-c",
            SITE,
            domain,
            *words,
            f"{live_server.url}/viewstory.php?sid={sid}",
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=place,
        env={"PATH": os.environ["PATH"], "HOME": str(place)},
        timeout=120,
    )
    if not book.exists():
        return {"said": done.stdout + done.stderr}
    with ZipFile(book) as opened:
        return {
            name: unescape(opened.read(name).decode())
            for name in opened.namelist()
            if name.endswith((".opf", ".xhtml"))
        }


def kept(sid: int, title: str, *, author: str = "Marrow", **fields: Any) -> Work:
    credit = Credit(author, source_id="efiction:authors/7")
    ids = (f"efiction:stories/{sid}",)
    return put(title, source_ids=ids, creators=(credit,), **fields)


STORIES: dict[int, tuple[str, dict[str, Any]]] = {
    3: ("Snow & “Sand”", {"chapters": chapters("First", "Second", "Third")}),
    4: ("An only chapter", {"text": "It was 40 °F — “cold”, she said."}),
    5: ("Шторм 夢", {"author": "Žofie Ångström", "text": "Ветер и 夢."}),
    6: (
        "Behind the gate",
        {"rating": Rating.EXPLICIT, "chapters": chapters("One", "Two")},
    ),
}


def test_four_stories_become_the_books_that_they_should(
    live_server: Any, tmp_path: Path
) -> None:
    for sid, (title, fields) in STORIES.items():
        kept(
            sid,
            title,
            date=PartialDate("2004-01-12"),
            summary="Of <em>frost</em>.",
            **fields,
        )

        files = fetched(live_server, tmp_path, sid)

        assert "content.opf" in files, files
        opf = files["content.opf"]
        assert f">{title}</dc:title>" in opf
        assert f">{fields.get('author', 'Marrow')}</dc:creator>" in opf
        assert '<dc:date opf:event="publication">2004-01-12</dc:date>' in opf
        assert "<dc:description>Of frost." in opf
        texts = [
            t for name, t in sorted(files.items()) if re.search(r"file\d+\.", name)
        ]
        wanted = fields.get("chapters")
        if wanted is None:
            assert len(texts) == 1
            assert fields["text"] in texts[0]
        else:
            assert len(texts) == len(wanted)
            for chapter, text in zip(wanted, texts, strict=True):
                assert chapter.html.removeprefix("<p>").removesuffix("</p>") in text


def test_a_hidden_story_is_not_fetched(live_server: Any, tmp_path: Path) -> None:
    row = kept(9, "Hidden", text="Nobody reads this.")
    Work.objects.filter(pk=row.pk).update(stage=Stage.HIDDEN)

    files = fetched(live_server, tmp_path, 9)

    assert list(files) == ["said"]
    assert "Hidden" not in files["said"]
