"""The other end: where the story stops, a header below it, talk, readers' comments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fanfold.text import unlabelled
from fanfold.text.around import is_foot
from fanfold.text.fields import Field
from fanfold.text.label_lines import begins_small
from fanfold.text.label_runs import is_prose, said_once, stated
from fanfold.text.lines import Kind, Line, joined, lines_where
from fanfold.text.parts import is_chrome, is_end, marker_of, same_title
from fanfold.text.rows import Row, last_rows_of, rows_of
from fanfold.text.unlabelled_rows import above, placed
from fanfold.vocab.patterns import late

#: Rows that are looked at from the end.
TAIL = 60
#: Prose rows between the labels of a header below the story.
_PARAGRAPHS = 14
#: Rows that a header below the story may have behind its last label.
_BELOW = 8
#: Fields that one header states once.
_SAID_ONCE = {"title", "author", "rating"}
_COMMENTS = late(
    r"(?i)\W{0,4}(?:\d{1,4} (?:comments?|reviews?|replies)|"
    r"(?:leave|post|add) a (?:new )?(?:comment|reply)|comments \(\d+\))\b.{0,60}"
)
#: What each of these lines has, at its first letter large or small.
_COMMENTING = ("omment", "eview", "repl")


def above_comments(lines: Sequence[Line], body: int, end: int) -> int:
    """Return where what readers wrote below the story begins, `end` where nothing does.

    The line that counts them or asks for one says so; it stays out as well.
    """
    whole = joined(lines, body + 1, end)
    # A word is found ten times as fast as a pattern that begins with any of three.
    words = [word for word in _COMMENTING if word in whole]
    if not words:
        return end
    for at, text in lines_where(whole, body + 1, re.compile("|".join(words))):
        if len(text) < 80 and _COMMENTS.fullmatch(text.strip()):
            before = lines[at - 1]
            if before.kind is not Kind.TEXT or not before.text.strip():
                return at
    return end


def closing(
    lines: Sequence[Line], body: int, end: int, found: Sequence[Field]
) -> tuple[int, list[Field]]:
    """Return where the story ends, and the fields of a header below it."""
    rows = last_rows_of(lines, max(body, end - 3 * TAIL), end, TAIL)
    seen = {each.name for each in found if each.label} & _SAID_ONCE
    first = _closing_row(rows, seen, strict=len(found) > 3)
    if first is None:
        return _talk_behind(rows, end)
    last = max(at for at, row in enumerate(rows) if row.known)
    fields: list[Field] = []
    at = first
    while at <= last:
        made, at = stated(rows, at, last)
        fields += made
    fields += above(rows[at:])
    return rows[first].first, [
        each for each in fields if each.name not in {"title", None} or each.label
    ]


#: Words of a talk behind the end; more of them are an epilogue.
_TALK = 150
_TALKS = late(
    r"(?i)\b(?:feedback|reviews?|comments?|let me know|e-?mail|mail me|thanks?|"
    r"thank you|hope you|(?:did )?you liked?|sequel|(?:this|the|my) (?:story|fic)|"
    r"you think|disclaimer|read(?:ing|ers?)|wrote|beta|flames|danke|merci|"
    r"gracias|fandom)\b"
)


def _talk_behind(rows: list[Row], end: int) -> tuple[int, list[Field]]:
    """Return where the story ends, and the author's talk behind its end mark."""
    # From the end: most texts have their mark there, if anywhere.
    marks = (at for at in reversed(range(len(rows))) if is_end(rows[at].text))
    mark = next(marks, None)
    if mark is None:
        return end, []
    behind = [row for row in rows[mark + 1 :] if not row.rule]
    told = [row for row in behind if not (is_chrome(row.text) or is_foot(row.text))]
    words = sum(len(row.text.split()) for row in told)
    if not told or words > _TALK or any(marker_of(row.text) for row in told):
        return end, []
    text = "".join(("\n\n" if row.gap else "\n") + row.text for row in told).strip()
    if text[0].islower() or not _TALKS.search(text):
        return end, []
    return rows[mark].last + 1, [placed("end_notes", text, told[0], told[-1])]


def _closing_row(rows: list[Row], seen: set[str | None], *, strict: bool) -> int | None:
    """Return the row where a header below the story begins."""
    for at in range(1, len(rows)):
        if not rows[at].known:
            continue
        behind_mark = rows[at - 1].rule or is_end(rows[at - 1].text)
        if not (behind_mark or rows[at].gap):
            continue
        small = all(begins_small(pair.value) for pair in rows[at].pairs)
        if small and rows[at].text[:1].isupper() and not is_end(rows[at - 1].text):
            continue
        rest = rows[at:]
        if len(rest) - max(n for n, row in enumerate(rest) if row.known) > _BELOW:
            continue
        known = [row for row in rest if row.known]
        if any(seen & said_once(row) or marker_of(row.text) for row in rest):
            continue  # the next part's header, not this story's
        plain = [row for row in rest if not row.pairs and is_prose(row)]
        strong = sum(row.strong for row in known)
        if behind_mark and strong and len(plain) <= _PARAGRAPHS:
            return at
        if not strict and len(known) >= 2 and strong and len(plain) <= len(known):
            return at
    return None


def skip_repeated(
    lines: Sequence[Line], body: int, end: int, fields: Sequence[Field]
) -> int:
    """Return the body's start behind a title and by-line that are said once more.

    fields: of the work's header; what they say may stand again, in any order.
    """
    title = next((each.value for each in fields if each.name == "title"), "")
    author = next((each.value for each in fields if each.name == "author"), "")
    for row in rows_of(lines, body, end, 6):
        by, told = unlabelled.bylined(row.text), unlabelled.told_by(row.text)
        again = (
            row.rule
            or (
                title and same_title(row.text, title) and not marker_of(row.text, title)
            )
            or (by and (not author or same_title(by[0].value, author)))
            or (author and same_title(row.text, author))
            or (told and all(each.field == "email" for each in told))
            or unlabelled.points_elsewhere(row.text)
            or is_chrome(row.text)
        )
        if not again:
            break
        body = row.last + 1
    return body
