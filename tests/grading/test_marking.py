"""Marks come out of the evidence alone; what else a check cell left goes."""

from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from grader import exercises
from grader.checks.exercise import Case, Evidence, Exercise, Finding, Judgement, Part, RunErrand
from grader.checks.probing import collect
from grader.course import ROOT
from grader.errands import Unusable
from grader.grading.execution import Execution, Stop
from grader.grading.handed_in import behind_walls
from grader.grading.marking import judge, sanitize, sentence_of
from grader.grading.material import Check, checks_of
from grader.grading.options import Options
from grader.grading.results import CheckResult
from grader.grading.submission import Submission
from grader.judging.verdicts import cases_of
from grader.notebook.loading import load_functions
from grader.notebook.render import EVIDENCE_MIME
from grader.sandbox import errand

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
    nothing = Submission("ada", "unet", {})
    check = the_check(execution.notebook)
    (result,) = judge(execution, [check], RUN, SEED, Options(), nothing)
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
        "`) ended the kernel (exit 0), so this check was not run. Fix that cell; checks above it "
        "keep their points."
    )


def test_an_empty_cell_that_ended_the_run_is_named_by_its_number() -> None:
    """A thread that was started above can end the kernel anywhere."""
    execution = executed(stops=(Stop(1, "died", "ended the kernel (exit 0)", True),), ran=False)
    execution.notebook.cells[1].source = " \n"
    assert judged(execution).reason.startswith("Cell 2 (which is empty) ended the kernel (exit 0),")


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See ![a street](https://else.where/x.png).", "See [a street](https://else.where/x.png)."),
        ("![x](//else.where/x.png)", "[x](//else.where/x.png)"),
        ("![x][1]\n\n[1]: HTTP://else.where/x.png", "[x][1]\n\n[1]: HTTP://else.where/x.png"),
        ("![x](figures/x.png)", "![x](figures/x.png)"),
        ("[a page](https://else.where)", "[a page](https://else.where)"),
    ],
    ids=["of a site", "without protocol", "by reference", "of her own", "a link"],
)
def test_a_picture_from_elsewhere_becomes_a_link(text: str, shown: str) -> None:
    """Fetched, it would tell its owner when the page is read."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    sanitize(notebook, nbformat.v4.new_notebook())
    assert notebook.cells[0].source == shown


# --- a part whose work is a file ------------------------------------------------------------------


def opens(content: bytes, _: RunErrand) -> Callable[[], float]:
    def share() -> float:
        if content == b"odd":
            raise Unusable("holds an odd number")
        return float(content)

    return share


def judge_share(case: Case, evidence: Evidence) -> Judgement:
    share = evidence["share"]
    return Judgement((Finding(f"The share is {share:g}."),) if share < 1 else (), share=share)


PART = Part(
    name="share",
    title="the share in a file",
    points=6,
    function="share.txt",
    cases=(Case("visible"),),
    probe=lambda share, _: {"share": share()},
    judge=judge_share,
    draw_cases=lambda _: (Case("hidden"),),
    opens=opens,
)
OF_A_FILE = Exercise("sharing", "sharing", "0_sharing", (PART,), ("a", "b", "c"))


def judged_file(execution: Execution, submission: Submission) -> CheckResult:
    """The check cell of the loss notebook, as if it asked for a file and had 6 points."""
    check = Check(CELL, OF_A_FILE, PART, points=6)
    execution.notebook.cells[place(execution.notebook)].metadata.nbgrader.points = 6
    (result,) = judge(execution, [check], RUN, SEED, Options(), submission)
    return result


def with_file(content: bytes) -> Submission:
    return Submission("ada", "unet", {"share.txt": content})


@pytest.mark.parametrize(
    ("content", "status", "score", "kinds"),
    [
        (b"1", "passed", 6, ["display_data"]),
        (b"0.75", "failed", 4.5, ["display_data", "execute_result"]),
        (b"0.0", "failed", 0, ["display_data", "error"]),
        (b"odd", "failed", 0, ["display_data", "error"]),
    ],
)
def test_nbgrader_reads_the_points_of_a_file(
    content: bytes, status: str, score: float, kinds: list[str]
) -> None:
    """Some of the points are no error, or nbgrader would give none."""
    execution = executed()
    result = judged_file(execution, with_file(content))
    outputs = execution.notebook.cells[place(execution.notebook)].outputs
    assert (result.status, result.score) == (status, score)
    assert marked_by_nbgrader(execution) == (score, 6)
    assert [output.output_type for output in outputs] == kinds
    nbformat.validate(execution.notebook)


def test_a_file_is_judged_whatever_became_of_the_notebook(evidence: dict[str, Any]) -> None:
    """Neither a record of the notebook's nor its end decides."""
    end = Stop(1, "died", "ended the kernel (exit 0)", fatal=True)
    forged = output(**{EVIDENCE_MIME: evidence})
    results = [
        judged_file(execution, with_file(b"0.5"))
        for execution in (executed(stops=(end,), ran=False), executed(forged, forged))
    ]
    assert [(result.status, result.score) for result in results] == [("failed", 3)] * 2


def test_a_file_that_was_not_handed_in_is_not_attempted() -> None:
    result = judged_file(executed(), Submission("ada", "unet", {}))
    assert (result.status, result.score) == ("not attempted", 0)
    assert sentence_of(result).startswith("There is no share.txt yet.")


def test_a_file_that_was_left_out_says_why() -> None:
    too_large = Submission("ada", "unet", {}, {"share.txt": "it has 200 MB, at most 128 MB"})
    result = judged_file(executed(), too_large)
    assert (result.status, result.score) == ("failed", 0)
    assert sentence_of(result) == (
        "share.txt was left out: it has 200 MB, at most 128 MB. Run the cell that writes it once "
        "more, and hand in the new file."
    )


@pytest.mark.parametrize(
    ("task", "blamed"), [("read_weights", True), ("segment", False)], ids=["reading", "computing"]
)
def test_only_a_task_that_reads_the_file_can_fail_by_its_fault(
    task: str, blamed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> bytes:
        raise errand.ErrandFailed("it took longer than 60 s.")

    monkeypatch.setattr(errand, "run", fail)
    with pytest.raises(Unusable if blamed else errand.ErrandFailed, match="longer than 60 s"):
        behind_walls(Options())(task, b"")
