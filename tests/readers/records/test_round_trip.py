"""A work written as a record and read again is the draft it was."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanfold.model.creator import Creator
from fanfold.model.draft import DraftWork, settled
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.original import Original
from fanfold.model.record import to_json, without_emails
from fanfold.model.series import Series
from fanfold.model.talk import Comment, News, Recommendation
from fanfold.model.work import Work
from fanfold.readers.contract import Source
from fanfold.readers.records import reader
from fanfold.text.addresses import removed_within
from fanfold.writers.records import line_of, writer
from tests import strategies


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.works)
def test_a_work_comes_back_with_every_value(tmp_path: Path, work: Work) -> None:
    stream = io.BytesIO()
    writer.write(work, stream)
    path = tmp_path / "one.jsonl"
    path.write_bytes(stream.getvalue())
    digest = hashlib.sha256(stream.getvalue()).hexdigest()
    original = Original(digest, path.stat().st_size, path.name, path=path)

    (draft,) = reader.read(Source((original,)), scratch=tmp_path)

    assert isinstance(draft, DraftWork)
    again = settled(draft)
    wanted = without_emails(work)
    for name in ("title", "creators", "rating", "chapters_expected", "series", "date"):
        best_said = [each for each in wanted.evidence if each.field == name]
        if not best_said:
            assert getattr(again, name) == getattr(wanted, name)
    assert set(wanted.evidence) <= set(again.evidence)


def _claims_of(kind: type[Any]) -> st.SearchStrategy[Claim[Any]]:
    return st.builds(
        Claim,
        value=st.from_type(kind),
        standing=st.sampled_from(Standing),
        evidence=st.builds(Evidence),
    )


@pytest.mark.parametrize("kind", [Creator, Series, Comment, Recommendation, News])
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_hangs_on_works_comes_back_identical(
    tmp_path: Path, kind: type[Any], data: st.DataObject
) -> None:
    claims = data.draw(st.lists(_claims_of(kind), min_size=1, max_size=4))
    path = tmp_path / "found.jsonl"
    path.write_text("".join(map(line_of, claims)), "utf-8", newline="\n")

    source = Source((Original("0" * 64, path.stat().st_size, path.name, path=path),))

    again = [*reader.read(source, scratch=tmp_path)]
    # An address is the one thing that a record of ours leaves out.
    assert [to_json(each) for each in again] == [  # type: ignore[arg-type]
        removed_within(to_json(each)) for each in claims
    ]
    assert again == claims or "address removed" in path.read_text("utf-8")


def test_a_whole_archive_s_record_is_written_as_it_was_read(tmp_path: Path) -> None:
    """Every kind that brings something in: line for line, word for word."""
    case = Path(__file__).parent / "every_kind" / "source.jsonl"
    digest = hashlib.sha256(case.read_bytes()).hexdigest()
    source = Source((Original(digest, case.stat().st_size, "a.jsonl", path=case),))
    told = [*reader.read(source, scratch=tmp_path)]
    path = tmp_path / "again.jsonl"
    written = [
        line_of(settled(each) if isinstance(each, DraftWork) else each) for each in told
    ]
    path.write_text("".join(written), "utf-8", newline="\n")

    second = Source((Original("0" * 64, path.stat().st_size, "b.jsonl", path=path),))
    once_more = [
        line_of(settled(each) if isinstance(each, DraftWork) else each)
        for each in reader.read(second, scratch=tmp_path)
    ]

    assert once_more == written
    kinds = {json.loads(line)["kind"] for line in written}
    assert kinds == {
        *("work", "creator", "series", "comment", "recommendation", "news", "problem"),
    }
