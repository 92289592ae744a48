"""Files that other programs made of our own pages: docs/readers/outside.md."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.readers.agreement import agreements

CORPORA = Path(os.environ.get("FANFOLD_CORPORA", "/nowhere")) / "downloads"
FOLDERS = sorted(CORPORA.iterdir()) if CORPORA.is_dir() else []

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(
        not FOLDERS,
        reason="FANFOLD_CORPORA names no folder with downloads/ in it; make one with "
        "python -m tests.readers.outside DIR",
    ),
]
#: What docs/readers/outside.md tells of as read less well.
KNOWN = {"kettle/calibre.rtf", "rigging/calibre.rtf", "rigging/office.pdf"}
#: A menu or a banner, which a saved page is rid of, is text to a word processor.
MOST_ADDED = 0.06


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_form_of_a_story_has_its_words(folder: Path) -> None:
    for each in agreements(folder):
        if "not-converted" in each.codes:
            continue  # no converter is installed here
        well = each.found >= 0.97 and each.added <= MOST_ADDED
        assert each.works == 1, each
        assert well != (f"{folder.name}/{each.form}" in KNOWN), each
        assert each.emphasis >= 0.97, each
