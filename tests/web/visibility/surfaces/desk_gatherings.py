"""Series, collections and ties at the desk: of works that the person sees alone."""

from __future__ import annotations

from fanfold.archive.powers import Power
from tests.web.visibility.desk import NOTHING, Desk, told
from tests.web.visibility.scene import COLLECTION, SERIES, TITLE
from tests.web.visibility.surface import at

SURFACES = (
    Desk(
        "desk_all_series",
        at("/desk/series/"),
        power=Power.REVIEW,
        there="present",
        unseen="absent",
        told=lambda visit: SERIES,
        # In company another story's series is the same.
        alone=True,
    ),
    Desk(
        "desk_series",
        lambda visit: f"/desk/series/{visit.series}/",
        power=Power.REVIEW,
        there="present",
        unseen=NOTHING,
        told=lambda visit: TITLE,
        judge=told,
        alone=True,
    ),
    Desk(
        "desk_all_collections",
        at("/desk/collections/"),
        power=Power.REVIEW,
        there="present",
        unseen="absent",
        told=lambda visit: COLLECTION,
        alone=True,
    ),
    Desk(
        "desk_collection",
        lambda visit: f"/desk/collections/{visit.collection}/",
        power=Power.REVIEW,
        there="present",
        unseen=NOTHING,
        judge=told,
        alone=True,
    ),
)
