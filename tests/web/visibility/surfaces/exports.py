"""What the archive's own command writes for everybody."""

from __future__ import annotations

import io
import re

from django.http import HttpResponse, HttpResponseBase

from fanfold.cli.commands import export
from fanfold.web.settings import CONFIGURATION
from tests.web.visibility.scene import Visit
from tests.web.visibility.surface import Surface, at


def _written(visit: Visit, address: str) -> HttpResponseBase:
    """Write as ``fanfold export records --public`` does, whoever looks at it after."""
    reader = export._reader(public=True, adult=False)
    stream = io.BytesIO()
    works, found = export._works((), reader), export._found(reader)
    export._stream(CONFIGURATION, works, found, stream, {})
    return HttpResponse(stream.getvalue())


SURFACES = (
    Surface("public_export", at("/"), ask=_written),
    Surface(
        "public_export_comments",
        at("/"),
        row="public_export",
        ask=_written,
        told=lambda visit: re.escape("Commented for nobody"),
    ),
)
