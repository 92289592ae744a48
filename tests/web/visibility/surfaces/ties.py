"""Another story that names the work as what it goes on from, the other way round, or
that bears the same tags.

The other story is there only while it is asked for: it would count in every list.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponseBase

from fanfold.archive.models import Related as Row
from fanfold.archive.models import Work
from fanfold.model.creator import Credit
from fanfold.model.gathering import Related, RelatedKind
from tests.archive.making import put
from tests.web.visibility.scene import FANDOM, TITLE, Visit
from tests.web.visibility.surface import Surface, of_work


def _naming() -> Work:
    tie = Related(RelatedKind.SEQUEL, "efiction:stories/77", None, TITLE)
    return put("Another", creators=(Credit("Wren"),), related=(tie,))


def _named(work: Work) -> Work:
    other = put("Another", creators=(Credit("Wren"),))
    Row.objects.create(
        work=work, target=other, kind="inspired-by", title="Another", position=9
    )
    return other


def _alike() -> Work:
    return put("Another", creators=(Credit("Wren"),), fandoms=(FANDOM,))


def _asked(
    other: Callable[[Visit], Work],
) -> Callable[[Visit, str], HttpResponseBase]:
    def ask(visit: Visit, address: str) -> HttpResponseBase:
        before = transaction.savepoint()
        its = address.replace(visit.work.public, other(visit).public)
        answer: HttpResponseBase = visit.client.get(its)
        transaction.savepoint_rollback(before)
        return answer

    return ask


def _link(visit: Visit) -> str:
    return f'href="/works/{visit.work.public}/"'


_NAMING, _NAMED = (
    _asked(lambda visit: _naming()),
    _asked(lambda visit: _named(visit.work)),
)
_ALIKE = _asked(lambda visit: _alike())
SURFACES = (
    Surface("related_works", of_work(""), told=_link, ask=_NAMING),
    Surface(
        "related_provenance",
        of_work("origin/"),
        row="related_works",
        told=lambda visit: TITLE,
        ask=_NAMING,
    ),
    Surface(
        "related_in_a_book",
        of_work("download/x.epub"),
        row="related_works",
        told=lambda visit: TITLE,
        ask=_NAMING,
    ),
    Surface("more_like_this", of_work("like/"), told=_link, ask=_ALIKE),
    Surface("inspired_by_link", of_work(""), told=_link, ask=_NAMED),
)
