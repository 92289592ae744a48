"""Pictures that come along: kept and named, never taken for a story.

Bytes that only begin like a picture are told of. What a camera wrote into one (place,
owner) is nobody's to publish; it stays in the kept original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import beginning
from fanfold.vocab.patterns import late

#: How files of each kind begin.
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
#: A text that begins so: a picture's size, colours and shape are no seven letters.
_GIF_IN_WORDS = late(rb"GIF8[79]a[ -~]{7}")
_NAMED = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff")
#: Pictures that a note names; of more only the number is told.
_TOLD = 5
_TAIL = 4096


def gather(originals: Sequence[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield the pictures of each folder together, so that one note tells of them."""
    folders: dict[str, list[Original]] = {}
    for each in originals:
        if each.name.lower().endswith(_NAMED) and _is_picture(each):
            folders.setdefault(each.name.rpartition("/")[0], []).append(each)
    yield from (tuple(each) for each in folders.values() if len(each) > 1)


def recognise(source: Source) -> Recognition:
    """CERTAIN for one picture; LIKELY for several: a site of theirs comes first."""
    if not all(map(_is_picture, source.originals)):
        return Recognition.NO
    return Recognition.LIKELY if len(source.originals) > 1 else Recognition.CERTAIN


def _is_picture(original: Original) -> bool:
    begun = beginning(original, 16)
    if _GIF_IN_WORDS.match(begun):
        return False
    return begun.startswith(_BEGINNINGS) or (
        begun.startswith(b"RIFF") and begun[8:12] == b"WEBP"
    )


def read(source: Source, *, scratch: Path) -> Iterator[Problem]:
    """Yield what to know of the pictures; they bring no work."""
    whole = [each for each in source if _is_whole(each)]
    for each in source:
        if each not in whole:
            detail = "it begins like a picture and is none, or only part of one"
            yield Problem("image-broken", each.name, detail)
    if whole:
        names = ", ".join(each.name for each in whole[:_TOLD])
        more = f" and {len(whole) - _TOLD} more" if len(whole) > _TOLD else ""
        detail = f"pictures, kept and not read: {names}{more}"
        yield Problem("not-a-story", whole[0].name, detail, Severity.NOTE)


def _is_whole(original: Original) -> bool:
    """Tell whether a picture has the frame that its kind begins and ends with."""
    with original.open() as stream:
        begun = stream.read(4096)
        stream.seek(max(0, original.size - _TAIL))
        ended = stream.read(_TAIL).rstrip(b"\0\r\n")
    if begun.startswith(b"\xff\xd8\xff"):
        # A frame header must come somewhere before the scan; see ITU T.81, B.2.
        return ended.endswith(b"\xff\xd9") and _has_frame(original)
    if begun.startswith(b"\x89PNG"):
        return begun[12:16] == b"IHDR" and b"IEND" in ended
    if begun.startswith(b"GIF8"):
        return len(begun) > 13 and ended.endswith(b";")
    return int.from_bytes(begun[4:8], "little") + 8 <= original.size + 1


def _has_frame(original: Original) -> bool:
    """Tell whether the segments of a JPEG lead to one that gives its size."""
    with original.open() as stream:
        stream.seek(2)
        while len(head := stream.read(4)) == 4 and head[0] == 0xFF:
            if 0xC0 <= head[1] <= 0xCF and head[1] not in (0xC4, 0xC8, 0xCC):
                return True
            length = int.from_bytes(head[2:4], "big")
            if length < 2:
                return False
            stream.seek(length - 2, 1)
    return False


reader = Reader(
    name="picture",
    title="Pictures that came along",
    recognise=recognise,
    read=read,
    gather=gather,
)
