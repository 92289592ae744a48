"""A form's files on their way to the disk: streamed, bounded, under their own names.

Django's own handlers keep small files in memory and large ones in the system's folder
for scratch files, and its parser drops the folders of a name. Here every byte goes to
the archive's own disk as it comes, and what cannot be taken is said once the form has
been read to its end: a browser whose form is cut off shows no page at all.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

from fanfold.archive.actions.bring_in import Sent
from fanfold.archive.incoming import Incoming, writing
from fanfold.errors import UploadError


class ToDisk(FileUploadHandler):
    """Writes a form's files into a staging folder. sent: those that came whole.

    refusal: why they could not be taken, or None.
    """

    def __init__(self, incoming: Incoming) -> None:
        super().__init__()
        self._incoming = incoming
        self._folder: Path | None = None
        self._stream: BinaryIO | None = None
        self._announced = self._got = 0
        self.sent: list[Sent] = []
        self.refusal: UploadError | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's names
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Remember how much is announced; the form itself is parsed by Django."""
        self._announced = content_length

    def new_file(self, *words: Any, **more: Any) -> None:
        """Open a place for the next file; before the first, see whether all fit."""
        super().new_file(*words, **more)
        try:
            if self._folder is None:
                self._incoming.check(self._announced)
                self._folder = self._incoming.staging()
            with writing(self._announced):
                part = self._folder / str(len(self.sent))
                self._stream = part.open("xb", buffering=0)
        except UploadError as error:
            self._refuse(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what came."""
        if self._stream is None:
            return
        try:
            with writing(self._announced):
                _write_all(self._stream, raw_data)
        except UploadError as error:
            self._refuse(error)

    def file_complete(self, file_size: int) -> None:
        """Close the file; it is told by `sent`, not among Django's."""
        if self._stream is None:
            return
        part = Path(self._stream.name)
        self._stream.close()
        self._stream = None
        self.sent.append(Sent(str(self.file_name), part, file_size))

    def clear(self) -> None:
        """Remove what was not taken."""
        if self._stream is not None:
            self._stream.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _refuse(self, error: UploadError) -> None:
        self.refusal = error
        self.sent.clear()
        raise StopUpload(connection_reset=False)


class _Named(MultiPartParser):
    """Hands on the names as they were sent; `keep.names` makes paths of them."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        return file_name or None


def stream(request: HttpRequest, handler: ToDisk) -> None:
    """Have the form of a request streamed, once it is parsed."""
    request.upload_handlers = [handler]
    handler.request = request

    def parse(META: Any, post_data: Any) -> Any:  # noqa: N803 - Django's names
        return _Named(META, post_data, [handler], request.encoding).parse()

    request.parse_file_upload = parse  # type: ignore[method-assign]


def _write_all(stream: BinaryIO, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[stream.write(rest) :]
