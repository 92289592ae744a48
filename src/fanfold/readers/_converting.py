"""The programs that may open a file for us, and how they are kept in bounds.

Named here and nowhere else. Each runs without network (whoever calls has left it), in
the scratch folder, with limits on memory, time and what it writes, and is ended with
all it started when its time is up.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from fanfold.model.original import Original

_SECONDS = 120
_MEMORY = 4 << 30  # of addresses; an office program maps much and touches little
_WRITTEN = 512 << 20
_OFFICE = ("soffice", "libreoffice")
_ANTIWORD = "antiword"


def installed() -> str:
    """Return the converter for Word's older files that is there, "" for none."""
    return next((name for name in (*_OFFICE, _ANTIWORD) if shutil.which(name)), "")


def convert_word(original: Original, scratch: Path) -> None:
    """Make ``<sha256>.odt`` or, by antiword, ``<sha256>.txt`` of a file in `scratch`.

    Makes nothing where no converter is installed or it fails.
    """
    program = installed()
    if not program or original.path is None:
        return
    given = scratch / f"{original.sha256}.doc"
    shutil.copyfile(original.path, given)
    if program == _ANTIWORD:
        target = scratch / f"{original.sha256}.txt"
        with target.open("wb") as stream:
            _run([program, "-m", "UTF-8.txt", "-w", "0", given.name], scratch, stream)
        if not target.stat().st_size:
            target.unlink()
        return
    profile = f"-env:UserInstallation=file://{scratch}/profile"
    command = [program, "--headless", "--norestore", profile, "--convert-to"]
    _run([*command, "odt:writer8", "--outdir", str(scratch), given.name], scratch)


def _run(command: Sequence[str], scratch: Path, out: object = None) -> None:
    """Run a converter to its end or to the end of its time."""
    process = subprocess.Popen(  # noqa: S603 - a program named above
        command,
        cwd=scratch,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(scratch)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if out is None else out,  # type: ignore[call-overload]
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _limit() -> None:
    for which, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, _WRITTEN),
    ):
        hard = resource.getrlimit(which)[1]
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (wanted, wanted))
