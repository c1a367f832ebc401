"""Doors lead to the repository that CITATION.cff names, and a notebook behind them works alone."""

import json
import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from grader.authoring import doors
from grader.authoring.release import differences, release
from grader.course import ROOT
from grader.grading.repair import repair
from grader.grading.selection import deciding_cells

HERE = doors.Repository("ada", "streets")
README = "above\n<!-- doors: written by release -->\n<!-- /doors -->\nbelow\n"


def cite(folder: Path, address: str) -> Path:
    (folder / "CITATION.cff").write_text(f"title: A course\nrepository-code: {address}\n")
    return folder


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/ada/streets",
        "https://github.com/ada/streets.git",
        '"https://github.com/ada/streets/"',
    ],
)
def test_the_citation_names_the_repository(tmp_path: Path, address: str) -> None:
    assert doors.repository(cite(tmp_path, address)) == HERE


def test_without_an_address_there_is_no_door(tmp_path: Path) -> None:
    (tmp_path / "CITATION.cff").write_text("title: A course\n")
    assert doors.repository(tmp_path) is None
    assert doors.start_cell(tmp_path) is None
    assert doors.with_doors(README, None, ["unet/1_f"]) == README


def test_an_address_that_no_door_leads_to_is_named(tmp_path: Path) -> None:
    expected = r"repository-code: git@example\.org:streets\. Colab and Binder open .* such as"
    with pytest.raises(doors.UnknownRepository, match=expected):
        doors.repository(cite(tmp_path, "git@example.org:streets"))


def test_the_readme_opens_each_notebook_in_both() -> None:
    text = doors.with_doors(README, HERE, ["unet/1_f"])
    colab = (
        "https://colab.research.google.com/github/ada/streets/blob/main/notebooks/unet/1_f.ipynb"
    )
    binder = "https://mybinder.org/v2/gh/ada/streets/main?labpath=notebooks/unet/1_f.ipynb"
    (row,) = [line for line in text.splitlines() if line.startswith("| `1_f`")]
    assert row == (
        f"| `1_f` | [![Open 1_f in Colab](docs/pictures/open_in_colab.svg)]({colab}) "
        f"| [![Open 1_f on Binder](docs/pictures/open_on_binder.svg)]({binder}) |"
    )


def test_doors_close_again_when_the_address_goes() -> None:
    assert doors.with_doors(doors.with_doors(README, HERE, ["unet/1_f"]), None, []) == README


def test_the_pictures_of_the_doors_are_there() -> None:
    assert [path for path in doors.badges(HERE, "unet/1_f", "pictures") if "](pictures/" in path]
    names = {path.stem for path in (ROOT / "docs" / "pictures").glob("open_*.svg")}
    assert names == {"open_in_colab", "open_on_binder"}


def test_this_readme_has_a_place_for_doors() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert doors.with_doors(text, HERE, ["unet/1_f"]).count("](https://mybinder.org/") == 1


# --- the start cell -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A released course whose repository is known."""
    root = cite(tmp_path_factory.mktemp("course"), "https://github.com/ada/streets")
    (root / "README.md").write_text(README)
    (root / "solutions" / "unet").mkdir(parents=True)
    shutil.copy(ROOT / "solutions" / "unet" / "1_conv_block.ipynb", root / "solutions" / "unet")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release(root)
    return root


