"""A work's own pages."""

from __future__ import annotations

from tests.web.visibility.surface import Surface, of_work

SURFACES = (
    Surface("work_page", of_work("")),
    Surface("chapter_page", lambda v: f"/works/{v.work.public}/chapters/{v.chapter}/"),
    Surface("index_of_chapters", of_work("chapters/"), row="work_page"),
    Surface("full_text_page", of_work("whole/")),
    Surface("provenance_page", of_work("origin/")),
    Surface("comments_page", of_work("comments/")),
    Surface("download_epub", of_work("download/x.epub")),
    Surface("download_html", of_work("download/x.html")),
    Surface("download_txt", of_work("download/x.txt")),
)
