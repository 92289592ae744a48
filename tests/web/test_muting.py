"""An author who is muted: in no list, search or letter of that reader's, alone."""

from __future__ import annotations

import json
from datetime import timedelta

from django.core import mail
from django.test import Client
from django.utils import timezone

from fanfold.archive.actions.take_name_off import take_name_off
from fanfold.archive.models import Barring, Creator, Pseud, Subscription
from fanfold.archive.search.follow import Follower
from fanfold.model.creator import Credit
from fanfold.web.digests import send_digests
from tests.archive.making import put
from tests.archive.searching import follower
from tests.web.test_desk import signed_in

__all__ = ["follower"]


def text(client: Client, place: str) -> str:
    return client.get(place, follow=True).content.decode()


def mute(client: Client, name: str = "Wren") -> str:
    pseud = Pseud.objects.get(name=name).public
    answer = client.post(f"/authors/{pseud}/mute/", follow=True)
    return answer.content.decode()


def test_no_list_and_no_search_shows_a_muted_author(follower: Follower) -> None:
    put("Ice", creators=(Credit("Wren"),), fandoms=("due South",))
    both = (Credit("Marrow"), Credit("Wren"))
    put("Both", creators=both, fandoms=("due South",))
    put("Snow", fandoms=("due South",))
    follower.catch_up()
    bea, cy = signed_in("bea", "member"), signed_in("cy", "member")
    author = Pseud.objects.get(name="Wren").public
    assert "Wren" in mute(bea)

    for place in ("/", "/works/", "/search/?q=snowed"):
        assert ">Snow<" in text(bea, place), place
        for title in (">Ice<", ">Both<"):
            assert title not in text(bea, place), (place, title)
            assert title in text(cy, place), (place, title)
    assert "1 story" in text(bea, "/search/?q=snowed")
    assert ">Ice<" in text(bea, f"/authors/{author}/"), "who looks for it finds it"

    bea.post(f"/barred/{Barring.objects.get().pk}/off/")
    assert ">Ice<" in text(bea, "/works/")


def test_no_letter_tells_of_a_muted_author() -> None:
    put("Old", creators=(Credit("Wren"),))
    bea = signed_in("bea", "member")
    mute(bea)
    bea.post("/mine/subscriptions/", {"kind": "archive", "every": "day"})
    Subscription.objects.update(since=timezone.now() - timedelta(days=2))
    put("Snow")

    assert send_digests() == 1
    assert "Snow" in mail.outbox[0].body
    assert "Wren" not in mail.outbox[0].body


def test_nobody_mutes_themselves_or_who_is_not_shown() -> None:
    put("Ice", creators=(Credit("Wren"),))
    bea = signed_in("bea", "member")
    Creator.objects.update(account=bea.session["_auth_user_id"])

    own = text(bea, f"/authors/{Pseud.objects.get().public}/")
    assert "Mute this author" not in own
    assert "This is you." in mute(bea)
    assert bea.post("/authors/nobody/mute/").status_code == 404
    assert Client().post("/authors/nobody/mute/").status_code == 302
    assert not Barring.objects.exists()


def test_a_name_that_was_taken_off_is_not_kept_by_who_muted_it() -> None:
    put("Ice", creators=(Credit("Wren"),))
    bea = signed_in("bea", "member")
    mute(bea)
    assert json.loads(bea.get("/account/export/").content)["barrings"] == [
        {"name": "Wren", "kind": "mute", "author": True}
    ]
    take_name_off(Creator.objects.get().public, by="wren")

    assert "Wren" not in text(bea, "/barred/")
    assert "Wren" not in bea.get("/account/export/").content.decode()
