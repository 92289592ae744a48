"""Headers without labels: sentences that say a rating, a dedication, what came before.

``A Sherlock Holmes story. Rated PG.`` states two fields; ``Rated R for language.`` in
the middle of an author's talk states one, and the talk around it is a note.
"""

from __future__ import annotations

import re

from fanfold.text.unlabelled import Unlabelled, meant_by
from fanfold.vocab.patterns import late
from fanfold.vocab.permissions import is_permission_sentence
from fanfold.vocab.ratings import rating_of

_LONGEST = 1500
_END = late(r"(?<=[\w)\"”'’\]][.!?])\s+(?=[\"“(]?[A-ZÀ-ÝА-Я0-9])")
_NAME = r"(?:[A-ZÀ-ÝА-Я][\w.'’-]*|[a-z]+_\w+)(?: [A-ZÀ-ÝА-Я][\w.'’-]*){0,2}"
_NAMES = rf"{_NAME}(?:(?:, (?:and )?| and | & | und | et | y ){_NAME}){{0,5}}"
_THIS = r"(?:this (?:one|story|fic|piece|part|chapter|drabble)(?:['’]s| is| was)? )?"
_RATED = late(
    rf"(?i){_THIS}(?:is |it['’]s |so )?rated\W{{1,4}}(?P<value>[A-Z0-9].{{0,80}}?)\W?"
)
_FANDOM = late(
    r"(?:[Aa]n?|[Tt]his is an?) (?P<value>[A-Z].{1,48}?) "
    r"(?:fan ?fic(?:tion)?(?: story)?|story|fic|tale|drabble|crossover)\W?"
)
_FOR = late(
    rf"(?i:{_THIS}(?:lovingly )?(?:dedicated to|written for|a gift for|posted for|for)|"
    rf"gewidmet|für|pour|para) (?P<value>{_NAMES}(?:, (?:who|whom|whose|for|because|"
    r"with|as|on|in|and (?:to|for)|die|der|qui|que)\b.{1,90})?)[.!]?"
)
_SEQUEL = late(
    rf"(?i){_THIS}(?:a |the )?(?:direct )?(?:sequel|follow-?up) to "
    r"(?P<value>\S.{1,80}?)[.!]?|"
    r"(?i:continue[sd] from|continuation of|fortsetzung (?:von|zu)|suite de|"
    r"secuela de) (?P<other>\S.{1,80}?)[.!]?"
)
_SERIES = late(
    r"(?i:(?:part|book|story|number|no\.|#|the)? ?(?P<number>\d{1,3}|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
    r"(?:st|nd|rd|th)?(?: part| book| story| one)? (?:of|in) (?:the |my |a )?)"
    r"(?P<value>[\"“]?[A-Z\d].{1,60}?)"
    r"(?i: (?:series|trilogy|cycle|arc|saga|universe))[\"”]?\W?"
    r"|(?P<name>[A-Z].{1,50}? (?:Series|Trilogy|Cycle|Saga)),? "
    r"\(?#?(?P<place>\d{1,3})(?:st|nd|rd|th)?(?: (?:of|in) \w+)?\)?\W?"
)
_SPOILERS = late(
    r"(?i)(?:some |minor |big |mild )?spoilers (?:for|up to|through) "
    r"(?P<value>\S.{1,120}?)[.!]?"
)
_AFTERTHOUGHT = late(r"(?i),\s*(?:obviously|of course|naturally|i guess|probably)$")


def sentences_of(paragraph: str) -> list[str]:
    """Return the sentences of an author's talk, blanks joined."""
    return [part.strip() for part in _END.split(" ".join(paragraph[:_LONGEST].split()))]


def said_by(sentence: str) -> Unlabelled | None:
    """Return what one sentence states by itself, None where it states nothing."""
    value = sentence.strip(" *_~")
    small = value.lower()
    for field, form, signs in _STATEMENTS:
        found = form.fullmatch(value) if any(sign in small for sign in signs) else None
        if found is not None and (told := _stated(field, found, sentence)) is not None:
            return told
    return None


