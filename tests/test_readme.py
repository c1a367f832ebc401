"""Every command of README.md and docs/installing.md is run by a test: here, or where it says."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.cli import main
from grader.course import ROOT

README = "\n".join(
    (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/installing.md")
)
COMMAND = r"(?:grader|nbgrader|make|pip|pytest|jupyter|python|conda)\b"

# What `make` runs, and in which folder. What the programs then do is other tests' matter.
MADE = {
    "make demo": ["course$ grader demo"],
    "make lab": ["my_notebooks$ jupyter lab"],
    "make site": ["course$ sphinx-build --fail-on-warning --keep-going docs docs/_build/html"],
    "make test": [
        "course$ pytest --numprocesses=2 -m not slow",
        "course$ pytest --numprocesses=4 -m slow",
    ],
    "make check": ["course$ pre-commit run --all-files"],
}

# Commands whose work takes minutes or writes into the course: the function that does it, which is
# not called here, and a test that does call it.
CALLED = {
    "grader train --plan short": (
        "grader.commands.train.train",
        "grader/test_handing_in.py::test_what_lies_there_after_notebook_5_is_handed_in_and_graded",
    ),
    "grader train --recordings folder": (
        "grader.commands.train.train_on_recordings",
        "grader/test_train.py::test_recordings_are_learned_and_judged_by_scenes_kept_out",
    ),
    "grader rehearse --students 30": (
        "grader.commands.rehearsal.rehearse",
        "grading/test_rehearsal.py::test_every_mark_of_a_rehearsal_is_what_its_answer_deserves",
    ),
    "grader release": (
        "grader.authoring.release.release",
        "grader/test_release.py::test_release_puts_stubs_for_solutions_and_names_later_changes",
    ),
    "grader reference": (
        "grader.authoring.reference.write",
        "grader/test_cli.py::test_the_reference_tables_agree_with_the_solutions",
    ),
    "grader new edge_map": (
        "grader.authoring.new.new_exercise",
        "grader/test_new.py::test_every_file_of_an_exercise_is_made",
    ),
    "grader demo": (
        "grader.commands.demo.run",
        "grader/test_nbgrader.py::test_the_demo_gives_the_marks_it_should",
    ),
}

RUN_ELSEWHERE = {
    "grader autograde unet --report report": (
        "grader/test_nbgrader.py::test_the_readmes_commands_for_teachers_run"
    ),
    "grader export unet --to marks.csv --format canvas": (
        "grader/test_nbgrader.py::test_the_readmes_commands_for_teachers_run"
    ),
    "nbgrader generate_assignment unet --force": (
        "grader/test_nbgrader.py::test_the_demo_gives_the_marks_it_should"
    ),
    "nbgrader autograde unet": (
        "grader/test_nbgrader.py::test_stock_nbgrader_gives_the_marks_that_grader_autograde_gives"
    ),
    "grader github unet --at-least 50": (
        "test_class_workflow.py::test_too_few_points_fail_the_run"
    ),
    "grader platform gradescope unet": (
        "test_gradescope.py::test_the_command_writes_what_is_uploaded"
    ),
    "grader progress my_notebooks": (
        "grader/test_progress.py::test_the_saved_notebook_says_it_to_another_process"
    ),
    "grader doctor": "grader/test_cli.py::test_doctor_says_ready_here",
    "pytest": "test_readme.py::test_no_command_of_the_readme_is_left_out",
    "conda env create -f environment.yml": (
        "test_dependencies.py::test_whoever_needs_everything_gets_the_lock_of_everything"
    ),
    "jupyter lab": "browser/lab.py::jupyter_lab",
}

RUN_HERE = ("grader check conv_block my_block.py 1_conv_block.ipynb",)
NAMING_A_PYTHON = "make lab PYTHON=/path/to/python3.12"
WITH_PIP = (
    "pip install -r requirements.lock",
    "pip install -e .",
    'pip install -e ".[grade]"',
    'pip install -e ".[dev]"',
    'pip install -e ".[gpu]"',
    "pip uninstall --yes tensorflow-cpu",
    "pip install --force-reinstall --no-deps tensorflow",
)


def blocks() -> list[list[str]]:
    """The indented blocks of both."""
    found = re.findall(r"(?:^(?: {4}.*)?\n)*^ {4}.*\n", README, flags=re.MULTILINE)
    return [[line[4:] for line in block.splitlines() if line.strip()] for block in found]


def commands() -> set[str]:
    """What they tell readers to type, in blocks and in sentences."""
    lines = [
        line.partition("  #")[0].partition(" #")[0].strip()
        for block in blocks()
        for line in block
        if re.match(COMMAND, line)
    ]
    return {*lines, *re.findall(rf"`({COMMAND} [^`]+)`", README)}


def test_no_command_of_the_readme_is_left_out() -> None:
    run = {*MADE, *CALLED, *RUN_ELSEWHERE, *RUN_HERE, *WITH_PIP, NAMING_A_PYTHON}
    assert commands() == run


def test_every_other_block_is_what_the_demo_prints() -> None:
    others = [block[0].split() for block in blocks() if not re.match(COMMAND, block[0])]
    notebooks = ["1", "conv", "block", "2", "upsampling", "block", "3", "unet", "model"]
    assert others == [["student", *notebooks, "4", "loss", "5", "training", "total"]]


@pytest.mark.parametrize(
    "place", [*(place for _, place in CALLED.values()), *RUN_ELSEWHERE.values()]
)
def test_the_test_that_runs_a_command_is_there(place: str) -> None:
    file, _, name = place.partition("::")
    assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


# --- make -----------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with its environment, in which every program only says how it was called."""
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # the tests may run below a `make` themselves
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "course"
    for name in ("solutions", "notebooks"):
        (folder / name / "unet").mkdir(parents=True)
        (folder / name / "unet" / "1_conv_block.ipynb").write_text("{}")
    for name in ("Makefile", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in {called.split()[1] for made in MADE.values() for called in made}:
        (programs / name).write_text(f'#!/bin/sh\necho "$(basename "$PWD")$ {name}" "$@"\n')
        (programs / name).chmod(0o755)
    (folder / ".venv" / "ready").touch()
    return folder


@pytest.mark.parametrize("command", MADE)
def test_make_calls_what_it_should(tree: Path, command: str) -> None:
    run = subprocess.run(shlex.split(command), cwd=tree, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == MADE[command]


def test_make_lab_leaves_a_notebook_that_somebody_has_worked_in(tree: Path) -> None:
    own = tree / "my_notebooks" / "unet" / "1_conv_block.ipynb"
    own.parent.mkdir(parents=True)
    own.write_text("my work")
    (tree / "notebooks" / "unet" / "2_upsampling_block.ipynb").write_text("{}")
    subprocess.run(["make", "lab"], cwd=tree, capture_output=True, check=True)
    assert own.read_text() == "my work"
    assert (own.parent / "2_upsampling_block.ipynb").exists()


def test_make_builds_the_environment_with_the_python_that_is_named(tree: Path) -> None:
    python = tree / "python3.12"
    python.write_text('#!/bin/sh\necho "called with $@"\nexit 1\n')
    python.chmod(0o755)
    (tree / ".venv" / "ready").unlink()
    command = NAMING_A_PYTHON.replace("/path/to/python3.12", str(python))
    run = subprocess.run(
        shlex.split(command), cwd=tree, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.splitlines()) == (
        2,
        [
            f"Building the environment in .venv with {python}: about a minute and 2 GB.",
            "called with -m venv --clear .venv",
        ],
    )


# --- grader ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", CALLED)
def test_a_long_command_calls_its_function(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[Any, ...]] = []
    result = SimpleNamespace(mismatches=(), summary=SimpleNamespace(exit_code=0))

    def record(*given: Any, **named: Any) -> Any:
        called.append((*given, *named.values()))
        return result if "rehearse" in command else []

    monkeypatch.setattr(CALLED[command][0], record)
    with pytest.raises(SystemExit) as ended:
        main(shlex.split(command)[1:])
    given = [str(one) if isinstance(one, Path) else one for one in called[0]]
    assert (ended.value.code, len(called)) == (0, 1)
    wanted = [int(word) if word.isdecimal() else word for word in shlex.split(command)[2:]]
    assert [word for word in wanted if word not in given and "--" not in str(word)] == []


def test_the_check_outside_a_notebook_takes_both_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right = ROOT / "tests" / "submissions" / "conv_block" / "right" / "activation_layer.py"
    shutil.copy(right, tmp_path / "my_block.py")
    shutil.copy(ROOT / "solutions" / "unet" / "1_conv_block.ipynb", tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(shlex.split(RUN_HERE[0])[1:])
    shown = re.findall(r"^.*: \d+ of \d+ points$", capsys.readouterr().out, flags=re.MULTILINE)
    assert (ended.value.code, shown) == (
        0,
        ["my_block.py: 20 of 20 points", "1_conv_block.ipynb: 20 of 20 points"],
    )


# --- pip ------------------------------------------------------------------------------------------


def wheel(folder: Path, name: str) -> None:
    """A package that owns the folder ``tensorflow`` and has nothing in it."""
    info = f"{name}-2.21.0.dist-info"
    files = {
        "tensorflow/__init__.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.21.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"{name}-2.21.0-py3-none-any.whl", "w") as archive:
        for file, text in (files | {f"{info}/RECORD": record}).items():
            archive.writestr(file, text)


@pytest.mark.slow
def test_pip_gets_from_the_default_tensorflow_to_the_one_for_a_gpu(tmp_path: Path) -> None:
    """Both own one folder: what the first leaves of it after it went, the last command fixes."""
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    (packages,) = tmp_path.glob("venv/lib/python*/site-packages")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if path.name.startswith(("setuptools", "_distutils_hack")):
            (packages / path.name).symlink_to(path)
    (tmp_path / "course" / "grader").mkdir(parents=True)
    (tmp_path / "course" / "grader" / "__init__.py").touch()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / "course")
    for name in ("tensorflow_cpu", "tensorflow"):
        wheel(tmp_path, name)
    (tmp_path / "course" / "requirements.lock").touch()

    def run(command: str) -> None:
        python = str(tmp_path / "venv" / "bin" / "python")
        subprocess.run(
            [sys.executable, "-m", "pip", "--python", python, *shlex.split(command)[1:]],
            cwd=tmp_path / "course",
            # Without a network, and without what the course needs: two empty packages stand for it.
            env=os.environ
            | {
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(tmp_path),
                "PIP_NO_DEPS": "1",
                "PIP_NO_BUILD_ISOLATION": "0",  # in pip's words: no isolation
            },
            capture_output=True,
            check=True,
        )

    run("pip install tensorflow-cpu tensorflow")
    left = []
    for command in WITH_PIP:
        run(command)
        left.append((packages / "tensorflow" / "__init__.py").exists())
    assert left == [*[True] * (len(WITH_PIP) - 2), False, True]
    installed = {path.name.partition("-")[0] for path in packages.glob("*.dist-info")}
    assert installed - {"setuptools"} == {"segmentation_course", "tensorflow"}
