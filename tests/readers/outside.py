"""Makes files by other programs of our own examples, for docs/readers/outside.md.

``python -m tests.readers.outside DIR``: DIR becomes what FANFOLD_CORPORA names. Each
page of examples/old-pages is a folder in DIR/downloads: the page itself, ``source.*``,
and what pandoc, LibreOffice and calibre made of it, as far as they are installed.
FanFicFare's own test story, in its three forms, is a folder too, where ``fanficfare``
is installed. Nothing of it is ever committed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
PANDOC = {
    "epub": "epub3",
    "epub2.epub": "epub2",
    "docx": "docx",
    "odt": "odt",
    "rtf": "rtf",
}
OFFICE = ("docx", "doc", "rtf", "pdf")
CALIBRE = ("epub", "docx", "rtf")
#: Made up by FanFicFare itself: nothing is fetched.
STORY = "http://test1.com?sid=1"
_SECONDS = 300


def run(*command: str | Path, cwd: Path | None = None) -> None:
    """Run a program to its end; what it makes is looked at, not what it says."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(f"{command[0]} ended with {done.returncode}\n")


def make(source: Path, folder: Path) -> None:
    """Let every program that is there make its forms of one page."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"source{source.suffix}"
    shutil.copyfile(source, page)
    if shutil.which("pandoc"):
        for ending, form in PANDOC.items():
            target = folder / f"pandoc.{ending}"
            run("pandoc", "-f", "html", "-s", "-t", form, page, "-o", target)
    if shutil.which("soffice"):
        by_office(page, folder)
    if shutil.which("ebook-convert"):
        for ending in CALIBRE:
            run("ebook-convert", page, folder / f"calibre.{ending}")


def by_office(page: Path, folder: Path) -> None:
    """Let LibreOffice open a page, and save what it made of it in its other forms."""
    office = folder / "office"
    convert = ("soffice", "--headless")
    html = "--infilter=HTML (StarWriter)"
    # The folder stands right behind the form: LibreOffice takes it nowhere else.
    run(*convert, html, "--convert-to", "odt:writer8", "--outdir", office, page)
    for ending in OFFICE:
        odt = office / "source.odt"
        run(*convert, "--convert-to", ending, "--outdir", office, odt)
    for made in office.glob("source.*"):
        made.rename(folder / f"office{made.suffix}")
    shutil.rmtree(office, ignore_errors=True)


def by_fanficfare(folder: Path) -> None:
    """Let FanFicFare save the story that its own test site makes up."""
    folder.mkdir(parents=True, exist_ok=True)
    for form in ("epub", "html", "txt"):
        told = ("is_adult=true", "include_logpage=true")
        options = [word for each in told for word in ("-o", each)]
        name = ("-o", f"output_filename=fanficfare.{form}")
        run("fanficfare", "-f", form, *options, *name, STORY, cwd=folder)


def main(target: Path) -> None:
    downloads = target / "downloads"
    for source in sorted((EXAMPLES / "old-pages").glob("*.htm*")):
        make(source, downloads / source.stem)
    if shutil.which("fanficfare"):
        by_fanficfare(downloads / "fanficfare")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
