"""fanfold.toml and the environment, read once at the edge into one frozen value.

Nothing below this layer can see it. pydantic is imported here alone, and only by
commands that need an archive: `fanfold look` never pays for it.
"""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fanfold.errors import ConfigurationError, NoArchiveError

FILE_NAME = "fanfold.toml"
#: Names the archive folder where no --archive is given and none lies upward.
FOLDER_VARIABLE = "FANFOLD_ARCHIVE"
#: ``FANFOLD_SITE__NAME=…`` overrides ``[site] name``; two underscores go deeper.
PREFIX = "FANFOLD_"
_SECRET_LENGTH = 64


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Site(_Part):
    """``[site]``: what the archive is called and where it is served."""

    name: str = Field("A Fanfold archive", description="Name of the archive on pages.")
    address: str = Field(
        "http://127.0.0.1:8000",
        description="Address readers use; written into books and feeds.",
    )
    hosts: tuple[str, ...] = Field(
        ("127.0.0.1", "localhost", "[::1]"),
        description="Host names that are answered; others get an error page.",
    )
    language: Literal["en", "de"] = Field(
        "en", description="Language of pages where the browser asks for none of ours."
    )
    index: bool = Field(
        False, description="Whether search engines may list what anybody may read."
    )
    ai: bool = Field(
        False,
        description="Whether programs that gather texts for language models may take "
        "what search engines may; `false` asks them to stay away.",
    )
    rendered_mb: Annotated[int, Field(ge=0)] = Field(
        256,
        description="Room on disk for story pages kept ready for visitors, in MiB; "
        "0 keeps none.",
    )
    proxies: Annotated[int, Field(ge=0, le=9)] = Field(
        0,
        description="Web servers of yours between readers and this one; their word on "
        "who asks is taken, and nobody else's.",
    )


class Accounts(_Part):
    """``[accounts]``: who may have one."""

    registration: Literal["closed", "open"] = Field(
        "closed",
        description="`open`: anybody with an e-mail address may register; `closed`: "
        "accounts are made with `fanfold account add`.",
    )
    posting: Literal["closed", "authors", "members"] = Field(
        "authors",
        description="Who may post stories of the own: `authors` of stories that are "
        "here, every member, or nobody.",
    )


class Mail(_Part):
    """``[mail]``: the server that letters with sign-in codes go through."""

    server: str = Field(
        "",
        description="Host name of your mail server; empty: codes are printed where "
        "`fanfold serve` runs.",
    )
    port: Annotated[int, Field(ge=1, le=65535)] = Field(
        587, description="Port of the mail server."
    )
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the way to the mail server is kept private."
    )
    user: str = Field("", description="Name to sign in with at the mail server.")
    password: str = Field(
        "",
        description="Password there; better in the environment than in the file.",
    )
    sender: str = Field(
        "", description="Address that letters come from; empty: `user`."
    )


class Policy(_Part):
    """``[policy]``: what becomes of a work when its draft is accepted."""

    stage: Literal["shown", "unreviewed", "hidden"] = Field(
        "shown", description="Stage of an accepted work without a reason for another."
    )
    audience: Literal["members", "all"] = Field(
        "members", description="Whom an accepted work is shown to."
    )


class Reading(_Part):
    """``[reading]``: limits on the worker processes that read sources."""

    workers: Annotated[int, Field(ge=1, le=64)] = Field(
        2, description="How many sources are read at once."
    )
    memory_mb: Annotated[int, Field(ge=128)] = Field(
        1024, description="Memory a reading worker may use, in MiB."
    )
    seconds: Annotated[int, Field(ge=1)] = Field(
        600,
        description="Time one source of up to 128 MB may take to read; "
        "a larger one gets more, in proportion.",
    )


class Uploads(_Part):
    """``[uploads]``: files that archivists send with the browser."""

    heap_mb: Annotated[int, Field(ge=1)] = Field(
        8192,
        description="How much the files of one import may hold that are sent with the "
        "browser, in MiB.",
    )
    spare_mb: Annotated[int, Field(ge=0)] = Field(
        512,
        description="Room on disk that sent files leave free, in MiB.",
    )


class Database(_Part):
    """``[database]``: SQLite in the archive folder, or a PostgreSQL server."""

    url: str = Field(
        "sqlite",
        description=(
            "`sqlite`, or `postgresql://user:password@host:port/name`; the password "
            "may instead stand in the environment as PGPASSWORD."
        ),
    )


