"""Tags at the desk: what they mean here, answered for one or for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from fanfold.archive.actions.map_tags import Relation, map_tags, unmap_tags
from fanfold.archive.models import Tag, TagKind
from fanfold.archive.queries import tag_bins
from fanfold.archive.suggesting import Reason
from fanfold.errors import RefusedDecisionError
from fanfold.web.access import reader_of
from fanfold.web.pages.desk.saying import say_done, why_of

_PAGE = 25
#: Titles that a preview names.
_TITLES = 8
FREE = "free"
KINDS: dict[str, Any] = {
    TagKind.FANDOM: gettext_lazy("Fandoms"),
    TagKind.RELATIONSHIP: gettext_lazy("Pairings"),
    TagKind.CHARACTER: gettext_lazy("Characters"),
    TagKind.WARNING: gettext_lazy("Warnings"),
    TagKind.FREE: gettext_lazy("Other tags"),
}
ANSWERS: dict[str, Any] = {
    Relation.CANONICAL: gettext_lazy("the form used here"),
    Relation.SYNONYM: gettext_lazy("another form of"),
    Relation.PARENT: gettext_lazy("belongs under"),
    Relation.NOT_MAPPED: gettext_lazy("stands for itself"),
    FREE: gettext_lazy("open again"),
}
REASONS: dict[str, Any] = {
    Reason.SPELLING: gettext_lazy("written alike"),
    Reason.ABBREVIATION: gettext_lazy("a short form"),
    Reason.COMPANY: gettext_lazy("stands with the same tags"),
}


def page(request: HttpRequest) -> HttpResponse:
    """One bin of tags, those without a meaning first, with suggestions."""
    reader = reader_of(request)
    wanted = asked(request.GET)
    rows = Paginator(tag_bins.tags_in(wanted, reader), _PAGE)
    found = rows.get_page(request.GET.get("page"))
    tags = tag_bins.told(list(found))
    tag_bins.suggest(tags, reader)
    shown = {
        "bins": [(each, KINDS[each.kind]) for each in tag_bins.bins(reader)],
        "fandoms": tag_bins.fandoms(reader),
        "states": _states(),
        "wanted": wanted,
        "query": _query(wanted),
        "rows": found,
        "tags": tags,
        "answers": ANSWERS.items(),
        "words": ANSWERS,
        "reasons": REASONS,
    }
    return render(request, "desk/tags.html", shown)


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Show what an answer would change; with the second yes, apply it as one step."""
    ids, relation, target = _said(request)
    wanted = asked(request.POST)
    if not ids or relation not in ANSWERS:
        messages.error(
            request, _("Tick the tags you mean, and say what. Nothing was changed.")
        )
        return _back(wanted)
    reader = reader_of(request)
    tags = tag_bins.tags_of(ids, reader)
    works = tag_bins.works_with(ids, reader)
    if request.POST.get("sure") == "yes":
        apply(request, ids, relation, target)
        return _back(wanted)
    shown = {
        "tags": tags,
        "works": works.count(),
        "titles": works.order_by("sort_title", "pk")[:_TITLES],
        "relation": relation,
        "relation_name": ANSWERS[relation],
        "target": target,
        "there": _there(tags, target, reader),
        "words": ANSWERS,
        "wanted": wanted,
        "query": _query(wanted),
    }
    return render(request, "desk/tags_sure.html", shown)


def apply(request: HttpRequest, ids: Sequence[str], relation: str, target: str) -> None:
    """Say what tags mean, and tell the person what that did."""
    by, why = request.user.get_username(), why_of(request)
    try:
        if relation == FREE:
            number = unmap_tags(ids, by=by, why=why)
        else:
            number = map_tags(ids, Relation(relation), target=target, by=by, why=why)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return
    say_changed(request, number)


def say_changed(request: HttpRequest, number: int) -> None:
    """Tell how many tags changed."""
    told = ngettext("%(n)d tag changed.", "%(n)d tags changed.", number)
    say_done(request, told % {"n": number}, changed=number > 0)


def asked(given: Any) -> tag_bins.Wanted:
    """Return which bin a request is about; odd wishes count for none."""
    kind, state = given.get("kind", ""), given.get("state", "")
    return tag_bins.Wanted(
        kind=TagKind(kind) if kind in TagKind.values else TagKind.FANDOM,
        fandom=given.get("fandom", "")[:40].replace("\0", ""),
        state=state if state in tag_bins.STATES else "open",
        words=" ".join(given.get("words", "").replace("\0", " ").split())[:100],
    )


def _said(request: HttpRequest) -> tuple[list[str], str, str]:
    """Return (tags, relation, target); a button beside a tag says all three at once."""
    suggested = request.POST.get("suggested", "").replace("\0", " ")
    if suggested:
        tag, _sign, name = suggested.partition(" ")
        return [tag], Relation.SYNONYM.value, " ".join(name.split())
    relation = request.POST.get("relation", "")
    leads = relation in (Relation.SYNONYM, Relation.PARENT)
    target = " ".join(request.POST.get("target", "").replace("\0", " ").split())
    ids = list(
        dict.fromkeys(each.replace("\0", "") for each in request.POST.getlist("tag"))
    )
    return ids, relation, target if leads else ""


def _there(tags: Sequence[Any], target: str, reader: Any) -> int | None:
    """Return how many works bear the target now; None where there is no such tag."""
    if not target:
        return None
    row = Tag.objects.filter(
        kind=tags[0].row.kind, type=tags[0].row.type, name=target
    ).first()
    return tag_bins.works_with([row.public], reader).count() if row else None


def _states() -> list[tuple[str, str]]:
    return [
        ("open", _("without a meaning yet")),
        ("answered", _("with a meaning")),
        ("all", _("all")),
    ]


def _query(wanted: tag_bins.Wanted) -> str:
    told = {
        "kind": wanted.kind.value,
        "fandom": wanted.fandom,
        "state": wanted.state,
        "words": wanted.words,
    }
    return urlencode({key: value for key, value in told.items() if value})


def _back(wanted: tag_bins.Wanted) -> HttpResponse:
    return redirect(f"{reverse('desk-tags')}?{_query(wanted)}")
