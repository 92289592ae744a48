"""Searching: the words, what a result is made of, and the way out of an empty one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from fanfold.archive.queries.addresses import found_at, is_address
from fanfold.archive.queries.barring import muted_names
from fanfold.archive.reader import Reader
from fanfold.archive.search import finding
from fanfold.archive.search.facets import Facet, facets, named
from fanfold.archive.search.kept import BARRED, Kept
from fanfold.archive.search.snippets import snippets
from fanfold.archive.search.wish import Choice, Wish, wish_of
from fanfold.errors import SearchLanguageError, SearchNotReadyError
from fanfold.web.access import place_of, reader_of
from fanfold.web.facet_names import FACET_NAMES, SORT_NAMES, value_name
from fanfold.web.pages.boxes import chosen_boxes, from_boxes, typed_boxes
from fanfold.web.pages.kept import kept_for
from fanfold.web.pages.lists import Shown


@dataclass(frozen=True, slots=True)
class Link:
    """One value that can be wanted, not wanted, or let go of.

    name, works: for people; wanted, unwanted, dropped: query strings.
    """

    facet: Any
    name: str
    works: int | None = None
    is_wanted: bool = True
    wanted: str = ""
    unwanted: str = ""
    dropped: str = ""
    choice: Choice | None = None

    @property
    def can_be_barred(self) -> bool:
        """Whether it can be left out of every search."""
        choice = self.choice
        return choice is not None and not choice.wanted and choice.facet in BARRED


@dataclass(frozen=True, slots=True)
class Box:
    """One facet on the page. more: query string that shows all of it."""

    name: Any
    links: list[Link]
    more: str


def page(request: HttpRequest) -> HttpResponse:
    """What was found, and how to find more, less, or something else."""
    wish, reader = wish_of(request.GET), reader_of(request)
    if "boxes" in request.GET:
        return redirect(f"{request.path}?{from_boxes(request.GET, wish).address()}")
    kept = kept_for(request)
    kept = kept.without_authors(muted_names(reader.account))
    told: dict[str, Any] = {"wish": wish, "sorts": _sorts(wish), "kept": kept}
    told |= {"typed_boxes": typed_boxes(wish), "chosen_boxes": chosen_boxes(wish)}
    told |= _lifting(wish, kept)
    if is_address(wish.words):
        known = found_at(wish.words, reader)
        if known is not None:
            return redirect(place_of(known))
        return render(request, "search/page.html", told | {"unknown_address": True})
    try:
        told |= _found(wish, reader, kept)
        status = 200
    except SearchLanguageError as error:
        told |= {"trouble": _marked(wish.words, error), "error": str(error)}
        status = 400
    except SearchNotReadyError as error:
        told["error"] = str(error)
        status = 503
    return render(request, "search/page.html", told, status=status)


def _found(wish: Wish, reader: Reader, kept: Kept) -> dict[str, Any]:
    hits = finding.find(wish, reader, kept)
    chosen = named(wish.choices, reader, found=hits.total > 0)
    return {
        "shown": Shown(
            works=hits.works,
            total=hits.total,
            number=hits.page,
            last=hits.last,
            sort=wish.order,
            tags=hits.cards.tags,
            authors=hits.cards.authors,
            words=hits.cards.words,
        ),
        "passages": snippets(hits, reader),
        "chosen": [_chosen(each, wish, chosen) for each in wish.choices],
        "boxes": [_box(each, wish) for each in facets(hits)],
        "before": wish.address(page=hits.page - 1) if hits.page > 1 else "",
        "after": wish.address(page=hits.page + 1) if hits.page < hits.last else "",
        "looser": [] if hits.total else _looser(wish, reader, kept, chosen),
    }


def _lifting(wish: Wish, kept: Kept) -> dict[str, str]:
    """Return the query strings that let in what is never wanted, and back."""
    if not kept.bars:
        return {}
    other = replace(wish, lifted=not wish.lifted, page=1).address()
    return {"bind" if wish.lifted else "lift": other}


def _chosen(choice: Choice, wish: Wish, names: dict[tuple[str, str], str]) -> Link:
    other = Choice(choice.facet, choice.value, not choice.wanted)
    turned = wish.with_choice(other).address()
    return Link(
        FACET_NAMES[choice.facet],
        value_name(
            choice.facet, choice.value, names.get((choice.facet, choice.value), "")
        ),
        is_wanted=choice.wanted,
        wanted=turned,
        unwanted=turned,
        dropped=wish.without_choice(choice).address(),
        choice=choice,
    )


def _box(facet: Facet, wish: Wish) -> Box:
    adding = wish.adding()
    links = [
        Link(
            FACET_NAMES[facet.facet],
            value_name(facet.facet, each.value, each.name),
            each.works,
            wanted=adding(facet.facet, each.value),
            unwanted=adding(facet.facet, f"-{each.value}"),
        )
        for each in facet.values
    ]
    whole = replace(wish, page=1, more="all")
    more = whole.address() if facet.cut and not wish.more else ""
    return Box(facet.kind or FACET_NAMES[facet.facet], links, more)


def _looser(
    wish: Wish, reader: Reader, kept: Kept, names: dict[tuple[str, str], str]
) -> list[Link]:
    links = []
    for choice, works in finding.looser(wish, reader, kept):
        if choice is None:
            address = replace(wish, words="", page=1).address()
            links.append(Link(_("Words"), wish.words, works, dropped=address))
        else:
            links.append(
                Link(
                    FACET_NAMES[choice.facet],
                    value_name(
                        choice.facet,
                        choice.value,
                        names.get((choice.facet, choice.value), ""),
                    ),
                    works,
                    choice.wanted,
                    dropped=wish.without_choice(choice).address(),
                )
            )
    return links


def _sorts(wish: Wish) -> list[tuple[str, Any, bool]]:
    """Return the ways to sort: word, name, whether it is this one."""
    order = wish.order
    return [
        (word, name, word == order)
        for word, name in SORT_NAMES.items()
        if word != "fit" or wish.words
    ]


def _marked(words: str, error: SearchLanguageError) -> tuple[str, str, str]:
    """Return what was typed before, at and after the place of the trouble."""
    at = min(error.place, len(words))
    end = words.find(" ", at + 1)
    end = len(words) if end < 0 else end
    return words[:at], words[at:end], words[end:]
