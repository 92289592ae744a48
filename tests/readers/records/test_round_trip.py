"""A work written as a record and read again is the draft it was."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from fanfold.model.draft import DraftWork, settled
from fanfold.model.original import Original
from fanfold.model.record import without_emails
from fanfold.model.work import Work
from fanfold.readers.contract import Source
from fanfold.readers.records import reader
from fanfold.writers.records import writer
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
