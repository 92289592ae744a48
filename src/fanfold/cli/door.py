"""The one place that starts Django, for the commands that need an archive."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fanfold.errors import UsageError

if TYPE_CHECKING:
    from fanfold.configuration import Configuration

archive_option = click.option(
    "--archive",
    "folder",
    type=click.Path(path_type=Path),
    help="The archive's folder; else the nearest fanfold.toml upward, "
    "else $FANFOLD_ARCHIVE.",
)


def open_archive(folder: Path | None) -> Configuration:
    """Start Django for one archive and return its configuration.

    Raises NoArchiveError and ConfigurationError; UsageError where the package was
    installed without its archive, or the database is older than the program.
    """
    from fanfold.configuration import FOLDER_VARIABLE, find, load

    configuration = load(find(folder))
    os.environ[FOLDER_VARIABLE] = str(configuration.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "fanfold.web.settings"
    start()
    return configuration


def start() -> None:
    """Start Django. Raises UsageError where it is not installed."""
    try:
        import django
    except ImportError:
        raise UsageError(
            "This command needs the archive, which is not installed. Nothing was "
            "changed. Install it with: pip install 'fanfold[archive]'"
        ) from None
    django.setup()


def migrate() -> int:
    """Bring the database to this program's form; return how many steps it took."""
    from django.core.management import call_command

    steps = pending()
    call_command("migrate", verbosity=0, interactive=False)
    # Where tries to sign in are counted; Django makes this table apart from the others.
    call_command("createcachetable", verbosity=0)
    return steps


def forget_ended_visits() -> None:
    """Delete what was kept of visits that are over; nobody else would."""
    from django.core.management import call_command

    call_command("clearsessions", verbosity=0)


def pending() -> int:
    """Return how many steps the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
