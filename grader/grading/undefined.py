"""Why a check had nothing to look at: what the cells left, once the notebook has run.

Everything in their outputs may have been made up by the student. So no text is read beyond some
characters, and whatever is found here can only cost points.
"""

import re
from dataclasses import dataclass, replace

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from grader.checks.exercise import Evidence, Finding, Verdict
from grader.grading.execution import Execution
from grader.grading.material import Check
from grader.judging.evidence import Raised
from grader.judging.verdicts import verdict_without_function
from grader.notebook.cell_errors import (
    CellError,
    another_name,
    cell_name,
    defining_cell_failed,
    hidden_inside,
    misspelled,
    needed_cell_failed,
)
from grader.notebook.loading import functions_defined_by, gives, owner_within, syntax_error_of

NOT_DEFINED = "not defined"  # the attribute of the findings made here

_LONGEST_CHAIN = 10  # cells that miss a name because the one before them failed
_LONGEST_CODE = 200  # characters of the line that failed
_READ = 4_000  # characters of an error's text, and of its traceback
_NO_PYTHON = ("SyntaxError", "IndentationError", "TabError")
_IPYTHONS_WORDS = "incomplete input"  # of a bracket or a text that is never closed
_UNKNOWN = re.compile(r"name '(\w{1,100})' is not defined")
# How IPython ends the text of a SyntaxError, and begins the frames of any other error.
_AT_THE_END = re.compile(r" \([^()\n]{1,80}, line (\d{1,6})\)\Z")
_FIRST_FRAME = re.compile(r"Cell In\[\d{1,6}\], line (\d{1,6})")


def verdict_on_nothing(
    check: Check, execution: Execution, number: int, seed: int
) -> Verdict | None:
    """The verdict of the check cell at ``number``, which left no record for want of a name.

    None when something else kept it from leaving one.
    """
    cells, function = _Cells(execution), check.part.function
    error = cells.error_of(number)
    if error is None:
        return None
    if _unknown_name(error) == function:
        return _verdict(check, _why_not_there(function, cells, number), seed)
    if error.message.endswith(f" has no attribute '{check.exercise.name}'"):
        taken = [n for n in cells.giving("check", number) if cells.is_students(n)]
        return _verdict(check, _check_taken(cells.name(taken[-1])), seed) if taken else None
    return None


def with_cause(
    verdict: Verdict,
    evidence: Evidence,
    check: Check,
    execution: Execution,
    number: int,
    seed: int,
) -> Verdict:
    """The verdict of the check cell at ``number`` with the failed cell that it goes back to."""
    if verdict.passed:
        return verdict
    cells, function = _Cells(execution), check.part.function
    defining = cells.giving(function, number)
    if defining and cells.is_no_python(defining[-1]):
        return _verdict(check, _earlier_one_checked(function, cells, defining[-1]), seed)
    for name in _unknown_names(evidence):
        failed = cells.failed_giver(name, number)
        if failed is not None:
            cause = _finding(function, _needed(function, cells, failed))
            others = [finding for finding in verdict.findings if finding.got != "NameError"]
            return replace(verdict, findings=(cause, *others))
    return verdict


def _verdict(check: Check, message: str, seed: int) -> Verdict:
    finding = _finding(check.part.function, message)
    return verdict_without_function(check.exercise, check.part, finding, seed)


def _finding(function: str, message: str) -> Finding:
    return Finding(message=message, case=function, attribute=NOT_DEFINED)


@dataclass(frozen=True)
class _Cells:
    """The cells of a notebook that ran, and how they ended."""

    execution: Execution

    def __getitem__(self, number: int) -> NotebookNode:
        cell: NotebookNode = self.execution.notebook.cells[number]
        return cell

    def __len__(self) -> int:
        return len(self.execution.notebook.cells)

    def name(self, number: int) -> str:
        """What the cell is called in a sentence."""
        return cell_name(number + 1, self[number].source)

    def is_students(self, number: int) -> bool:
        """Whether the cell is the student's to write."""
        marks = self[number].metadata.get("nbgrader")
        return marks is None or bool(marks.get("solution"))

    def of_exercise(self, function: str) -> int | None:
        """The cell that was given out for a function; it carries the function's name."""
        marks = (cell.metadata.get("nbgrader", {}) for cell in self.execution.notebook.cells)
        places = (n for n, found in enumerate(marks) if found.get("grade_id") == function)
        return next(places, None)

    def giving(self, name: str, end: int) -> list[int]:
        """The cells above ``end`` that give a value to ``name``, or would if they had run."""
        return [
            n for n in range(end) if self[n].cell_type == "code" and gives(self[n].source, name)
        ]

    def functions(self, number: int) -> frozenset[str]:
        """The functions that the cell defines."""
        cell = self[number]
        return functions_defined_by(cell.source) if cell.cell_type == "code" else frozenset()

    def error_of(self, number: int) -> CellError | None:
        """The error that the cell says it ended with."""
        outputs = self[number].get("outputs", [])
        errors = [output for output in outputs if output.output_type == "error"]
        if not errors:
            return None
        error = _as_cell_error(errors[-1], self[number].source)
        if error.message == _IPYTHONS_WORDS:
            return syntax_error_of(self[number].source) or error
        return error

    def is_no_python(self, number: int) -> bool:
        """Whether nothing of the cell ran, because Python could not take it."""
        error = self.error_of(number)
        return error is not None and error.error in _NO_PYTHON

    def failure_of(self, number: int) -> str | None:
        """How the cell failed, if it did; it completes "Cell 7 …"."""
        stops = [stop.sentence for stop in self.execution.stops if stop.cell == number]
        error = self.error_of(number)
        return stops[0] if stops and error else f"raised {error}" if error else None

    def help_with(self, number: int) -> str:
        """The cell's error in a beginner's words; "" when it was stopped, or has no such words."""
        error = self.error_of(number)
        stopped = any(stop.cell == number for stop in self.execution.stops)
        return error.help if error and not stopped else ""

    def failed_giver(self, name: str, end: int) -> int | None:
        """The last cell above ``end`` that gives a value to ``name``, if it failed."""
        giving = self.giving(name, end)
        return giving[-1] if giving and self.failure_of(giving[-1]) else None


