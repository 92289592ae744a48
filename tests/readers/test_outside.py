"""Files that other programs and people made, none of them kept in this repository.

``FANFOLD_CORPORA`` names a folder that holds them: docs/readers/outside.md says which,
where they are from and what came out. What is not there is skipped.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest

from fanfold.intake.examine import examine
from fanfold.model.draft import DraftWork
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity

FOLDER = os.environ.get("FANFOLD_CORPORA", "")


def corpus(*names: str) -> list[Path]:
    """The paths below FANFOLD_CORPORA; skips the test where one is not there."""
    if not FOLDER:
        pytest.skip("FANFOLD_CORPORA is not set: docs/readers/outside.md")
    paths = [Path(FOLDER) / name for name in names]
    for path in paths:
        if not path.exists():
            pytest.skip(f"{path.name} is not below FANFOLD_CORPORA")
    return paths


def works_in(paths: Iterable[Path]) -> tuple[list[DraftWork], list[Problem]]:
    found = [each for each in examine(list(paths)) if not isinstance(each, Original)]
    works = [each for each in found if isinstance(each, DraftWork)]
    return works, [each for each in found if isinstance(each, Problem)]


def letters(text: str) -> str:
    """Letters and digits alone, for a reference that has folded all others."""
    folded = unicodedata.normalize("NFKD", text)
    return "".join(each for each in folded if each.isascii() and each.isalnum())


EFICTION = "open-doors-eFiction/efiction/tests/test_data"


@pytest.mark.parametrize("dump", ["efiction.sql", "efiction_no_defs.sql"])
def test_the_dump_of_another_converter_is_read_whole(dump: str) -> None:
    folder, expected = corpus(EFICTION, f"{EFICTION}/efiction_chapters.json")

    works, problems = works_in([folder / dump, folder / "storiesef"])

    chapters = {each.source_id: each.text for work in works for each in work.chapters}
    stated = json.loads(expected.read_text(encoding="utf-8"))
    assert len(works) == 15
    assert set(chapters) == {f"efiction:chapters/{each['chapid']}" for each in stated}
    assert not [each for each in problems if each.severity is Severity.LOSS]


WARCIO = "warcio/test/data"


@pytest.mark.parametrize(
    ("name", "works"),
    [
        ("example.warc", 1),
        ("example.warc.gz", 1),
        ("example-iana.org-chunked.warc", 1),
        ("example-resource.warc.gz", 1),
        ("example-space-in-target-uri.warc.gz", 0),
        ("example-wget-bad-target-uri.warc.gz", 1),
        ("example-wrong-chunks.warc.gz", 1),
        ("example-bad.warc.gz.bad", 1),
        ("example-trunc.warc", 1),
        ("example-digest.warc", 0),
        ("post-test.warc.gz", 0),
    ],
)
def test_the_samples_of_a_web_archive_library_are_read(name: str, works: int) -> None:
    paths = corpus(f"{WARCIO}/{name}")

    found, _ = works_in(paths)

    assert len(found) == works
    assert all(each.urls for each in found)


WACZ = "py-wacz/tests/fixtures"


@pytest.mark.parametrize(
    "name", ["valid_example_1.wacz", "valid_signed_example_1.wacz"]
)
def test_a_wacz_is_one_source(name: str) -> None:
    paths = corpus(f"{WACZ}/{name}")

    found, problems = works_in(paths)

    assert len(found) == 1
    assert {each.severity for each in problems} <= {Severity.NOTE}
