"""The command line's front door: finds the command, turns errors into sentences.

Exit codes: 0 done · 1 it could not be done · 2 wrong use · 3 done, but a person should
look (`import` alone) · 130 stopped by the person.
"""

from __future__ import annotations

import gc
import os
import pkgutil
import sys
from importlib import import_module

import click

import fanfold.cli.commands as commands
from fanfold.errors import FanfoldError, UsageError

#: Set to anything, an error of the program itself is shown with its whole trail.
TRAIL_VARIABLE = "FANFOLD_TRACEBACK"
_WIDTH = 78


class Commands(click.Group):
    """One module of cli/commands/ a command; imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None where there is none so called."""
        module = _modules().get(cmd_name)
        if module is None:
            return None
        found: click.Command = import_module(f"fanfold.cli.commands.{module}").command
        return found


def _modules() -> dict[str, str]:
    """Return module name by command name; ``import_`` is the command ``import``."""
    names = (module.name for module in pkgutil.iter_modules(commands.__path__))
    return {name.rstrip("_").replace("_", "-"): name for name in names}


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)
@click.version_option(package_name=None, version="0.1.0", prog_name="fanfold")
def fanfold() -> None:
    """Rescue, keep and share fan fiction archives.

    \b
    See what a file holds:    fanfold look STORY.txt
    Make a book of it:        fanfold convert STORY.txt -o story.epub
    Start an archive:         fanfold init DIR
    Bring stories in:         fanfold import PATHS --archive DIR --commit
    """


def main() -> None:
    """Run one command and leave with its exit code; no traceback reaches a person."""
    try:
        code = fanfold.main(prog_name="fanfold", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped. What was done is kept; the same command goes on from there.")
        code = 130
    except BrokenPipeError:
        # The reader of our output went away (``| head``): nothing more to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except FanfoldError as error:
        _say(f"fanfold: {error}")
        code = 2 if isinstance(error, UsageError) else 1
    except Exception as error:
        if TRAIL_VARIABLE in os.environ:
            raise
        _say(
            f"fanfold: a fault of the program itself ({type(error).__name__}: {error})."
            " Kept originals are untouched, and nothing half done was saved. "
            f"Please report it with the output of: {TRAIL_VARIABLE}=1 and the same "
            "command"
        )
        code = 1
    # At the end Python looks for garbage among all that was loaded: 12 ms for nothing.
    gc.freeze()
    sys.exit(code if isinstance(code, int) else 0)


def _say(sentence: str) -> None:
    if sys.stderr.isatty():
        import textwrap

        width = min(_WIDTH, os.get_terminal_size(sys.stderr.fileno()).columns - 2)
        lines = textwrap.wrap(
            sentence, width, break_long_words=False, break_on_hyphens=False
        )
        sentence = "\n".join(lines)
    click.echo(sentence, err=True)
