"""Pages of the desk: each tells whoever holds its power of the works that exist for
that person, as the work's own page does, and of no other.

The table has lists and the log for admins alone. Here all staff have a list of what
waits, and everybody at the desk finds the own steps in the log; for an admin the answer
is the table's or less (of what was taken down the list says nothing at all).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponseBase

from fanfold.archive.powers import HOLDERS, Power
from tests.web.visibility.scene import STATES, TABLE, TITLE, Visit
from tests.web.visibility.surface import LED_AWAY, Surface, leaks, page_of, raw

NOTHING = "404_same_as_missing"


@dataclass(frozen=True, slots=True)
class Desk(Surface):
    """A page of the desk. there: what it answers of a work that exists for the person;
    unseen: and of another, "" for what the work's own page does. only: states of works
    that it tells of. eyes: the actor whose lists it shows, "" for the person's own.
    """

    row: str = "work_page"
    own: bool = True
    power: Power = Power.REVIEW
    there: str = "200_full"
    unseen: str = ""
    only: frozenset[str] = frozenset(STATES)
    eyes: str = ""

    def must(self, actor: str, state: str) -> str:
        """Return what an actor must get."""
        if actor.startswith("anon"):
            return LED_AWAY
        if actor not in HOLDERS[self.power]:
            return NOTHING
        if self._exists(actor, state) and state in self.only:
            return self.there
        return self.unseen or TABLE["work_page"][actor][state]

    def _exists(self, actor: str, state: str) -> bool:
        if self.eyes:
            return TABLE["browse"][self.eyes][state] == "present"
        return TABLE["work_page"][actor][state] == "200_full"


def told(visit: Visit, response: HttpResponseBase) -> str:
    """Return how much is told of the work: all, its number, or nothing."""
    whole = raw(response)
    if response.status_code != 200:
        return page_of(visit, response)
    if TITLE in whole:
        return "present"
    number = "record_only" if visit.work.public in whole else "absent"
    leaked = leaks(whole)
    return f"{number} with {leaked}" if leaked else number


def sent(
    fields: Callable[[Visit], dict[str, str]],
) -> Callable[[Visit, str], HttpResponseBase]:
    """Ask by a form that shows, before its second yes, what it would change."""

    def ask(visit: Visit, address: str) -> HttpResponseBase:
        answer: HttpResponseBase = visit.client.post(address, fields(visit))
        return answer

    return ask
