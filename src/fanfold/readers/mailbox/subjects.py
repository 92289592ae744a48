"""What the subject of a mail to a list says: title, part, rating, codes, and that it
is a reply.

Conventions of the lists are in docs/readers/mailbox.md: ``[list] FIC: Title (1/4)``,
``NEW TOS "Title" 1/3 [PG] (K/S)``, ``Title II: Sub, part 2 of ?``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from fanfold.text.parts import bare
from fanfold.vocab.patterns import late
from fanfold.vocab.relationships import is_relationship

RULE = "mailbox.subject/1"

_REPLY = late(
    r"(?i)\s*(?:re|aw|antw|sv|rif|ref|odp|回复)\s*(?:[\[(]\d{1,3}[\])]|\^\d{1,3})?\s*[:：]\s*"
)
_FORWARD = late(r"(?i)\s*\[?(?:fwd?|wg|tr|rv|forwarded|weitergeleitet)\]?\s*:\s*")
_FORWARDED = late(r"(?i)\s*[\[(](?:fwd?|forwarded)[\])]\s*")
_TAG = late(r"\s*\[\s*([^\[\]]{1,80}?)\s*\]\s*")
_POST = (
    r"(?:new2asc|n2u|new|rep(?:ost)?(?:ed|ing)?|re-?post(?:ed)?|cor|rev(?:ised|ision)?|"
    r"dra|draft|wip|fan ?fic(?:tion)?|fics?|stor(?:y|ies)|ff|slash|gen|het|femslash|"
    r"vignette|ficlet|drabbles?|poem|one-?shot|short|long|adult|complete[d]?|finished|"
    r"update[d]?|xover|x-over|crossover|au|chapter|post(?:ing)?|repeat|resend|fixed|"
    r"corrected|final|text|geschichte|neu)"
)
_POSTED = late(
    rf"(?i)\s*((?:\w{{1,5}}[\s/]+)??{_POST}(?:[\s/&,!+-]{{1,3}}{_POST}){{0,4}})"
    r"\s*(?:[:!]+|\s[-–—]+\s|[-–—]\s)\s*"
)
_TAGGED = late(rf"(?i){_POST}(?:[\s/&,!+-]{{1,3}}{_POST}){{0,4}}")
_SERIES = r"TOS|TNG|DS9|VOY|VGR|ENT|OCC|MIS|AOS"
_CODED = late(
    rf"\s*(?P<code>NEW2ASC|NEW|N2U|REP|REPOST|COR|REV|DRA|WIP)[\s:,]+(?:FIC[\s:]+)?"
    rf"(?P<series>(?:{_SERIES})(?:/(?:{_SERIES}))*)\b[\s:,-]*"
)
_SERIES_FIRST = late(
    rf"\s*(?P<series>{_SERIES})[\s:,-]+(?P<code>NEW|N2U|REP|REV|WIP)\b[\s:,-]*"
)
_REPOSTED = late(r"(?i)\b(?:rep|re-?post\w*|repeat|resend)\b")
_REVISED = late(r"(?i)\b(?:rev|cor|revis\w+|correct\w+|fixed|updated?)\b")
_NAMED = late(r"(?i)\b(?:fan ?)?fic|\bstory\b|\bvignette|\bdrabble")
_WIP = late(r"(?i)\bwip\b")

_NUMERAL = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
_WORD = (
    r"(?:parts?|pts?|chapters?|chaps?|chs?|teil|kapitel|kap|chapitre|partie|cap[ií]tulo|"
    r"parte|section|episode)"
)
_TOTAL = r"(?P<total>\d{1,3}|\?{1,3}|[xX]{1,2}(?!\w)|TBA|unknown)"
_N = (
    r"(?P<number>\d{1,3})(?P<letter>[a-dA-D](?!\w))?"
    r"(?:\s*(?:-|&|\+|and|to)\s*(?P<last>\d{1,3}))?"
)
_OF = r"\s*(?:/|of|von|de|sur|\|)\s*"
_PARTS = tuple(
    late(form, re.I)
    for form in (
        rf"[\[({{<]\s*(?:{_WORD}\.?\s*)?#?{_N}{_OF}{_TOTAL}(?:\s*[,;-]?\s*(?:end|complete|final|fin))?\s*[\])}}>]",
        rf"(?<![\w/]){_WORD}\b\.?\s*#?{_N}{_OF}{_TOTAL}(?![\w/])",
        rf"(?<![\w/.]){_N}\s?(?:/|\bof\b)\s?{_TOTAL}(?![\w/.])",
        rf"(?<![\w/])[\[(]?\s*{_WORD}\b\.?\s*#?{_N}(?![\w/])\s*[\])]?",
        rf"(?<![\w/])[\[(]?\s*{_WORD}\s+(?P<word>{'|'.join(_NUMERAL)}|[IVX]{{1,5}})\b(?:{_OF}(?P<total>\d{{1,3}}|\?))?\s*[\])]?",
        r"[\[(]\s*(?P<number>\d{1,2})\s*[\])]\s*$",
        r"[\s,:(-]+(?P<edge>prologue|epilogue)\s*\)?\s*$",
    )
)
_RATING = (
    r"NC\s?-?\s?17|PG\s?-?\s?1[35]|PG|FRAO|FRM|FRT|FRC|adult|mature|K\+|"
    r"[GRXTMK](?![\w'’/&+x])"
)
_ROUND = late(r"[\[({]([^\[\](){}]{1,120})[\])}]")
_OFFICE = late(r"(?i)archiv|\blist|moderator|\badmin")
_BY = late(r"(?i)[\s,;:-]+by:?\s+([^\W\d_][\w.'’ -]{1,40})$")
_QUOTED = late(r"[\"“”«»]([^\"“”«»]{2,150})[\"“”«»]")
_TALK = (
    r"(?:admin\w*|ot|off[- ]?topic|list (?:business|note|rules)|poll|questions?|"
    r"challenge|recs?|recommend\w*|review|feedback|fb|loc|comments?|intro(?:duction)?|"
    r"announce(?:ment)?|ann|looking for|lf|help|discuss(?:ion)?|digest|test|"
    r"mod(?:erator)?(?: note)?|reminder|chat|spoilers?|news|request|fic search|"
    r"website|site|unsubscribe|awards?|nominations?)"
)
_ABOUT = late(rf"(?i)\s*{_TALK}\s*(?:[:!?]|\s-+\s|$)|.*\bdigest,? (?:number|vol|no|#)")
_TALK_TAG = late(rf"(?i){_TALK}")
_EMPTY = late(
    r"(?i)(?:\(?no(?:ne| subject)\)?|(?:a |my )?(?:new |first |short )*"
    r"(?:fan)?(?:fic(?:tion)?|story)(?: (?:post|attached|for you(?: all)?))?)?\W*"
)
_TRAIL = " \t,;:-–—~*|.#"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject, taken apart.

    said: as decoded. title: without everything else, "" where it names none.
    number, letter, last: the part, ``3``, ``b``, and the last of several (``3-4``).
    total: of parts, 0 for ``?``. posted: it says that something is posted; named: and
    that it is fiction. series: a code of the Star Trek lists (``TOS``).
    """

    said: str = ""
    title: str = ""
    number: int | None = None
    letter: str = ""
    last: int | None = None
    total: int | None = None
    part_title: str = ""
    rating: str = ""
    pairings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    series: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    replies: int = 0
    forwarded: bool = False
    posted: bool = False
    named: bool = False
    reposted: bool = False
    revised: bool = False
    unfinished: bool = False
    about: bool = False

    @property
    def key(self) -> str:
        """Letters and digits of the title, articles aside: what parts share."""
        return key_of(self.title)


