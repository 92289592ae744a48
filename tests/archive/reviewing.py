"""Imports with open questions, for tests."""

from __future__ import annotations

from pathlib import Path

from fanfold.archive.local import LocalArchive
from fanfold.archive.models import ImportPlan
from fanfold.intake.decision import Policy
from fanfold.intake.journey import run
from fanfold.intake.limits import Limits
from fanfold.keep.originals import Originals
from fanfold.web.settings import CONFIGURATION

LETTERS = ("one", "two", "three", "four")


def brought(folder: Path, *, by: str = "ada", commit: bool = True) -> ImportPlan:
    """Import a folder, leave every question open, and return the import."""
    configuration = CONFIGURATION
    run(
        [folder],
        archive=LocalArchive(configuration),
        originals=Originals(configuration.originals),
        decider=Policy(by),
        by=by,
        commit=commit,
        limits=Limits(workers=1),
    )
    return ImportPlan.objects.order_by("-pk")[0]


def write(folder: Path, name: str, *lines: str) -> None:
    """Write a text file with a header and a story of its own."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(lines)
    story = f"It snowed on {folder.name} and {name}, and nobody came to the harbour.\n"
    path.write_text(f"{text}\n\n{story}", encoding="utf-8")


def unsigned(folder: Path) -> Path:
    """Four stories that nobody signed, and one that is clear."""
    for name in LETTERS:
        title = f"Title: {name.title()}"
        write(folder, f"letters/{name}.txt", title, "Fandom: Due North")
    write(folder, "clear.txt", "Title: Clear", "Author: Wren", "Fandom: Due North")
    return folder


def in_figures(folder: Path) -> Path:
    """Three stories whose dates can be read in two ways."""
    for number, name in enumerate(("ash", "birch", "cedar"), start=2):
        told = ("Title: " + name.title(), "Author: Wren", f"Date: 0{number}/05/2003")
        write(folder, f"dated/{name}.txt", *told)
    return folder
