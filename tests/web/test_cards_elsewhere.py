"""What other sites may show of a story that is linked there."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from fanfold.archive.models import Account, Pseud, Work
from fanfold.model.creator import Credit
from fanfold.web.settings import CONFIGURATION
from tests.archive.making import put


def card(url: str, client: Client | None = None) -> tuple[int, Any]:
    answer = (client or Client()).get(f"/oembed/?url={quote(url, safe='')}")
    if answer.status_code != 200:
        return answer.status_code, None
    return answer.status_code, json.loads(answer.content)


def preview(path: str) -> dict[str, str]:
    page = Client().get(path).content.decode()
    return dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))


def test_a_page_tells_its_title_and_summary_as_plain_words() -> None:
    row = put(
        '<b>Ice</b> " & fire',
        summary="<i>So</i> cold wren@example.org " + "and so on " * 60,
    )
    told = preview(f"/works/{row.public}/")

    assert told["type"] == "book"
    assert told["title"] == "Ice &quot; &amp; fire"
    assert told["url"] == f"http://testserver/works/{row.public}/"
    assert told["site_name"] == CONFIGURATION.site.name
    assert told["description"].startswith("So cold ")
    assert len(told["description"]) <= 300
    assert "wren@" not in told["description"]


def test_a_page_names_its_card() -> None:
    row = put("Snow")
    page = Client().get(f"/works/{row.public}/whole/").content.decode()
    found = re.search(r'type="application/json\+oembed"[^>]*href="([^"]*)"', page)
    assert found is not None

    told = json.loads(Client().get(found[1].replace("&amp;", "&")).content)
    assert told == {
        "version": "1.0",
        "type": "link",
        "title": "Snow",
        "author_name": "Marrow",
        "author_url": f"http://testserver/authors/{Pseud.objects.get().public}/",
        "provider_name": CONFIGURATION.site.name,
        "provider_url": "http://testserver/",
    }


def test_every_page_of_a_story_leads_to_its_card() -> None:
    row = put("Snow")
    chapter = row.chapters.get().public
    for end in ("", "whole/", "chapters/", f"chapters/{chapter}/"):
        for host in (
            "http://testserver",
            "https://TESTSERVER",
            "http://127.0.0.1:8000",
        ):
            assert card(f"{host}/works/{row.public}/{end}")[0] == 200


def test_no_other_address_has_a_card() -> None:
    row = put("Snow")
    for url in (
        f"http://elsewhere.example.org/works/{row.public}/",
        f"/works/{row.public}/",
        f"http://testserver/works/{row.public}/comments/",
        f"http://testserver/works/{row.public}",
        f"http://testserver/works/{'z' * 9}/",
        "http://testserver/works/\0/",
        "http://[",
        "http://testserver/",
        "",
    ):
        assert card(url) == (404, None), url


def test_json_is_the_one_form_of_it() -> None:
    row = put("Snow")
    url = f"http://testserver/works/{row.public}/"

    assert Client().get("/oembed/", {"url": url, "format": "xml"}).status_code == 501
    assert Client().get("/oembed/", {"url": url, "format": "json"}).status_code == 200


def test_an_anonymous_author_is_named_on_no_card() -> None:
    row = put("Snow", creators=(Credit("Marrow", anonymous=True),))
    told = card(f"http://testserver/works/{row.public}/")[1]

    assert told["author_name"] == "Anonymous"
    assert "author_url" not in told
    assert "Marrow" not in Client().get(f"/works/{row.public}/").content.decode()


@pytest.mark.parametrize("columns", [{"gated": True}, {"audience": "members"}])
def test_what_visitors_do_not_see_tells_other_sites_nothing(
    columns: dict[str, Any],
) -> None:
    row = put("Snow", summary="So cold.")
    Work.objects.update(**columns)
    client = Client()
    client.force_login(Account.objects.create_user("wren", shows_adult=True))

    assert preview(f"/works/{row.public}/") == {}
    assert card(f"http://testserver/works/{row.public}/") == (404, None)
    assert card(f"http://testserver/works/{row.public}/", client)[0] == 200
