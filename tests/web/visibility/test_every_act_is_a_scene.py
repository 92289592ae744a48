"""Every address, and above all each that takes a POST, is come to by a scene in
Chromium: tests/e2e/acts."""

from __future__ import annotations

from fanfold.web.access import RULES
from tests.e2e.acts.addresses import names, posted
from tests.e2e.acts.scene import EVERYBODY, scenes

#: What no scene comes to, and why.
NOT_PLAYED = {
    "desk-imports-begin": "scripts alone ask it: tests/e2e/test_bring_in.py",
    "desk-import-expect": "scripts alone ask it: tests/e2e/test_bring_in.py",
    "desk-import-piece": "scripts alone ask it: tests/e2e/test_bring_in.py",
    "desk-import-review-on": "after some hundred answers alone: "
    "tests/web/test_desk_review.py",
    "sitemap": "there only where search engines are let in: tests/web/test_crawling.py",
    "sitemap-piece": "the same",
}


def test_every_address_is_come_to_by_a_scene() -> None:
    come_to = {name for each in scenes() for name in each.does}

    assert names() - come_to - set(NOT_PLAYED) == set(), "add a scene: tests/e2e/acts"
    assert come_to & set(NOT_PLAYED) == set()
    assert (come_to | set(NOT_PLAYED)) - names() == set()


def test_scenes_name_roles_and_addresses_that_exist() -> None:
    for each in scenes():
        assert set(each.who) <= set(EVERYBODY), each.told
        assert {*each.own, *each.free} <= posted() | set(RULES), each.told
    told = [each.told for each in scenes()]
    assert len(set(told)) == len(told)


def test_what_takes_a_post_is_told_from_what_does_not() -> None:
    assert {"say", "mine-new", "sign-in", "sign-out", "set_language"} <= posted()
    assert {"works", "home", "desk-step", "mfa_index"} & posted() == set()
