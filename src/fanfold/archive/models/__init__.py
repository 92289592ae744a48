"""The rows. Choosing them is a query's matter (queries/), changing them an act's."""

from fanfold.archive.models.accounts import Account, Role
from fanfold.archive.models.creators import Contact, Creator, Creatorship, Pseud
from fanfold.archive.models.gatherings import (
    Collected,
    Collection,
    Series,
    SeriesWork,
    Subseries,
)
from fanfold.archive.models.keeping import (
    BuriedSourceId,
    Claim,
    Decision,
    Find,
    FoundThing,
    Original,
    PermissionState,
    SavedRule,
    Suggestion,
    Tombstone,
)
from fanfold.archive.models.memory import (
    ImportPlan,
    LedgerEntry,
    OutboxEntry,
    PlanItem,
    Source,
)
from fanfold.archive.models.tags import (
    Categorised,
    Category,
    Listed,
    Tag,
    Tagging,
    TagKind,
    TagMapping,
)
from fanfold.archive.models.talk import Comment, News, Recommendation
from fanfold.archive.models.works import (
    Chapter,
    KnownAddress,
    Related,
    SourceId,
    TextVersion,
    Work,
)

__all__ = [
    "Account",
    "BuriedSourceId",
    "Categorised",
    "Category",
    "Chapter",
    "Claim",
    "Collected",
    "Collection",
    "Comment",
    "Contact",
    "Creator",
    "Creatorship",
    "Decision",
    "Find",
    "FoundThing",
    "ImportPlan",
    "KnownAddress",
    "LedgerEntry",
    "Listed",
    "News",
    "Original",
    "OutboxEntry",
    "PermissionState",
    "PlanItem",
    "Pseud",
    "Recommendation",
    "Related",
    "Role",
    "SavedRule",
    "Series",
    "SeriesWork",
    "Source",
    "SourceId",
    "Subseries",
    "Suggestion",
    "Tag",
    "TagKind",
    "TagMapping",
    "Tagging",
    "TextVersion",
    "Tombstone",
    "Work",
]
