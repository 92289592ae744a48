"""Dumps of two bytes a letter, as a shell of Windows writes what a program prints."""

from __future__ import annotations

import codecs
from dataclasses import replace
from pathlib import Path

from fanfold.model.original import Original
from fanfold.readers.peek import beginning, wide_codec

_PIECE = 1 << 20


def narrowed(original: Original, scratch: Path) -> Original:
    """Return a dump as the tokenizer reads it: a wide one's copy in UTF-8.

    The copy keeps name and SHA-256 of the original, to which all evidence leads.
    """
    codec = wide_codec(beginning(original))
    if not codec:
        return original
    path = scratch / f"{original.sha256}.sql"
    decoder = codecs.getincrementaldecoder(codec)("surrogatepass")
    with original.open() as stream, path.open("wb") as copy:
        while piece := stream.read(_PIECE):
            copy.write(decoder.decode(piece).encode("utf-8", "surrogatepass"))
    return replace(original, path=path, size=path.stat().st_size)
