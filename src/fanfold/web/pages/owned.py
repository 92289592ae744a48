"""A reader's bookmarks, list for later and history; and bookmarks shown to others."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from fanfold.archive import shelf
from fanfold.archive.actions.bookmark_work import NOTE, bookmark_work, drop_bookmark
from fanfold.archive.actions.keep_for_later import drop_later, keep_for_later
from fanfold.archive.actions.remember_reading import forget_reading
from fanfold.archive.queries import owned
from fanfold.archive.queries.gatherings import pseud_ids
from fanfold.web.access import reader_of
from fanfold.web.pages.gate import safe_path
from fanfold.web.pages.lists import PAGE, page_number


def bookmarks(request: HttpRequest) -> HttpResponse:
    """The reader's own bookmarks."""
    reader = reader_of(request)
    tag = request.GET.get("tag", "")
    rows = owned.own_bookmarks(reader)
    told = {
        "tag": tag,
        "tags": owned.own_tags(reader),
        "any_public": rows.filter(is_public=True).exists(),
        "query": urlencode({"tag": tag}) if tag else "",
        **_page(request, owned.own_bookmarks(reader, tag)),
    }
    return render(request, "own/bookmarks.html", told)


def of_somebody(request: HttpRequest, account_id: str) -> HttpResponse:
    """The bookmarks that somebody shows, as far as this reader may see the works."""
    owner, rows = owned.public_bookmarks(account_id, reader_of(request))
    told = {"owner": owner, **_page(request, rows)}
    return render(request, "own/of_somebody.html", told)


def bookmark(request: HttpRequest, work_id: str) -> HttpResponse:
    """The form for a bookmark on a story, and keeping what it says."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, texts=shelf.NONE, claims=False)
    if request.method == "POST":
        bookmark_work(
            work_id,
            reader=reader,
            note=request.POST.get("note", ""),
            tags=request.POST.get("tags", "").split(","),
            is_public=request.POST.get("public") == "yes",
        )
        return redirect("work", work_id=work.id)
    told = {
        "work": work,
        "authors": pseud_ids([work]),
        "mine": owned.ties(work_id, reader).bookmark,
        "longest": NOTE,
    }
    return render(request, "own/bookmark.html", told)


@require_POST
def bookmark_off(request: HttpRequest, row_id: str) -> HttpResponse:
    """Let a bookmark go."""
    drop_bookmark(row_id, account=_account(request))
    return _back(request, "/bookmarks/")


def later(request: HttpRequest) -> HttpResponse:
    """What the reader put by."""
    rows = owned.own_later(reader_of(request))
    return render(request, "own/later.html", _page(request, rows))


@require_POST
def later_on(request: HttpRequest, work_id: str) -> HttpResponse:
    """Put a story by."""
    keep_for_later(work_id, reader=reader_of(request))
    return redirect("work", work_id=work_id)


@require_POST
def later_off(request: HttpRequest, row_id: str) -> HttpResponse:
    """Take a story off the list."""
    drop_later(row_id, account=_account(request))
    return _back(request, "/later/")


@require_POST
def later_empty(request: HttpRequest) -> HttpResponse:
    """Empty the list."""
    drop_later(None, account=_account(request))
    return redirect("later")


def history(request: HttpRequest) -> HttpResponse:
    """What the reader has opened, where that is kept."""
    rows = owned.own_readings(reader_of(request))
    return render(request, "own/history.html", _page(request, rows))


@require_POST
def history_off(request: HttpRequest, row_id: str) -> HttpResponse:
    """Forget one story."""
    forget_reading(row_id, account=_account(request))
    return redirect("history")


@require_POST
def history_empty(request: HttpRequest) -> HttpResponse:
    """Forget all of it."""
    forget_reading(None, account=_account(request))
    return redirect("history")


def _page(request: HttpRequest, rows: Any) -> dict[str, Any]:
    """Return one page of a list, with the works that may be shown."""
    total = rows.count()
    last = max(1, -(-total // PAGE))
    number = min(page_number(request), last)
    start = (number - 1) * PAGE
    kept = owned.with_works(rows, reader_of(request), start, start + PAGE)
    works = [each.work for each in kept if each.work is not None]
    return {
        "kept": kept,
        "authors": pseud_ids(works),
        "total": total,
        "number": number,
        "last": last,
        "before": number - 1,
        "after": number + 1 if number < last else 0,
    }


def _back(request: HttpRequest, otherwise: str) -> HttpResponse:
    return redirect(safe_path(request.POST.get("next") or otherwise))


def _account(request: HttpRequest) -> int:
    user: Any = request.user
    return int(user.pk)
