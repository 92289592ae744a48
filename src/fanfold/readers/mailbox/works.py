"""A story's posts as one draft of a work.

Each post is read as any text is; the first with a header speaks for the work, the
others fill in what it leaves out, and each is a chapter or several. What a mail's head
says stands beside what the author's header says: it counts where the header is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from fanfold.model.advice import Status
from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.draft import WORK_CLAIMS, DraftChapter, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing, best
from fanfold.model.original import Original
from fanfold.model.tags import Label, Tag
from fanfold.readers._claims import draft_of
from fanfold.readers._ground import Ground
from fanfold.readers._several import drafts_of
from fanfold.readers._stated import flat, stated_by, text_of
from fanfold.readers.mailbox.joining import Story
from fanfold.readers.mailbox.posts import Post
from fanfold.readers.mailbox.subjects import RULE as SUBJECT
from fanfold.text import addresses, words
from fanfold.text.headers import Field
from fanfold.text.house import plain
from fanfold.text.lines import Line
from fanfold.text.parts import bare, marker_of, same_title
from fanfold.text.unlabelled import meant_by

_FROM, _DATE, _PARTS = "mailbox.from/1", "mailbox.date/1", "mailbox.parts/1"
#: Fields of a later part's header that are that part's own.
_OF_PART = ("summary", "notes", "end_notes")


class _Read:
    """A post with the draft that its text alone gives."""

    def __init__(self, post: Post, original: Original, draft: DraftWork) -> None:
        self.post = post
        self.original = original
        self.draft = draft

    def evidence(self, name: str, rule: str) -> Evidence:
        """Return where a field of the mail's head stands."""
        quote = addresses.quoted(f"{name}: {self.post.said.get(name, '')}")
        place = f"{self.post.within}, {name}"
        return Evidence(self.original.sha256, place, quote, rule)


def works_of(
    story: Story, posts: Sequence[tuple[Post, Original]]
) -> Iterator[DraftWork]:
    """Yield the draft of a story; several where one mail holds several works.

    posts: of its parts, in their order.
    """
    read = [
        [_Read(post, original, draft) for draft in _drafts(post, original)]
        for post, original in posts
    ]
    if len(read) == 1 and len(read[0]) > 1:
        for each in read[0]:
            yield _work_of(story, [each])
    else:
        yield _work_of(story, [each for reads in read for each in reads])


def _drafts(post: Post, original: Original) -> Iterator[DraftWork]:
    text = post.text
    ground = Ground(
        original=original.sha256,
        name=original.name,
        lines=text.lines or [Line("", 1)],
        html_of=text.html_of,
        quotes=text.quotes,
        steps=text.steps,
        source_ids=(post.id,),
        title=post.subject.title or None,
        emails=text.emails,
        within=post.within,
    )
    # A part of a story has no works in it; what looks like several are its chapters.
    single = post.subject.number is not None and post.subject.total != 1
    drafts = [draft_of(ground)] if single else [*drafts_of(ground)]
    if text.lines and not any(each.words for one in drafts for each in one.chapters):
        drafts = [_bare(ground)]
    for draft in drafts:
        # The subject's title was needed to know headings by; its claim is made later.
        titles = [each for each in draft.title if each.evidence.rule != "page.title/1"]
        yield replace(draft, title=tuple(titles))


def _bare(ground: Ground) -> DraftWork:
    """Return the draft of a text so short that all of it was taken for its header."""
    html = addresses.removed(ground.html_of(ground.lines))
    text = plain(html)
    seen = ground.evidence(0, "mailbox.text/1", len(ground.lines) - 1)
    chapter = DraftChapter(
        html=(Claim(html, Standing.LABELLED, seen, ground.steps),),
        text=text,
        words=words.count(text),
    )
    emails = addresses.find(text)
    return DraftWork(source_ids=ground.source_ids, emails=emails, chapters=(chapter,))


