"""What pages and archives set around a story: it is theirs, not the author's."""

from __future__ import annotations

import re

from fanfold.vocab.patterns import late

_LONGEST = 200
_COMMENT = r"(?:comments?|reviews?|replies|reply|feedback)"
_FOOT = late(
    rf"""(?xi) \W{{0,4}} (?:
      \(?\s*(?:leave|post|add|write|read)\ (?:an?y?\ )?(?:new\ )?{_COMMENT}\b.{{0,60}}
    | \(?\s*\d+\ {_COMMENT}\b.{{0,60}}
    | please\ (?:post|leave|write|send)\ (?:(?:an?y?|me)\ )?{_COMMENT}\b.{{0,60}}
    | (?:review|bookmark|rate|print|recommend)\ this\ (?:chapter|story|fic|page)\b
      .{{0,30}}
    | (?:send|give|leave|mail)\ (?:(?:me|the\ author|your)\ )?
      (?:feedback|e-?mail|a\ comment)(?:\ to\b.{{0,40}})?
    | (?:(?:this|the)\ )?(?:page|site|story)\ (?:(?:was|has\ been)\ )?(?:last\ )?
      (?:updated|modified|visited|created|viewed|maintained)\b.{{0,60}}
    | (?:page\ |site\ )?last\ (?:updated?|modified|revised|changed)\b.{{0,60}}
    | you\ are\ (?:the\ )?(?:visitor|guest|number|reader|caller)\b.{{0,40}}
    | (?:current\ )?(?:mood|music|location)\s?:.{{0,80}}
    | tags\s?:.{{0,120}}
    | powered\ by\b.{{0,60}} | do\ you\ yahoo!?\?? | yahoo!\ groups\ sponsor.{{0,80}}
    | to\ unsubscribe\b.{{0,140}} | your\ use\ of\ yahoo!.{{0,120}}
    | author(?:\ and\ story)?\ notes\ (?:above|below).{{0,20}}
    | e-?mail\ (?:the\ )?(?:web\W?(?:mistress|master|miss|lady)|author|archivist)\b
      .{{0,40}}
    | click\ (?:here|on)\b.{{0,80}}
    | here\ to\ (?:go\ back|return|send|leave)\b.{{0,60}}
    | (?:archived|hosted)\ (?:at|by|on)\b.{{0,80}}
    | this\ (?:archive|site|page)\ (?:is\ )?
      (?:owned|run|maintained|hosted|optimi[sz]ed|best\ viewed)\b.{{0,80}}
    | best\ viewed\ (?:in|with|at)\b.{{0,60}}
    ) \W{{0,4}}"""
)


def is_foot(text: str) -> bool:
    """Tell whether a line at the end of a story was set there by its page.

    Counters, "(Leave a comment)", "Last updated". Asked of last lines only: inside of
    a story they may be its own.
    """
    if len(text) > _LONGEST or not any(sign in text.lower() for sign in _SIGNS):
        return False
    return _FOOT.fullmatch(text.strip()) is not None


#: One of these is in whatever `_FOOT` matches; most last lines have none.
_SIGNS = (
    *("comment", "review", "repl", "feedback", "this ", "mail", "updated", "modified"),
    *("visited", "created", "viewed", "maintained", "you are ", "mood"),
    *(
        "last up",
        "last mod",
        "last rev",
        "last cha",
        "music",
        "location",
        "tags",
        "powered by",
        "yahoo",
        "unsubscribe",
        " notes ",
    ),
    *("click ", "here to ", "archived ", "hosted "),
)


_CHROME = late(
    r"(?i)(?:(?:go )?back(?: to .{1,40})?|home|main(?: page)?|index|next|prev(?:ious)?"
    r"|top|back to top|return(?: to .{1,40})?|links|fiction|stories|guest ?book|"
    r"(?:sign|view)(?: (?:my|the))? guestbook|e-?mail(?: me| the author)?|"
    r"table of contents|contents|"
    r"(?:previous|next|first|last) (?:chapter|part|story|page)|zurück(?: zu.{1,30})?|"
    r"retour(?: .{1,30})?|volver|updates?|site map|print(?:er)?(?: friendly)?|feedback)"
)
#: What menus list beside those; alone on a line it may be anything.
_LISTED = late(
    r"(?i)(?:my )?(?:fan ?fics?|fics?|fan ?fiction|slash|gen|het|art|gallery|"
    r"about(?: me)?|bio|contact|archives?|awards?|journal|blog|live ?journal|faq|news|"
    r"what's new|search|authors?|titles?|fandoms?|ratings?|pairings?|categories|submit|"
    r"rules|disclaimer|e-?mail|log ?in|register|help|"
    r"share|flag|link|memory|reply|thread|poetry|vids?|recs?|forum|chat|message board|"
    r"\d{1,2}|page \d+)"
)
#: What parts a menu has one of these; most lines have none.
_MAY_LIST = late(r"[|•·>\]<»:*/~–—-]|\s(?=\s)")
_CHROME_LIST = late(r"\s*(?:\||•|·|\]\s*\[|\s[-–—~*/]\s|>|<|»|::|\s{2,})\s*")


def is_chrome(text: str) -> bool:
    """Tell whether a line is nothing but navigation: ``back``, ``[Main] [Links]``."""
    value = text.strip(" \t[](){}<>|*~.«»←→")
    if not value or len(value) > 160:
        return False
    parts = _CHROME_LIST.split(value) if _MAY_LIST.search(value) else [value]
    words = [word.strip("[]() <>|.") for word in parts]
    words = [word for word in words if word]
    known = [_CHROME.fullmatch(word) is not None for word in words]
    if all(known) or len(words) < 2:
        return all(known)
    # ``[Author] [Title] [Rating]``: an archive's ways to browse it.
    sure_of_it = any(known) or (len(words) > 2 and re.search(r"\]\s*\[|\|", value))
    return bool(sure_of_it) and all(
        sure or _LISTED.fullmatch(word) for sure, word in zip(known, words, strict=True)
    )
