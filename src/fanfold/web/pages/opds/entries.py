"""Stories as entries of a catalogue, each with its book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from fanfold.archive import shelf
from fanfold.archive.models import Work as Rows
from fanfold.model.permission import Permission
from fanfold.model.work import Work
from fanfold.web.downloads import file_name
from fanfold.web.pages.opds.asking import Asked
from fanfold.web.pages.opds.writing import Entry, Link
from fanfold.web.telling import PERMISSIONS, RATINGS
from fanfold.web.templatetags.stories import bare
from fanfold.writers.contract import writer_for
from fanfold.writers.epub.package import identifier_of

_OPEN = "http://opds-spec.org/acquisition/open-access"


def entries(ids: Sequence[str], asked: Asked) -> tuple[Entry, ...]:
    """Return an entry for each work that the asker's lists show, in this order."""
    order = {public: at for at, public in enumerate(ids)}
    named = Rows.objects.filter(public__in=ids).order_by()
    found = shelf.cards(named, reader=asked.reader)
    changed = {
        public: max(moments)
        for public, *moments in named.values_list("public", "added_at", "changed_at")
    }
    found.sort(key=lambda work: order[work.id])
    return tuple(
        Entry(
            # The same as in other feeds, and no address: the host may change.
            id=f"urn:fanfold:work:{work.id}",
            title=bare(work.title) or _("Untitled"),
            updated=changed[work.id],
            links=tuple(_links(work, asked)),
            summary=bare(work.summary),
            authors=tuple(map(bare, work.authors)),
            categories=tuple(_categories(work)),
            rights=_rights(work),
            language=work.language or "",
            issued=_issued(work),
            identifier=identifier_of(work),
        )
        for work in found
    )


def _links(work: Work, asked: Asked) -> Iterator[Link]:
    book = asked.path("book", work.id, file_name(work, ".epub"))
    yield Link(_OPEN, book, writer_for(".epub").media_type)
    yield Link("alternate", reverse("work", args=[work.id]), "text/html")


def _categories(work: Work) -> Iterator[tuple[str, str]]:
    """Yield (kind, name), each once, in the order in which a card shows them."""
    told = [
        *(("fandom", each) for each in work.fandoms),
        *(("relationship", each) for each in work.relationships_raw),
        *(("character", each) for each in work.characters_raw),
        *(("warning", each) for each in work.warnings_raw),
        *(("tag", tag.name) for tag in work.tags),
        ("rating", str(RATINGS[work.rating.value])),
    ]
    for kind, name in dict.fromkeys(told):
        if bare(name):
            yield f"urn:fanfold:{kind}", bare(name)


def _rights(work: Work) -> str:
    """Return what the author's words on passing the story on come to, and the words."""
    words = bare(work.distribution_raw)
    stated = work.permission is not Permission.UNSTATED
    told = str(PERMISSIONS[work.permission.value]) if stated else ""
    return f"{told} “{words}”".strip() if words else told


def _issued(work: Work) -> str:
    first = work.published or work.date
    # The hour is the source's own, of a zone nobody knows.
    return first.text[:10] if first else ""
