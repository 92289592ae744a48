"""What a result is made of, as facets of OPDS: one value of each kind at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from fanfold.archive.search.facets import Facet, facets, named
from fanfold.archive.search.finding import Hits
from fanfold.archive.search.wish import SORTS, Choice, Wish
from fanfold.web.facet_names import FACET_NAMES, SORT_NAMES, value_name
from fanfold.web.pages.opds.asking import Asked
from fanfold.web.pages.opds.writing import ACQUISITION, Link
from fanfold.web.templatetags.stories import bare

_REL = "http://opds-spec.org/facet"
_ACTIVE = {"opds:activeFacet": "true"}
#: Where they come from is for keepers.
_LEFT_OUT = ("unsure",)


def facet_links(asked: Asked, hits: Hits) -> Iterator[Link]:
    """Yield a link for each way to narrow a result, or to see it in another order.

    Of a kind from which something is chosen: that, and how to let go of it.
    """
    chosen = {each.facet: each for each in hits.wish.choices if each.wanted}
    names = named(chosen.values(), asked.reader, found=hits.total > 0)
    for facet, choice in chosen.items():
        name = bare(
            value_name(facet, choice.value, names.get((facet, choice.value), ""))
        )
        group = str(FACET_NAMES[facet])
        yield _link(asked, hits.wish, group, name, works=hits.total, active=True)
        yield _link(asked, _without(hits.wish, facet), group, _("all"))
    for each in facets(hits):
        if each.facet not in (*_LEFT_OUT, *chosen):
            yield from _values(asked, hits.wish, each)
    for word in SORTS:
        if word != "fit" or hits.wish.words:
            told = replace(hits.wish, sort=word, page=1)
            active = word == hits.wish.order
            name = str(SORT_NAMES[word])
            yield _link(asked, told, _("Sorted"), name, active=active)


def _values(asked: Asked, wish: Wish, facet: Facet) -> Iterator[Link]:
    group = bare(facet.kind) or str(FACET_NAMES[facet.facet])
    for each in facet.values:
        name = bare(value_name(facet.facet, each.value, each.name))
        narrower = wish.with_choice(Choice(facet.facet, each.value))
        yield _link(asked, narrower, group, name, works=each.works)


def _without(wish: Wish, facet: str) -> Wish:
    left = tuple(each for each in wish.choices if each.facet != facet)
    return replace(wish, choices=left, page=1)


def _link(
    asked: Asked,
    wish: Wish,
    group: str,
    name: str,
    *,
    works: int | None = None,
    active: bool = False,
) -> Link:
    more = {"opds:facetGroup": group} | (_ACTIVE if active else {})
    more |= {} if works is None else {"thr:count": str(works)}
    return Link(
        _REL, asked.path("search", query=wish.address()), ACQUISITION, name, more
    )
