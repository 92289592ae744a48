"""Stories as files for a reader's folder."""

from __future__ import annotations

import io

from django.http import HttpResponse

from fanfold.model.work import Work
from fanfold.text.slugs import slug
from fanfold.writers.contract import writer_for


def stem(title: str, id_: str) -> str:
    """Return what a file is called: plain letters, which every device can write; the
    public id where a title has none."""
    return slug(title).encode("ascii", "ignore").decode().strip("-") or id_


def file_name(work: Work, suffix: str) -> str:
    """Return a story's file name. suffix: with its dot."""
    return f"{stem(work.title, work.id)}{suffix}"


def as_file(work: Work, suffix: str) -> HttpResponse:
    """Return the answer with a story as a file. suffix: with its dot, of a writer."""
    writer, stream = writer_for(suffix), io.BytesIO()
    writer.write(work, stream)
    response = HttpResponse(stream.getvalue(), content_type=writer.media_type)
    told = f'attachment; filename="{file_name(work, suffix)}"'
    response["Content-Disposition"] = told
    return response
