"""The rows. Choosing them is a query's matter (queries/), changing them an act's."""

from fanfold.archive.models.accounts import Account, Role
from fanfold.archive.models.app_passwords import AppPassword
from fanfold.archive.models.arrivals import Arrival, ArrivalState, ArrivedFile
from fanfold.archive.models.claiming import DoNotWrite, NameClaim, Vouching
from fanfold.archive.models.company import Barring, Kudos, Report, Subscription
from fanfold.archive.models.creators import Contact, Creator, Creatorship, Pseud
from fanfold.archive.models.digests import Digest
from fanfold.archive.models.feed_keys import FeedKey
from fanfold.archive.models.gatherings import (
    Collected,
    Collection,
    Series,
    SeriesWork,
    Subseries,
)
from fanfold.archive.models.invitations import Invitation
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
from fanfold.archive.models.letters import Letter, Mailing
from fanfold.archive.models.memory import (
    ImportPlan,
    IndexPosition,
    LedgerEntry,
    OutboxEntry,
    PlanItem,
    Source,
)
from fanfold.archive.models.owned import Bookmark, BookmarkTag, Later, Reading
from fanfold.archive.models.steps import Step, StepEntry, Trace
from fanfold.archive.models.successions import Succession
from fanfold.archive.models.tags import (
    Categorised,
    Category,
    Listed,
    Tag,
    Tagging,
    TagKind,
    TagMapping,
)
from fanfold.archive.models.talk import Comment, CommentRead, News, Recommendation
from fanfold.archive.models.together import Together
from fanfold.archive.models.wishes import Wishes
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
    "AppPassword",
    "Arrival",
    "ArrivalState",
    "ArrivedFile",
    "Barring",
    "Bookmark",
    "BookmarkTag",
    "BuriedSourceId",
    "Categorised",
    "Category",
    "Chapter",
    "Claim",
    "Collected",
    "Collection",
    "Comment",
    "CommentRead",
    "Contact",
    "Creator",
    "Creatorship",
    "Decision",
    "Digest",
    "DoNotWrite",
    "FeedKey",
    "Find",
    "FoundThing",
    "ImportPlan",
    "IndexPosition",
    "Invitation",
    "KnownAddress",
    "Kudos",
    "Later",
    "LedgerEntry",
    "Letter",
    "Listed",
    "Mailing",
    "NameClaim",
    "News",
    "Original",
    "OutboxEntry",
    "PermissionState",
    "PlanItem",
    "Pseud",
    "Reading",
    "Recommendation",
    "Related",
    "Report",
    "Role",
    "SavedRule",
    "Series",
    "SeriesWork",
    "Source",
    "SourceId",
    "Step",
    "StepEntry",
    "Subscription",
    "Subseries",
    "Succession",
    "Suggestion",
    "Tag",
    "TagKind",
    "TagMapping",
    "Tagging",
    "TextVersion",
    "Together",
    "Tombstone",
    "Trace",
    "Vouching",
    "Wishes",
    "Work",
]
