"""Whole addresses are of https where the archive's own address is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from fanfold.web import addresses
from tests.archive.making import put
from tests.web.visibility.surfaces.outside import let_in

pytestmark = [pytest.mark.archive, pytest.mark.django_db]
_OURS = re.compile(r"(https?)(?:://|%3A//|%3A%2F%2F)testserver")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_feeds_maps_and_cards_name_the_archives_own_scheme(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    work = f"/works/{put('Snow').public}/"
    site = addresses.CONFIGURATION.site.model_copy(
        update={"address": f"{scheme}://archive.example.org"}
    )
    # Its web server asks us without; what it serves is seen by its address alone.
    told = addresses.CONFIGURATION.model_copy(update={"site": site})
    monkeypatch.setattr(addresses, "CONFIGURATION", told)

    with let_in():
        for path in (
            "/new.atom",
            "/sitemap.xml",
            f"/oembed/?url=http://testserver{work}",
            work,
        ):
            page = Client().get(path).content.decode()
            assert set(_OURS.findall(page)) == {scheme}, path


def test_nobody_else_makes_whole_addresses() -> None:
    web = Path(addresses.__file__).parent
    theirs = [
        file.name
        for file in web.rglob("*.py")
        if "build_absolute_uri" in file.read_text(encoding="utf-8")
    ]

    # Which asks under what old address somebody came.
    assert theirs == ["access.py"]
