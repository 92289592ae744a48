"""Single keys of a terminal, without a library: also over SSH, also without colour."""

from __future__ import annotations

import os
import select
import sys
from typing import Any, Protocol

import click

_END = "\x04"  # Ctrl-D
_ESCAPE = b"\x1b"


class Keys(Protocol):
    """Where answers come from: a terminal, or a test's list."""

    def key(self) -> str:
        """Return one key, small; "" for Enter; "q" where nothing more can come."""

    def line(self, prompt: str) -> str:
        """Return one typed line."""

    def rest(self) -> None:
        """Leave the terminal as it was found."""


class Terminal:
    """Keys as a person presses them; Ctrl-C raises KeyboardInterrupt.

    From the first key to `rest` the terminal shows no key and waits for no Enter, so
    that what is pressed ahead is neither lost nor printed.
    """

    def __init__(self) -> None:
        self._before: list[Any] | None = None

    def key(self) -> str:
        """Return one key; an arrow or a letter beyond ASCII is one key too."""
        pressed = self._pressed()
        if pressed in ("", _END):
            return "q"
        return "" if pressed in "\r\n" else pressed.lower()

    def line(self, prompt: str) -> str:
        """Return one typed line, which may be corrected while it is typed."""
        self.rest()
        try:
            return input(prompt)
        except EOFError:
            return ""

    def rest(self) -> None:
        """Leave the terminal as it was found."""
        if self._before is not None:
            import termios

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)
            self._before = None

    def _pressed(self) -> str:
        try:
            import termios
            import tty
        except ImportError:  # Windows
            return click.getchar()
        number = sys.stdin.fileno()
        if self._before is None:
            self._before = termios.tcgetattr(number)
            # Not FLUSH: that would lose what was pressed ahead.
            tty.setcbreak(number, termios.TCSADRAIN)
        raw = os.read(number, 1)
        if raw and (raw == _ESCAPE or raw[0] >= 0x80) and _waits(number):
            raw += os.read(number, 8)
        return raw.decode(errors="replace")


def _waits(number: int) -> bool:
    """Tell whether the rest of a key is there already."""
    return bool(select.select([number], [], [], 0.02)[0])
