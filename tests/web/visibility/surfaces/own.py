"""What readers keep, and what they show of it to others."""

from __future__ import annotations

from django.utils import timezone

from fanfold.archive.models import Account, Bookmark, BookmarkTag, Later, Reading
from tests.web.visibility.scene import Scene, Visit
from tests.web.visibility.surface import Surface, at, of_work

_SHOWS = "shows"


def _somebody_shows_it(scene: Scene) -> None:
    shows = Account.objects.create_user(_SHOWS)
    for work in filter(None, (scene.work, scene.company)):
        secret = work is scene.work
        row = Bookmark.objects.create(
            account=shows,
            work=work,
            note="Noted for nobody." if secret else "Seen by everybody.",
            is_public=True,
            made_at=timezone.now(),
        )
        if secret:
            BookmarkTag.objects.create(bookmark=row, name="Secretly tagged", position=1)


def _all_keep_it(scene: Scene) -> None:
    for account in filter(None, scene.accounts.values()):
        mine = {"account": account, "work": scene.work}
        Bookmark.objects.create(**mine, note="My own.", made_at=timezone.now())
        Later.objects.create(**mine, added_at=timezone.now())
        chapter = scene.work.chapters.first()
        Reading.objects.create(**mine, chapter=chapter, read_at=timezone.now())
        account.keeps_history = True
        account.save()


def _shown_by_somebody(visit: Visit) -> str:
    return f"/people/{Account.objects.get(username=_SHOWS).public}/bookmarks/"


SURFACES = (
    Surface("bookmark_list", _shown_by_somebody, prepare=_somebody_shows_it),
    Surface(
        "bookmark_count",
        _shown_by_somebody,
        row="bookmark_list",
        told=lambda v: r"\b2 stories" if v.scene.others else r"\b1 story",
    ),
    Surface(
        "own_bookmarks",
        at("/bookmarks/"),
        "bookmark_list",
        prepare=_all_keep_it,
        own=True,
    ),
    Surface("own_later", at("/later/"), "bookmark_list", own=True),
    Surface("own_history", at("/history/"), "bookmark_list", own=True),
    Surface("own_export", at("/account/export/"), "bookmark_list", own=True),
    Surface("bookmark_form", of_work("bookmark/"), "work_page", own=True),
)
