"""Mail: mailboxes of lists, single messages, exports: docs/readers/mailbox.md.

A file is parted into messages (splitting.py), a message into head and texts (heads.py,
mime.py, texts.py), what the list put around a text goes (furniture.py), digests and
forwarded mails give the mails in them (digests.py, posts.py). Then the posts that are
one story are joined (judging.py, index.py, joining.py) and become a work (works.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Source
from fanfold.readers.mailbox.recognising import gather, recognise


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the stories of a mailbox; what is talk is counted, and nothing is lost."""
    # Here and not above: whoever only asks what a file is need not load all this.
    from fanfold.readers.mailbox.reading import read_mailbox

    yield from read_mailbox(source, scratch)


reader = Reader(
    name="mailbox",
    title="Mail: a mailbox, single messages, a group's export",
    recognise=recognise,
    read=read,
    gather=gather,
    reading="fanfold.readers.mailbox.reading",
)
