"""Which files of what is brought in are joined to no other."""

from __future__ import annotations

import click

option = click.option(
    "--apart",
    multiple=True,
    metavar="PATTERN",
    help="Read files of this name each by itself, joined to nothing: 'rope*.txt'.",
)
