"""``fanfold member``: accounts, made by the person who keeps the archive."""

from __future__ import annotations

from pathlib import Path

import click

from fanfold.cli import door, say


@click.command("member")
@click.argument("name")
@door.archive_option
@click.option(
    "--role",
    type=click.Choice(["member", "archivist", "moderator", "admin"]),
    default=None,
    help="What the account may do; a new one is a member.",
)
@click.password_option(help="Asked for where it is not given.")
def command(name: str, folder: Path | None, role: str | None, password: str) -> None:
    """Make the account NAME, or give it another role and a new password.

    Its works, settings and history are not changed.

    \b
    Example: fanfold member bea --role moderator
    """
    door.open_archive(folder)
    door.migrate()
    from fanfold.archive.actions.set_account import set_account

    account, new = set_account(name, password=password, role=role, by="command line")
    say.remark(f"{account.username}: {'a new' if new else 'the'} {account.role}.")