def _stated(field: str, found: re.Match[str], sentence: str) -> Unlabelled | None:
    told = found.groupdict()
    value = told["value"] or told.get("other") or ""
    if field == "rating":
        rated = rating_of(value) is not None
        return Unlabelled(field, value.strip(" .")) if rated else None
    if field == "dedication":
        return Unlabelled(field, sentence.strip())
    if field == "spoilers":
        return Unlabelled(field, _AFTERTHOUGHT.sub("", value))
    if field == "series":
        return Unlabelled(field, sentence.strip(" *_~"))
    return Unlabelled(field, value.strip())


#: What a sentence may state, in the order it is asked, and what it cannot do without.
_STATEMENTS = (
    ("rating", _RATED, ("rated",)),
    ("fandom", _FANDOM, ("fic", "story", "tale", "drabble", "crossover")),
    ("dedication", _FOR, ("to ", "for ", "gewidmet ", "für ", "pour ", "para ")),
    (
        "sequel",
        _SEQUEL,
        ("sequel", "follow", "continu", "fortsetzung", "suite de", "secuela"),
    ),
    ("spoilers", _SPOILERS, ("spoilers ",)),
    (
        "series",
        _SERIES,
        ("series", "trilogy", "cycle", "arc", "saga", "universe"),
    ),
)


def told_in(paragraph: str, *, known: bool) -> tuple[Unlabelled, ...]:
    """Return the fields of a paragraph without label, in order; () for prose.

    known: True where the paragraph is known to be no story (it stands above a label):
    then what states nothing more exact is a note, never lost.
    """
    whole = meant_by(paragraph)
    sentences = sentences_of(paragraph)
    stated = [said_by(each) for each in sentences]
    fandom_only = {each.field for each in stated if each is not None} == {"fandom"}
    if not any(stated) or fandom_only:
        # "a Harbour Lights fanfic" alone is an ornament below the title, no field.
        if whole is None and not known and not (fandom_only and len(sentences) == 1):
            return ()
        return (Unlabelled(whole or "notes", paragraph),)
    if not known and not _may_be_header(sentences, stated):
        return ()
    rest = [each for each, told in zip(sentences, stated, strict=True) if told is None]
    fields = [told for told in stated if told is not None]
    return (*fields, *_rest(rest))


def stated_alone(paragraph: str) -> bool:
    """Tell whether a paragraph is nothing but what states a field by itself."""
    if len(paragraph) > _LONGEST // 3:
        return False
    if paragraph[:1] in "\"“„«'‘":
        return False
    return all(
        said_by(each) is not None or is_permission_sentence(each)
        for each in sentences_of(paragraph)
    )


def _may_be_header(sentences: list[str], stated: list[Unlabelled | None]) -> bool:
    """Tell an author's talk from a story's first paragraph.

    All of it states something, or a rating stands in it: stories rate nothing.
    """
    rated = any(each is not None and each.field == "rating" for each in stated)
    return rated or (all(stated) and len(sentences) <= 3)


def _rest(sentences: list[str]) -> list[Unlabelled]:
    """Return what else was said, disclaimers and permissions by themselves."""
    by_field: dict[str, list[str]] = {}
    for each in sentences:
        meant = meant_by(each)
        if meant is None and is_permission_sentence(each):
            meant = "distribution"
        by_field.setdefault(meant or "notes", []).append(each)
    return [Unlabelled(field, " ".join(said)) for field, said in by_field.items()]


def series_said(value: str) -> tuple[str, int | None] | None:
    """Return title and number of ``Book 2 of the Harbour Trilogy``, None for others."""
    found = _SERIES.fullmatch(value.strip(" *_~"))
    if found is None:
        return None
    number = found["number"] or found["place"]
    title = found["name"] or found["value"]
    return title.strip(' "“”'), int(number) if number.isdecimal() else _ORDINAL[
        number.lower()
    ]


_ORDINAL = {
    word: at
    for at, word in enumerate(
        (
            *("first", "second", "third", "fourth", "fifth", "sixth", "seventh"),
            *("eighth", "ninth", "tenth"),
        ),
        start=1,
    )
}
