"""A small archive behind intake/ports.py: in memory, or in one SQLite file.

It shows how little the journey needs, and lets a killed import be resumed in tests
without Django. Each method is one transaction, as the ports ask.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fanfold.errors import FanfoldError, RefusedDecisionError
from fanfold.intake.ports import (
    Answer,
    Candidate,
    Difference,
    Ended,
    Given,
    Item,
    Outcome,
    Proposal,
    Question,
    Rule,
)
from fanfold.model.draft import DraftWork, drafted, settled
from fanfold.model.keeping import Tombstone
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.record import from_json, to_json
from fanfold.model.work import Work

_TABLES = """
create table if not exists plan (key text primary key, name, by, finished);
create table if not exists original (
    plan, sha256, name, body, unique (plan, sha256, name));
create table if not exists reading (
    plan, source, reader, problems, unique (plan, source));
create table if not exists item (
    plan, key, source, position, reader, draft, outcome, work, reason,
    unique (plan, key));
create table if not exists answer (item, code, value, person, gone default 0);
create table if not exists rule (
    code, "group", reader, label, value, person, gone default 0);
create table if not exists work (
    id text primary key, kind, title, authors, text, version);
"""


class MemoryArchive:
    """The archive. path: its SQLite file; None keeps it in memory.

    rules: value by question code. buried: titles that must not come back. alike:
    words that are in a text that was taken down.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        rules: dict[str, object] | None = None,
        buried: Iterable[str] = (),
        alike: Iterable[str] = (),
    ) -> None:
        self._rows = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._rows.execute("pragma synchronous=full")
        self._rows.executescript(_TABLES)
        self._rules = rules or {}
        self._buried = set(buried)
        self._alike = set(alike)

    @property
    def catalogue(self) -> MemoryArchive:
        return self

    @property
    def acts(self) -> MemoryArchive:
        return self

    @property
    def rules(self) -> MemoryArchive:
        return self

    @property
    def answers(self) -> MemoryAnswers:
        return MemoryAnswers(self)

    def plan(self, key: str, *, name: str, by: str, within: str = "") -> MemoryPlan:
        with self.transaction():
            self.do("insert or ignore into plan values (?, ?, ?, 0)", key, name, by)
        return MemoryPlan(self, key)

    # Catalogue

    def candidates(self, work: Work) -> Sequence[Candidate]:
        found = []
        for id_, title, authors, text in self.do(
            "select id, title, authors, text from work where kind = 'work' "
            "and (text = ? or title = ?) order by id",
            _digest(work),
            work.title,
        ):
            differences = []
            if title != work.title:
                differences.append(Difference("title", title, work.title, 0.5))
            if authors != json.dumps(work.authors):
                differences.append(Difference("authors", authors, "", 0.5))
            if text != _digest(work):
                differences.append(Difference("text", "", "", 0.3))
            same = text == _digest(work)
            found.append(Candidate(id_, title, tuple(differences), identical=same))
        return found

    def strangers(self, works: Sequence[Work]) -> Sequence[bool]:
        told, seen = [], set[str]()
        for work in works:
            marks = {work.title, _digest(work)}
            known = self.candidates(work) or not seen.isdisjoint(marks)
            told.append(not known)
            seen |= marks
        return told

    def tombstone(self, work: Work) -> Tombstone | None:
        if work.title in self._buried:
            return Tombstone("t1", "2004-01-01T00:00:00Z")
        return None

    def buried_alike(self, work: Work) -> Tombstone | None:
        words = {word for each in work.chapters for word in each.text.split()}
        return Tombstone("t2", "2004-01-01T00:00:00Z") if words & self._alike else None

    # Rules

    def answer(self, item: Item, question: Question) -> tuple[str, object] | None:
        if question.code in self._rules:
            return f"rule:{question.code}", self._rules[question.code]
        for rule in reversed(self.all()):
            if (
                rule.code == question.code
                and rule.group in ("", question.group)
                and rule.reader in ("", item.reader)
                and not rule.undone_at
            ):
                value = question.labelled(rule.label) if rule.label else rule.value
                return None if value is None else (rule.id, value)
        return None

    def save(self, rule: Rule, *, by: str) -> str:
        scope = (rule.code, rule.group, rule.reader, rule.label)
        with self.transaction():
            self.do(
                "insert into rule values (?, ?, ?, ?, ?, ?, 0)",
                *scope,
                json.dumps(rule.value),
                by,
            )
            return str(self.do("select max(rowid) from rule")[0][0])

    def take_back(self, rule_id: str, *, by: str) -> None:
        self.do("update rule set gone = 1 where rowid = ?", int(rule_id))

    def all(self) -> list[Rule]:
        rows = self.do("select rowid, * from rule order by rowid")
        return [
            Rule(
                *scope,
                value=json.loads(value),
                by=by,
                undone_at="then" if gone else "",
                id=str(id_),
            )
            for id_, *scope, value, by, gone in rows
        ]

    # Acts

    def accept_all(
        self, items: Sequence[tuple[Item, Answer]]
    ) -> Sequence[str | FanfoldError]:
        with self.transaction():
            return [self._accept(item, answer) for item, answer in items]

    def _accept(self, item: Item, answer: Answer) -> str | FanfoldError:
        values = dict(answer.values)
        kind, title, authors, text = "other", "", "", ""
        if isinstance(item.draft, DraftWork):
            work = settled(item.draft)
            kind, text = "work", _digest(work)
            title = work.title or str(values.get("title", ""))
            authors = json.dumps(values.get("creators", work.authors))
            if not title:
                return RefusedDecisionError("it has no title")
        id_ = f"w-{item.key}"
        self.do(
            "insert into work values (?, ?, ?, ?, ?, 1)",
            id_,
            kind,
            title,
            authors,
            text,
        )
        self._outcome(item, Outcome.ADDED, id_)
        return id_

    def merge(self, item: Item, answer: Answer) -> str:
        assert answer.work_id is not None
        assert isinstance(item.draft, DraftWork)
        with self.transaction():
            self.do(
                "update work set version = version + 1, text = ? where id = ?",
                _digest(settled(item.draft)),
                answer.work_id,
            )
            self._outcome(item, Outcome.MERGED, answer.work_id)
        return answer.work_id

    def _outcome(self, item: Item, outcome: Outcome, id_: str) -> None:
        changed = self._rows.execute(
            "update item set outcome = ?, work = ? where key = ? "
            "and outcome not in ('added', 'merged')",
            (outcome.value, id_, item.key),
        )
        assert changed.rowcount == 1, "an item is acted on once"

    # for tests

    def works(self) -> list[tuple[Any, ...]]:
        """Return id, kind, title, authors, text digest and version of everything."""
        return self.do("select * from work order by id")

    def everything(self) -> list[list[tuple[Any, ...]]]:
        """Return every row that an import leaves, but for moments in time."""
        return [
            self.do("select plan, sha256, name from original order by 1, 2, 3"),
            self.do("select * from reading order by 1, 2"),
            self.do("select * from item order by 1, 2"),
            self.works(),
        ]

    def do(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self._rows.execute(sql, values).fetchall()

    def close(self) -> None:
        self._rows.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._rows.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._rows.execute("rollback")
            raise
        self._rows.execute("commit")


class MemoryAnswers:
    """What people answered, in a MemoryArchive."""

    def __init__(self, archive: MemoryArchive) -> None:
        self._do = archive.do

    def given(self, item: str) -> dict[str, Given]:
        query = "select code, value, person from answer where item = ? and gone = 0"
        rows = self._do(f"{query} order by rowid", item)
        return {code: Given(json.loads(value), by) for code, value, by in rows}

    def given_all(self, items: Sequence[str]) -> dict[str, dict[str, Given]]:
        return {each: self.given(each) for each in items}

    def give(self, item: str, code: str, value: object, *, by: str) -> None:
        values = (item, code, json.dumps(value), by)
        self._do("insert into answer values (?, ?, ?, ?, 0)", *values)

    def take_back(self, item: str, code: str) -> None:
        self._do(
            "update answer set gone = 1 where rowid = (select max(rowid) from answer "
            "where item = ? and code = ? and gone = 0)",
            item,
            code,
        )


class MemoryPlan:
    """One import's memory in a MemoryArchive."""

    def __init__(self, archive: MemoryArchive, key: str) -> None:
        self._archive, self._key = archive, key
        self._do = archive.do

    def keep_originals(self, originals: Sequence[Original]) -> None:
        with self._archive.transaction():
            for original in originals:
                self._do(
                    "insert or ignore into original values (?, ?, ?, ?)",
                    self._key,
                    original.sha256,
                    original.name,
                    json.dumps(to_json(original)),
                )

    def ended(self) -> set[str]:
        rows = self._do("select source from reading where plan = ?", self._key)
        return {source for (source,) in rows}

    def add_items(self, items: Sequence[Item], ended: Sequence[Ended] = ()) -> None:
        with self._archive.transaction():
            for item in items:
                draft = item.draft
                value = settled(draft) if isinstance(draft, DraftWork) else draft
                self._do(
                    "insert or ignore into item values (?,?,?,?,?,?,'pending',null,'')",
                    self._key,
                    item.key,
                    item.source,
                    item.position,
                    item.reader,
                    json.dumps(to_json(value)),
                )
            for each in ended:
                self._do(
                    "insert or ignore into reading values (?, ?, ?, ?)",
                    self._key,
                    each.source,
                    each.reader,
                    json.dumps([to_json(problem) for problem in each.problems]),
                )

    def forget(self, source: str) -> bool:
        acted = (
            "select 1 from item where plan = ? and source = ? "
            "and outcome in ('added', 'merged')"
        )
        with self._archive.transaction():
            if self._do(acted, self._key, source):
                return False
            for sql in (
                "delete from item where plan = ? and source = ?",
                "delete from reading where plan = ? and source = ?",
            ):
                self._do(sql, self._key, source)
        return True

    def propose_all(self, proposals: Sequence[tuple[Item, Proposal]]) -> None:
        with self._archive.transaction():
            for item, proposal in proposals:
                self._do(
                    "update item set reason = ? where key = ?",
                    "; ".join(proposal.reasons),
                    item.key,
                )

    def settle_all(self, settled: Sequence[tuple[Item, Outcome, str]]) -> None:
        with self._archive.transaction():
            for item, outcome, reason in settled:
                self._do(
                    "update item set outcome = ?, reason = ? where key = ?",
                    outcome.value,
                    reason,
                    item.key,
                )

    def items(self, source: str) -> Iterable[Item]:
        rows = self._do(
            "select key, source, position, reader, draft, outcome, work from item "
            "where plan = ? and source = ? order by position",
            self._key,
            source,
        )
        for key, of, position, reader, draft, outcome, work in rows:
            read: Any = from_json(json.loads(draft))
            made = drafted(read) if isinstance(read, Work) else read
            yield Item(key, of, position, reader, made, Outcome(outcome), work)

    def problems(self) -> Sequence[tuple[str, Problem]]:
        found = []
        for source, problems in self._do(
            "select source, problems from reading where plan = ? order by rowid",
            self._key,
        ):
            for each in json.loads(problems):
                problem = from_json(each)
                assert isinstance(problem, Problem)
                found.append((source, problem))
        return found

    def originals(self) -> Sequence[Original]:
        found = []
        for (body,) in self._do(
            "select body from original where plan = ? order by rowid", self._key
        ):
            original = from_json(json.loads(body))
            assert isinstance(original, Original)
            found.append(original)
        return found

    def counts(self) -> dict[Outcome, int]:
        rows = self._do(
            "select outcome, count(*) from item where plan = ? group by 1", self._key
        )
        return {Outcome(outcome): count for outcome, count in rows}

    def finish(self) -> None:
        self._do("update plan set finished = 1 where key = ?", self._key)


def _digest(work: Work) -> str:
    text = "\n".join(chapter.text for chapter in work.chapters)
    return hashlib.sha256(text.encode()).hexdigest()
