"""What a person should know about a page that was read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from fanfold.model.problem import Problem, note
from fanfold.text.lines import Kind
from fanfold.text.page import Page
from fanfold.vocab.patterns import late

_CALLED_TEXT = late(r"(?i)\.(?:te?xt|asc|doc|rtf)$")
#: A page with more letters than this is no message of a server.
_FEW = 600
_FIRST = 6
_SERVER_SAYS = late(
    r"""(?xi)
      \b(?:40[0134]|410|50[0-4])\b .{0,30} \b
        (?: error | not\ found | forbidden | unauthori[sz]ed | gone | bad\ gateway
          | unavailable )
    | ^(?: error\b .{0,40} )? \b (?: (?:the|this|your)\ (?:\w+\ ){0,2} )?
        (?: page | file | story | url | site | account | document | object ) .{0,40} \b
        (?: not\ found | does(?:n't|\ not)\ exist
          | (?:can(?:no|')t|could\ not)\ be\ (?:found|displayed)
          | has\ been\ (?:removed|deleted|suspended|disabled)
          | no\ longer\ (?:exists|available) | is\ (?:temporarily\ )?unavailable )
    | ^(?: not\ found | forbidden | access\ denied | internal\ server\ error
        | service\ unavailable | bad\ request | unauthori[sz]ed ) \W*$
    | \b(?: must | have\ to | need\ to | please )
        \ (?: be\ logged\ in | log\ ?in | sign\ in | register ) \b .{0,60}
        (?<=\ to\ )(?:view|see|read|continue|access)\b
    | \b(?: must | have\ to | need\ to | please )
        \ (?: be\ logged\ in | log\ ?in | sign\ in | register )
        (?:\ (?:first|now|here))? \W*$
    | ^(?: log\ ?in | sign\ in | login\ required | members\ only ) \W*$
    | \b account\ (?:has\ been\ )?suspended\b | \b bandwidth\ (?:limit\ )?exceeded\b
    | \b(?: you\ are\ being | click\ here\ if\ you\ are\ not )\ redirected\b
    | \b enable\ (?:javascript|cookies)\ (?:to|and)\b
    | \b this\ journal\ has\ been\ (?:deleted|suspended) | \b protected\ entry\b
    """
)


def remarks(page: Page, name: str) -> Iterator[Problem]:
    """Yield the problems of a page. name: of its file."""
    if page.hidden:
        detail = f"{page.hidden} elements that the page does not show were left out"
        yield note("hidden-text", name, detail)
    if page.flattened:
        detail = f"{page.flattened} tags lay too deep in each other; all words stayed"
        yield note("flattened", name, detail)
    if _CALLED_TEXT.search(name):
        yield note("type-mismatch", name, "it is called a text and is a page")
    if _is_error(page):
        detail = "it holds few words, and those of a server that had no story to give"
        yield Problem("looks-like-error-page", name, detail)


def _is_error(page: Page) -> bool:
    letters = 0
    for each in page.lines:
        letters += len(each.line.text)
        if letters > _FEW:
            return False
    solid = (
        each.line
        for each in page.lines
        if each.line.kind is not Kind.BLANK and not each.navigation
    )
    first = [page.title, *(line.text for line in islice(solid, _FIRST))]
    return any(_SERVER_SAYS.search(text[:300]) for text in first)
