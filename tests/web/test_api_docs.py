"""Every example of docs/api.md is what the archive answers, to the letter."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from fanfold.archive.models import Chapter, Pseud, Tag, Work
from fanfold.archive.outbox import tell
from fanfold.archive.queries import harvesting
from fanfold.archive.search.follow import Follower
from fanfold.model.advice import Rating, Status
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.web.problems import PROBLEMS
from tests.archive.making import put
from tests.archive.searching import follower

__all__ = ["follower"]

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
#: An address that is asked, and what comes.
EXAMPLES = re.findall(r"```\nGET (\S+)\n```\n+```json\n(.*?)```", PAGE, re.DOTALL)
HOST = "https://archive.example.org"


@pytest.fixture
def world(follower: Follower, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two stories that the page tells of."""
    monkeypatch.setattr(harvesting, "PAGE", 1)
    snow = put(
        "Snow",
        "It snowed.",
        creators=(Credit("Marrow"),),
        fandoms=("Snowland",),
        language="en",
        status=Status.COMPLETE,
        date=PartialDate("2004-05-06"),
        summary="Two people wait.",
        source_ids=("efiction:stories/3",),
    )
    rain = put("Rain", "It rained.", rating=Rating.TEEN, fandoms=("Snowland",))
    for row, id_, at in ((snow, "k3wq8m2xz", 6), (rain, "t7hc4n9vp", 7)):
        came = datetime(2026, 5, at, 19, 54, tzinfo=UTC)
        Work.objects.filter(pk=row.pk).update(public=id_, added_at=came)
        Chapter.objects.filter(work=row).update(public=f"c{id_[1:]}")
        tell(id_)
    Tag.objects.filter(name="Snowland").update(public="f5d8r2k6m")
    Pseud.objects.update(public="m9a2b4c6d")
    follower.catch_up()


@pytest.mark.parametrize("address", [address for address, _told in EXAMPLES])
@pytest.mark.usefixtures("world")
def test_an_example_is_what_is_answered(client: Client, address: str) -> None:
    told = dict(EXAMPLES)[address]

    answer = client.get(address).content.decode().replace("http://testserver", HOST)

    assert json.loads(answer) == json.loads(told)


def test_every_address_has_an_example_and_every_problem_a_line() -> None:
    asked = {address.partition("?")[0] for address, _told in EXAMPLES}

    for end in ("", "works/", "works/k3wq8m2xz/", "works/k3wq8m2xz/text/", "search/"):
        assert f"/api/1/{end}" in asked
    for word, (status, title, _detail) in PROBLEMS.items():
        assert f"| `{word}` | {status} | {title} |" in PAGE
