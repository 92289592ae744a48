"""The Fanfold record, format ``fanfold/1``: everything as JSON and back.

docs/record.md says it key by key. `to_json` and `from_json` turn one object into a
dict and back; `lines` and `parse_line` do the same for JSON Lines, `document` for
the one document of ``fanfold look --json``.
"""

from fanfold.model.record.drafts import found_from_json, found_to_json
from fanfold.model.record.kinds import Recorded, from_json, to_json
from fanfold.model.record.stream import FORMAT, document, in_a_line, lines, parse_line
from fanfold.model.record.works import without_emails

__all__ = [
    "FORMAT",
    "Recorded",
    "document",
    "found_from_json",
    "found_to_json",
    "from_json",
    "in_a_line",
    "lines",
    "parse_line",
    "to_json",
    "without_emails",
]
