"""A whole site comes back, however its dump was written and wherever its files lie."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fanfold.readers import efiction_dump
from tests.readers.efiction_dump import dirt, scoring

DIRTY = dict(
    dirt.variants(dirt.tables_of(scoring.dump("lamplight-353")), scoring.texts())
)


@pytest.mark.parametrize("name", ["lamplight", "lamplight-353"])
def test_a_genuine_dump_comes_back_whole(name: str, tmp_path: Path) -> None:
    files = {"site.sql": scoring.dump(name), **scoring.chapter_files()}

    records = scoring.records_of(
        scoring.laid_out(files, tmp_path / "in"), tmp_path / "scratch"
    )

    assert scoring.missed(scoring.scored(records)) == []


@pytest.mark.parametrize("name", DIRTY)
def test_a_dirty_dump_comes_back_whole(name: str, tmp_path: Path) -> None:
    files = {"dump.sql": DIRTY[name], **scoring.chapter_files()}

    records = scoring.records_of(
        scoring.laid_out(files, tmp_path / "in"), tmp_path / "scratch"
    )

    found = scoring.scored(records)
    if name.startswith("texts in the database"):
        # No file is moved or too many where no file is asked for.
        for each in ("moved files told", "orphan files told", "missing files told"):
            found["aspects"].pop(each)
        found["overall"] = scoring.mean(found["aspects"])
    assert scoring.missed(found) == []


def test_a_dump_without_its_files_keeps_all_else(tmp_path: Path) -> None:
    files = {"site.sql": scoring.dump("lamplight")}

    records = scoring.records_of(
        scoring.laid_out(files, tmp_path / "in"), tmp_path / "scratch"
    )

    found = scoring.scored(records, no_files=True)
    assert scoring.missed(found) == []


def test_what_no_record_has_a_place_for_is_told_with_its_number(tmp_path: Path) -> None:
    tables = dirt.tables_of(scoring.dump("lamplight"))
    held = {base: len(tables[base].rows) for base in ("authorinfo", "challenges")}
    assert all(held.values())

    records = scoring.records_of(
        scoring.laid_out({"site.sql": scoring.dump("lamplight")}, tmp_path / "in"),
        tmp_path / "scratch",
    )

    told = {
        each["place"].removeprefix("fanfiction_"): int(each["detail"].split()[0])
        for each in map(json.loads, records.splitlines())
        if each.get("code") == "kept-aside"
    }
    assert {base: told.get(base) for base in held} == held


def test_a_site_is_found_in_a_hosts_backup_beside_an_older_install(
    tmp_path: Path,
) -> None:
    tables = dirt.tables_of(scoring.dump("lamplight"))
    other = dict(tables)
    other["stories"] = tables["stories"].changed("title", lambda _row: b"Another")
    both = dirt.written(tables, dirt.Way(prefix="tlp_"), dirt.clean) + dirt.written(
        other, dirt.Way(prefix="x_2"), dirt.clean
    )
    deep = "backup-11.25/homedir/public_html"
    files = {f"{deep}/fic/{n}": c for n, c in scoring.chapter_files().items()}
    for name in list(scoring.chapter_files())[:90]:
        if name.endswith(".txt"):
            files[f"{deep}/old/{name}"] = b"An older text, not to be taken."
    files["backup-11.25/mysql/user_db.sql"] = both

    records = scoring.records_of(
        scoring.laid_out(files, tmp_path / "in"), tmp_path / "scratch"
    )

    assert scoring.missed(scoring.scored(records, site="tlp_")) == []


def test_a_dump_in_parts_is_one_site(tmp_path: Path) -> None:
    tables = dirt.tables_of(scoring.dump("lamplight"))
    parts = {
        f"sql/{base}.sql": dirt.written({base: table}, dirt.Way(), dirt.clean)
        for base, table in tables.items()
    }

    records = scoring.records_of(
        scoring.laid_out({**parts, **scoring.chapter_files()}, tmp_path / "in"),
        tmp_path / "scratch",
    )

    assert scoring.missed(scoring.scored(records)) == []


@pytest.mark.parametrize("share", [0.7, 0.8, 0.97])
def test_a_cut_dump_gives_what_came_before_the_cut(
    share: float, tmp_path: Path
) -> None:
    tables = dirt.tables_of(scoring.dump("lamplight"))
    order = ("authors", "ratings", "chapters", "stories")
    first = {base: tables[base] for base in order}
    whole = dirt.written(first, dirt.Way(many=False), dirt.clean)
    cut = whole[: int(len(whole) * share)]

    records = scoring.records_of(
        scoring.laid_out({"site.sql": cut, **scoring.chapter_files()}, tmp_path / "in"),
        tmp_path / "scratch",
    )

    kinds = [json.loads(line) for line in records.splitlines()]
    works = [each for each in kinds if each["kind"] == "work"]
    begun = cut.count(b"INSERT INTO `fanfiction_stories`")
    last = cut.rpartition(b"INSERT INTO `fanfiction_stories`")[2]
    assert begun > 1
    assert len(works) == begun - (b");" not in last)
    assert "sql-truncated" in {each.get("code") for each in kinds}


def test_the_software_around_the_chapters_is_no_story(tmp_path: Path) -> None:
    around = {
        "fic/viewstory.php": b"<?php echo 1; ?>",
        "fic/docs/readme.txt": b"How to install this software.",
        "fic/skins/default/index.html": b"<html><body><p>{title}</p></body></html>",
        "fic/readme.txt": b"Read me first.",
    }
    beside = {
        "fic/mine/story.txt": b"Title: Mine\n\nNot of the software.",
        "other/skins/page.html": b"<p>Another page.</p>",
        "other/viewstory.php": b"<?php",
    }
    files = {f"fic/{name}": c for name, c in scoring.chapter_files().items()}
    files |= around | beside | {"fic/db.sql": scoring.dump("lamplight")}
    gather = efiction_dump.reader.gather
    assert gather is not None

    (together,) = gather(scoring.laid_out(files, tmp_path))

    names = {each.name for each in together}
    assert set(around) <= names
    assert not set(beside) & names
