"""Dates known to the year, the month, the day or the second."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<time>\d{2}:\d{2}(?::\d{2})?)(?P<zone>Z|[+-]\d{2}:?\d{2})?)?)?)?"
)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date, only as exact as known.

    text: ISO 8601: ``2004``, ``2004-05``, ``2004-05-06``, ``2004-05-06T19:54:29Z``.

    Raises ValueError for any other form and for days that no calendar has.
    """

    text: str

    def __post_init__(self) -> None:
        self.interval()

    def interval(self) -> tuple[date, date]:
        """Return the first and the last day that the date may mean."""
        found = _FORM.fullmatch(self.text)
        if found is None:
            raise ValueError(f"not a date in ISO 8601 form: {self.text!r}")
        year = int(found["year"])
        if found["month"] is None:
            return date(year, 1, 1), date(year, 12, 31)
        month = int(found["month"])
        if found["day"] is None:
            if not 1 <= month <= 12:
                raise ValueError(f"no such month: {self.text!r}")
            first = date(year, month, 1)
            # The calendar module would say it, at 2 ms of every start.
            some_day_of_the_next = first.replace(day=28) + timedelta(days=4)
            return first, some_day_of_the_next - timedelta(some_day_of_the_next.day)
        day = date(year, month, int(found["day"]))
        if found["time"] is not None:
            datetime.fromisoformat(self.text)
        return day, day

    @property
    def year(self) -> int:
        """The year, four digits."""
        return int(self.text[:4])

    @classmethod
    def of(cls, moment: datetime) -> PartialDate:
        """Return the moment to the second, in UTC when it knows its zone."""
        if moment.tzinfo is None:
            return cls(moment.replace(microsecond=0).isoformat())
        moment = moment.astimezone(UTC).replace(microsecond=0)
        return cls(moment.isoformat().replace("+00:00", "Z"))

    def __str__(self) -> str:
        return self.text
