"""Files on their way in: a plain form, or piece by piece where scripts run."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from fanfold.archive.actions import bring_in
from fanfold.archive.incoming import Incoming
from fanfold.archive.models import ArrivedFile
from fanfold.archive.queries.arrivals import arrival_of
from fanfold.errors import FanfoldError, NotFoundError, UploadError
from fanfold.keep.names import below
from fanfold.web.settings import CONFIGURATION, DATA_UPLOAD_MAX_NUMBER_FILES
from fanfold.web.uploads import ToDisk, stream

#: Bytes of one piece. Scripts send smaller ones; more would hold a thread for long.
_PIECE = 64 << 20
_LARGEST_NAME = 2000


@csrf_exempt  # asked below, once the way of the files is laid
@require_POST
def send(request: HttpRequest, arrival_id: str = "") -> HttpResponse:
    """Take a form's files: as a new import, or to those of one that gathers.

    The form is read to its end whatever is wrong with it, so that a page can say so.
    """
    if arrival_id:
        arrival_of(request.user, arrival_id)
    handler = ToDisk(Incoming.of(CONFIGURATION))
    stream(request, handler)
    try:
        return _taken(request, arrival_id, handler)
    except FanfoldError as error:
        messages.error(request, _told(error))
    except TooManyFilesSent:
        most = DATA_UPLOAD_MAX_NUMBER_FILES
        told = _("A form takes %(n)d files at once. Send a zip, or send them in parts.")
        messages.error(request, f"{told % {'n': most}} (upload-many)")
    except (UnreadablePostError, MultiPartParserError):
        told = _("The files did not come whole. Nothing was kept. Send them again.")
        messages.error(request, f"{told} (upload-broken)")
    finally:
        handler.clear()
    if arrival_id:
        return redirect("desk-import", arrival_id=arrival_id)
    return redirect("desk-imports")


@csrf_protect
def _taken(request: HttpRequest, arrival_id: str, handler: ToDisk) -> HttpResponse:
    name = request.POST.get("name", "")
    if handler.refusal is not None:
        raise handler.refusal
    if not handler.sent:
        messages.error(request, _("No file was chosen. Nothing was changed."))
        if arrival_id:
            return redirect("desk-import", arrival_id=arrival_id)
        return redirect("desk-imports")
    by = request.user.get_username()
    if not name.strip() and len(handler.sent) == 1:
        name = below(handler.sent[0].given).rpartition("/")[2]
    public = arrival_id or bring_in.open_arrival(name=name, by=by).public
    incoming = Incoming.of(CONFIGURATION)
    bring_in.take_files(public, handler.sent, incoming=incoming)
    return redirect("desk-import", arrival_id=public)


@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """Begin an import whose files come in pieces. Answers with its addresses."""
    name = request.POST.get("name", "")
    row = bring_in.open_arrival(name=name, by=request.user.get_username())
    return JsonResponse({"arrival": row.public})


@require_POST
def expect(request: HttpRequest, arrival_id: str) -> JsonResponse:
    """Announce a file. Answers how much of it is here: a broken one goes on there."""
    row = arrival_of(request.user, arrival_id)
    told = _announced(request)
    if told is None:
        return JsonResponse({"told": "name, size and changed, please"}, status=400)
    incoming = Incoming.of(CONFIGURATION)
    try:
        file = bring_in.expect_file(row.public, **told, incoming=incoming)
        if not file.whole and incoming.size(row.public, file.public) == file.size:
            if file.size == 0:
                incoming.add_piece(
                    incoming.part(row.public, file.public),
                    lambda _size: b"",
                    offset=0,
                    most=0,
                )
            bring_in.file_came(file, incoming=incoming)
            file.whole = True
    except FanfoldError as error:
        return _refused(error)
    return _far(file, incoming)


@require_http_methods(["GET", "HEAD", "PUT"])
def piece(request: HttpRequest, arrival_id: str, file_id: str) -> JsonResponse:
    """How far a file is (GET, HEAD), or its next bytes (PUT, with ``?at=``)."""
    row = arrival_of(request.user, arrival_id)
    file = row.files.filter(public=file_id).select_related("arrival").first()
    if file is None:
        raise NotFoundError("There is no such file here.")
    incoming = Incoming.of(CONFIGURATION)
    if request.method != "PUT" or file.whole:
        return _far(file, incoming)
    at = request.GET.get("at", "")
    offset = int(at) if at.isdecimal() and len(at) < 20 else -1
    part = incoming.part(row.public, file.public)
    try:
        most = min(_PIECE, file.size - offset)
        incoming.check(most)
        incoming.add_piece(part, request.read, offset=offset, most=most)
        if incoming.size(row.public, file.public) == file.size:
            bring_in.file_came(file, incoming=incoming)
            file.whole = True
    except UnreadablePostError:
        pass  # what came stays; whoever sends asks how far it is
    except FanfoldError as error:
        return _refused(error)
    return _far(file, incoming)


def _announced(request: HttpRequest) -> dict[str, Any] | None:
    try:
        told = json.loads(request.body)
        given, size = told["name"], told["size"]
        changed = told.get("changed", 0)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if not isinstance(given, str) or not 0 < len(given) <= _LARGEST_NAME:
        return None
    numbers = (size, changed)
    if not all(type(each) is int and 0 <= each < 1 << 53 for each in numbers):
        return None
    return {"given": given, "size": size, "changed": changed}


def _far(file: ArrivedFile, incoming: Incoming) -> JsonResponse:
    here = incoming.size(file.arrival.public, file.public)
    got = file.size if file.whole else here
    told = {"file": file.public, "got": got, "whole": file.whole}
    response = JsonResponse(told)
    response["Upload-Offset"] = str(got)
    return response


def _refused(error: FanfoldError) -> JsonResponse:
    code = getattr(error, "code", "")
    # Not 507: a full disk is no fault of the program, and those are logged.
    status = 409 if code == "upload-broken" else 413
    return JsonResponse({"code": code, "told": _told(error)}, status=status)


def _told(error: FanfoldError) -> str:
    code = f" ({error.code})" if isinstance(error, UploadError) else ""
    return f"{error}{code}"