def key_of(title: str) -> str:
    """Return what two spellings of one title have in common; "" for none."""
    plain = re.sub(r"(?i)^(?:the|an?|der|die|das|le|la|les|el)\s+(?=\S)", "", title)
    return bare(plain) or bare(title)


def subject_of(
    said: str, lists: frozenset[str] = frozenset(), who: str = ""
) -> Subject:
    """Take a subject apart.

    lists: names of the list as `bare` gives them, for tags that name it. who: the
    sender's name: ``Title by NAME`` is told from ``Stand by Me`` by it.
    """
    said = said[:500]
    made = Subject(said)
    rest, made = _in_front(said, made, lists)
    if _ABOUT.match(rest):
        made = replace(made, about=True)
    rest, made = _part(rest, made)
    rest, made = _codes(rest, made)
    rest, made = _byline(rest, made, who)
    title = _title(rest)
    if not title and made.part_title:
        title, made = made.part_title, replace(made, part_title="")
    return replace(made, title="" if _EMPTY.fullmatch(title) else title)


def _in_front(said: str, made: Subject, lists: frozenset[str]) -> tuple[str, Subject]:
    """Take off what stands before a title: ``Re:``, tags, post words, in any order."""
    rest, first = said, True
    for _ in range(12):
        for form in (
            _REPLY,
            _FORWARD,
            _FORWARDED,
            _CODED,
            _SERIES_FIRST,
            _POSTED,
            _TAG,
        ):
            found = form.match(rest)
            if found is not None and rest[found.end() :].strip():
                before = made
                made = _fronted(form, found, made, lists)
                if first and form is _TAG and len(made.tags) > len(before.tags):
                    # A tag in front of all else is the list's own.
                    made = before
                first = first and form in (_REPLY, _FORWARD, _FORWARDED)
                rest = rest[found.end() :]
                break
        else:
            break
    while (found := _FORWARDED.search(rest)) is not None:
        rest = rest[: found.start()] + " " + rest[found.end() :]
        made = replace(made, forwarded=True)
    return rest.strip(), made


