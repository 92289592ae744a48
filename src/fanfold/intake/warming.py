"""A reader made ready before the processes that read are forked from this one.

Patterns are compiled, word tables and modules loaded when they are first asked; a
child that is forked for one file would do that again for each. A few invented words
read here, once, are inherited by all.
"""

from __future__ import annotations

import gc
import hashlib
import tempfile
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from fanfold.errors import FanfoldError
from fanfold.intake.sources import Known
from fanfold.model.original import Original
from fanfold.readers.contract import Source
from fanfold.vocab.patterns import compile_all

#: Only our own readers, which are known to end, are run outside of their walls.
_OURS = "fanfold.readers."
_WORDS = (
    b"Title: Home\nAuthor: Marrow\nRating: PG\nPairing: A/B\nSummary: It rained.\n\n"
    b'Chapter 1: Rain\n\n"It rained," she said. It *rained* all night.\n\nThe End\n'
)


_PAGE = b"<html><head><title>Home</title></head><body><p>" + _WORDS + b"</p></body>"


#: The same with what few files have: reading them loads tables for labels, days and
#: encodings.
_MORE = (
    _WORDS.replace(
        b"Summary:",
        b"Fandom: Cold Harbour\nWarnings: none\nArchive: ask first\nStatus: complete\n"
        b"Date: 3 May 2001\nSeries: The Watch (2/3)\nDisclaimer: not mine\nSummary:",
    ),
    "Title: Café\nAuthor: Marrow\n\n“It rained – all night,” she said…\n".encode(
        "windows-1252"
    )
    * 20,
)


def warm(known: Known) -> None:
    """Let the reader read words of ours that it knows, and drop what it finds."""
    _read(known, _WORDS, _PAGE)


def warm_for_many(known: Iterable[Known]) -> None:
    """Get ready all that reading a file may need: worth it from the tenth file on."""
    for each in known:
        _read(each, *_MORE)
    compile_all()
    # What is there now stays; children need not copy it to find that out.
    gc.collect()
    gc.freeze()


def _read(known: Known, *stories: bytes) -> None:
    if not known.module.startswith(_OURS):
        return
    with tempfile.TemporaryDirectory() as folder, suppress(FanfoldError):
        for words in stories:
            path = Path(folder) / "words.txt"
            path.write_bytes(words)
            digest = hashlib.sha256(words).hexdigest()
            source = Source((Original(digest, len(words), path.name, path=path),))
            if known.reader.recognise(source):
                deque(known.reader.read(source, scratch=Path(folder)), maxlen=0)
