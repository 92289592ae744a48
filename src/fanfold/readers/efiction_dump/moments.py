"""Dates of a dump: seconds since 1970, or days and times of a clock nobody named."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from fanfold.model.dates import PartialDate
from fanfold.readers.efiction_dump.values import number_of
from fanfold.vocab.patterns import late

_WRITTEN = late(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d:\d\d:\d\d))?")
_PACKED = late(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")
#: Nobody kept stories on the web before; no clock is this far ahead.
_FIRST, _LAST = 1990, 2100


def moment_of(raw: bytes | None) -> PartialDate | None:
    """Return a date: UTC where it was counted in seconds, else without a zone.

    ``1212769795`` (3.5.6 and later), ``2004-05-06 19:54:29``, ``2004-05-06``,
    ``20040506195429`` (MySQL 4). None for zero dates and for what no calendar has.
    """
    if raw and raw.isdigit() and len(raw) <= 10:
        return _counted(int(raw))
    text = (raw or b"").decode("ascii", "replace").strip()
    found = _WRITTEN.fullmatch(text) or _PACKED.fullmatch(text)
    if found is not None:
        return _written(found)
    seconds = number_of(raw)
    return None if seconds is None else _counted(seconds)


@lru_cache(maxsize=4096)
def _counted(seconds: int) -> PartialDate | None:
    if not 0 < seconds < 1 << 33:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return PartialDate.of(moment) if _FIRST <= moment.year < _LAST else None


def _written(found: object) -> PartialDate | None:
    year, month, day, *rest = found.groups()  # type: ignore[attr-defined]
    time = ":".join(rest) if len(rest) == 3 else rest[0] if rest else None
    text = f"{year}-{month}-{day}" + (f"T{time}" if time else "")
    try:
        return PartialDate(text) if _FIRST <= int(year) < _LAST else None
    except ValueError:
        return None


def is_stated(raw: bytes | None) -> bool:
    """Tell whether a cell means to be a date: not empty, not zero."""
    return bool((raw or b"").strip(b" 0-:"))
