"""The worst attacks and three honest students, graded in one run."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import nbformat
import psutil
import pytest
from arena import FULL_MARKS, HONEST, LIMITS, NOTEBOOKS, ROOT, SEED, honest_score
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from rich.console import Console

from grader.grading.autograde import autograde
from grader.grading.options import Options
from grader.grading.recording import read_config
from grader.sandbox import host
from grader.sandbox.unwalled import Name

WORST = (
    "process/fork_bomb",
    "process/growing_list",
    "process/kill_everyone",
    "process/swallowed_interrupt",
    "process/flooded_stdout",
    "limits/giant_display",
    "walls/memory_of_the_parent",
    "walls/writing_outside",
    "judging/replaced_check_module",
    "structure/missing_checks",
)
_A_SECOND_OF_WORK = """
import time
until = time.process_time() + 1
while time.process_time() < until:
    pass
"""
HONEST_STUDENTS = ("ada", "grace", "zoe")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course of one notebook, handed in by the honest students and the worst attacks."""
    for folder in ("solutions/unet", "notebooks/unet"):
        (tmp_path / folder).mkdir(parents=True)
        shutil.copy(ROOT / folder / "1_conv_block.ipynb", tmp_path / folder)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    config = read_config(tmp_path)
    directory = CourseDirectory(config=config, assignment_id="unet")
    GenerateAssignment(coursedir=directory, config=config, force=True).start()
    for student in HONEST_STUDENTS:
        _hand_in(tmp_path, student, HONEST)
    for name in WORST:
        _hand_in(tmp_path, name.replace("/", "-"), (NOTEBOOKS / f"{name}.ipynb").read_bytes())
    return tmp_path


def _hand_in(root: Path, student: str, notebook: bytes) -> None:
    folder = root / "submitted" / student / "unet"
    folder.mkdir(parents=True)
    (folder / "1_conv_block.ipynb").write_bytes(notebook)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["namespaces", "users"], indirect=True)
def test_attacks_cost_nobody_else_in_the_run_anything(
    root: Path, kind: Name, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does a process of them outlive the run, which has a warm parent of its own here."""
    monkeypatch.delenv(host.Configuration(kind).variable, raising=False)
    limits = replace(LIMITS, cell_seconds=8.0, notebook_seconds=60.0)
    options = Options(limits, walls=kind)
    console = Console(file=io.StringIO(), width=200)
    before = kernels_of(psutil.Process())

    summary = autograde(root, "unet", workers=2, seed=SEED, options=options, console=console)

    assert (summary.problems, summary.walls) == ((), (kind,))
    assert _marks(root) == _deserved()
    assert kernels_of(psutil.Process()) == before


@pytest.mark.slow
def test_a_busy_machine_costs_nobody_marks() -> None:
    """A cell that works for a second has two for it, of which others take most."""
    notebook = nbformat.reads(HONEST.decode(), as_version=4)
    cell = next(cell for cell in notebook.cells if "def conv_block" in cell.source)
    cell.source = _A_SECOND_OF_WORK + cell.source
    limits = replace(LIMITS, cell_seconds=2.0)
    with busy_processors():
        assert honest_score(nbformat.writes(notebook).encode(), limits) == FULL_MARKS


@contextmanager
def busy_processors() -> Iterator[None]:
    """Three sessions for each processor that do nothing but use it: Linux shares by session."""
    loop = [sys.executable, "-I", "-c", "while True: pass"]
    with ExitStack() as ends:
        for _ in range(3 * len(os.sched_getaffinity(0))):
            ends.callback(ends.enter_context(subprocess.Popen(loop, start_new_session=True)).kill)
        yield


def kernels_of(process: psutil.Process) -> set[psutil.Process]:
    """The warm parents below a process, and all that was forked of them."""
    return {
        child
        for child in process.children(recursive=True)
        if "grader.kernel.zygote" in child.cmdline()
    }


def _marks(root: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{root}/gradebook.db", "segmentation") as gradebook:
        submissions = gradebook.assignment_submissions("unet")
        return {submission.student.id: submission.score for submission in submissions}


def _deserved() -> dict[str, float]:
    marks: dict[str, float] = dict.fromkeys(HONEST_STUDENTS, FULL_MARKS)
    for name in WORST:
        notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
        marks[name.replace("/", "-")] = sum(notebook["metadata"]["attack"]["marks"].values())
    return marks