def _work_of(story: Story, reads: Sequence[_Read]) -> DraftWork:
    speaker = _speaker(reads)
    claims = _merged(speaker, reads)
    _claim_title(claims, speaker)
    _claim_author(claims, speaker)
    _claim_sent_with(claims, speaker)
    _claim_subject(claims, speaker)
    _claim_date(claims, reads[0])
    _claim_status(claims, story, reads)
    chapters = [chapter for read in reads for chapter in _chapters(read, reads)]
    _claim_said(claims, "notes", reads[0], reads[0].post.before)
    _claim_said(claims, "end_notes", reads[-1], reads[-1].post.after)
    ids = (each for read in reads for each in read.draft.source_ids)
    draft = DraftWork(
        source_ids=tuple(dict.fromkeys(ids)),
        emails=_emails(reads, claims),
        chapters=tuple(chapters),
    )
    fields: dict[str, Any] = {name: tuple(made) for name, made in claims.items()}
    return replace(draft, **fields)


def _speaker(reads: Sequence[_Read]) -> _Read:
    """Return the post whose header speaks for the work: the fullest near the front."""
    return max(reads, key=lambda read: (_fullness(read), -reads.index(read)))


_TELLING = (
    "title",
    "creators",
    "rating_raw",
    "summary",
    "disclaimer",
    "relationships_raw",
)


def _fullness(read: _Read) -> int:
    return sum(bool(getattr(read.draft, name)) for name in _TELLING)


def _merged(speaker: _Read, reads: Sequence[_Read]) -> dict[str, list[Claim[Any]]]:
    claims: dict[str, list[Claim[Any]]] = {}
    for read in [speaker, *(each for each in reads if each is not speaker)]:
        for name in WORK_CLAIMS:
            found = getattr(read.draft, name)
            own = name in _OF_PART and read is not speaker
            if name == "labels" and read is not speaker:
                found = tuple(map(_without_headings, found))
            if found and name not in claims and not own and name != "status":
                claims[name] = list(found)
    return claims


def _without_headings(claim: Claim[tuple[Label, ...]]) -> Claim[tuple[Label, ...]]:
    """Drop what is a part's heading and no label: ``Chapter 2: The Left``."""
    kept = tuple(each for each in claim.value if marker_of(each.name) is None)
    return replace(claim, value=kept)


# --- what the head says --------------------------------------------------------------


def _claim_title(claims: dict[str, list[Claim[Any]]], read: _Read) -> None:
    title = read.post.subject.title
    if not title:
        return
    known = claims.get("title", [])
    if any(same_title(str(each.value), title) for each in known):
        return
    # A line with a by-line under it is a title; a line alone may be a greeting. And
    # what a subject of the lists' own form says is a title for sure.
    subject = read.post.subject
    formed = subject.posted or subject.number is not None
    sure = any(each.standing > Standing.GUESSED for each in known) or (
        bool(known) and bool(claims.get("creators")) and not formed
    )
    standing = Standing.GUESSED if sure else Standing.RECORDED
    seen = read.evidence("Subject", SUBJECT)
    claims.setdefault("title", []).append(Claim(flat(title), standing, seen))


def _claim_author(claims: dict[str, list[Claim[Any]]], read: _Read) -> None:
    post = read.post
    known = claims.setdefault("creators", [])
    told = bool(known)
    if post.subject.author and not told:
        seen = read.evidence("Subject", SUBJECT)
        known.append(_author(post.subject.author, Standing.LABELLED, seen))
        told = True
    names = _names(known)
    sent_for = _is_sent_on(post, names)
    if post.sender.name and not sent_for:
        seen = read.evidence("From", _FROM)
        standing = Standing.GUESSED if told else Standing.RECORDED
        made = _author(post.sender.name, standing, seen)
        if not any(each.value == made.value for each in known):
            known.append(made)
    sent_on = post.archivist or (post.sender if sent_for else None)
    if sent_on is not None and sent_on.name and known:
        _credit_archivist(known, sent_on.name)
    if not known:
        del claims["creators"]


def _claim_sent_with(claims: dict[str, list[Claim[Any]]], read: _Read) -> None:
    """Keep what somebody wrote who sent a story on: it may be a permission."""
    words = flat(read.post.said.get("With it", ""))
    if words:
        seen = read.evidence("With it", _FROM)
        label = (Label("Sent on with", words),)
        claims.setdefault("labels", []).append(Claim(label, Standing.GUESSED, seen))


def _names(known: Sequence[Claim[Any]]) -> list[str]:
    counts = best(known)
    if counts is None:
        return []
    return [each.name for each in counts.value if each.role is not Role.ARCHIVIST]


