"""Marks come out of the evidence alone; what else a check cell left goes."""

from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from grader import exercises
from grader.course import ROOT
from grader.grading.execution import Execution, Stop
from grader.grading.marking import judge, sanitize, sentence_of
from grader.grading.material import Check, checks_of
from grader.grading.options import Options
from grader.grading.results import CheckResult
from grader.judging import cases_of
from grader.loading import load_functions
from grader.probing import collect
from grader.render import EVIDENCE_MIME

NOTEBOOK, SEED, RUN = "4_loss", 7, "of-this-run"
CELL = "check_loss_mean_iou"


def output(**data: Any) -> NotebookNode:
    made: NotebookNode = nbformat.v4.new_output("display_data", data)
    return made


@pytest.fixture(scope="module")
def evidence() -> dict[str, Any]:
    """What the check of the course's own mean_iou leaves."""
    functions = load_functions(ROOT / "solutions" / "unet" / f"{NOTEBOOK}.ipynb", ["mean_iou"])
    part = exercises.find("loss").part("mean_iou")
    return collect("loss", "mean_iou", part.probe, functions["mean_iou"], cases_of(part, SEED), RUN)


def executed(*outputs: NotebookNode, stops: tuple[Stop, ...] = (), ran: bool = True) -> Execution:
    """The released notebook with these outputs in one of its check cells."""
    notebook = nbformat.read(ROOT / "notebooks" / "unet" / f"{NOTEBOOK}.ipynb", as_version=4)
    notebook.cells[place(notebook)].outputs = list(outputs)
    return Execution(notebook, ran={place(notebook)} if ran else set(), stops=list(stops))


def place(notebook: NotebookNode) -> int:
    return next(
        number
        for number, cell in enumerate(notebook.cells)
        if cell.metadata.get("nbgrader", {}).get("grade_id") == CELL
    )


def the_check(notebook: NotebookNode) -> Check:
    return next(check for check in checks_of(notebook) if check.cell == CELL)


def judged(execution: Execution) -> CheckResult:
    (result,) = judge(execution, [the_check(execution.notebook)], RUN, SEED, Options())
    return result


def marked_by_nbgrader(execution: Execution) -> tuple[float, float]:
    score, most = determine_grade(execution.notebook.cells[place(execution.notebook)])
    return score, most


def test_right_evidence_earns_all_points(evidence: dict[str, Any]) -> None:
    execution = executed(output(**{EVIDENCE_MIME: evidence}))
    assert (judged(execution).status, marked_by_nbgrader(execution)) == ("passed", (7, 7))


@pytest.mark.parametrize(
    "left",
    [
        nbformat.v4.new_output("error", ename="E", evalue="e", traceback=[]),
        nbformat.v4.new_output("stream", name="stderr", text="a warning"),
        nbformat.v4.new_output("execute_result", {"text/plain": "0.5"}, execution_count=1),
    ],
    ids=["an error", "stderr", "a number"],
)
def test_what_nbgrader_would_read_marks_out_of_is_gone(
    evidence: dict[str, Any], left: NotebookNode
) -> None:
    execution = executed(left, output(**{EVIDENCE_MIME: evidence}))
    judged(execution)
    assert marked_by_nbgrader(execution) == (7, 7)


def test_a_table_that_says_passed_earns_nothing() -> None:
    forged = output(**{"text/html": "<b>✓ loss: 7 of 7 points</b>"})
    execution = executed(forged)
    result = judged(execution)
    assert (result.status, result.score) == ("not confirmed", 0)
    assert marked_by_nbgrader(execution) == (0, 7)
    assert "7 of 7" not in nbformat.writes(execution.notebook)
    assert sentence_of(result) == (
        "This check's result could not be confirmed. The check left no records, expected one. "
        "Restart the kernel, run all cells, and see what your function shows, changes or ends."
    )


@pytest.mark.parametrize(
    "change",
    [
        {"run": "of-another-run"},
        {"part": "compile_unet"},
        {"exercise": "conv_block"},
        {"format": 1},
        {"observations": []},
        {"observations": [{}] * 100},
        {"observations": None},
    ],
    ids=str,
)
def test_evidence_of_something_else_is_not_confirmed(
    evidence: dict[str, Any], change: dict[str, Any]
) -> None:
    execution = executed(output(**{EVIDENCE_MIME: {**evidence, **change}}))
    assert (judged(execution).status, marked_by_nbgrader(execution)) == ("not confirmed", (0, 7))


def test_of_two_records_none_counts(evidence: dict[str, Any]) -> None:
    record = output(**{EVIDENCE_MIME: evidence})
    assert judged(executed(record, record)).status == "not confirmed"


def test_the_evidence_is_not_in_the_feedback(evidence: dict[str, Any]) -> None:
    """It holds the secret cases."""
    execution = executed(output(**{EVIDENCE_MIME: evidence}))
    judged(execution)
    assert EVIDENCE_MIME not in nbformat.writes(execution.notebook)


def test_what_was_printed_stays_and_is_cut(evidence: dict[str, Any]) -> None:
    printed = nbformat.v4.new_output("stream", name="stdout", text="x" * 5000)
    execution = executed(printed, output(**{EVIDENCE_MIME: evidence}))
    judged(execution)
    last = execution.notebook.cells[place(execution.notebook)].outputs[-1]
    assert last.text == "x" * 2000 + "\n… (cut)\n"


def test_a_check_that_was_stopped_says_so() -> None:
    number = place(executed().notebook)
    stop = Stop(number, "time", "was stopped after 60 s", fatal=False)
    assert sentence_of(judged(executed(stops=(stop,)))) == (
        "This check was stopped after 60 s. Run your function by itself and look for what takes "
        "so long or so much."
    )


def test_a_check_below_the_end_of_the_run_names_the_cell() -> None:
    end = Stop(1, "died", "ended the kernel (exit 0)", fatal=True)
    result = judged(executed(stops=(end,), ran=False))
    assert (result.status, result.score) == ("not run", 0)
    assert result.reason.startswith("Cell 2 (`")
    assert result.reason.endswith(
        "`) ended the kernel (exit 0), so this check was not run. Mend that cell; checks above it "
        "keep their points."
    )


def test_scripts_do_not_reach_an_instructors_browser() -> None:
    released = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("a <b>b</b>")])
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    shown = output(**{"text/html": evil, "application/javascript": "alert(3)", "text/plain": "ok"})
    cells = [
        nbformat.v4.new_markdown_cell("a <b>b</b>"),
        nbformat.v4.new_markdown_cell(evil),
        nbformat.v4.new_raw_cell(evil),
        nbformat.v4.new_code_cell("x", outputs=[shown]),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    sanitize(notebook, released)
    assert notebook.cells[0].source == "a <b>b</b>"
    assert ["<img" in cell.source or "<script" in cell.source for cell in notebook.cells] == (
        [False] * 4
    )
    assert notebook.cells[3].outputs[0].data == {"text/plain": "ok"}
