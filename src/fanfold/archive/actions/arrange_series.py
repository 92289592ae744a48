"""Series are made, named, put in order, put into each other; what waits is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Max

from fanfold.archive.actions.move_works import rows_of
from fanfold.archive.models import Series, SeriesWork, Subseries, Work
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.lengths import TITLE
from fanfold.model.series import Openness
from fanfold.model.work import Stage

ACT = "arrange-series"


def make_series(title: str, *, by: str, why: str = "") -> Series:
    """Make a series that holds nothing. Raises RefusedDecisionError for no title."""
    with step("make-series", by=by, why=why) as doing:
        row = doing.add(Series(title=_titled(title), open=Openness.CLOSED.value))
        doing.note(row.public)
    return row


def describe_series(
    id_: str, *, title: str, summary: str, open_: str, by: str, why: str = ""
) -> bool:
    """Say what a series is called and about, and who may add to it; return whether
    anything of it is new.

    summary: house HTML, or "". Raises NotFoundError for no such series,
    RefusedDecisionError for no title or another word than those of `Openness`.
    """
    if open_ not in list(Openness):
        raise RefusedDecisionError("Say who may add to it. Nothing was changed.")
    with step("describe-series", by=by, why=why) as doing:
        row = _series(id_)
        changed = doing.change(
            row, title=_titled(title), summary=summary or None, open=open_
        )
        if changed:
            _tell(row, doing)
    return changed


def put_into_series(id_: str, works: Sequence[str], *, by: str, why: str = "") -> int:
    """Put works behind the last of a series, in this order; return how many are new.

    Raises NotFoundError where series or a work is not there; nothing is changed then.
    """
    with step(ACT, by=by, why=why) as doing:
        row = _series(id_)
        wanted = {each.public: each for each in rows_of(works)}
        there = set(row.places.exclude(work=None).values_list("work", flat=True))
        new = [wanted[each] for each in dict.fromkeys(works)]
        new = [each for each in new if each.pk not in there]
        last = row.places.aggregate(last=Max("position"))["last"] or 0
        for place, work in enumerate(new, start=last + 1):
            named = work.series_places.aggregate(last=Max("order"))["last"] or 0
            doing.add(
                SeriesWork(series=row, work=work, position=place, order=named + 1)
            )
            doing.tell(work, series=row.public)
        if new:
            doing.note(row.public, works=len(new))
    return len(new)


def order_series(id_: str, places: Mapping[str, int], *, by: str, why: str = "") -> int:
    """Give entries of a series these places; return how many moved.

    places: by what names an entry (`key_of`). Raises NotFoundError for no such series
    or entry; nothing is changed then.
    """
    with step(ACT, by=by, why=why) as doing:
        row = _series(id_)
        moved = 0
        for entry in _entries(row, list(places)):
            if doing.change(entry, position=places[key_of(entry)]):
                moved += 1
                _tell_of(entry, doing)
        if moved:
            doing.note(row.public, moved=moved)
    return moved


def confirm_entries(id_: str, keys: Sequence[str], *, by: str, why: str = "") -> int:
    """Let entries that wait stand in their series; return how many waited.

    Raises NotFoundError for no such series or entry; nothing is changed then.
    """
    with step("confirm-series-entry", by=by, why=why) as doing:
        row = _series(id_)
        done = 0
        for entry in _entries(row, keys):
            if doing.change(entry, confirmed=True):
                done += 1
                _tell_of(entry, doing)
        if done:
            doing.note(row.public, confirmed=done)
    return done


def take_from_series(id_: str, keys: Sequence[str], *, by: str, why: str = "") -> int:
    """Take entries out of a series, also such as wait; return how many.

    Raises NotFoundError for no such series or entry; nothing is changed then.
    """
    with step(ACT, by=by, why=why) as doing:
        row = _series(id_)
        found = _entries(row, keys)
        for entry in found:
            _tell_of(entry, doing)
        if found:
            doing.remove_all(found)
            doing.note(row.public, taken=len(found))
    return len(found)


def nest_series(id_: str, inner: str, *, by: str, why: str = "") -> bool:
    """Put a series into another, behind those that are in it; return whether it is new.

    Raises NotFoundError where one is not there; RefusedDecisionError where it would lie
    in itself.
    """
    with step(ACT, by=by, why=why) as doing:
        row, other = _series(id_), _series(inner)
        if row.pk in _below(other):
            raise RefusedDecisionError(
                "A series cannot lie in itself. Nothing was changed."
            )
        if row.inner.filter(inner=other).exists():
            return False
        last = row.inner.aggregate(last=Max("position"))["last"] or 0
        doing.add(
            Subseries(
                series=row, inner=other, source_id=other.source_id, position=last + 1
            )
        )
        doing.note(row.public, inner=other.public)
    return True


def part_series(id_: str, inner: str, *, by: str, why: str = "") -> bool:
    """Take a series out of another; return whether it was in it.

    Raises NotFoundError where one is not there.
    """
    with step(ACT, by=by, why=why) as doing:
        row, other = _series(id_), _series(inner)
        found = list(row.inner.filter(inner=other))
        if found:
            doing.remove_all(found)
            doing.note(row.public, parted=other.public)
    return bool(found)


def drop_series(id_: str, *, by: str, why: str = "") -> bool:
    """Take a series away that holds nothing; return True.

    Raises NotFoundError for no such series; RefusedDecisionError while anything is in
    it, or was said of it.
    """
    with step("drop-series", by=by, why=why) as doing:
        row = _series(id_)
        said = row.comments.exists() or row.recommendations.exists()
        if row.places.exists() or row.inner.exists() or said:
            raise RefusedDecisionError(
                "Something is in this series, or was said of it. Nothing was changed. "
                "Take out what is in it first."
            )
        doing.remove(row)
        doing.note(row.public)
    return True


def key_of(entry: SeriesWork) -> str:
    """Return what names an entry of a series: its work, or what it waits for."""
    return entry.work.public if entry.work else f"source:{entry.source_id}"


def _entries(row: Series, keys: Sequence[str]) -> list[SeriesWork]:
    held = {key_of(each): each for each in row.places.select_related("work")}
    gone = [each for each in keys if each not in held or _is_gone(held[each])]
    if gone:
        raise NotFoundError("There is no such entry in it. Nothing was changed.")
    return [held[each] for each in dict.fromkeys(keys)]


def _is_gone(entry: SeriesWork) -> bool:
    return entry.work is not None and entry.work.stage == Stage.WITHDRAWN


def _tell_of(entry: SeriesWork, doing: Doing) -> None:
    if entry.work is not None:
        doing.tell(entry.work, series=entry.series.public)


def _tell(row: Series, doing: Doing) -> None:
    """Note an act on a series, and let every page that names it be made anew."""
    for work in Work.objects.filter(series_places__series=row).distinct():
        doing.tell(work, series=row.public)
    doing.note(row.public)


def _below(row: Series) -> set[int]:
    found, left = set[int](), {row.pk}
    while left:
        found |= left
        inner = Subseries.objects.filter(series__in=left).exclude(inner=None)
        left = set(inner.values_list("inner", flat=True)) - found
    return found


def _titled(title: str) -> str:
    words = " ".join(title.replace("\0", " ").split())
    if not 0 < len(words) <= TITLE:
        raise RefusedDecisionError(
            f"A title has 1 to {TITLE} letters. Nothing was changed."
        )
    return words


def _series(id_: str) -> Series:
    row: Series | None = Series.objects.select_for_update().filter(public=id_).first()
    if row is None:
        raise NotFoundError("There is no such series here. Nothing was changed.")
    return row
