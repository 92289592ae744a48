"""Values that were read and may be wrong, so that a person is asked where one is there.

Nothing waits for these: without an answer a value stays as it was read. Asked is only
what shows a reading gone wrong, not what is merely guessed: most guesses are right.
"""

from __future__ import annotations

from collections.abc import Iterator

from fanfold.intake.ports import Question
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import best
from fanfold.model.work import Work
from fanfold.text.addresses import REMOVED
from fanfold.text.house import escape, plain
from fanfold.vocab.patterns import late

DATE_ORDER = "date-order"
DAY_FIRST, MONTH_FIRST = "the day first", "the month first"
_DATES = ("date", "published", "updated")
_FIGURES = late(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)?\d\d)(?!\d)")
#: Signs that more than a name was taken for one, with what stands before them.
_NO_NAME = late(
    r"\s*(?:[:;<>|=]|\bhttps?\b|\bwww\.|\[address removed\]|[.,]\s+\w+\s*:)"
)
_MACHINE = late(
    r"(?:From|Return-Path|Received|Message-I[dD]|Content-Type|MIME-Version|X-[\w-]+)"
    r"(?::|\s+\[address)"
)
_NAME_WORDS, _TITLE_LETTERS = 7, 120


def doubts(work: Work, folder: str) -> Iterator[Question]:
    """Yield what a person should look at. folder: alike questions share it."""
    yield from _author(work, folder)
    yield from _title(work, folder)
    yield from _dates(work, folder)


def _author(work: Work, folder: str) -> Iterator[Question]:
    names = [plain(each) for each in work.authors]
    odd = next((name for name in names if _no_name(name)), None)
    if odd is None:
        return
    as_read = [{"name": each.name, "role": each.role.value} for each in work.creators]
    cut = _NO_NAME.split(odd, 1)[0].strip(" .,-–—~*")
    choices: list[object] = [as_read]
    if cut and cut != odd and not _no_name(cut):
        choices.append([{"name": cut, "role": "author"}])
    yield Question(
        "author-unsure",
        f"“{odd}” was read as the author of “{plain(work.title)}”. Is that the name?",
        "creators",
        tuple(choices),
        choices[-1],
        folder,
        holds=False,
        alone=True,
    )


def _no_name(name: str) -> bool:
    long = len(name.split()) > _NAME_WORDS
    return long or _NO_NAME.search(name) is not None


def _title(work: Work, folder: str) -> Iterator[Question]:
    title = plain(work.title)
    odd = REMOVED in title or _MACHINE.match(title) or len(title) > _TITLE_LETTERS
    if title and odd:
        yield Question(
            "title-unsure",
            f"“{title[:_TITLE_LETTERS]}” was read as a title. What is it called?",
            "title",
            (escape(title),),
            None,
            folder,
            holds=False,
            alone=True,
        )


def _dates(work: Work, folder: str) -> Iterator[Question]:
    for field in _DATES:
        claim = best(work.claims(field))
        read = both_ways(claim.evidence.quote) if claim else ()
        # Only a year was read: the figures beside it may mean two days.
        if claim is None or len(read) < 2 or _text(claim.value) != read[0][:4]:
            continue
        written = _FIGURES.search(claim.evidence.quote)
        yield Question(
            DATE_ORDER,
            f"Is {written[0] if written else 'the date'} of “{plain(work.title)}” "
            f"{_spoken(read[0])} or {_spoken(read[1])}?",
            field,
            read,
            None,
            folder,
            (DAY_FIRST, MONTH_FIRST),
            holds=False,
        )
        return


def both_ways(quote: str) -> tuple[str, ...]:
    """Return a date in figures read with the day first and with the month first.

    ISO 8601. One alone where the other is none, or they are the same; none without
    a date in figures.
    """
    found = _FIGURES.search(quote)
    if found is None:
        return ()
    one, other, year = int(found[1]), int(found[3]), _year(found[4])
    read = []
    for month, day in ((other, one), (one, other)):
        try:
            read.append(PartialDate(f"{year}-{month:02}-{day:02}").text)
        except ValueError:
            continue
    return tuple(dict.fromkeys(read))


def order_of(quote: str) -> str:
    """Return which comes first in a date in figures, "" where both may."""
    found = _FIGURES.search(quote)
    read = both_ways(quote)
    if found is None or len(read) != 1 or found[1] == found[3]:
        return ""
    return DAY_FIRST if int(found[1]) > 12 else MONTH_FIRST


def _year(figures: str) -> str:
    if len(figures) == 4:
        return figures
    return ("19" if int(figures) >= 70 else "20") + figures


def _text(value: object) -> str:
    return value.text if isinstance(value, PartialDate) else ""


def _spoken(date: str) -> str:
    year, month, day = date.split("-")
    return f"{int(day)} {_month(int(month))} {year}"


def _month(number: int) -> str:
    from calendar import month_name

    return month_name[number]