def _fronted(
    form: re.Pattern[str],
    found: re.Match[str],
    made: Subject,
    lists: frozenset[str],
) -> Subject:
    if form is _REPLY:
        return replace(made, replies=made.replies + 1)
    if form in (_FORWARD, _FORWARDED):
        return replace(made, forwarded=True)
    if form is _TAG:
        return _tagged(found[1], made, lists)
    made = _worded(found[0], made)
    if form is not _POSTED:
        made = replace(made, series=found["series"], named=True)
    return made


def _tagged(tag: str, made: Subject, lists: frozenset[str]) -> Subject:
    if bare(tag) in lists:
        return made
    if _TAGGED.fullmatch(tag):
        return _worded(tag, made)
    if _TALK_TAG.fullmatch(tag):
        return replace(made, about=True)
    rating = _whole_rating(tag)
    if rating:
        return replace(made, rating=made.rating or rating)
    _, counted = _part(f"[{tag}]", Subject())
    if counted.number is not None and made.number is None:
        return replace(
            made,
            number=counted.number,
            letter=counted.letter,
            last=counted.last,
            total=counted.total,
        )
    return replace(made, tags=(*made.tags, tag))


def _worded(words: str, made: Subject) -> Subject:
    return replace(
        made,
        posted=True,
        named=made.named or _NAMED.search(words) is not None,
        reposted=made.reposted or _REPOSTED.search(words) is not None,
        revised=made.revised or _REVISED.search(words) is not None,
        unfinished=made.unfinished or _WIP.search(words) is not None,
    )


# --- the part ------------------------------------------------------------------------

_EPILOGUE = 999


def _part(text: str, made: Subject) -> tuple[str, Subject]:
    """Return the text before a part's number, and what the number says."""
    if made.number is not None:
        return text, made
    for form in _PARTS:
        found = None
        for each in form.finditer(text):
            if _counts(each.groupdict()):
                found = each
        if found is not None:
            return _parted(text, found, made)
    return text, made


def _counts(found: dict[str, str | None]) -> bool:
    """Tell whether figures can be a part of a total: ``24/7`` and ``9/11`` cannot."""
    number, total = found.get("number"), found.get("total")
    if number is None or total is None or not total.isdecimal():
        return True
    return int(number) <= int(total) and int(total) > 0


def _parted(text: str, found: re.Match[str], made: Subject) -> tuple[str, Subject]:
    said = found.groupdict()
    total = said.get("total")
    word, edge = said.get("word"), said.get("edge")
    if edge:
        number = 0 if edge.lower() == "prologue" else _EPILOGUE
    elif word:
        number = _spelled(word)
    else:
        number = int(said.get("number") or 0)
    last = said.get("last")
    before, behind = text[: found.start()], text[found.end() :]
    made = replace(
        made,
        number=number,
        letter=(said.get("letter") or "").lower(),
        last=int(last) if last and int(last) > number else None,
        total=None if total is None else int(total) if total.isdecimal() else 0,
        part_title=edge.capitalize() if edge else "",
    )
    if not before.strip(_TRAIL + '([{"“'):
        return re.sub(r"(?i)^\s*of\s+", "", behind), made
    behind, made = _codes(re.sub(r"(?i)^\s*of\s+", "", behind), made, whole=True)
    title = behind.strip(_TRAIL + '"“”()[]')
    by = _BY.search(" " + behind)
    if by is not None:
        made = replace(made, author=by[1].strip())
    elif len(title) > 2 and not made.part_title:
        made = replace(made, part_title=title)
    return before, made


def _spelled(word: str) -> int:
    if word.lower() in _NUMERAL:
        return _NUMERAL.index(word.lower()) + 1
    worth = {"I": 1, "V": 5, "X": 10}
    values = [worth.get(each, 0) for each in word.upper()]
    return sum(
        -value if value < max(values[at:]) else value for at, value in enumerate(values)
    )


