"""Tags out as a sheet, and a sheet in: what it would change, then all as one step."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanfold.archive import tag_sheets
from fanfold.archive.actions.map_tags import Answer, Relation, answer_tags
from fanfold.archive.queries import tag_bins
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.web.access import reader_of
from fanfold.web.pages.desk.saying import why_of
from fanfold.web.pages.desk.tags import ANSWERS, say_changed

#: Changes and refused lines that a preview names.
_SHOWN = 200
REASONS: dict[str, Any] = {
    "missing": gettext_lazy("no such tag here"),
    "unclear": gettext_lazy("several tags have this name: give its id or kind"),
    "other-kind": gettext_lazy("a tag of one kind does not mean one of another"),
}


def out(request: HttpRequest) -> HttpResponse:
    """Every tag of what this person may see, as CSV."""
    text = tag_sheets.written(tag_bins.for_sheet(reader_of(request)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tags.csv"'
    return response


def page(request: HttpRequest) -> HttpResponse:
    """The way out and in; a sheet is shown first, and applied with the second yes."""
    try:
        if request.POST.get("answers"):
            return _apply(request)
        sheet = request.FILES.get("sheet")
        if isinstance(sheet, UploadedFile):
            return _preview(request, sheet)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return redirect("desk-tag-sheet")
    return render(request, "desk/tag_sheet.html", {"changes": None})


def _preview(request: HttpRequest, file: UploadedFile) -> HttpResponse:
    reader = reader_of(request)
    rows = tag_sheets.read(file.read(tag_sheets.MOST_BYTES + 1))
    tags = tag_bins.all_of(reader)
    sheet = tag_sheets.Sheet(rows, [each.row for each in tags])
    held = [(each.row, each.mappings) for each in tags]
    changes = tag_sheets.changed(sheet, held)
    names = {each.row.public: each.row.name for each in tags}
    ids = {each.tag for each in changes}
    told = [(names[each.tag], each.relation, each.target) for each in changes]
    shown = {
        "changes": changes,
        "works": tag_bins.works_with(ids, reader).count(),
        "shown": told[:_SHOWN],
        "more": len(told[_SHOWN:]),
        "packed": json.dumps([(e.tag, e.relation.value, e.target) for e in changes]),
        "refused": sheet.refused[:_SHOWN],
        "reasons": REASONS,
        "words": ANSWERS,
    }
    return render(request, "desk/tag_sheet.html", shown)


def _apply(request: HttpRequest) -> HttpResponse:
    answers = _unpacked(request.POST["answers"])
    _only_seen({each.tag for each in answers}, reader_of(request))
    by = request.user.get_username()
    say_changed(request, answer_tags(answers, by=by, why=why_of(request)))
    return redirect("desk-tags")


def _unpacked(packed: str) -> list[Answer]:
    try:
        told = json.loads(packed.replace("\\u0000", " "))
        return [Answer(str(tag), Relation(word), str(to)) for tag, word, to in told]
    except (ValueError, TypeError, RecursionError):
        raise RefusedDecisionError(
            _("These are no answers of a sheet. Send it again. Nothing was changed.")
        ) from None


def _only_seen(ids: set[str], reader: Reader) -> None:
    known = {each.row.public for each in tag_bins.all_of(reader)}
    if not ids <= known:
        raise NotFoundError("There is no such tag here.")
