"""A mailbox read: every mail looked at once, then each story put together.

Two ways over the files: the first writes an index (index.py), the second reads the
mails of one story after the other again, so that memory holds one story at a time.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.contract import Source
from fanfold.readers.mailbox.index import Index
from fanfold.readers.mailbox.joining import Entry, Story, stories_of
from fanfold.readers.mailbox.judging import judged
from fanfold.readers.mailbox.mails import LARGEST, Mails
from fanfold.readers.mailbox.posts import Post
from fanfold.readers.mailbox.splitting import Stretch
from fanfold.readers.mailbox.telling import Told
from fanfold.readers.mailbox.works import works_of


def read_mailbox(source: Source, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the stories of a mailbox, in the order of their first mails."""
    mails, told = Mails(source), Told()
    index = Index(scratch)
    try:
        mailed = quoting = 0
        for file in range(len(mails.originals)):
            some, silent = yield from _indexed(file, mails, index, told)
            mailed, quoting = mailed + some, quoting + silent
        if not mailed:
            place, detail = mails.originals[0].name, "no mail is in it."
            yield Problem("mail-no-text", place, detail, Severity.LOSS)
        index.finish()
        used = 0
        for entries in index.titles():
            for story in stories_of(entries):
                used += len(story.parts) + len(story.earlier)
                parts = [_post_of(each, mails) for each in story.parts]
                works = list(works_of(story, parts))
                if max(len(work.chapters) for work in works) >= (story.total or 999):
                    # Somebody put all parts together below the head of one.
                    story.missing = []
                for problem in _about(story, parts, mails):
                    yield from told.one(problem)
                yield from works
        yield from _talk(index, used, quoting, source.name or mails.originals[0].name)
        yield from told.rest(source.name or mails.originals[0].name)
    finally:
        index.close()
        mails.close()


def _indexed(
    file: int, mails: Mails, index: Index, told: Told
) -> Generator[Problem, None, tuple[int, int]]:
    """Put every mail of a file into the index; yield what was hard about them.

    Return how many mails there were, and how many posts of them only quote others.
    """
    original = mails.originals[file]
    mailed = quoting = 0
    for stretch in mails.stretches(file):
        posts = mails.posts(file, stretch)
        yield from _hard(original, stretch, posts, mails.is_box(file), told)
        for inner, post in enumerate(posts):
            found = judged(post)
            if found.words:
                index.add(post, found, file, stretch, inner)
            else:
                quoting += not _is_empty(post)
        mailed += 1
    return mailed, quoting


def _hard(
    original: Original, stretch: Stretch, posts: Sequence[Post], box: bool, told: Told
) -> Iterator[Problem]:
    for post in posts:
        place = _place(original, post)
        for each in post.troubles:
            at = f"{original.name}, {each.place}"
            yield from told.one(replace(each, place=at))
        if _is_empty(post):
            detail = "there is no text in it; its bytes are kept."
            yield from told.one(Problem("mail-no-text", place, detail, Severity.LOSS))
    if stretch.end - stretch.start > LARGEST:
        detail = f"it is larger than {LARGEST >> 20} MB; the rest is kept, not read."
        yield from told.one(Problem("mail-cut", _in(original, stretch), detail))
    if box and not stretch.envelope and stretch.number == 1 and not stretch.start:
        detail = "no From line begins it, as in a mailbox; it was read as one mail."
        yield from told.one(Problem("mail-envelope", original.name, detail))


def _is_empty(post: Post) -> bool:
    """Tell whether a mail says nothing, not even in another's words."""
    has_words = any(any(map(str.isalnum, line.text)) for line in post.text.lines)
    return not has_words and not post.share


def _place(original: Original, post: Post) -> str:
    return f"{original.name}, {post.within}"


def _in(original: Original, stretch: Stretch) -> str:
    return f"{original.name}, message {stretch.number}"


def _post_of(entry: Entry, mails: Mails) -> tuple[Post, Original]:
    stretch = Stretch(entry.message, entry.start, entry.end, entry.envelope)
    posts = mails.posts(entry.file, stretch)
    return posts[entry.inner], mails.originals[entry.file]


def _about(
    story: Story, parts: Sequence[tuple[Post, Original]], mails: Mails
) -> Iterator[Problem]:
    """Yield what a person should know of how a story was put together."""
    post, original = parts[0]
    place = _place(original, post)
    if story.missing:
        numbers = ", ".join(map(str, story.missing[:20]))
        detail = f"of {story.total or 'its'} parts these were not found: {numbers}."
        yield Problem("part-missing", place, detail)
    if story.earlier:
        where = ", ".join(_where(each, mails) for each in story.earlier[:6])
        count = len(story.earlier)
        detail = f"the newest text was taken; {count} earlier posted: {where}."
        yield Problem("mail-reposted", place, detail, Severity.NOTE)


def _where(entry: Entry, mails: Mails) -> str:
    name = mails.originals[entry.file].name
    return f"message {entry.message}" if entry.message else name


def _talk(index: Index, used: int, quoting: int, name: str) -> Iterator[Problem]:
    """Say how many mails are no stories. quoting: posts that only quote others."""
    all_ = index.count() + quoting
    others = all_ - used
    if others <= 0:
        return
    replies = index.replies()
    detail = (
        f"{others} of {all_} mails hold no story and are kept unread; "
        f"{replies} mails here answer others."
    )
    yield Problem("mail-talk", name, detail, Severity.NOTE)
