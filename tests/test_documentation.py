"""The documents say what is there: links lead somewhere, and every command is in the README."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from grader.cli import app
from grader.course import ROOT

DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "data/*.md")
    for path in ROOT.glob(pattern)
)
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def links(document: str) -> list[str]:
    """Targets of a document's links and pictures that are files of the project."""
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", text)
    return [target for target in targets if not target.startswith("http")]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_a_file(document: str) -> None:
    folder = (ROOT / document).parent
    assert [target for target in links(document) if not (folder / target).exists()] == []


def test_every_picture_has_a_text_instead() -> None:
    assert [alt for alt in re.findall(r"!\[(.*?)\]\(", README) if len(alt) < 20] == []


def test_every_command_is_in_the_readme() -> None:
    assert [name for name in COMMANDS if f"grader {name}" not in README] == []


def shown_commands(document: str) -> list[tuple[str, str]]:
    """The lines of a document that call ``grader``: the command, and the rest of the line."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(r"^ {4}(?:\$ |\S*/)?grader (\w+)([^#\n]*)", text, flags=re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_shows_can_be_typed(document: str) -> None:
    known = {
        name: {"--help", *(option for parameter in command.params for option in parameter.opts)}
        for name, command in COMMANDS.items()
    }
    shown = [
        (name, option)
        for name, rest in shown_commands(document)
        for option in re.findall(r"--[a-z-]+", rest) or ["--help"]
    ]
    assert [(name, option) for name, option in shown if option not in known.get(name, ())] == []


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^    make (\w+)", README, flags=re.MULTILINE))
    assert {target for target in named if f"\n{target}:" not in makefile} == set()


def test_the_notebooks_of_the_table_exist() -> None:
    named = re.findall(r"^\| `(\w+)` \| `\w+`", README, flags=re.MULTILINE)
    present = [path.stem for path in Path(ROOT / "notebooks").glob("*/*.ipynb")]
    assert sorted(named) == sorted(present)
