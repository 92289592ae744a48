"""Names of authors at the desk: renamed, two found to be one, one found to be two."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions.name_pseuds import (
    join_creators,
    part_pseuds,
    rename_pseud,
)
from fanfold.archive.queries.author_names import (
    DeskAuthor,
    alike,
    author_of,
    authors_with,
    told,
)
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.lengths import NAME
from fanfold.text.addresses import removed
from fanfold.web.access import reader_of
from fanfold.web.pages.desk.saying import say_done, why_of

_PAGE = 25


def list_page(request: HttpRequest) -> HttpResponse:
    """Authors by the alphabet, and which of them may be one."""
    words = " ".join(request.GET.get("words", "").replace("\0", " ").split())[:100]
    reader = reader_of(request)
    rows = Paginator(authors_with(words, reader), _PAGE)
    found = rows.get_page(request.GET.get("page"))
    authors = told(list(found), reader)
    shown = {
        "rows": found,
        "authors": authors,
        "alike": alike(authors, reader),
        "words": words,
    }
    return render(request, "desk/names.html", shown)


def page(request: HttpRequest, creator_id: str) -> HttpResponse:
    """One author: every name, and who may be the same."""
    reader = reader_of(request)
    author = author_of(creator_id, reader)
    shown = {"author": author, "alike": alike([author], reader)}
    return render(request, "desk/name.html", shown)


@require_POST
def rename(request: HttpRequest, creator_id: str) -> HttpResponse:
    """Give one of an author's names another form, in every byline."""
    author = author_of(creator_id, reader_of(request))
    (pseud,) = _own(author, [request.POST.get("pseud", "")])
    name = removed(request.POST.get("name", "").replace("\0", " "))

    def act(by: str, why: str) -> tuple[bool, str]:
        if len(name) > NAME:
            raise RefusedDecisionError(
                f"A name has at most {NAME} letters. Nothing was changed."
            )
        same = " ".join(name.split()) in {
            each.row.name for each in author.names if each.row.public == pseud
        }
        rename_pseud(pseud, name, by=by, why=why)
        return not same, _("The name is changed in every byline.")

    return _try(request, creator_id, act)


@require_POST
def part(request: HttpRequest, creator_id: str) -> HttpResponse:
    """Give the ticked names to somebody else."""
    author = author_of(creator_id, reader_of(request))
    ids = _own(author, request.POST.getlist("pseud"))

    def act(by: str, why: str) -> tuple[bool, str]:
        if not ids:
            raise RefusedDecisionError(
                _("Tick the names you mean. Nothing was changed.")
            )
        part_pseuds(ids, by=by, why=why)
        return True, _("Those names are somebody else’s now.")

    return _try(request, creator_id, act)


@require_POST
def join(request: HttpRequest, creator_id: str) -> HttpResponse:
    """Make another author a name of this one; shown first."""
    reader = reader_of(request)
    author = author_of(creator_id, reader)
    wanted = request.POST.get("other", "").replace("\0", "").strip()
    other = author_of(wanted, reader)
    if request.POST.get("sure") != "yes":
        shown = {"author": author, "other": other}
        return render(request, "desk/names_join.html", shown)

    def act(by: str, why: str) -> tuple[bool, str]:
        join_creators(author.row.public, other.row.public, by=by, why=why)
        return True, _("The two are one author now.")

    return _try(request, creator_id, act)


def _own(author: DeskAuthor, ids: list[str]) -> list[str]:
    """Return ids of names, each the author's. Raises NotFoundError."""
    if not set(ids) <= {each.row.public for each in author.names}:
        raise NotFoundError("There is no such name of this author.")
    return ids


def _try(
    request: HttpRequest, creator_id: str, act: Callable[[str, str], tuple[bool, str]]
) -> HttpResponse:
    """Do an act by (who, why) and tell what it says, or what stands in its way."""
    try:
        changed, done = act(request.user.get_username(), why_of(request))
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    else:
        say_done(request, done, changed=changed)
    return redirect("desk-name", creator_id=creator_id)
