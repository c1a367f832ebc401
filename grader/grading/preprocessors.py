"""The steps that the course adds to nbgrader's grading; named in ``nbgrader_config.py``.

``ReadSubmission`` opens the file and ``RepairCells`` runs before nbgrader's own sanitizing;
``RunAndJudge`` stands in the place of nbgrader's ``Execute``, and ``WithholdMarks`` and
``RecordRules`` follow ``SaveAutoGrades``.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any, cast

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Bool, Enum, Float, Int

from grader.grading.cache import folder_of
from grader.grading.document import read_document
from grader.grading.failures import Failures
from grader.grading.grade import Document, NotebookTask, read_notebook
from grader.grading.marking import NOT_GRADED
from grader.grading.material import Material, folders_of, load_material
from grader.grading.options import Options
from grader.grading.repair import repair
from grader.grading.results import Incident
from grader.grading.rules import marker_of, note_rules, rules_of
from grader.grading.storable import printable
from grader.grading.submission import read_submission
from grader.kernel.limits import Limits
from grader.sandbox.walls import NAMES
from grader.settings import run_seed

Processed = tuple[NotebookNode, ResourcesDict]
DEFAULTS = Limits()
_NO_FILE = "{}.ipynb was not run: it is a link, or too large. Hand in the notebook itself."


class ReadSubmission(NotebookExporter):
    """Reads a submitted notebook for nbgrader, as an empty one where nothing can be read.

    The steps then put the course's cells into it, and ``RunAndJudge``, which reads the file itself,
    says in each check what is wrong with it. nbgrader alone would leave the student out.
    """

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Processed:
        """Read, and take all steps."""
        try:
            notebook = nbformat.read(filename, as_version=4)
        except Exception:  # whatever a student hands in under this name
            notebook = nbformat.v4.new_notebook()
        return cast(
            Processed,
            self.from_notebook_node(notebook, resources, **kw),  # type: ignore[no-untyped-call]
        )


class RepairCells(NbGraderPreprocessor):
    """Put the course's own cells back: missing, duplicated, edited or moved ones.

    The released notebook says which cells there are and in which order. Check cells and other
    locked cells are always the course's; exercise cells are always the student's, and an exercise
    cell that lost its marks is found by the function it defines. What was done is said in a note
    above the cell, which the feedback page shows.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Processed:
        """Repair one submitted notebook."""
        course, names = CourseDirectory(config=self.config), resources["nbgrader"]
        released = _material(course, names["assignment"]).released.get(names["notebook"])
        if released is None:
            self.log.warning("No released notebook %s: cells stay as they are.", names["notebook"])
        else:
            nb.cells, nb.metadata = _repaired(nb, released.cells), released.metadata.copy()
        _remove_linked_files(course, names)
        return nb, resources


