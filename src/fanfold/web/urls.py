"""Every address of the archive. Each name has a rule in access.py."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.i18n import set_language

from fanfold.web.pages import authors, gate, home, reading, signing, tags, works

urlpatterns = [
    path("", home.page, name="home"),
    path("robots.txt", home.robots, name="robots"),
    path("works/", works.list_page, name="works"),
    path("works/<str:work_id>/", works.front, name="work"),
    path("works/<str:work_id>/whole/", works.whole, name="work-whole"),
    path("works/<str:work_id>/chapters/", works.chapters, name="work-chapters"),
    path(
        "works/<str:work_id>/chapters/<str:chapter_id>/",
        works.chapter,
        name="work-chapter",
    ),
    path("works/<str:work_id>/origin/", works.origin, name="work-origin"),
    path(
        "works/<str:work_id>/download/<str:name>", works.download, name="work-download"
    ),
    path("authors/", authors.list_page, name="authors"),
    path("authors/<str:pseud_id>/", authors.page, name="author"),
    path("tags/", tags.list_page, name="tags"),
    path("tags/<str:tag_id>/", tags.page, name="tag"),
    path("gate/", gate.choose, name="gate"),
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", LogoutView.as_view(next_page="home"), name="sign-out"),
    path("reading/", reading.page, name="reading"),
    path("reader.css", reading.sheet, name="reader-css"),
    path("language/", set_language, name="set_language"),
]

handler404 = "fanfold.web.access.missing"
handler500 = "fanfold.web.faults.fault"
