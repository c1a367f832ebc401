"""Grade one submission: the whole way from bytes to marks, without a course tree or a gradebook."""

import copy
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grader import exercises
from grader.checks.brief import Brief, Carried, Cases
from grader.course import checkout, first_assignment
from grader.grading.document import Unreadable, read_document
from grader.grading.execution import Execution, execute, is_evidence
from grader.grading.failures import engine_error
from grader.grading.marking import judge, refuse, sanitize, sentence_of
from grader.grading.material import Check, Material, material_at
from grader.grading.options import Options
from grader.grading.repair import notes_in, repair
from grader.grading.results import (
    CheckResult,
    CheckStatus,
    GradedNotebook,
    GradedSubmission,
    Incident,
)
from grader.grading.selection import deciding_cells, names_given
from grader.grading.storable import REPLACEMENT, printable
from grader.grading.submission import Submission, read_submission
from grader.judging.verdicts import cases_for_sandbox
from grader.sandbox.walls import NoWalls, chosen

_UNKNOWN_NAME = re.compile(r"name '(\w+)' is not defined")


def grade(
    submission: Submission,
    material: Material,
    seed: int | None = None,
    options: Options | None = None,
    key: str = "",
) -> GradedSubmission:
    """Run and judge every notebook of a submission.

    What the engine itself fails at is an incident with its traceback; that notebook has no mark,
    and the others have theirs.

    Args:
        submission: what the student handed in, from ``read_submission``.
        material: the course's side, from ``load_material``.
        seed: draws the secret cases; random when it is None, and kept in the result.
        options: limits and what to leave out; the defaults when it is None.
        key: the content hash to keep with the result.

    Raises:
        NoWalls: this machine cannot build the sandbox.
    """
    *_, graded = grade_by_notebook(submission, material, seed, options, key)
    return graded


def grade_by_notebook(
    submission: Submission,
    material: Material,
    seed: int | None = None,
    options: Options | None = None,
    key: str = "",
) -> Iterator[GradedSubmission]:
    """What ``grade`` returns, as far as it has come: before the first notebook and after each.

    Raises:
        NoWalls: this machine cannot build the sandbox.
    """
    seed = secrets.randbits(32) if seed is None else seed
    options = options or Options()
    options = replace(options, walls=chosen(options.walls).name)
    found = find_notebooks(submission, material)
    graded = GradedSubmission(
        student=submission.student,
        assignment=submission.assignment,
        seed=seed,
        key=key,
        notebooks=(),
        incidents=(*submission.incidents, *found.incidents),
        walls=options.walls,
    )
    yield graded
    for name in material.notebooks:
        checks = [check for notebook in graded.notebooks for check in notebook.checks]
        faults = faults_of(checks, material.functions)
        task = NotebookTask(name, submission, material, seed, options, faults)
        notebook, more = task.grade(found.documents[name])
        graded = replace(
            graded,
            notebooks=(*graded.notebooks, notebook),
            incidents=(*graded.incidents, *more),
        )
        yield graded


def grade_folder(
    folder: Path,
    seed: int | None = None,
    options: Options | None = None,
    assignment: str | None = None,
) -> GradedSubmission:
    """Grade the notebooks in a folder against this checkout of the course.

    No course directory and no gradebook are needed; nothing is written. The folder's name stands
    for the student's; without an ``assignment`` the course's first one is meant. For other
    notebooks than the course's own, see ``grade``.

    Raises:
        NoWalls: this machine cannot build the sandbox.
        CourseError: the course is installed without its notebooks.
    """
    assignment = assignment or first_assignment()
    material = material_at(checkout(), assignment)
    return grade(read_submission(folder, folder.name, assignment), material, seed, options)


Document = NotebookNode | Incident  # a submitted notebook, or why there is none to run


@dataclass(frozen=True)
class Found:
    """The notebooks of a submission by their released names."""

    documents: Mapping[str, Document]
    incidents: tuple[Incident, ...]


def find_notebooks(submission: Submission, material: Material) -> Found:
    """Read the submitted notebooks; one that was renamed is known by the exercises in it."""
    documents: dict[str, Document] = {}
    incidents: list[Incident] = []
    others = {
        name: content
        for name, content in submission.files.items()
        if name.endswith(".ipynb") and name.removesuffix(".ipynb") not in material.notebooks
    }
    for name in material.notebooks:
        content = submission.files.get(f"{name}.ipynb")
        documents[name], more = (
            _renamed(name, others, material) if content is None else read_notebook(name, content)
        )
        incidents += more
    return Found(documents, tuple(incidents))


