"""Books, fetched from a catalogue under the same password as the catalogue itself."""

from __future__ import annotations

import io

from django.http import HttpResponse

from fanfold.archive import shelf
from fanfold.errors import NotFoundError
from fanfold.model.work import Work
from fanfold.text.slugs import slug
from fanfold.web.pages.opds.asking import Asked, catalogue
from fanfold.writers.contract import writer_for

_ENDING = ".epub"


@catalogue
def book(asked: Asked, work_id: str, name: str) -> HttpResponse:
    """A story as a book. The name is for the reader's folder; its ending counts."""
    work = shelf.work(work_id, reader=asked.reader)
    if not name.endswith(_ENDING):
        raise NotFoundError("There is no such book here.")
    writer, stream = writer_for(_ENDING), io.BytesIO()
    writer.write(work, stream)
    response = HttpResponse(stream.getvalue(), content_type=writer.media_type)
    told = f'attachment; filename="{file_name(work)}"'
    response["Content-Disposition"] = told
    return response


def file_name(work: Work) -> str:
    """Return what a book is saved as: plain letters, which every device can write."""
    stem = slug(work.title).encode("ascii", "ignore").decode().strip("-")
    return f"{stem or work.id}{_ENDING}"