class Configuration(_Part):
    """One archive's settings. `folder` is where fanfold.toml lies."""

    folder: Path
    site: Site = Site()
    policy: Policy = Policy()
    accounts: Accounts = Accounts()
    mail: Mail = Mail()
    reading: Reading = Reading()
    uploads: Uploads = Uploads()
    database: Database = Database()

    @property
    def originals(self) -> Path:
        """The write-once store of original bytes."""
        return self.folder / "originals"

    @property
    def reports(self) -> Path:
        """Reports of imports, one JSON file each."""
        return self.folder / "reports"

    @property
    def incoming(self) -> Path:
        """Files that were sent with the browser, until they are taken away."""
        return self.folder / "incoming"

    @property
    def index(self) -> Path:
        """The search index: a copy, made anew by `fanfold reindex`."""
        return self.folder / "index"

    @property
    def rendered(self) -> Path:
        """Pages kept ready for visitors: a copy that may be removed at any time."""
        return self.folder / "rendered"

    @property
    def inherited_keys(self) -> Path:
        """Keys of archives that this one took over (archive/keys.py)."""
        return self.folder / "inherited.keys"

    @property
    def sqlite_file(self) -> Path:
        """The database, where it is SQLite."""
        return self.folder / "archive.sqlite3"

    @property
    def secret(self) -> str:
        """The key that signs cookies and hashes addresses.

        Lies in its own file beside the database so that a copy of the database alone
        does not hold it. Raises ConfigurationError where it is missing or weak.
        """
        path = self.folder / "secret.key"
        try:
            secret = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise ConfigurationError(
                f"{path} is missing: it signs cookies and hashes addresses. Nothing "
                "was changed. Restore it from a copy; a new one would forget who "
                "claimed which work"
            ) from None
        if len(secret) < _SECRET_LENGTH:
            raise ConfigurationError(
                f"{path} is too short to be safe ({len(secret)} characters). "
                "Restore it from a copy"
            )
        return secret


def load(folder: Path, environment: Mapping[str, str] | None = None) -> Configuration:
    """Return the configuration of the archive in `folder`.

    Raises NoArchiveError where there is no fanfold.toml and ConfigurationError,
    which names file and key, where a value is not right.
    """
    folder = folder.resolve()
    path = folder / FILE_NAME
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoArchiveError(f"{folder} holds no {FILE_NAME}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}. Nothing was changed") from None
    _overlay(values, os.environ if environment is None else environment)
    try:
        return Configuration(folder=folder, **values)
    except ValidationError as error:
        raise ConfigurationError(_in_words(path, error)) from None


def find(named: Path | None, *, start: Path | None = None) -> Path:
    """Return the archive folder: the named one, else the nearest upward, else
    the one in the environment. Raises NoArchiveError when there is none."""
    if named is not None:
        return named
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    if FOLDER_VARIABLE in os.environ:
        return Path(os.environ[FOLDER_VARIABLE])
    raise NoArchiveError(
        f"{start} and the folders above it hold no {FILE_NAME}, "
        f"and {FOLDER_VARIABLE} is not set"
    )


def create(folder: Path, *, name: str, stage: str, audience: str) -> Configuration:
    """Make an archive folder with its fanfold.toml and secret; return its settings.

    Raises ConfigurationError where the folder holds an archive already.
    """
    path = folder / FILE_NAME
    if path.exists():
        raise ConfigurationError(
            f"{folder} holds an archive already. Nothing was changed"
        )
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "secret.key"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_hex(_SECRET_LENGTH // 2) + "\n", "ascii")
    path.write_text(
        "# Settings of this archive; docs/running.md names them all.\n"
        f"[site]\nname = {_toml_string(name)}\n\n"
        f'[policy]\nstage = "{stage}"\naudience = "{audience}"\n',
        encoding="utf-8",
    )
    return load(folder)


def _overlay(values: dict[str, object], environment: Mapping[str, str]) -> None:
    """Write ``FANFOLD_PART__KEY`` from the environment over the file's values."""
    for variable, text in environment.items():
        found = re.fullmatch(rf"{PREFIX}([A-Z]+)__([A-Z_]+)", variable)
        if found is None:
            continue
        part = values.setdefault(found[1].lower(), {})
        if isinstance(part, dict):
            key = found[2].lower()
            part[key] = text.split(",") if key == "hosts" else text


def _toml_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _in_words(path: Path, error: ValidationError) -> str:
    complaints = "; ".join(
        f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}"
        for each in error.errors()
    )
    return f"{path}: {complaints}. Nothing was changed. See docs/running.md"
