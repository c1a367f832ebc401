"""What the trusted side knows of an assignment: its released notebooks and its own functions."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade

from grader import exercises
from grader.checks.exercise import Exercise, Part
from grader.errors import CourseError
from grader.notebook.loading import source_of

_CHECK = re.compile(r"^check\.(\w+)\.(\w+)\(\w+\)$", flags=re.MULTILINE)
_CARRIED = re.compile(r"""\bcarry\(\s*["'](\w+)["']\s*\)""")


@dataclass(frozen=True)
class Check:
    """A check cell of a released notebook: nbgrader's grade id, and what it checks."""

    cell: str
    exercise: Exercise
    part: Part
    points: float


@dataclass(frozen=True)
class Material:
    """Everything grading needs beside a submission; it travels to workers on other machines.

    ``notebooks`` maps a notebook's name to its released JSON, in the order of grading;
    ``functions`` maps a function that later notebooks carry to its source in the solutions.
    """

    assignment: str
    notebooks: Mapping[str, str]
    functions: Mapping[str, str]

    @cached_property
    def released(self) -> Mapping[str, NotebookNode]:
        """The released notebooks, parsed. They are shared: copy a cell before changing it."""
        return {name: nbformat.reads(text, as_version=4) for name, text in self.notebooks.items()}

    @cached_property
    def checks(self) -> Mapping[str, tuple[Check, ...]]:
        """The check cells of each notebook."""
        return {name: tuple(checks_of(notebook)) for name, notebook in self.released.items()}

    @property
    def judged_files(self) -> Mapping[str, str]:
        """The files that some checks judge, each with the notebook of its check."""
        return {
            check.part.function: name
            for name, checks in self.checks.items()
            for check in checks
            if check.part.opens
        }

    def carried_into(self, notebook: str) -> set[str]:
        """The functions that a notebook carries, and those that they carry themselves."""
        open_texts = [cell.source for cell in self.released[notebook].cells]
        found: set[str] = set()
        while open_texts:
            names = set(_CARRIED.findall(open_texts.pop())) & self.functions.keys()
            open_texts += [self.functions[name] for name in names - found]
            found |= names
        return found


def material_of(course: CourseDirectory, assignment: str) -> Material:
    """The material of an assignment from where nbgrader has it."""
    return load_material(*folders_of(course, assignment), assignment)


def folders_of(course: CourseDirectory, assignment: str) -> tuple[Path, Path]:
    """Where nbgrader has an assignment's released and its source notebooks."""
    steps = (course.release_directory, course.source_directory)
    released, source = (Path(course.format_path(step, ".", assignment)) for step in steps)
    return released, source


def material_at(root: Path, assignment: str) -> Material:
    """The material of an assignment from a checkout of the course."""
    return load_material(
        root / "notebooks" / assignment, root / "solutions" / assignment, assignment
    )


def load_material(release_folder: Path, source_folder: Path, assignment: str) -> Material:
    """The material of an assignment from its two folders."""
    paths = sorted(release_folder.glob("*.ipynb"))
    if not paths:
        raise CourseError(
            f"There are no released notebooks in {release_folder}. Run "
            f"`nbgrader generate_assignment {assignment}` first."
        )
    notebooks = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    return Material(assignment, notebooks, _carried_functions(notebooks, source_folder))


def checks_of(notebook: NotebookNode) -> list[Check]:
    """What the check cells of a notebook check; cells that people grade are left to them."""
    found = []
    for cell in notebook.cells:
        match = _CHECK.search(cell.source) if cell.cell_type == "code" and is_grade(cell) else None
        if match is not None:
            exercise = exercises.find(match[1])
            marks = cell.metadata.nbgrader
            found.append(Check(marks.grade_id, exercise, exercise.part(match[2]), marks.points))
    return found


def _carried_functions(notebooks: Mapping[str, str], source_folder: Path) -> dict[str, str]:
    """The source of each function that some notebook carries from an earlier one."""
    written = {
        function for exercise in exercises.all_exercises() for function in exercise.functions
    }
    wanted = {
        name
        for text in notebooks.values()
        for cell in json.loads(text)["cells"]
        for name in _CARRIED.findall("".join(cell["source"]))
    }
    return {
        name: source_of(source_folder / f"{exercises.notebook(exercises.owner(name))}.ipynb", name)
        for name in sorted(wanted & written)
    }
