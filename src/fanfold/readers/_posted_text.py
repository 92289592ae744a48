"""A text file read: its bytes, the frame of a journal's entry, the works in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fanfold.errors import NoTextError
from fanfold.model.draft import Draft
from fanfold.model.evidence import Evidence, Standing, Step
from fanfold.model.original import Original
from fanfold.model.problem import Problem, note
from fanfold.readers._ground import Ground, Known
from fanfold.readers._several import drafts_of
from fanfold.text import addresses, journal
from fanfold.text import decode as decoding
from fanfold.text import mend as mending
from fanfold.text.lines import Line, lines_of
from fanfold.text.paragraphs import to_html
from fanfold.vocab.patterns import late

_CALLED_PAGE = late(r"(?i)\.(?:s?x?html?)$")


def read_text(original: Original, habit: dict[str, str]) -> Iterator[Draft | Problem]:
    """Yield the one work of a file, after what was hard about its bytes."""
    with original.open() as stream:
        text, encoding = decoding.decode(stream, habit, name=original.name)
    yield from decoding.problems(encoding, original.name)
    mended, steps = mending.mend(text)
    yield from mending.remarks(steps, original.name)
    if not any(map(str.isalnum, mended)):
        raise NoTextError(original.name)
    if _CALLED_PAGE.search(original.name):
        yield note("type-mismatch", original.name, "it is called a page and is none")
    yield from drafts_of(_ground(original, text, mended, (*encoding.steps, *steps)))


def _ground(
    original: Original, text: str, mended: str, steps: tuple[Step, ...]
) -> Ground:
    lines = lines_of(mended)
    framed = journal.frame_of(lines)
    known = _known(original, lines, framed) if framed else ()
    return Ground(
        original=original.sha256,
        name=original.name,
        lines=lines[framed.start : framed.end] if framed else lines,
        html_of=to_html,
        quotes=text.split("\n") if text != mended else (),
        steps=steps,
        source_ids=(f"file:{original.name}",),
        known=tuple(known),
    )


def _known(
    original: Original, lines: Sequence[Line], frame: journal.Frame
) -> Iterator[Known]:
    """Yield what the frame of a journal's entry says that was copied with it."""
    for told in frame.told:
        quote = addresses.quoted(lines[told.line].text.strip())
        place = f"line {lines[told.line].number}"
        seen = Evidence(original.sha256, place, quote, journal.RULE)
        alone = (told.value,) if told.name == "author" else ()
        yield Known(told.name, "", told.value, Standing.GUESSED, seen, alone)
