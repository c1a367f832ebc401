"""What is imported is declared, students install what students need, and the locks say the same."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Set
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from grader.course import ROOT
from grader.sandbox.contents import PACKAGE, is_trusted_only

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = ("requirements.lock", "requirements-grade.lock", "requirements-dev.lock")
OURS = {"grader", "data", "lessons"}
# Beside what a notebook may import: `grader check`, `grader doctor`, settings for JupyterLab.
STUDENTS_COMMANDS = (
    "grader.cli",
    "grader.commands.check",
    "grader.commands.doctor",
    "grader.commands.progress",
    "grader.sandbox.handing_in",
)
DISTRIBUTIONS = packages_distributions()


def normal(name: str) -> str:
    """A distribution's name as an index writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*extras: str) -> set[str]:
    """Distributions that are installed with these extras."""
    groups = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][name] for name in extras)]
    names = {re.match(r"[\w.-]+", line) for group in groups for line in group}
    return {normal(match[0]) for match in names if match}


@cache
def imports_of(path: Path) -> tuple[tuple[str, bool], ...]:
    """The modules that a file imports, each with whether it does so as soon as it is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: list[tuple[str, bool]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(name.name, node in tree.body) for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
            found += [(name, node in tree.body) for name in names]
    return tuple(found)


def third_party(path: Path) -> set[str]:
    """The packages a file imports, at once or later, that are neither Python's nor ours."""
    names = {name.partition(".")[0] for name, _ in imports_of(path)}
    return names - OURS - sys.stdlib_module_names


def undeclared(files: set[Path], *extras: str, beside: Set[str] = frozenset()) -> list[str]:
    """Each import of a package that is neither declared nor a file ``beside``, with its file."""
    known = declared(*extras)
    return sorted(
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in third_party(path) - beside
        if not known & {normal(distribution) for distribution in DISTRIBUTIONS.get(name, ())}
    )


def files_of(module: str) -> Iterator[Path]:
    """The files that run when a module of ours is imported: its packages' and its own."""
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        path = ROOT.joinpath(*parts[:end])
        yield from filter(Path.is_file, (path / "__init__.py", path.with_suffix(".py")))


def imported_with(files: set[Path]) -> set[Path]:
    """These files and those of ours that are imported with them."""
    found: set[Path] = set()
    waiting = list(files)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            names = [name for name, at_once in imports_of(path) if at_once]
            for name in names:
                if name.partition(".")[0] in OURS:
                    waiting += files_of(name)
    return found


def python_files(*folders: str) -> set[Path]:
    """The Python files of these folders but for answers of students, who may import anything."""
    found = {path for folder in folders for path in (ROOT / folder).rglob("*.py")}
    return {path for path in found if not {"submissions", "cache", "_build"} & {*path.parts}}


def students_files() -> set[Path]:
    """What a student's notebook may import, and her commands."""
    modules = {
        path for path in PACKAGE.rglob("*.py") if not is_trusted_only(path.relative_to(PACKAGE))
    }
    commands = {path for name in STUDENTS_COMMANDS for path in files_of(name)}
    return imported_with(modules | commands) | python_files("data", "lessons")


def test_a_student_installs_what_a_student_imports() -> None:
    assert undeclared(students_files()) == []


def test_grading_installs_what_grading_imports() -> None:
    assert undeclared(python_files("grader", "data", "lessons"), "grade") == []


def test_developing_installs_what_the_tests_import() -> None:
    files = python_files("tests", "docs", "benchmarks")
    beside = {path.stem for path in files} | {
        "number_exercises"
    }  # they import each other's helpers
    assert undeclared(files, "grade", "site", "dev", beside=beside) == []


def test_nothing_is_installed_twice_and_no_student_needs_the_tests() -> None:
    grade, student = declared("grade") - declared(), declared()
    assert len(PROJECT["optional-dependencies"]["grade"]) == len(grade)
    assert {"pytest", "pytest-xdist", "distributed", "dask", "cryptography"} & student == set()


def pins(lock: str) -> set[str]:
    """The versions that a lock pins: ``numpy==2.4.6``."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)(?:\[.*\])?(==[\w.]+)", text, flags=re.MULTILINE)
    return {name + version for name, version in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_with_hashes_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"\w+://|^--(?!hash).*|^ *-[a-z] .*", text, flags=re.MULTILINE) == []
    assert len(re.findall(r"^\w.* \\\n    --hash=sha256:", text, flags=re.MULTILINE)) == len(
        pins(lock)
    )


@pytest.mark.parametrize(
    ("lock", "extras"),
    [(LOCKS[0], ()), (LOCKS[1], ("grade", "postgres")), (LOCKS[2], ("grade", "site", "dev"))],
)
def test_a_lock_has_all_that_is_declared(lock: str, extras: tuple[str, ...]) -> None:
    locked = {normal(line.partition("==")[0]) for line in pins(lock)}
    assert declared(*extras) - {"segmentation-course"} - locked == set()


def test_students_have_the_versions_of_everybody() -> None:
    student, grading, everybody = map(pins, LOCKS)
    assert student < grading < everybody


@pytest.mark.parametrize("name", ["environment.yml", "Makefile", "deploy/jupyterhub/install"])
def test_whoever_needs_everything_gets_the_lock_of_everything(name: str) -> None:
    found = re.findall(r"--requirement (\S+)", (ROOT / name).read_text())
    assert [path.strip('"').removeprefix("$course/") for path in found] == ["requirements-dev.lock"]
