"""Notices of the archive itself: posting, changing, taking away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fanfold.archive.actions.write_news import change_news, post_news, remove_news
from fanfold.archive.models import News
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.text.house import plain

_LATEST = 50


def page(request: HttpRequest) -> HttpResponse:
    """The archive's own notices, the latest first; and a form for one more."""
    if request.method == "POST":
        return _done(request, lambda words, by: post_news(*words, by=by))
    return render(request, "desk/news.html", {"news": _own()[:_LATEST]})


def one(request: HttpRequest, news_id: str) -> HttpResponse:
    """Change a notice, or take it away."""
    row = _own().filter(public=news_id).first()
    if row is None:
        raise NotFoundError("There is no such notice here.")
    if request.POST.get("do") == "remove":
        remove_news(news_id, by=request.user.get_username())
        messages.success(request, _("Gone. It can be taken back below “Desk”."))
        return redirect("desk-news")
    if request.method == "POST":
        return _done(request, lambda words, by: change_news(news_id, *words, by=by))
    words = plain(row.text.replace("</p><p>", "\n\n").replace("<br>", "\n"))
    return render(request, "desk/news_one.html", {"row": row, "words": words})


def _done(request: HttpRequest, act: Any) -> HttpResponse:
    told = request.POST.get("title", ""), request.POST.get("text", "")
    try:
        act(told, request.user.get_username())
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Posted. Everybody can read it."))
    return redirect("desk-news")


def _own() -> Any:
    return News.objects.filter(source_id="", by="").order_by("-date", "-pk")