# --- rating, pairings, codes ---------------------------------------------------------

_SHORT_PAIR = late(r"[A-Z][A-Za-z]{0,2}(?:/[A-Z][A-Za-z]{0,2}){1,3}(?:/f|/m)?")
_NAMED_PAIR = late(r"[A-Z][a-z]{2,}(?:/[A-Z][a-z]{2,}){1,3}")
_KNOWN = late(
    r"(?:MSR|UST|RST|DRR|GSR|WIP|AU|PWP|gen|het|slash|[mfMF]/[mfMF]|XF|angst|humou?r)"
)
_RATING_ALONE = late(rf"(?i)(?:rated:?\s*|rating:?\s*)?({_RATING})")


def _whole_rating(text: str) -> str:
    found = _RATING_ALONE.fullmatch(text.strip())
    if found is None:
        return ""
    # A single small letter is a word of a title, not a certificate.
    return "" if len(found[1]) == 1 and not found[1].isupper() else found[1]


def _codes(text: str, made: Subject, *, whole: bool = False) -> tuple[str, Subject]:
    """Take ratings, pairings and codes from the end of a text, in brackets or bare.

    whole: all of the text may be codes, as it may behind a part's number.
    """
    while (found := _last_bracket(text)) is not None:
        taken = _coded(found[1], made)
        if taken is None:
            break
        made = taken
        text = f"{text[: found.start()]} {text[found.end() :]}"
    words = text.split()
    while len(words) > (0 if whole else 1):
        word = words[-1].strip(",;:()[]")
        if not word.strip("-–—|~*"):
            words.pop()
            continue
        if not (_is_code(word) or (whole and _whole_rating(word))):
            break
        made = _coded(word, made) or made
        words.pop()
        if words and words[-1].strip(",:-").lower() in {"rated", "rating"}:
            words.pop()
    return " ".join(words), made


def _last_bracket(text: str) -> re.Match[str] | None:
    return next(iter([*_ROUND.finditer(text)][::-1]), None)


def _is_code(word: str) -> bool:
    if _SHORT_PAIR.fullmatch(word) or _NAMED_PAIR.fullmatch(word):
        return True
    # A lone letter ends many a title: only longer certificates are told bare.
    return len(word) > 1 and (
        (_whole_rating(word) == word and word.upper() == word)
        or word in {"MSR", "UST", "RST", "DRR", "GSR"}
    )


def _coded(inside: str, made: Subject) -> Subject | None:
    """Return the subject with what brackets say, None where they are of the title."""
    words = [each for each in re.split(r"[,;\s]+", inside.strip()) if each]
    rating, pairings, codes = "", [], []
    for word in words:
        if _whole_rating(word):
            rating = rating or _whole_rating(word)
        elif is_relationship(word):
            pairings.append(word)
        elif _KNOWN.fullmatch(word):
            codes.append(word)
        elif word.lower() not in {"rated", "rating", "rating:", "-", "and", "&"}:
            return None
    if not rating and not pairings and not codes:
        return None
    return replace(
        made,
        unfinished=made.unfinished or "WIP" in codes,
        rating=made.rating or rating,
        pairings=(*made.pairings, *pairings),
        codes=(*made.codes, *codes),
    )


# --- by-line and title ---------------------------------------------------------------


def _byline(text: str, made: Subject, who: str) -> tuple[str, Subject]:
    found = _BY.search(text)
    if found is None or made.author:
        return text, made
    name, known = bare(found[1]), bare(who)
    alike = bool(known) and (name in known or known in name)
    alike = alike or _OFFICE.search(who) is not None
    apart = re.search(r"[,;:-]\s*by", found[0], re.I) is not None
    title = text[: found.start()]
    if not (alike or apart) or not title.strip():
        return text, made
    return title, replace(made, author=found[1].strip())


def _title(text: str) -> str:
    quoted = _QUOTED.search(text)
    if quoted is not None and len(quoted[0]) * 2 > len(text):
        outside = (text[: quoted.start()] + text[quoted.end() :]).strip(_TRAIL)
        if len(outside) < 3:
            return quoted[1].strip(" ,")
    title = text.strip(" \t,;:-–—~*|")
    while (
        title and title[0] in "([{" and title[-1] in ")]}" and title.count(title[0]) < 2
    ):
        title = title[1:-1].strip()
    # A bracket that lost its other half is no part of a title.
    for opening, closing in ("()", "[]", "{}"):
        if title.count(opening) != title.count(closing):
            title = title.strip(opening + closing + " ")
    return title.rstrip(",;:") if title[-1:] in ",;:" else title
