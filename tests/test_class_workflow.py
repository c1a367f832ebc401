"""The workflow that a teacher copies into a class's repository: its steps run in a fresh clone."""

import os
import re
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from grader.checks.exercise import Finding
from grader.commands import github
from grader.course import ROOT
from grader.grading.results import CheckResult, GradedNotebook, GradedSubmission, Incident
from grader.sandbox import walls

PLACE = ROOT / "deploy" / "github" / "grade.yml"
WORKFLOW: dict[Any, Any] = yaml.safe_load(PLACE.read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = WORKFLOW["jobs"]["grade"]["steps"]
MERGING = "[contractive_input, up]"
NOBODY = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


# --- what it says ---------------------------------------------------------------------------------


def test_what_comes_from_a_fork_meets_no_secret() -> None:
    """`pull_request` gives a fork none; `pull_request_target` would."""
    triggers = set(WORKFLOW[True])  # `on` is a truth value in YAML
    assert triggers == {"push", "pull_request"}
    assert "secrets." not in PLACE.read_text(encoding="utf-8")
    assert WORKFLOW["permissions"] == {"contents": "read"}
    kept = [step["with"]["persist-credentials"] for step in STEPS if "uses" in step]
    assert kept == [False, False]


def test_no_step_puts_what_others_wrote_into_a_script() -> None:
    """A name of a branch in `${{ … }}` would be run as a command."""
    assert [step["name"] for step in STEPS if "${{" in step.get("run", "")] == []


def test_its_container_is_that_of_the_courses_own_workflow() -> None:
    tests = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text())
    assert WORKFLOW["jobs"]["grade"]["container"] == tests["jobs"]["tests"]["container"]


# --- its steps ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What became of the steps: exit codes, what they printed, what was installed, the summary."""

    codes: list[int]
    said: str
    installed: list[str]
    summary: str


def a_students_repository(folder: Path) -> Path:
    """Notebook 1 solved, 2 with a mistake, the others untouched; committed."""
    shutil.copytree(ROOT / "notebooks" / "unet", folder / "unet")
    for name in ("1_conv_block", "2_upsampling_block"):
        notebook = nbformat.read(ROOT / "solutions" / "unet" / f"{name}.ipynb", as_version=4)
        for cell in notebook.cells:
            cell.source = cell.source.replace("[up, contractive_input]", MERGING)
        nbformat.write(notebook, folder / "unet" / f"{name}.ipynb")
    for command in ("init --quiet", "add --all", "commit --quiet --message=homework"):
        subprocess.run(["git", *command.split()], cwd=folder, env=os.environ | NOBODY, check=True)
    return folder


def stand_ins(folder: Path, log: Path) -> Path:
    """Programs that install: each writes down how it was called and that its files are there."""
    folder.mkdir()
    for name in ("apt-get", "pip"):
        program = folder / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> {log}\n')
        program.chmod(0o755)
    return folder


