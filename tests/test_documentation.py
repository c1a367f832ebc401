"""The documents say what is there: links lead somewhere, and every command is in the README."""

import os
import re
import shutil
import subprocess
import sysconfig
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
    assert [name for name in COMMANDS if not re.search(f"(grader|make) {name}", README)] == []


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


def test_a_solutions_difference_is_shown_by_its_cells(tmp_path: Path) -> None:
    """Its line, and no JSON; the command of CONTRIBUTING.md changes no file of the clone."""
    place = "solutions/bonus/boundary_iou.ipynb"
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    nobody = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }

    def run(command: str) -> str:
        return subprocess.run(
            command.split(),
            cwd=tmp_path,
            env=os.environ | nobody | {"PATH": path},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    (tmp_path / place).parent.mkdir(parents=True)
    for name in (".gitattributes", place):
        shutil.copy(ROOT / name, tmp_path / name)
    for command in ("git init --quiet", "git add --all", "git commit --quiet --message=solved"):
        run(command)
    run("nbdime config-git --enable")
    assert run("git status --short") == ""
    text = (tmp_path / place).read_text(encoding="utf-8")
    (tmp_path / place).write_text(text.replace("def border(", "def edge("), encoding="utf-8")
    lines = re.sub(r"\x1b\[[\d;]*m", "", run("git diff")).splitlines()
    assert [line for line in lines if line.startswith("+def")] == ["+def edge(mask, distance):"]
