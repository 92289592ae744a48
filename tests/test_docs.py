"""The docs name every command, setting, reader, writer, problem and file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

pytest.importorskip("django")

from click.testing import CliRunner

from fanfold.cli.main import fanfold
from fanfold.configuration import Configuration
from fanfold.readers.contract import readers
from fanfold.writers.contract import writers

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
RUNNING = (DOCS / "running.md").read_text(encoding="utf-8")
COMMANDS = sorted(fanfold.list_commands(None))  # type: ignore[arg-type]
PROBLEMS = DOCS / "problems"
#: A page a code, but for the list of what is known to come out wrong.
PAGES = sorted(page for page in PROBLEMS.glob("*.md") if page.stem != "known")
_CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
#: Calls whose first argument is the code of a problem or question.
_NAMING = {"Problem", "Question", "loss", "note", "too_large"} | {
    *("say", "count", "_problem", "_listed"),
}


def codes() -> set[str]:
    """Every problem code that the program can say."""
    found: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= _codes_in(node)
    return found


def _codes_in(node: ast.AST) -> set[str]:
    strings: list[ast.expr] = []
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        strings = node.args[:1] if name in _NAMING else []
        strings += [each.value for each in node.keywords if each.arg == "code"]
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
        strings = [node.value]
    values = [each.value for each in strings if isinstance(each, ast.Constant)]
    return {each for each in values if isinstance(each, str) and _CODE.fullmatch(each)}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_docs_with_an_example_in_its_help(name: str) -> None:
    shown = CliRunner().invoke(fanfold, [name, "--help"])

    assert shown.exit_code == 0
    assert f"Example: fanfold {name}" in shown.output
    assert f"`fanfold {name} " in RUNNING or f"`fanfold {name}`" in RUNNING


def test_the_docs_name_no_command_that_is_not_there() -> None:
    pages = [ROOT / "README.md", *DOCS.rglob("*.md")]
    told = {
        name
        for page in pages
        for name in re.findall(
            r"(?:^|`)fanfold ([a-z]+)", page.read_text(encoding="utf-8"), re.M
        )
    }

    # Commands that a later page of the plan will bring are named as such.
    assert told - set(COMMANDS) == set()


def test_every_setting_is_in_the_docs_with_its_default() -> None:
    for part, field in Configuration.model_fields.items():
        kind = field.annotation
        if not hasattr(kind, "model_fields"):
            continue
        for name, setting in kind.model_fields.items():
            row = f"| `{part}.{name}` | `FANFOLD_{part.upper()}__{name.upper()}` |"
            assert row in RUNNING
            assert setting.description
            assert setting.description in RUNNING


def test_every_reader_and_writer_has_a_page() -> None:
    for reader in readers():
        assert (DOCS / "readers" / f"{reader.name}.md").is_file()
    for writer in writers():
        assert (DOCS / "writers" / f"{writer.name}.md").is_file()


def test_every_problem_has_a_page_and_every_page_a_problem() -> None:
    pages = {path.stem for path in PAGES}

    assert len(codes()) > 20
    assert codes() - pages == set()
    said = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py"))
    assert [page for page in pages if not re.search(f'["(]{page}[")]', said)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_problems_page_says_what_is_safe_and_what_to_do(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert text.startswith(f"# {page.stem}\n")
    assert "**Still safe:**" in text
    assert "**What to do:**" in text


def test_every_file_that_the_docs_name_is_there() -> None:
    for page in (*DOCS.glob("*.md"), *ROOT.glob("*.md")):
        if page.name == "style.md":
            continue  # its sketches are of no file
        for name in re.findall(
            r"`((?:src|tests|docs|examples|benchmarks)/[\w./-]+)`",
            page.read_text(encoding="utf-8"),
        ):
            assert (ROOT / name).exists(), f"{page.name} names {name}"


def test_every_link_in_the_docs_leads_somewhere() -> None:
    for page in (*DOCS.rglob("*.md"), *ROOT.glob("*.md")):
        for link in re.findall(
            r"\]\((?!http|#)([^)#]+)", page.read_text(encoding="utf-8")
        ):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_every_test_that_stands_for_a_feature_is_there() -> None:
    told = (DOCS / "features.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", told))
    rows = [line for line in told.splitlines() if line.startswith("| ")]
    states = [row.split("|")[2].strip() for row in rows]

    assert sorted(name for name in named if not (ROOT / name).is_file()) == []
    assert {"state", "done"} <= set(states) <= {"state", "done", "in part", "not yet"}
    assert all("`tests/" in row for row in rows if "| done |" in row)