def run_steps(student: Path, folder: Path, env: dict[str, str]) -> Run:
    """Each step as GitHub runs it, up to the first that fails: `bash -e` in the workspace."""
    workspace, summary, log = folder / "workspace", folder / "summary.md", folder / "log"
    summary.touch()
    programs = stand_ins(folder / "programs", log)
    path = os.pathsep.join([str(programs), sysconfig.get_path("scripts"), os.environ["PATH"]])
    environment = os.environ | WORKFLOW["env"] | {"GITHUB_STEP_SUMMARY": str(summary)} | env
    environment = {name: str(value) for name, value in environment.items()} | {"PATH": path}
    codes, said = [], ""
    for step in STEPS:
        if "uses" in step:
            assert step["uses"] == "actions/checkout@v4"
            place = workspace / step["with"].get("path", ".")
            source = ROOT if "repository" in step["with"] else student
            command = ["git", "clone", "--quiet", "--no-local", str(source), str(place)]
        else:
            command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
        done = subprocess.run(
            command,
            cwd=workspace if workspace.exists() else folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        codes.append(done.returncode)
        said += done.stdout + done.stderr
        if done.returncode:
            break
    return Run(codes, said, log.read_text().splitlines(), summary.read_text())


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    if reason := walls.why_none():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("github")
    (folder / "student").mkdir()
    return run_steps(a_students_repository(folder / "student"), folder, {})


@pytest.mark.slow
def test_too_few_points_fail_the_run(pushed: Run) -> None:
    assert (pushed.codes, pushed.said.splitlines()[-1]) == (
        [0, 0, 0, 0, 1],
        "34 of 100 points, at least 50 wanted",
    )


@pytest.mark.slow
def test_the_grader_is_installed_from_the_lock_of_the_course(pushed: Run) -> None:
    assert pushed.installed == [
        "apt-get update -qq",
        "apt-get install -qq --no-install-recommends bubblewrap",
        "pip install --quiet --no-cache-dir --require-hashes --requirement "
        ".course/requirements-grade.lock",
        "pip install --quiet --no-deps --no-build-isolation --editable .course",
    ]
    assert (ROOT / "requirements-grade.lock").is_file()


@pytest.mark.slow
def test_the_summary_has_every_check_and_the_sentence(pushed: Run) -> None:
    lines = pushed.summary.splitlines()
    assert lines[0] == "## unet: 34 of 100 points"
    assert sum(line.startswith(("| 1_", "| 2_", "| 3_", "| 4_", "| 5_")) for line in lines) == 19
    assert "| 1_conv_block | ✅ conv_block · layers | 8 of 8 |  |" in lines
    (merging,) = [line for line in lines if "upsampling_block · merging" in line]
    assert merging.startswith(
        "| 2_upsampling_block | ❌ upsampling_block · merging | 0 of 6 | Row 4: Concatenate joins"
    )


@pytest.mark.slow
def test_an_annotation_stands_at_the_check_in_the_notebook(pushed: Run) -> None:
    (annotation,) = [line for line in pushed.said.splitlines() if "merging" in line]
    found = re.match(r"::error file=(.*),line=(\d+),title=(.*?)::Row 4%?: Concatenate", annotation)
    assert found
    assert found[1] == "unet/2_upsampling_block.ipynb"
    assert found[3] == "upsampling_block · merging%3A 0 of 6"
    assert int(found[2]) > 1
    kinds = re.findall(r"^::(error|notice) ", pushed.said, flags=re.MULTILINE)
    assert (kinds.count("error"), kinds.count("notice")) == (1, 13)


# --- what a student wrote stays text --------------------------------------------------------------

HOSTILE = "50% of <b>it</b>\n::stop-commands::x | `a|b` [x](http://x) @all\x1b[2J"


def graded(message: str) -> GradedSubmission:
    check = CheckResult(
        *("check_conv_block_layers", "conv_block", "layers", "failed", 0, 8),
        findings=(Finding(message),),
    )
    notebook = GradedNotebook("1_conv_block", (check,), "{}")
    return GradedSubmission("x", "unet", 1, "k", (notebook,), (Incident("files", message),))


def test_a_sentence_is_no_command(tmp_path: Path) -> None:
    (line,) = github.annotations(graded(HOSTILE), tmp_path)
    assert "\n" not in line
    assert line.startswith(f"::error file={tmp_path}/1_conv_block.ipynb,line=1,title=")
    assert line.endswith(
        "::50%25 of <b>it</b>%0A::stop-commands::x | `a|b` [x](http://x) @all\\x1b[2J"
    )


def test_a_sentence_is_no_markup() -> None:
    *_, row, _, incident = github.as_markdown(graded(HOSTILE)).splitlines()
    text = (
        r"50% of &#60;b&#62;it&#60;/b&#62; ::stop-commands::x &#124; `a\|b` &#91;x&#93;"
        r"&#40;http://x&#41; &#64;all&#92;x1b&#91;2J"
    )
    assert row == f"| 1_conv_block | ❌ conv_block · layers | 0 of 8 | {text} |"
    assert incident == f"- {text}"


def test_what_the_grader_failed_at_is_our_own_warning(tmp_path: Path) -> None:
    failed = GradedSubmission(
        "x", "unet", 1, "k", (), (Incident("engine", "1.ipynb has no mark", "1", "Traceback"),)
    )
    assert [*github.annotations(failed, tmp_path)] == [
        "::warning title=not graded::1.ipynb has no mark"
    ]
