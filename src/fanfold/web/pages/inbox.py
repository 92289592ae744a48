"""The comments on an author's own stories, in one place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fanfold.archive.actions.mark_comments import mark_new, mark_read
from fanfold.archive.queries.inbox import inbox
from fanfold.archive.queries.talking import may_answer
from fanfold.web.pages.gate import safe_path
from fanfold.web.pages.lists import PAGE, page_number

_PLACE = "/mine/comments/"


def page(request: HttpRequest) -> HttpResponse:
    """What members said, the latest first; all of it, or what is new."""
    account: Any = request.user
    only = request.GET.get("show") == "new"
    rows, new = inbox(account, unread=only), inbox(account, unread=True).count()
    total = rows.count()
    last = max(1, -(-total // PAGE))
    number = min(page_number(request), last)
    start = (number - 1) * PAGE
    found = list(rows[start : start + PAGE])
    told = {
        "said": [(each, may_answer(each)) for each in found],
        "only": only,
        "new": new,
        "total": total,
        "query": "show=new" if only else "",
        "number": number,
        "last": last,
        "before": number - 1,
        "after": number + 1 if number < last else 0,
    }
    return render(request, "mine/comments.html", told)


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Mark one comment or all as read, or one as new again."""
    account: Any = request.user
    comment = request.POST.get("comment", "")
    if request.POST.get("as") == "new":
        mark_new(account, comment)
    else:
        n = mark_read(account, comment)
        if not comment:
            told = ngettext(
                "%(n)d comment marked as read.", "%(n)d comments marked as read.", n
            )
            messages.success(request, told % {"n": n})
    return redirect(safe_path(request.POST.get("next") or _PLACE))