def read_notebook(name: str, content: bytes) -> tuple[Document, list[Incident]]:
    """Read one notebook; the incidents hold also the one that says why there is none."""
    try:
        document = read_document(content)
    except Unreadable as reason:
        incident = Incident("unreadable", f"{name}.ipynb {reason}.", name)
        return incident, [incident]
    except Exception as error:
        incident = engine_error(name, error)
        return incident, [incident]
    return document, list(_oddities(name, document))


def _oddities(name: str, document: NotebookNode) -> Iterator[Incident]:
    language = document.metadata["language"]
    if language != "python":
        message = (
            f"{name}.ipynb says that it is written in {language[:30]}. It was run as Python; ask "
            "the student to choose the Python kernel."
        )
        yield Incident("unreadable", message, name)
    if document.metadata["cut"]:
        message = (
            f"{name}.ipynb ended in {document.metadata['cut']} NUL bytes, which were cut off. Ask "
            "the student whether something is missing."
        )
        yield Incident("unreadable", message, name)
    if document.metadata["replaced"]:
        message = f"{name}.ipynb holds {_HALVES}. Ask the student to type them anew."
        yield Incident("replaced", message, name)


_HALVES = f"halves of characters, which cannot be stored; {REPLACEMENT} stands for each"


def _renamed(
    name: str, others: dict[str, bytes], material: Material
) -> tuple[Document, list[Incident]]:
    """Look for a missing notebook among those with other names."""
    functions = _exercise_functions(material, name)
    for other in sorted(others):
        document, _ = read_notebook(other.removesuffix(".ipynb"), others[other])
        if not isinstance(document, Incident) and functions & _functions_defined(document):
            del others[other]
            message = (
                f"{name}.ipynb was not handed in; {printable(other)} defines its exercises and "
                "was graded in its place."
            )
            return document, [Incident("renamed", message, name)]
    message = f"{name}.ipynb was not handed in. Ask the student whether it was forgotten."
    incident = Incident("missing", message, name)
    return incident, [incident]


def _exercise_functions(material: Material, name: str) -> set[str]:
    return {check.part.function for check in material.checks[name]}


def _functions_defined(document: NotebookNode) -> set[str]:
    code = "\n".join(cell.source for cell in document.cells if cell.cell_type == "code")
    return set(re.findall(r"^def (\w+)\(", code, flags=re.MULTILINE))


