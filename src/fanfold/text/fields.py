"""What a header states, and the rules that say how it was told."""

from __future__ import annotations

from typing import NamedTuple

from fanfold.model.evidence import Standing

LABEL = "headers.label/1"
PLACE = "headers.place/1"
MAIL = "headers.mail/1"


class Field(NamedTuple):
    """One stated field.

    name: a field of vocab/labels.toml, None where the label is not known.
    first, last: indices of the lines that state it. value: the words, lines joined by
    ``\\n`` where the source broke them, paragraphs by an empty line.
    """

    name: str | None
    label: str
    value: str
    first: int
    last: int
    standing: Standing = Standing.LABELLED
    rule: str = LABEL


class Header(NamedTuple):
    """The fields in order, and the range of the lines that are the story."""

    fields: tuple[Field, ...]
    start: int
    end: int
    labelled: bool = False

    def of(self, name: str) -> Field | None:
        """Return the first field of that name."""
        return next((each for each in self.fields if each.name == name), None)
