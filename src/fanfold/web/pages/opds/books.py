"""Books, fetched from a catalogue under the same password as the catalogue itself."""

from __future__ import annotations

from django.http import HttpResponse

from fanfold.archive import shelf
from fanfold.errors import NotFoundError
from fanfold.web.downloads import as_file
from fanfold.web.pages.opds.asking import Asked, catalogue

_ENDING = ".epub"


@catalogue
def book(asked: Asked, work_id: str, name: str) -> HttpResponse:
    """A story as a book. The name is for the reader's folder; its ending counts."""
    work = shelf.work(work_id, reader=asked.reader)
    if not name.endswith(_ENDING):
        raise NotFoundError("There is no such book here.")
    return as_file(work, _ENDING)