def released(course: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(course / "notebooks/unet/1_conv_block.ipynb", 4)
    return notebook


def test_release_puts_the_start_cell_above_all_code_and_nothing_else_changes(course: Path) -> None:
    title, start, *others = released(course).cells
    committed = nbformat.read(ROOT / "notebooks/unet/1_conv_block.ipynb", 4)
    assert start == doors.start_cell(course)
    assert [title, *others] == committed.cells


def test_release_opens_the_doors_of_the_readme(course: Path) -> None:
    expected = doors.with_doors(README, HERE, ["unet/1_conv_block"])
    assert (course / "README.md").read_text() == expected


def test_a_readme_without_its_doors_is_named_and_no_notebook_is(course: Path) -> None:
    (course / "README.md").write_text(README)
    found = [(difference.path.name, difference.reason) for difference in differences(course)]
    assert found == [
        ("README.md", "does not open the notebooks where CITATION.cff says that they are")
    ]


def test_grading_neither_runs_nor_touches_the_start_cell(course: Path) -> None:
    """It is handed out by a course that knows its address, and may be graded by one that does."""
    cells = released(course).cells
    start = cells[1]
    repaired = repair(cells, cells)
    assert [cell.source for cell in repaired] == [cell.source for cell in cells]
    assert 1 not in deciding_cells(repaired, cells)
    without = [cell for cell in cells if cell is not start]
    assert [cell.source for cell in repair(cells, without)] == [cell.source for cell in cells]
    assert [cell.source for cell in repair(without, cells)] == [cell.source for cell in without]


# --- a notebook alone, as in Colab ----------------------------------------------------------------

# What a fresh Colab lacks: the course, and what only JupyterLab, teachers and developers need.
LACKING = ("segmentation_course", "__editable__", "nbgrader", "jupyterlab", "distributed", "pytest")
IN_COLAB = 'import sys, types; sys.modules["google.colab"] = types.ModuleType("google.colab")\n'
RUN_CELLS = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
for source in json.load(sys.stdin):
    shell.run_cell(source).raise_error()
"""


@pytest.fixture
def colab(tmp_path: Path) -> Path:
    """An environment as a fresh Colab has it; its folder ``content`` is empty."""
    folder = tmp_path / "colab"
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(LACKING):
            (packages / path.name).symlink_to(path)
    (packages / "colab.pth").write_text(IN_COLAB)
    (folder / "content").mkdir()
    return folder


def run_cells(
    colab: Path, sources: list[str], repository: Path
) -> subprocess.CompletedProcess[str]:
    """Run cells one after the other where GitHub's repository is the folder ``repository``."""
    return subprocess.run(
        [colab / "bin" / "python", "-c", RUN_CELLS],
        cwd=colab / "content",
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(colab),
            "MPLBACKEND": "agg",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{repository.as_uri()}.insteadOf",
            "GIT_CONFIG_VALUE_0": HERE.address,
            "PIP_NO_INDEX": "1",  # what is there has to be enough
            "PIP_NO_BUILD_ISOLATION": "0",  # in pip's words: no isolation
        },
        input=json.dumps(sources),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_notebook_alone_brings_the_course_and_has_its_first_check_passed(
    course: Path, colab: Path, tmp_path: Path
) -> None:
    solved = nbformat.read(ROOT / "solutions/unet/1_conv_block.ipynb", 4)
    by_id = {cell.id: cell.source for cell in solved.cells}
    setups = [
        cell.source
        for path in sorted((ROOT / "notebooks").glob("*/*.ipynb"))
        for cell in nbformat.read(path, 4).cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "setup"
    ]
    wanted = ("show-segmentation", "conv-block", "check-conv-block-layers")
    cells = [released(course).cells[1].source, *setups, *(by_id[name] for name in wanted)]
    run = run_cells(colab, cells, repository_of_this_course(tmp_path / "course"))
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 of 1 visible cases passed, 8 of 8 points" in " ".join(run.stdout.split())


def repository_of_this_course(folder: Path) -> Path:
    """A git repository with what is installed of the course, as it is here and now."""
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for name in ("grader", "lessons", "data"):
        ignore = shutil.ignore_patterns("__pycache__", "cache")
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    author = ["-c", "user.name=ada", "-c", "user.email=ada@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message=all"]):
        subprocess.run(["git", *author, *command], cwd=folder, check=True)
    return folder


@pytest.mark.slow
def test_without_a_network_the_start_cell_says_what_to_do(
    course: Path, colab: Path, tmp_path: Path
) -> None:
    run = run_cells(colab, [released(course).cells[1].source], tmp_path / "nothing")
    assert run.returncode == 1
    assert "The course could not be fetched from https://github.com/ada/streets." in run.stderr
    assert "work on your own computer with `make lab`" in run.stderr


def test_anywhere_else_the_start_cell_does_nothing(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it was run"))
    exec(released(course).cells[1].source, {})
