"""The examples, imported and crawled: every page answers, and none names an address."""

from __future__ import annotations

import io
import os
import re
from collections import deque
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client

from fanfold.archive.local import LocalArchive
from fanfold.archive.search.follow import Follower
from fanfold.intake.decision import Yes
from fanfold.intake.examine import examine
from fanfold.intake.journey import run
from fanfold.intake.limits import Limits
from fanfold.keep.originals import Originals
from fanfold.model.draft import DraftWork
from fanfold.web.settings import CONFIGURATION
from tests.archive.searching import follower
from tests.web.visibility.surface import content

__all__ = ["follower"]

#: Another folder may be crawled by hand: FANFOLD_CRAWL=../shared/gold/open.
FOLDER = Path(os.environ.get("FANFOLD_CRAWL") or Path(__file__).parents[2] / "examples")
_LINK = re.compile(r'href="(/[^"#]*)"')


def crawled(client: Client) -> dict[str, bytes]:
    """Every page and file that a visitor past the gate reaches by links."""
    pages: dict[str, bytes] = {}
    waiting = deque(["/", "/works/?sort=new"])
    while waiting:
        address = waiting.popleft()
        if address in pages or address.startswith("/static/"):
            continue
        response = client.get(address.replace("&amp;", "&"))
        if response.status_code == 302:
            waiting.append(response.headers["Location"])
            continue
        assert response.status_code == 200, address
        pages[address] = told = content(response)
        if "Content-Disposition" not in response and b"<html" in told:
            waiting.extend(_LINK.findall(told.decode()))
    return pages


def unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    with ZipFile(io.BytesIO(content)) as book:
        return b"\n".join(map(book.read, book.namelist()))


def test_every_page_of_the_examples_answers_without_an_address(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], follower: Follower
) -> None:
    drafts = [each for each in examine([FOLDER]) if isinstance(each, DraftWork)]
    addresses = {mail.lower() for draft in drafts for mail in draft.emails}
    assert len(addresses) >= 5
    run(
        [FOLDER],
        archive=LocalArchive(CONFIGURATION),
        originals=Originals(tmp_path / "originals"),
        decider=Yes("Ada"),
        by="Ada",
        commit=True,
        limits=Limits(),
    )
    follower.catch_up()
    client = Client()
    client.post("/gate/", {"answer": "yes"})

    pages = crawled(client)

    works = {a for a in pages if re.fullmatch(r"/works/\w+/", a)}
    # What its author forbade to archive is hidden, all else is there.
    assert len(drafts) * 0.8 < len(works) <= len(drafts)
    out, err = capfd.readouterr()
    pages["the log"] = (out + err).encode()
    for address, told in pages.items():
        text = unpacked(told).decode("utf-8").lower()
        for mail in addresses:
            assert mail not in text, address
