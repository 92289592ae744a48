"""A leaf of a work says what the whole work says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fanfold.archive import shelf
from fanfold.archive.leaf import leaf
from fanfold.archive.models import Account, Chapter, Creatorship, Work
from fanfold.archive.reader import ANYONE, KEEPER, Reader
from fanfold.errors import GatedError, NotFoundError, WithdrawnError
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.tags import Tag
from fanfold.model.work import Stage
from tests.archive.making import model_work, put

STAFF = Reader(account=0, shows_adult=True, is_staff=True)


def long_work(**fields: object) -> Work:
    one = replace(
        model_work(text="It snowed.").chapters[0],
        title="First",
        notes="Cold.",
        published=PartialDate("2004-05"),
        language="de",
    )
    others = [replace(one, position=n, title=None, notes=None) for n in range(2, 6)]
    guest = replace(one, position=6, creators=(Credit("Linnet"),))
    return put(
        chapters=(one, *others, guest),
        warnings_raw=("Loss", "Storms"),
        summary="Snow &amp; ice",
        end_notes="Thanks.",
        creators=(Credit("Marrow"), Credit("Rook")),
        **fields,
    )


def ids(row: Work) -> list[str]:
    return list(row.chapters.order_by("position").values_list("public", flat=True))


@pytest.mark.parametrize("reader", [ANYONE, STAFF, KEEPER], ids=["any", "staff", "all"])
def test_a_leaf_says_what_the_whole_work_says(reader: Reader) -> None:
    row = long_work()
    Chapter.objects.filter(work=row, position=3).update(hidden=True)
    Creatorship.objects.filter(work=row, pseud__name="Rook").update(anonymous=True)
    whole = shelf.work(row.public, reader=reader, claims=False)

    for at, chapter in enumerate(whole.chapters):
        found = leaf(row.public, chapter.id, reader=reader)

        told = ("id", "title", "creators", "warnings_raw", "summary", "end_notes")
        for name in (*told, "rating", "language", "notes"):
            assert getattr(found.work, name) == getattr(whole, name), name
        same = replace(chapter, text="", source_id=None, evidence=(), urls=())
        assert found.chapter == replace(same, hidden=False)
        assert found.last == len(whole.chapters)
        before = whole.chapters[at - 1].id if at else None
        after = whole.chapters[at + 1].id if at + 1 < found.last else None
        assert (found.before.id if found.before else None) == before
        assert (found.after.id if found.after else None) == after
        assert "Marrow" in found.authors
        assert "Rook" not in found.authors
        assert {name for _kind, name in found.tags} == {"Loss", "Storms"}


def test_a_leaf_is_refused_as_the_work_is() -> None:
    row = long_work()
    first, *_others, last = ids(row)
    other = ids(put("Other"))[0]
    Chapter.objects.filter(public=last).update(hidden=True)
    for chapter in (last, other, "z" * 9):
        with pytest.raises(NotFoundError):
            leaf(row.public, chapter, reader=ANYONE)

    for columns, error in (
        ({"gated": True}, GatedError),
        ({"stage": Stage.HIDDEN}, NotFoundError),
        ({"stage": Stage.WITHDRAWN}, WithdrawnError),
    ):
        Work.objects.filter(pk=row.pk).update(**columns)
        with pytest.raises(error):
            leaf(row.public, first, reader=ANYONE)


def test_an_owner_is_named_to_nobody_else() -> None:
    row = long_work()
    account = Account.objects.create_user("ada")
    Creatorship.objects.filter(work=row, pseud__name="Rook").update(anonymous=True)
    rook = Creatorship.objects.get(work=row, pseud__name="Rook").pseud.creator
    rook.account = account
    rook.save()

    mine = leaf(row.public, ids(row)[0], reader=Reader(account=account.pk))
    theirs = leaf(row.public, ids(row)[0], reader=Reader(account=account.pk + 1))

    assert mine.work.authors == ("Marrow", "Rook")
    assert theirs.work.authors == ("Marrow", "Anonymous")


def test_a_leaf_costs_the_same_whatever_hangs_on_the_work() -> None:
    row = long_work(tags=tuple(Tag("Genres", f"T{at}") for at in range(40)))
    first = ids(row)[0]
    leaf(row.public, first, reader=ANYONE)

    with CaptureQueriesContext(connection) as queries:
        leaf(row.public, first, reader=ANYONE)

    assert len(queries) == 4