def _author(name: str, standing: Standing, seen: Evidence) -> Claim[tuple[Credit, ...]]:
    return Claim((Credit(flat(name), Role.AUTHOR),), standing, seen)


def _credit_archivist(known: list[Claim[Any]], name: str) -> None:
    """Name who sent a story on beside its author, in the claim that counts."""
    counts = best(known)
    if counts is None or any(bare(each.name) == bare(name) for each in counts.value):
        return
    credits = (*counts.value, Credit(flat(name), Role.ARCHIVIST))
    known[known.index(counts)] = replace(counts, value=credits)


def _claim_subject(claims: dict[str, list[Claim[Any]]], read: _Read) -> None:
    """Claim what a subject says of rating, pairing and fandom, where no header does."""
    subject = read.post.subject
    said = {
        "rating": ("rating_raw", subject.rating),
        "pairing": ("relationships_raw", ", ".join(subject.pairings)),
        "fandom": ("fandoms", ", ".join(_shows(subject.series))),
    }
    for name, (field, value) in said.items():
        if value and not claims.get(field):
            stated = Field(name, "", value, 0, 0, Standing.RECORDED, SUBJECT)
            for each in stated_by(stated):
                seen = read.evidence("Subject", each.rule or SUBJECT)
                claims[each.field] = [Claim(each.value, Standing.RECORDED, seen)]
    tags = tuple(Tag("Subject", flat(each)) for each in (*subject.tags, *subject.codes))
    if tags:
        seen = read.evidence("Subject", SUBJECT)
        claims.setdefault("tags", []).append(Claim(tags, Standing.GUESSED, seen))


#: Codes of the Star Trek lists that name a kind of story and no show.
_NO_SHOWS = frozenset({"OCC", "MIS"})


def _shows(series: str) -> list[str]:
    return [each for each in series.split("/") if each and each not in _NO_SHOWS]


def _claim_date(claims: dict[str, list[Claim[Any]]], read: _Read) -> None:
    if read.post.when is None:
        return
    seen = read.evidence("Date", _DATE)
    claim = Claim(PartialDate(read.post.when.day), Standing.RECORDED, seen)
    claims.setdefault("date", []).append(claim)
    claims.setdefault("published", []).append(claim)


# --- whole or not --------------------------------------------------------------------


def _claim_status(
    claims: dict[str, list[Claim[Any]]], story: Story, reads: Sequence[_Read]
) -> None:
    """Claim whether the story is whole, by what its header, parts and end marks say."""
    stated = [
        each
        for read in reads
        for each in read.draft.status
        if each.standing > Standing.GUESSED
    ]
    counted = _counted(story, sum(len(read.draft.chapters) for read in reads))
    made: list[Claim[Any]] = list(stated)
    if counted is not None:
        seen = reads[-1].evidence("Subject", _PARTS)
        made.append(Claim(counted, Standing.GUESSED, seen))
    made += reads[-1].draft.status
    if not made and reads[0].post.subject.unfinished:
        seen = reads[0].evidence("Subject", SUBJECT)
        made.append(Claim(Status.WIP, Standing.GUESSED, seen))
    if made:
        claims["status"] = made
    if story.total and len(reads) > 1:
        seen = reads[0].evidence("Subject", _PARTS)
        claims["chapters_expected"] = [Claim(story.total, Standing.LABELLED, seen)]


def _counted(story: Story, chapters: int) -> Status | None:
    """Return what the numbers of the parts say; None where they say nothing.

    chapters: that were found; as many as there should be are enough, for somebody may
    have put all parts together below the head of one.
    """
    if not story.total:
        return None
    if len(story.parts) == 1 and chapters >= story.total:
        return Status.COMPLETE
    last = story.parts[-1]
    reached = (last.last or last.number or 0) >= story.total
    return Status.COMPLETE if reached and not story.missing else Status.WIP


# --- chapters ------------------------------------------------------------------------