class RunAndJudge(NbGraderPreprocessor):
    """Run a notebook in the sandbox and judge its checks outside; nbgrader then saves the marks.

    The limits are those of ``grader.kernel.limits.Limits``.
    """

    cell_seconds = Float(DEFAULTS.cell_seconds, help="Seconds for one cell.").tag(config=True)
    notebook_seconds = Float(
        DEFAULTS.notebook_seconds, help="Seconds for one notebook, its start included."
    ).tag(config=True)
    memory = Int(DEFAULTS.memory, help="Bytes beyond the warm parent.").tag(config=True)
    processes = Int(DEFAULTS.processes, help="Processes and threads.").tag(config=True)
    open_files = Int(DEFAULTS.open_files, help="Open files of a process.").tag(config=True)
    written = Int(DEFAULTS.written, help="Bytes of files it may write.").tag(config=True)
    output = Int(DEFAULTS.output, help="Bytes that one cell may show.").tag(config=True)
    every_cell = Bool(
        False, help="Also run demonstrations that the student left as they were."
    ).tag(config=True)
    walls = Enum(
        NAMES,
        None,
        allow_none=True,
        help="Kind of walls; the strongest that can be built if unset.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Processed:
        """Run and judge one notebook; the seed of its cases stays in its metadata."""
        course, names = CourseDirectory(config=self.config), resources["nbgrader"]
        assignment, student = names["assignment"], names["student"]
        material = _material(course, assignment)
        submission = read_submission(_submitted(course, names), student, assignment)
        task = NotebookTask(
            name=names["notebook"],
            submission=submission,
            material=material,
            seed=run_seed(),
            options=self.options(),
            faults=_faults(material, names),
        )
        # What is graded is the file as it was handed in: nbgrader follows links, and changes cells.
        content = submission.files.get(f"{task.name}.ipynb")
        if content is None:
            document: Document = Incident("missing", _NO_FILE.format(task.name), task.name)
            found = list(submission.incidents)
        else:
            document, found = read_notebook(task.name, content)
        graded, more = task.grade(document)
        for incident in [*found, *more]:
            self.log.warning("%s: %s", printable(student), printable(incident.message))
        self._keep_tracebacks(course, names, [*found, *more])
        notebook = nbformat.reads(graded.document, as_version=4)
        notebook.metadata["grading"] = {"seed": task.seed}
        return notebook, resources

    def _keep_tracebacks(
        self, course: CourseDirectory, names: dict[str, str], incidents: Iterable[Incident]
    ) -> None:
        failures = Failures(folder_of(course.root, names["assignment"]))
        failures.forget(names["student"], names["notebook"])
        for incident in incidents:
            if incident.traceback:
                where = failures.keep(names["student"], names["notebook"], incident.traceback)
                self.log.error("%s: %s", printable(names["student"]), printable(str(where)))

    def options(self) -> Options:
        """The limits and choices that the configuration sets."""
        limits = {limit.name: getattr(self, limit.name) for limit in fields(Limits)}
        return Options(Limits(**limits), self.every_cell, self.walls)


class WithholdMarks(NbGraderPreprocessor):
    """Take back the 0 that nbgrader reads out of a check that was not graded.

    It was the grader that failed, not the student: the check has no mark, and formgrader lists it
    for one by hand. The next grading that goes through puts the automatic mark in.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Processed:
        """Withhold the marks of one notebook's checks that say so."""
        names = resources["nbgrader"]
        where = (names["notebook"], names["assignment"], names["student"])
        with Gradebook(names["db_url"]) as gradebook:
            for cell in filter(_is_not_graded, nb.cells):
                grade = gradebook.find_grade(cell.metadata.nbgrader.grade_id, *where)
                grade.auto_score, grade.needs_manual_grade = None, True
            gradebook.db.commit()
        return nb, resources


class RecordRules(NbGraderPreprocessor):
    """Note by which points, checks and grader the marks were given that nbgrader has just saved.

    ``grader export`` names them when these change. What was not handed in has its 0 by now too.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Processed:
        """Note the rules of one notebook."""
        course, names = CourseDirectory(config=self.config), resources["nbgrader"]
        submitted = _submitted(course, names)
        rules = {
            name: rule
            for name, rule in rules_of(_material(course, names["assignment"])).items()
            if name == names["notebook"] or not (submitted / f"{name}.ipynb").exists()
        }
        note_rules(marker_of(course.root, names["assignment"], names["student"]), rules)
        return nb, resources


def _is_not_graded(cell: NotebookNode) -> bool:
    """Whether the judge left word in a check cell, whose outputs are all its own."""
    return is_grade(cell) and any(
        output.output_type == "error" and output.ename == NOT_GRADED
        for output in cell.get("outputs", [])
    )


def _repaired(nb: NotebookNode, released: list[NotebookNode]) -> list[NotebookNode]:
    """The repaired cells of a submission; the released ones where that fails.

    Then ``RunAndJudge``, which goes the whole way itself, meets the fault again and tells of it.
    """
    try:
        return repair(read_document(json.dumps(nb).encode()).cells, released)
    except Exception:
        return [cell.copy() for cell in released]


def _material(course: CourseDirectory, assignment: str) -> Material:
    released, source = folders_of(course, assignment)
    changed = max((path.stat().st_mtime_ns for path in released.glob("*.ipynb")), default=0)
    return _load_once(released, source, assignment, changed)


@lru_cache(maxsize=8)
def _load_once(released: Path, source: Path, assignment: str, _changed: int) -> Material:
    return load_material(released, source, assignment)


def _submitted(course: CourseDirectory, names: dict[str, str]) -> Path:
    place = course.format_path(course.submitted_directory, names["student"], names["assignment"])
    return Path(place)


def _remove_linked_files(course: CourseDirectory, names: dict[str, str]) -> None:
    """nbgrader has copied what the student's links point to; it was not handed in.

    Notebooks are not copied but written, what comes of a linked one too.
    """
    submitted = _submitted(course, names)
    graded = Path(
        course.format_path(course.autograded_directory, names["student"], names["assignment"])
    )
    for place, folders, files in os.walk(submitted, followlinks=False):
        for path in (Path(place, name) for name in [*folders, *files]):
            copied = graded / path.relative_to(submitted)
            if path.is_symlink() and path.suffix != ".ipynb" and copied.is_file():
                copied.unlink()


def _faults(material: Material, names: dict[str, str]) -> dict[str, str]:
    """What the gradebook says of the functions in earlier notebooks of this student."""
    faults: dict[str, str] = {}
    with Gradebook(names["db_url"]) as gradebook:
        for notebook in takewhile(lambda name: name != names["notebook"], material.notebooks):
            for check in material.checks[notebook]:
                function = check.part.function
                if function in material.functions and not faults.get(function):
                    where = (check.cell, notebook, names["assignment"], names["student"])
                    passed = _has_all_points(gradebook, where)
                    faults[function] = "" if passed else _fault(function, notebook)
    return faults


def _has_all_points(gradebook: Gradebook, where: tuple[str, str, str, str]) -> bool:
    try:
        grade = gradebook.find_grade(*where)
    except MissingEntry:
        return False
    return grade.auto_score is not None and grade.auto_score == grade.max_score


def _fault(function: str, notebook: str) -> str:
    return f"{function} did not pass all its checks in {notebook}.ipynb."
