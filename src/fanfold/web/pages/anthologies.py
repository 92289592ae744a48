"""A series, or an author's stories, as one download."""

from __future__ import annotations

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from fanfold.archive import anthologies
from fanfold.archive.anthologies import Anthology
from fanfold.errors import TooLongError
from fanfold.web.access import reader_of
from fanfold.web.downloads import stem
from fanfold.web.pages.works import UnknownDownloadError
from fanfold.writers.contract import writer_for


def series(request: HttpRequest, series_id: str, name: str) -> HttpResponseBase:
    """A series as a book. The name is for the reader's folder; its ending counts."""
    anthology = anthologies.of_series(series_id, reader_of(request))
    return _book(request, anthology, name, series_id)


def author(request: HttpRequest, pseud_id: str, name: str) -> HttpResponseBase:
    """An author's stories as a book."""
    anthology = anthologies.of_author(pseud_id, reader_of(request))
    return _book(request, anthology, name, pseud_id)


def _book(
    request: HttpRequest, anthology: Anthology, name: str, public: str
) -> HttpResponseBase:
    if not name.endswith(".epub"):
        raise UnknownDownloadError
    stream = TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        anthology.write(stream, reader=reader_of(request))
    except BaseException as error:
        stream.close()
        if isinstance(error, TooLongError):
            return _too_long(request, error)
        raise
    stream.seek(0)
    return FileResponse(
        stream,
        as_attachment=True,
        filename=f"{stem(anthology.binding.title, public)}.epub",
        content_type=writer_for(".epub").media_type,
    )


def _too_long(request: HttpRequest, error: TooLongError) -> HttpResponse:
    return render(request, "frame/too_long.html", {"told": error}, status=403)
