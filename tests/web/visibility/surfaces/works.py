"""A work's own pages."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils import timezone

from fanfold.archive.models import Kudos
from tests.web.visibility.scene import Scene, Visit
from tests.web.visibility.surface import Surface, leaks, of_work, raw


def _thanked(scene: Scene) -> None:
    for giver in ("a", "b"):
        Kudos.objects.create(work=scene.work, giver=giver, at=timezone.now())


def _thanks(visit: Visit, response: HttpResponseBase) -> str:
    """Tell whether the number is told; the page itself is the work's own."""
    whole = raw(response)
    if response.status_code != 200:
        leaked = leaks(whole)
        return f"absent with {leaked}" if leaked else "absent"
    return "present" if "2 thank-yous" in whole else "absent"


SURFACES = (
    Surface("work_page", of_work("")),
    Surface("chapter_page", lambda v: f"/works/{v.work.public}/chapters/{v.chapter}/"),
    Surface("index_of_chapters", of_work("chapters/"), row="work_page"),
    Surface("full_text_page", of_work("whole/")),
    Surface("provenance_page", of_work("origin/")),
    Surface("comments_page", of_work("comments/")),
    Surface("kudos_count_list", of_work("comments/"), prepare=_thanked, judge=_thanks),
    Surface("like_page", of_work("like/"), row="comments_page"),
    Surface("download_epub", of_work("download/x.epub")),
    Surface("download_html", of_work("download/x.html")),
    Surface("download_txt", of_work("download/x.txt")),
)