def _as_cell_error(output: NotebookNode, source: str) -> CellError:
    kind, message = output.ename[:_READ], strip_ansi(output.evalue[:_READ])
    if kind in _NO_PYTHON:
        found = _AT_THE_END.search(message[-120:])
        message = message.removesuffix(found[0]) if found else message
    else:
        found = _FIRST_FRAME.search(strip_ansi("\n".join(output.traceback)[:_READ]))
    line = int(found[1]) if found else None
    lines = source.splitlines()
    code = lines[line - 1].strip() if line and line <= len(lines) else ""
    return CellError(kind, message, line, code[:_LONGEST_CODE])


def _unknown_name(error: CellError | None) -> str | None:
    """The name that an error says is not known."""
    found = _UNKNOWN.search(error.message) if error and error.error == "NameError" else None
    return found[1] if found else None


def _unknown_names(evidence: Evidence) -> list[str]:
    """The names that the function did not know when it was called."""
    raised = [
        Raised.from_json(seen["error"]) for seen in evidence["observations"] if "error" in seen
    ]
    names = [_unknown_name(CellError(error.type, error.message, None)) for error in raised]
    return [name for name in names if name]


def _why_not_there(function: str, cells: _Cells, number: int) -> str:
    """Why ``function`` is unknown at a cell, said only as far as the other cells show it."""
    defining = [
        n
        for n in cells.giving(function, len(cells))
        if _unknown_name(cells.error_of(n)) != function  # else it only asks for it
    ]
    above = [n for n in defining if n < number]
    if above:
        return _defined_in_vain(function, cells, above[-1])
    if defining:
        return (
            f"{cells.name(defining[0])} defines `{function}` below this check. Move it above the "
            "check, then run the notebook from the top."
        )
    return _not_defined(function, cells, number)


def _defined_in_vain(function: str, cells: _Cells, place: int) -> str:
    """The cell that defines the function failed, by itself or because one above it had."""
    failure = cells.failure_of(place)
    if failure is None:
        return (
            f"{cells.name(place)} defines `{function}` and raised no error, but the name is not "
            "known at this check. Look for a line that deletes it, or for a first line with `%%`, "
            "which keeps a cell from running as Python."
        )
    origin = _origin(cells, place)
    if origin != place:
        return _needed(function, cells, origin)
    return defining_cell_failed(function, failure, cells.help_with(place))


def _origin(cells: _Cells, place: int) -> int:
    """The failed cell that a failure goes back to, over names that were missing in between."""
    for _ in range(_LONGEST_CHAIN):
        name = _unknown_name(cells.error_of(place))
        giver = cells.failed_giver(name, place) if name else None
        if giver is None:
            break
        place = giver
    return place


def _not_defined(function: str, cells: _Cells, number: int) -> str:
    """No cell defines the function: its cell is broken, or it has another name."""
    exercise = cells.of_exercise(function)
    if exercise is not None and cells.is_no_python(exercise):
        failure = str(cells.failure_of(exercise))
        return defining_cell_failed(function, failure, cells.help_with(exercise))
    defined = set[str]().union(*(cells.functions(n) for n in range(number)))
    near = misspelled(function, defined)
    if near is not None:
        return another_name(function, near, "Your notebook")
    own = list(cells.functions(exercise)) if exercise is not None else []
    owner = owner_within(cells[exercise].source, function) if exercise is not None else None
    if owner is not None:
        return hidden_inside(function, owner, "The cell of the exercise")
    if len(own) == 1:
        return another_name(function, own[0], "The cell of the exercise")
    return (
        f"No cell above this check defines `{function}`. Write it into the cell of the exercise, "
        "under that name, then run the notebook from the top."
    )


def _needed(function: str, cells: _Cells, place: int) -> str:
    failure = str(cells.failure_of(place))
    return needed_cell_failed(function, cells.name(place), failure, cells.help_with(place))


def _earlier_one_checked(function: str, cells: _Cells, place: int) -> str:
    help = cells.help_with(place)
    return (
        f"{cells.name(place)} {cells.failure_of(place)}. What was checked is the `{function}` of a "
        f"cell above it. {help}Fix that line, then run the notebook from the top."
    )


def _check_taken(cell: str) -> str:
    return (
        f"{cell} gives the name `check` to something else, so this check could not run. Choose "
        "another name there, then run the notebook from the top."
    )