@dataclass(frozen=True)
class NotebookTask:
    """One notebook to grade.

    The files of ``submission`` lie beside it while it runs. ``faults`` maps each function of an
    earlier notebook to what is wrong with the student's own; an empty text says that it was found
    right.
    """

    name: str
    submission: Submission
    material: Material
    seed: int
    options: Options
    faults: Mapping[str, str]

    def grade(self, document: Document) -> tuple[GradedNotebook, list[Incident]]:
        """Repair a notebook, run it and judge its checks.

        No marks where there is none, with the reason in their place. Whatever else happens here
        costs this notebook alone: it ends in an incident of the engine.

        Raises:
            NoWalls: this machine cannot build the sandbox.
        """
        if isinstance(document, Incident):
            return self._refuse(document), []
        try:
            return self._repair_run_and_judge(document)
        except NoWalls:
            raise
        except Exception as error:
            incident = engine_error(self.name, error)
            return self._refuse(incident), [incident]

    def _repair_run_and_judge(
        self, document: NotebookNode
    ) -> tuple[GradedNotebook, list[Incident]]:
        cells = repair(document.cells, self._released.cells)
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=self._released.metadata)
        brief = self._brief()
        chosen = deciding_cells(notebook.cells, self._released.cells)
        if self.options.every_cell:
            chosen = _code_cells(notebook)
        execution = self._run(notebook, chosen, brief, self.options)
        if _missed(execution, chosen):
            limits = replace(self.options.limits, notebook_seconds=max(0, execution.left))
            options = replace(self.options, limits=limits)
            execution = self._run(notebook, _code_cells(notebook), brief, options)
        checks = judge(execution, self._checks, brief.run, self.seed, self.options, self.submission)
        sanitize(execution.notebook, self._released)
        _note_demonstrations(execution)
        return self._graded(execution, checks), self._incidents(execution)

    def _refuse(self, incident: Incident) -> GradedNotebook:
        ours = incident.kind == "engine"
        status: CheckStatus = "not graded" if ours else "not run"
        reason = _OUR_FAULT if ours else incident.message
        execution = Execution(nbformat.from_dict(self._released))
        checks = refuse(execution.notebook, self._checks, status, reason)
        return self._graded(execution, checks)

    @property
    def _released(self) -> NotebookNode:
        return self.material.released[self.name]

    @property
    def _checks(self) -> tuple[Check, ...]:
        return self.material.checks[self.name]

    def _brief(self) -> Brief:
        cases: dict[str, dict[str, Cases]] = {}
        for check in self._checks:
            parts = cases.setdefault(check.exercise.name, {})
            parts[check.part.name] = cases_for_sandbox(check.part, self.seed)
        carried = {name: self._carried(name) for name in self.material.carried_into(self.name)}
        return Brief(secrets.token_hex(8), cases, carried)

    def _carried(self, name: str) -> Carried:
        fault = self.faults.get(name, f"The notebook of {name} is not part of this assignment.")
        return Carried(not fault, self.material.functions[name], fault)

    def _run(
        self, notebook: NotebookNode, cells: set[int], brief: Brief, options: Options
    ) -> Execution:
        return execute(copy.deepcopy(notebook), cells, self._files(), brief, options)

    def _files(self) -> dict[str, bytes]:
        """What lies beside the notebook: all that was handed in, but no file of another's check.

        A network has 35 MB, and each kernel gets a copy of its own.
        """
        judged = self.material.judged_files
        files = self.submission.files.items()
        return {name: content for name, content in files if judged.get(name) in (None, self.name)}

    def _graded(self, execution: Execution, checks: Iterable[CheckResult]) -> GradedNotebook:
        """The notebook's result; ``UnicodeEncodeError`` when no file can hold the document."""
        document = nbformat.writes(execution.notebook)
        document.encode("utf-8")
        return GradedNotebook(
            name=self.name,
            checks=tuple(checks),
            document=document,
            seconds=execution.seconds,
            cpu_seconds=execution.cpu_seconds,
            peak_memory=execution.peak_memory,
        )

    def _incidents(self, execution: Execution) -> list[Incident]:
        """What was repaired in the notebook, which limits it hit, what it wrote amiss."""
        repaired = [
            Incident("repaired", f"{self.name}: {note}", self.name)
            for note in notes_in(execution.notebook)
        ]
        stopped = [
            Incident(stop.kind, f"{self.name}: cell {stop.cell + 1} {stop.sentence}.", self.name)
            for stop in execution.stops
        ]
        replaced = [
            Incident("replaced", f"{self.name}: cell {number + 1} wrote {_HALVES}.", self.name)
            for number in sorted(execution.replaced)
        ]
        return repaired + stopped + replaced


def faults_of(checks: Iterable[CheckResult], functions: Iterable[str]) -> dict[str, str]:
    """For each carried function that these checks looked at, the sentence of the first failure."""
    faults: dict[str, str] = {}
    for check in checks:
        function = exercises.find(check.exercise).part(check.part).function
        if function in functions:
            fault = "" if check.status == "passed" else sentence_of(check)
            faults[function] = faults.get(function) or fault
    return faults


def _code_cells(notebook: NotebookNode) -> set[int]:
    return {number for number, cell in enumerate(notebook.cells) if cell.cell_type == "code"}


def _missed(execution: Execution, chosen: set[int]) -> bool:
    """Whether a cell asked for a name that a cell left out would have given.

    Errors and records say so. What a cell prints is no sign: the notebook would run twice.
    """
    if chosen == _code_cells(execution.notebook):
        return False
    outputs = (
        output
        for number in execution.ran
        for output in execution.notebook.cells[number].outputs
        if output.output_type == "error" or is_evidence(output)
    )
    wrote = json.dumps(list(outputs))
    left_out = _code_cells(execution.notebook) - chosen
    given = set().union(*(names_given(execution.notebook.cells[number]) for number in left_out))
    return not given.isdisjoint(_UNKNOWN_NAME.findall(wrote))


def _note_demonstrations(execution: Execution) -> None:
    """Say in the notebook why cells without output have none."""
    if len(execution.ran) < len(_code_cells(execution.notebook)):
        execution.notebook.cells.insert(0, nbformat.v4.new_markdown_cell(_DEMONSTRATIONS))


_OUR_FAULT = (
    "The grader failed at this notebook. That is no fault of yours and no mark: it will be graded "
    "again, or by hand. Ask your instructor when."
)

_DEMONSTRATIONS = (
    "**Note from the grader.** Demonstrations that you left as they were earn no points and were "
    "not run here; their pictures are in your own notebook."
)
