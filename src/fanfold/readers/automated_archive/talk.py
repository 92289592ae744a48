"""What readers said of a story: ``From:`` and ``Date:``, then their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fanfold.model.dates import PartialDate
from fanfold.readers.automated_archive.days import Days
from fanfold.text import addresses
from fanfold.text.inline import lightly
from fanfold.text.lines import Kind
from fanfold.text.page import PageLine, inline_html
from fanfold.text.unlabelled import author_of
from fanfold.vocab.patterns import late

_FROM = late(
    r"(?is)(?:comment\s+)?(?:from|name|posted\s+by|comment\s+by|by|reviewer|author)\s*:"
    r"\s*(?P<by>.{0,120}?)\s*(?:[\s,|(-](?:date|posted|on|sent)\s*:\s*(?P<date>.{1,60}))?"
)
_DATE = late(r"(?i)(?:date|posted|posted\s+on|sent)\s*:\s*(.{1,60})")
_ADDRESS = late(r"(?i)e-?mail\s*:\s*.{1,120}")


@dataclass(slots=True)
class Said:
    """One comment. by: "" where nobody signed. html: inline, without addresses."""

    by: str = ""
    date: PartialDate | None = None
    date_raw: str = ""
    line: int = 0
    parts: list[str] = field(default_factory=list)

    @property
    def html(self) -> str:
        return "<br>".join(self.parts)


def comments_in(lines: Sequence[PageLine], days: Days) -> Iterator[Said]:
    """Yield the comments of a page, in order; () where nobody signs on it."""
    said: Said | None = None
    for each in lines:
        text = " ".join(each.line.text.split())
        if each.line.kind is Kind.BLANK or not text:
            continue
        signed = _FROM.fullmatch(text)
        if signed is not None and (said is None or said.parts or said.date):
            if said is not None and said.parts:
                yield said
            said = _begun(signed["by"], signed["date"] or "", each.line.number, days)
        elif said is not None:
            _heard(said, each, text, days)
    if said is not None and said.parts:
        yield said


def unsigned_in(lines: Sequence[PageLine]) -> Iterator[Said]:
    """Yield each cell or paragraph of a page of comments that nobody signs."""
    for each in lines:
        if each.line.text.strip() and not each.navigation:
            yield Said(line=each.line.number, parts=[_html(each)])


def _begun(by: str, date: str, line: int, days: Days) -> Said:
    told = [each.value for each in author_of(by) if each.field == "author"]
    name = " ".join(told).strip(" ()<>[]")
    return Said(name, days.date_of(date), date, line)


def _heard(said: Said, each: PageLine, text: str, days: Days) -> None:
    dated = _DATE.fullmatch(text)
    if dated is not None and not said.parts and said.date is None:
        said.date, said.date_raw = days.date_of(dated[1]), dated[1]
    elif said.parts or not (_ADDRESS.fullmatch(text) or each.navigation):
        said.parts.append(_html(each))


def _html(each: PageLine) -> str:
    return addresses.removed(lightly(inline_html(each.runs)))