def _chapters(read: _Read, reads: Sequence[_Read]) -> Iterable[DraftChapter]:
    post, draft = read.post, read.draft
    chapters = (
        _without_stub(list(draft.chapters)) if len(reads) > 1 else [*draft.chapters]
    )
    day: tuple[Claim[PartialDate], ...] = ()
    if post.when is not None:
        seen = read.evidence("Date", _DATE)
        day = (Claim(PartialDate(post.when.day), Standing.RECORDED, seen),)
    for at, chapter in enumerate(chapters):
        chapters[at] = replace(chapter, source_id=post.id, published=day)
    if post.subject.part_title and len(chapters) == 1 and not chapters[0].title:
        seen = read.evidence("Subject", SUBJECT)
        title = Claim(flat(post.subject.part_title), Standing.LABELLED, seen)
        chapters[0] = replace(chapters[0], title=(title,))
    if chapters and read is not reads[0] and read is not _speaker(reads):
        chapters[0] = replace(
            chapters[0],
            summary=chapters[0].summary or _own(read, reads, "summary"),
            notes=chapters[0].notes or _own(read, reads, "notes"),
        )
    if chapters and read is not reads[0] and post.before:
        said = _said(read, post.before)
        chapters[0] = replace(chapters[0], notes=(said, *chapters[0].notes))
    if chapters and read is not reads[-1] and post.after:
        chapters[-1] = replace(chapters[-1], end_notes=(_said(read, post.after),))
    return chapters


#: Words that may stand above a part's heading and are no part of the story.
_STUB = 60


def _without_stub(chapters: list[DraftChapter]) -> list[DraftChapter]:
    """Make a note of the few words that stand above the heading of a mail's part."""
    if len(chapters) < 2:
        return chapters
    first, second, *rest = chapters
    if first.title or first.words > _STUB or second.words < 2 * first.words:
        return chapters
    said = tuple(
        replace(each, value=text_of(first.text), standing=Standing.GUESSED)
        for each in first.html
    )
    return [replace(second, notes=(*second.notes, *said)), *rest]


def _own(read: _Read, reads: Sequence[_Read], name: str) -> tuple[Claim[str], ...]:
    """Return what a later part's header says, unless the first says the same."""
    said = {each.value for each in getattr(reads[0].draft, name)}
    return tuple(each for each in getattr(read.draft, name) if each.value not in said)


def _claim_said(
    claims: dict[str, list[Claim[Any]]],
    name: str,
    read: _Read,
    lines: Sequence[Line],
) -> None:
    """Claim a greeting or a word of farewell, beside what a label calls so."""
    if not lines:
        return
    meant = meant_by(" ".join(line.text for line in lines)) if len(lines) == 1 else None
    if meant == "disclaimer" and name == "notes" and "disclaimer" not in claims:
        name = meant
    claims.setdefault(name, []).append(_said(read, lines))


def _said(read: _Read, lines: Sequence[Line]) -> Claim[str]:
    said = "\n".join(line.text for line in lines)
    place = f"{read.post.within}, line {lines[0].number}"
    quote = addresses.quoted(lines[0].text.strip())
    seen = Evidence(read.original.sha256, place, quote, "mailbox.said/1")
    return Claim(text_of(said), Standing.GUESSED, seen, read.post.text.steps)


# --- addresses -----------------------------------------------------------------------


def _emails(
    reads: Sequence[_Read], claims: dict[str, list[Claim[Any]]]
) -> tuple[str, ...]:
    """Return the author's addresses; not those of who only sent the story on."""
    found: list[str] = []
    names = _names(claims.get("creators", []))
    for read in reads:
        post = read.post
        stranger = read.draft.emails and names and not _alike(post, names)
        if post.sender.address and not stranger and not _is_sent_on(post, names):
            found.append(post.sender.address)
        found += read.draft.emails
    lower = dict.fromkeys(each.lower() for each in found)
    return tuple(lower)


def _is_sent_on(post: Post, names: Sequence[str]) -> bool:
    """Tell whether a sender only passed a story on, by their word or their office."""
    return post.on_behalf and bool(names) and not _alike(post, names)


def _alike(post: Post, names: Sequence[str]) -> bool:
    """Tell whether a sender and an author may be one: a word of the name in common."""
    said = bare(post.sender.name) + " " + bare(post.sender.address.partition("@")[0])
    words = {word for name in names for word in name.split() if len(bare(word)) > 2}
    return any(bare(word) in said for word in words)
