"""``fanfold account``: who signs in, for the person who keeps the archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fanfold.cli import door, say

if TYPE_CHECKING:
    from fanfold.archive.models import Account

ROLES = ("member", "archivist", "moderator", "admin")
#: As `archive/actions/erase_person.py` has them, which needs Django.
STORIES = ("leave", "name-off", "take-down")
COMMENTS = ("remove", "unname")
_by = click.option(
    "--by", default=None, help="Who decides; by default the user's name."
)
_as_json = click.option("--json", "as_json", is_flag=True, help="The result as JSON.")


@click.group("account")
def command() -> None:
    """Make and close accounts, and say what they may do.

    Whoever has one signs in with a code that is sent to its address; nobody has a
    password. Where no mail server is set, `fanfold serve` prints the codes.

    \b
    Example: fanfold account add bea --address bea@example.org --role admin
    """


@command.command("add")
@click.argument("name")
@door.archive_option
@click.option("--address", prompt=True, help="Where codes go; asked for if not given.")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="member",
    show_default=True,
    help="What the account may do.",
)
@_by
@_as_json
def add(
    name: str,
    folder: Path | None,
    address: str,
    role: str,
    by: str | None,
    as_json: bool,
) -> None:
    """Make the account NAME. Others may see the name; nobody sees the address.

    \b
    Example: fanfold account add bea --address bea@example.org --role admin
    """
    _open(folder)
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from fanfold.archive.actions.open_account import open_account

    try:
        validate_email(address)
    except ValidationError:
        raise click.UsageError(
            f"{address} is no e-mail address. Nothing was changed."
        ) from None
    account = open_account(
        name, address=address, role=role, by=by or say.user(), why="made by hand"
    )
    _tell(account, as_json, f"{account.username}: a new {account.role}.")


@command.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@door.archive_option
@click.option("--why", prompt=True, help="The reason, kept in the ledger.")
@_by
@_as_json
def role(
    name: str, role: str, folder: Path | None, why: str, by: str | None, as_json: bool
) -> None:
    """Let the account NAME do what ROLE may. Its visits end; what it kept stays.

    \b
    Example: fanfold account role bea moderator --why "reads the queue on Mondays"
    """
    _open(folder)
    from fanfold.archive.actions.change_role import change_role

    account = change_role(name, role, by=by or say.user(), why=why)
    _tell(account, as_json, f"{account.username}: {account.role}.")


@command.command("list")
@door.archive_option
@click.option("--role", type=click.Choice(ROLES), default=None, help="Only these.")
@_as_json
def list_accounts(folder: Path | None, role: str | None, as_json: bool) -> None:
    """Show the accounts: name, role, since when, whether there is a second step.

    Addresses are not shown. Changes nothing.

    \b
    Example: fanfold account list --role moderator
    """
    _open(folder)
    from fanfold.archive.queries.accounts import accounts

    found = [_as_object(each) for each in accounts(role)]
    if as_json:
        say.result(json.dumps({"accounts": found}, ensure_ascii=False, indent=1))
        return
    say.lines(map(_in_words, found))
    if not found:
        say.remark("No accounts. Make one with: fanfold account add NAME")


@command.command("close")
@click.argument("name")
@door.archive_option
@click.option("--why", prompt=True, help="The reason, kept in the ledger.")
@click.option(
    "--stories",
    type=click.Choice(STORIES),
    default="leave",
    show_default=True,
    help="What becomes of the person's stories: left under their name, the name "
    "taken off, or taken down.",
)
@click.option(
    "--comments",
    type=click.Choice(COMMENTS),
    default="remove",
    show_default=True,
    help="What becomes of what the person said: removed, or left without a name.",
)
@click.option("--yes", is_flag=True, help="Do not ask again.")
@_by
@_as_json
def close(
    name: str,
    folder: Path | None,
    why: str,
    stories: str,
    comments: str,
    yes: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Close the account NAME: its address, settings and all that it kept are gone.

    As when people close their account themselves. This cannot be undone.

    \b
    Example: fanfold account close bea --comments unname --why "asked by letter"
    """
    _open(folder)
    from fanfold.archive.actions.erase_person import erase_person
    from fanfold.archive.queries.claiming import own_works

    account = _called(name)
    own = [row.public for row in own_works(account)]
    if not yes:
        told = f"{name}: {len(own)} works ({stories}), "
        told += f"{account.comments.count()} comments ({comments})."
        click.confirm(f"{told} Close it for good?", abort=True, err=True)
    erase_person(
        account,
        stories=dict.fromkeys(own, stories),
        comments=comments,
        by=by or say.user(),
        why=why,
    )
    if as_json:
        say.result(json.dumps({"closed": name}, ensure_ascii=False))
        return
    say.remark(f"{name}: closed. Works: {stories}. Comments: {comments}.")


def _called(name: str) -> Account:
    from fanfold.archive.models import Account
    from fanfold.errors import NotFoundError

    account = Account.objects.filter(username=name).first()
    if account is None:
        raise NotFoundError(
            f"No account here is called {name}. Nothing was changed. "
            "See: fanfold account list"
        )
    return account


def _open(folder: Path | None) -> None:
    door.open_archive(folder)
    door.migrate()


def _tell(account: Account, as_json: bool, words: str) -> None:
    if as_json:
        say.result(json.dumps(_as_object(account), ensure_ascii=False))
    else:
        say.remark(words)


def _as_object(account: Account) -> dict[str, Any]:
    return {
        "id": account.public,
        "name": account.username,
        "role": str(account.role),
        "author": bool(getattr(account, "is_author", False)),
        "since": account.date_joined.date().isoformat(),
        "second_step": bool(getattr(account, "has_second_step", False)),
    }


def _in_words(told: dict[str, Any]) -> str:
    also = ", author" if told["author"] else ""
    step = "with a second step" if told["second_step"] else "no second step"
    return f"{told['name']}  {told['role']}{also}, since {told['since']}, {step}"
