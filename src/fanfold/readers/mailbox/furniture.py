"""What lists, programs and habits put around a text in a mail.

Sponsors' blocks, the list's foot, taglines of free mail, signatures, quotations of
the mail that is answered, armour of signed texts. Told by their forms and by where
they stand: at the two ends, but for blocks that name themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fanfold.text.breaks import is_scene_break
from fanfold.text.label_lines import pairs_of
from fanfold.text.lines import Kind, Line
from fanfold.text.parts import bare, is_end
from fanfold.text.unlabelled import meant_by
from fanfold.vocab.patterns import late

#: Lines at the end of a mail among which its foot is looked for.
_TAIL = 90
#: Lines that a foot may have, and those of an advertisement in the middle.
_FOOT, _BLOCK = 45, 14

_STARTS = late(
    r"""(?ix)[\s>*~_|-]{0,40}(?:
      (?:yahoo!?\ ?groups?|egroups|onelist|topica|listbot|coollist)\ (?:sponsor|links)
    | to\ (?:un)?subscribe\b | to\ leave\ (?:this|the)\ (?:list|group|mailing)
    | to\ post\ (?:a\ |to\ )?(?:message|this|the\ (?:list|group)|send)
    | to\ (?:change|set)\ your\ (?:subscription|settings|options)
    | to\ (?:visit|reach|contact)\ (?:your\ group|the\ (?:list|moderator))
    | your\ use\ of\ yahoo!?\ groups | community\ e?-?mail\ addresses
    | (?:post|unsubscribe|subscribe|list\ owner|url\ to\ this\ page)\s?(?:message)?:\s+
      (?:mailto:|https?://|\S+@|\S+-(?:owner|subscribe|unsubscribe))
    | do\ you\ yahoo! | do\ you\ yahoo\?
    | get\ (?:your\ (?:free|own|private)|more\ from\ the\ web|msn|free)\b.{0,60}
      (?:https?://|mail|@|download|explorer|space)
    | (?:join|discover|try|find|send|share|add|protect)\b.{0,60}
      (?:hotmail|msn\b|yahoo!|messenger|juno|netzero|excite)
    | msn\ \w+.{0,60}https?:// | sent\ via\ deja | before\ you\ buy\.?$
    | yahoo!\ (?:mail|photos|messenger|auctions|shopping|greetings|sports|finance|web)
    | (?:free|tired\ of)\b.{0,60}\b(?:e-?mail|internet\ access)\b.{0,60}
      (?:https?://|www\.|$)
    | \[?(?:the\ )?(?:non-text|html)\ portions?\ of\ this\ message
    | outgoing\ (?:mail|message)\ is\ certified | checked\ by\ avg
    | this\ (?:e-?mail|message)\ (?:was\ sent|is\ intended|is\ for\ the|may\ contain)
    | (?:list|group)?\s?archives?\ (?:are|can\ be|is|at)\b.{0,40}https?://
    | visit\ (?:our|the|your)\ (?:list|group|web)?\s?(?:site|page|home|group).{0,60}
      (?:https?://|www\.|on\ the\ web)
    | (?:mailing\ list|list-?serv|majordomo)\b.{0,60}(?:https?://|@)
    | [\w.+-]{2,40}\ mailing\ list$ | [\w.+-]{2,40}@\S{3,60}\ mailing\ list$
    | [\w.+-]{2,60}-(?:un)?subscribe@
    | send\ (?:a\ )?(?:blank|an)\ (?:e-?mail|message)\ to
    | end\ of\ .{1,60}\bdigest\b | -{3,}=?\ ?posted\ via | posted\ via\ .{2,40}$
    | create\ your\ own\ .{0,40}group | have\ you\ visited\ .{0,40}\ lately
    | recent\ activity:?$ | messages\ in\ this\ topic | visit\ your\ group$
    | reply\ (?:to\ sender|via\ web\ post)
    )"""
)
_SPONSOR = late(
    r"(?i)[\s-]{0,60}(?:yahoo!?\s?groups?|egroups|onelist|topica)\s+sponsor\b"
)
_BLOCK_END = late(r"[-_]{10,}[-_~|>]*\s*$")
_RULE = late(r"[\s_=*~#+>|-]{3,120}")
_SIGNATURE = late(r"(?:-- ?|__|--=?|_{2,4}|- -- ?|~~)\s*$")
_ATTRIBUTION = late(
    r"(?i)(?:(?:on|am|le|el|den|op)\b.{4,240}|.{1,160})"
    r"\b(?:wrote|writes|said|schrieb|a écrit|escribió|skrev)"
    r"(?: in (?:message|article|news:).{0,120})?\s?:\s*$"
    r"|-{2,}\s?in .{3,200} wrote:?\s*$"
)
_ANSWERED = late(
    r"(?i)\s*[>\s-]{0,8}-{2,}\s*(?:original message|ursprüngliche nachricht)\s*-{2,}"
)
#: ``> so``, ``AM> so``; but ``>thus<`` is a thought in a story.
_QUOTE = late(r"\s?(?:[A-Z]{1,3})?>(?!\S[^<>]{0,200}<)")
_PGP = late(r"-----BEGIN PGP (?:SIGNED MESSAGE|SIGNATURE)-----|Hash: \w+")
_PGP_END = late(r"-----BEGIN PGP SIGNATURE-----")
_EUDORA = late(r"</?x-(?:flowed|html|rich)>")


@dataclass(frozen=True, slots=True)
class Cleared:
    """A text without its furniture. before: a greeting above the text; after: what its
    author said below an end mark. quoted: how many lines were quotations."""

    lines: list[Line]
    before: list[Line]
    after: list[Line]
    quoted: int = 0


def cleared(lines: Sequence[Line], who: str = "", *, reply: bool = False) -> Cleared:
    """Return the lines that are the text. who: the sender's name. reply: it answers
    another mail, so that any quotation in it is that mail's."""
    kept = _without_armour(list(lines))
    kept = _without_blocks(kept)
    kept = _without_foot(kept)
    kept, quoted = _without_quotations(kept, reply=reply)
    kept = _without_signature(kept, who)
    kept = _trimmed(kept)
    kept, after = _without_talk(kept)
    before, kept = _without_greeting(kept, who)
    remark, kept = _without_remark(kept)
    before += remark
    return Cleared(kept, before, after, quoted)


def quoted_share(lines: Sequence[Line]) -> float:
    """Return how much of a text's lines are quotations, 0 to 1."""
    solid = [line for line in lines if line.text.strip()]
    return sum(map(is_quoted, solid)) / len(solid) if solid else 0.0


def is_quoted(line: Line) -> bool:
    """Tell whether a line has the mark of a quotation in front."""
    return ">" in line.text[:5] and _QUOTE.match(line.text) is not None


def unquoted(text: str) -> str:
    """Return a quoted line without one mark."""
    found = _QUOTE.match(text)
    if found is None:
        return text
    rest = text[found.end() :]
    return rest[1:] if rest.startswith(" ") else rest


def _is_blank(line: Line) -> bool:
    return line.kind is Kind.BLANK or not line.text.strip()


def _worded(lines: list[Line]) -> list[Line]:
    """Return the lines of a remark, or none where it is rules and nothing else."""
    told = [line for line in lines if not _RULE.fullmatch(line.text)]
    return _trimmed(told) if any(any(map(str.isalnum, x.text)) for x in told) else []


def _trimmed(lines: list[Line]) -> list[Line]:
    first, last = 0, len(lines)
    while first < last and _is_blank(lines[first]):
        first += 1
    while last > first and _is_blank(lines[last - 1]):
        last -= 1
    return lines[first:last]


def _without_armour(lines: list[Line]) -> list[Line]:
    end = next(
        (at for at, line in enumerate(lines) if _PGP_END.match(line.text)), len(lines)
    )
    return [
        line
        for line in lines[:end]
        if not (_PGP.match(line.text) or _EUDORA.fullmatch(line.text.strip()))
    ]


def _without_blocks(lines: list[Line]) -> list[Line]:
    """Drop advertisements that name themselves, wherever they stand."""
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        if _SPONSOR.match(lines[at].text):
            until = min(len(lines), at + _BLOCK)
            ends = [n for n in range(at + 1, until) if _BLOCK_END.match(lines[n].text)]
            if ends:
                at = ends[0] + 1
                continue
        kept.append(lines[at])
        at += 1
    return kept


def _without_foot(lines: list[Line]) -> list[Line]:
    for at in range(max(0, len(lines) - _TAIL), len(lines)):
        if not _STARTS.match(lines[at].text):
            continue
        rest = [line for line in lines[at:] if line.text.strip()]
        if len(rest) <= _FOOT:
            return _without_rules(lines[:at])
    return lines


def _without_rules(lines: list[Line]) -> list[Line]:
    """Drop the rules and empty lines that stood above a foot."""
    last = len(lines)
    while last and (
        _is_blank(lines[last - 1])
        or (lines[last - 1].kind is Kind.RULE)
        or (_RULE.fullmatch(lines[last - 1].text) and len(lines[last - 1].text) > 12)
    ):
        last -= 1
    return lines[:last]


def _without_quotations(lines: list[Line], *, reply: bool) -> tuple[list[Line], int]:
    """Drop quotations with the words that bring them in; count their lines.

    What stands amid a text without such words may be the story's own.
    """
    kept: list[Line] = []
    quoted, at = 0, 0
    while at < len(lines):
        line = lines[at]
        if at and _ANSWERED.match(line.text):
            return kept, quoted + sum(not _is_blank(each) for each in lines[at:])
        if not is_quoted(line):
            kept.append(line)
            at += 1
            continue
        end = at
        while end < len(lines) and (is_quoted(lines[end]) or _is_blank(lines[end])):
            end += 1
        before = _without_attribution(kept)
        edge = end == len(lines) or all(map(_is_blank, before))
        if reply or edge or len(before) < len(kept):
            quoted += sum(is_quoted(each) for each in lines[at:end])
            kept = [*before, Line("", line.number, Kind.BLANK)]
        else:
            kept += lines[at:end]
        at = end
    return (kept, quoted) if quoted else (lines, 0)


def _without_attribution(lines: list[Line]) -> list[Line]:
    last = len(lines)
    while last and _is_blank(lines[last - 1]):
        last -= 1
    for size in (1, 2, 3):
        if last >= size:
            said = " ".join(line.text.strip() for line in lines[last - size : last])
            if _ATTRIBUTION.fullmatch(said):
                return lines[: last - size]
    return lines


def _without_signature(lines: list[Line], who: str) -> list[Line]:
    lines = _trimmed(lines)
    for at in range(max(0, len(lines) - 14), len(lines)):
        if _SIGNATURE.match(lines[at].text) is None:
            continue
        below = [line.text for line in lines[at + 1 :] if line.text.strip()]
        words = sum(len(text.split()) for text in below)
        exact = lines[at].text.rstrip("\n") == "-- "
        if words <= (120 if exact else 45) and all(len(t) <= 90 for t in below):
            return _trimmed(lines[:at])
    return _without_name(lines, who)


def _without_name(lines: list[Line], who: str) -> list[Line]:
    """Drop the name that a sender put below the text, with a word or a saying."""
    name = bare(who)
    first = bare(who.split()[0]) if who.split() else ""
    if len(name) < 3:
        return lines
    solid = [at for at, line in enumerate(lines) if line.text.strip()]
    for at in reversed(solid[-4:]):
        text = lines[at].text.strip()
        said = bare(text)
        apart = at == 0 or _is_blank(lines[at - 1]) or is_end(lines[at - 1].text)
        short = len(text.split()) <= 3
        whole = said == name or (said.startswith(name) and len(text) <= 80)
        if (
            whole or (short and len(first) >= 3 and said in (first, f"love{first}"))
        ) and (apart or short):
            rest = [line.text for line in lines[at + 1 :] if line.text.strip()]
            if all(len(each) <= 80 for each in rest):
                return _trimmed(lines[:at])
    return lines


_GREETING = late(
    r"""(?ix)(?:
      (?:hi|hello|hey|hiya|greetings|dear|hallo|bonjour|hola)\b[^.!?\n]{0,40}[,.!?:-]?
    | (?:ok(?:ay)?,\ |well,\ |so,\ |oops[,.!]?\ )?sorry\b
    | .{0,60}\b(?:
        here(?:['’]?s|\ is|\ are|\ comes)\ (?:the\ |my\ |a\ |another\ |part|chapter)
      | (?:next|last|final|this|new|second|third|rest\ of\ the)\ (?:part|chapter|bit)\b
      | sorry\ (?:for|about|it|this|the)\b | (?:de-?)?lurk | c&c\b
      | (?:thanks|thank\ you)\ (?:for|so)\b | as\ promised\b | enjoy\b
      | (?:re-?)?post(?:ing|ed)?\ (?:this|it|here|again|for)\b
      | (?:my|a)\ (?:first|new)\ (?:fic|story|attempt|try)\b
      | feedback\b | comments?\ (?:are|is|to|welcome|and)\b | hope\ you\b
      | let\ me\ know\b | (?:ran|got)\ away\ (?:with|from)\ me
      | be\ (?:kind|gentle)\b | attached\b | archiv(?:e|ed|ing)\b | beta'?e?d?\b )
    ).*"""
)
_HELD = late(r"[\"“”«»]|'\w[^']{3,}[,.!?]'")
#: Paragraphs of a greeting, and words of one.
_GREETED, _WORDS = 3, 60


def _without_greeting(lines: list[Line], who: str) -> tuple[list[Line], list[Line]]:
    """Part what an author says to the list from the header or story below it."""
    names = {bare(who), bare(who.split()[0]) if who.split() else ""} - {""}
    taken, at = 0, 0
    for _ in range(_GREETED):
        end = at
        while end < len(lines) and not _is_blank(lines[end]):
            end += 1
        said = " ".join(line.text.strip() for line in lines[at:end])
        rest = end
        while rest < len(lines) and _is_blank(lines[rest]):
            rest += 1
        labelled = any(pair.field for line in lines[at:end] for pair in pairs_of(line))
        if (
            rest >= len(lines)
            or labelled
            or len(said.split()) > _WORDS
            or _HELD.search(said)
            or not (_GREETING.fullmatch(said) or (taken and bare(said) in names))
        ):
            break
        taken = at = rest
    return _trimmed(lines[:taken]), lines[taken:]


#: Lines at the top of a text among which its labels are, and the widest typed line.
_TOP, _WIDEST = 60, 90


def _without_remark(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Part a remark on a line of its own from the label that it stands below.

    ``Archive: Please ask.`` is whole, and what follows would have fitted behind it: so
    that line goes on with nothing. Lines keep their places.
    """
    width = max((len(x.text) for x in lines if len(x.text) <= _WIDEST), default=0)
    for at in range(1, min(len(lines) - 1, _TOP)):
        above, line, below = lines[at - 1 : at + 2]
        said = line.text.strip()
        if (
            not said
            or not _is_blank(below)
            or above.text.rstrip()[-1:] not in (".", "!", "?")
            or len(above.text) + len(said.split()[0]) + 4 > width
            or not any(pair.field for pair in pairs_of(above))
            or pairs_of(line)
            or not (meant_by(said) or _GREETING.fullmatch(said))
        ):
            continue
        blank = Line("", line.number, Kind.BLANK)
        return [line], [*lines[:at], blank, *lines[at + 1 :]]
    return [], lines


def _without_talk(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Part what an author says below the end mark from the story."""
    solid = [at for at, line in enumerate(lines) if line.text.strip()]
    for at in solid[-12:-1]:
        if not is_end(lines[at].text) or _is_mere_rule(lines[at]):
            continue
        after = lines[at + 1 :]
        words = sum(len(line.text.split()) for line in after)
        labelled = any(pair.field for line in after for pair in pairs_of(line))
        ends = sum(is_end(line.text) for line in after if line.text.strip())
        told = sum(bool(line.text.strip()) for line in after)
        if words <= 90 and not labelled and ends < told:
            return lines[: at + 1], _worded(after)
    return lines, []


def _is_mere_rule(line: Line) -> bool:
    return is_scene_break(line.text)
