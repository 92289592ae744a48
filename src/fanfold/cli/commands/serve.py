"""``fanfold serve``: the archive on an address of this machine."""

from __future__ import annotations

import socket
from pathlib import Path

import click

from fanfold.cli import door, say
from fanfold.cli.companions import Companion
from fanfold.errors import UsageError

_BLOCKING_THREADS = 4


@click.command("serve")
@door.archive_option
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    help="Host and port to listen on.",
)
@click.option("--workers", default=1, show_default=True, help="Web worker processes.")
def command(folder: Path | None, address: str, workers: int) -> None:
    """Serve the archive until Ctrl-C. Changes nothing but the database's form.

    A second process keeps the search index in step, a third works off what is brought
    in at the desk.

    \b
    Example: fanfold serve --archive my-archive --address 127.0.0.1:8000
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise click.UsageError(f"--address {address}: say HOST:PORT")
    configuration = door.open_archive(folder)
    _refuse_taken(host.strip("[]"), int(port))
    door.migrate()
    door.forget_ended_visits()
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    say.remark(f"{configuration.site.name}: http://{address}/  (Ctrl-C ends it)")
    server = Granian(
        "fanfold.web.wsgi:application",
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_BLOCKING_THREADS,
        log_level=LogLevels.warning,
        # Who read what is nobody's business; faults are told by web/faults.py.
        log_access=False,
    )
    home = configuration.folder
    with Companion("reindex", home), Companion("arrivals", home):
        server.serve()


def _refuse_taken(host: str, port: int) -> None:
    """Raise UsageError where another program listens: two would answer in turns."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"{host}:{port} cannot be listened on ({error.strerror}). Nothing was "
                f"changed. Stop what listens there, or choose another: --address "
                f"{host}:{port + 1}"
            ) from None
