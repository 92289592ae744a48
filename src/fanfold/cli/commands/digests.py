"""``fanfold digests``: letters of what is new, to the members who asked for them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fanfold.cli import door, say
from fanfold.errors import UsageError


@click.command("digests")
@door.archive_option
@click.option("--send", is_flag=True, help="Send those that are due.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(folder: Path | None, send: bool, as_json: bool) -> None:
    """Say how many letters of what is new are due; with --send, send them.

    Members asked for these letters themselves, so nobody is asked a second time. Each
    period is told at most once, and only what its reader may see when it is sent.
    `fanfold serve` sends them by itself.

    \b
    Example: fanfold digests --archive my-archive --send
    """
    door.open_archive(folder)
    door.migrate()
    from fanfold.web.accounts.post import can_post
    from fanfold.web.digests import BATCH, send_digests, waiting_letters

    due, says = waiting_letters()
    told = {"due": due, "with_news": says, "sent": 0}
    if send and not can_post():
        raise UsageError(
            "This archive has no mail server. Nothing was sent, nothing is counted as "
            "told. Set [mail] in fanfold.toml (docs/running.md)."
        )
    if send:
        told["sent"] = send_digests(most=due + BATCH)
    if as_json:
        say.result(json.dumps(told))
        return
    say.result(f"{due} letters are due, {says} of them would say something.")
    say.result(f"{told['sent']} were sent." if send else "None was sent (--send).")
