"""Which field of the model lies in which column or table.

Both ways read it: `storing` writes rows from it, `shelf` makes works of them, and
tests/archive/test_field_walk.py fails for a field that neither names.
"""

from __future__ import annotations

from fanfold.archive.models import TagKind

#: Columns of the same name; None and "" are the same nothing for those with "".
TEXTS = (
    "summary",
    "notes",
    "end_notes",
    "disclaimer",
    "dedication",
    "spoilers_raw",
    "rating_raw",
    "distribution_raw",
)
PLAIN = ("title", "chapters_expected", "adult_gate", "round_robin", "featured")
WORDS = ("rating", "permission", "status", "visibility")
EMPTY_IS_NONE = ("language",)
DATES = ("date", "published", "updated")
#: Lists of words, in `Listed`.
LISTS = ("recipients", "archives_named", "challenges")
#: Lists of tags, in `Tagging`.
TAGGED = {
    "fandoms": TagKind.FANDOM,
    "relationships_raw": TagKind.RELATIONSHIP,
    "characters_raw": TagKind.CHARACTER,
    "warnings_raw": TagKind.WARNING,
}
RESOLVED = {
    "relationships": TagKind.RELATIONSHIP,
    "characters": TagKind.CHARACTER,
}
#: Each in tables of its own.
APART = (
    "id",
    "source_ids",
    "urls",
    "creators",
    "categories",
    "tags",
    "labels",
    "series",
    "related",
    "state",
    "chapters",
    "evidence",
)
#: Never stored: an archive keeps keyed hashes (`Contact`).
NEVER = ("emails",)

CHAPTER_TEXTS = ("title", "summary", "notes", "end_notes")
CHAPTER_EMPTY_IS_NONE = ("language", "source_id")
CHAPTER_DATES = ("published",)
CHAPTER_PLAIN = ("position", "hidden")
CHAPTER_APART = (
    "id",
    "html",
    "text",
    "words",
    "creators",
    "urls",
    "problems",
    "evidence",
)
