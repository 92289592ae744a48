"""fanfold.toml is read once, and its mistakes are named."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from fanfold.configuration import create, find, load
from fanfold.errors import ConfigurationError, NoArchiveError


def archive(folder: Path) -> Path:
    create(folder, name="The Shelf", stage="shown", audience="members")
    return folder


def test_a_new_archive_has_its_name_and_policy(tmp_path: Path) -> None:
    configuration = load(archive(tmp_path), {})

    assert configuration.site.name == "The Shelf"
    assert configuration.policy.audience == "members"
    assert configuration.database.url == "sqlite"
    assert configuration.sqlite_file.parent == tmp_path.resolve()


def test_a_name_with_quotes_and_backslashes_survives(tmp_path: Path) -> None:
    name = 'The "Last" \\ Shelf'

    create(tmp_path, name=name, stage="shown", audience="all")

    assert load(tmp_path, {}).site.name == name


def test_the_secret_is_long_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    configuration = load(archive(tmp_path), {})

    assert len(configuration.secret) == 64
    mode = stat.S_IMODE((tmp_path / "secret.key").stat().st_mode)
    assert mode == 0o600


def test_a_second_archive_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    before = (archive(tmp_path) / "fanfold.toml").read_text()

    with pytest.raises(ConfigurationError, match="already"):
        archive(tmp_path)

    assert (tmp_path / "fanfold.toml").read_text() == before


def test_the_environment_stands_over_the_file(tmp_path: Path) -> None:
    environment = {"FANFOLD_SITE__NAME": "Other", "FANFOLD_READING__WORKERS": "1"}

    configuration = load(archive(tmp_path), environment)

    assert configuration.site.name == "Other"
    assert configuration.reading.workers == 1


def test_hosts_in_the_environment_are_a_list_with_commas(tmp_path: Path) -> None:
    environment = {"FANFOLD_SITE__HOSTS": "a.example.org,b.example.org"}

    hosts = load(archive(tmp_path), environment).site.hosts

    assert hosts == ("a.example.org", "b.example.org")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[policy]\naudience = 'everybody'\n", "policy.audience"),
        ("[policy]\nauddience = 'all'\n", "policy.auddience"),
        ("[reading]\nworkers = 0\n", "reading.workers"),
        ("[site\n", "fanfold.toml"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, text: str, named: str
) -> None:
    (archive(tmp_path) / "fanfold.toml").write_text(text)

    with pytest.raises(ConfigurationError) as raised:
        load(tmp_path, {})

    assert named in str(raised.value)
    assert "Nothing was changed" in str(raised.value)


def test_a_short_secret_is_not_used(tmp_path: Path) -> None:
    (archive(tmp_path) / "secret.key").write_text("secret")

    with pytest.raises(ConfigurationError, match="too short"):
        _ = load(tmp_path, {}).secret


def test_the_nearest_archive_upward_is_found(tmp_path: Path) -> None:
    archive(tmp_path)
    below = tmp_path / "stories" / "mine"
    below.mkdir(parents=True)

    assert find(None, start=below) == tmp_path.resolve()


def test_a_named_archive_comes_first(tmp_path: Path) -> None:
    assert find(tmp_path / "other", start=archive(tmp_path)) == tmp_path / "other"


def test_the_environment_names_one_where_none_lies_upward(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANFOLD_ARCHIVE", os.fspath(tmp_path / "far"))

    assert find(None, start=tmp_path) == tmp_path / "far"


def test_no_archive_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FANFOLD_ARCHIVE", raising=False)

    with pytest.raises(NoArchiveError, match="fanfold init"):
        find(None, start=tmp_path)


def test_a_folder_without_settings_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NoArchiveError):
        load(tmp_path)
