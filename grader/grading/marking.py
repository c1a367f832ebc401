"""Judge an executed notebook outside the student's process, and write the verdicts into it.

Only the evidence in a check cell's output counts, judged on cases that were drawn here; where the
work is a file, only the file. What the cell printed stays to be read; whatever else it left
(results, errors, tables of its own) goes, because nbgrader would read marks out of it.
"""

import html
import re
from collections.abc import Iterable
from textwrap import indent
from typing import Any

import nbformat
from nbconvert.filters import markdown2html, strip_ansi
from nbformat import NotebookNode
from nbgrader.utils import is_grade

from grader.checks.exercise import Verdict
from grader.errors import wrapped
from grader.grading.execution import Execution, Stop, is_evidence
from grader.grading.handed_in import judge_file
from grader.grading.material import Check
from grader.grading.options import Options
from grader.grading.rebuilding import confirm
from grader.grading.results import CheckResult, CheckStatus
from grader.grading.submission import Submission
from grader.grading.undefined import verdict_on_nothing, with_cause
from grader.judging.evidence import NotConfirmed, validated
from grader.judging.verdicts import cases_of, reach_verdict
from grader.notebook.cell_errors import cell_name
from grader.notebook.render import EVIDENCE_MIME, notice, verdict_as_html, verdict_as_text

NOT_GRADED = "NotGraded"  # the name of the error in a check cell that has no mark
PRINTED = 2_000  # characters of what was printed during a check
LONGEST_SOURCE = 10_000  # characters of a student's cell as the feedback shows it
LONGEST_DOCUMENT = 200_000  # and of all of them together


def judge(
    execution: Execution,
    checks: Iterable[Check],
    run: str,
    seed: int,
    options: Options,
    submission: Submission,
) -> list[CheckResult]:
    """The results of the check cells; their outputs in ``execution.notebook`` are replaced.

    ``run`` is the mark of the brief that the notebook ran with; ``seed`` drew its cases.
    ``submission`` has the files that are judged as they were handed in.
    """
    positions = _positions(execution.notebook)
    results = []
    for check in checks:
        number = positions[check.cell]
        cell = execution.notebook.cells[number]
        if check.part.opens:
            verdict = judge_file(check.exercise, check.part, submission, seed, options)
            result, outputs = _with_verdict(check, verdict)
        elif number in execution.ran:
            result, outputs = _judge_cell(check, execution, number, run, seed, options)
        else:
            result, outputs = _not_run(check, execution)
        cell.outputs = [*outputs, *_for_nbgrader(result), *_printed(cell)]
        results.append(result)
    return results


def refuse(
    notebook: NotebookNode, checks: Iterable[Check], status: CheckStatus, reason: str
) -> list[CheckResult]:
    """No verdict on any check of a notebook that could not be run, with the reason in its cells."""
    positions = _positions(notebook)
    results = []
    for check in checks:
        result, outputs = _without_verdict(check, status, reason)
        notebook.cells[positions[check.cell]].outputs = [*outputs, *_for_nbgrader(result)]
        results.append(result)
    return results


def sanitize(notebook: NotebookNode, released: NotebookNode) -> None:
    """Take out what would run in an instructor's browser; check cells are ours by now.

    Outputs keep their plain text and pictures, the student's own texts their harmless markup. What
    nbconvert would take minutes to show, or fail at, is shortened or shown as it was typed.
    """
    ours = {cell.source for cell in released.cells}
    room = LONGEST_DOCUMENT
    for number, cell in enumerate(notebook.cells):
        if cell.source not in ours:
            cell.source = _shortened(cell.source, min(room, LONGEST_SOURCE))
            room -= min(room, len(cell.source))
        if cell.cell_type == "code" and not is_grade(cell):
            outputs = [_harmless(output) for output in cell.outputs]
            cell.outputs = [output for output in outputs if output.get("data") != {}]
        elif cell.cell_type != "code" and cell.source not in ours:
            notebook.cells[number] = _harmless_text(cell)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "\n… (cut)\n"


_HARMLESS = ("text/plain", "image/png", "image/jpeg", "image/gif")


def _harmless(output: NotebookNode) -> NotebookNode:
    """The output without scripts, and without colours: many of them take hours to show."""
    if "data" in output:
        data = {kind: strip_ansi(output.data[kind]) for kind in _HARMLESS if kind in output.data}
        output.data = {**data, **_picture(output.data.get("text/html", ""))}
        output.metadata = {}
    if "text" in output:
        output.text = strip_ansi(output.text)
    if "traceback" in output:
        output.traceback = [strip_ansi(line) for line in output.traceback]
    return output


# What the course's own figures show: one picture with its text. Nobody's HTML is parsed here,
# because parsers of hostile HTML can be kept busy for minutes.
_PICTURE = re.compile(r'<img [^<>]*src="data:(image/(?:png|gif|jpeg));base64,([A-Za-z0-9+/=]+)">')


def _picture(page: str) -> dict[str, str]:
    """The picture that a fragment of HTML consists of; nothing for any other HTML."""
    match = _PICTURE.fullmatch(page)
    return {match[1]: match[2]} if match else {}


_LINK = re.compile(r'(?:href|src)="([^"]*)"')
_FROM_ELSEWHERE = re.compile(r'src="(?:https?:)?//', flags=re.IGNORECASE)
_HARMLESS_LINK = re.compile(r"https?:|mailto:|[^:]*$", flags=re.IGNORECASE)


def _harmless_text(cell: NotebookNode) -> NotebookNode:
    """The cell with harmless markup and links; as it was typed where that is not enough.

    A picture that lies elsewhere becomes a link to it: whoever reads the page would fetch it, and
    tell the one who put it there when.
    """
    cell.source = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", cell.source)
    try:
        page = markdown2html(cell.source)
        links = _LINK.findall(page)
    except Exception:  # an attachment that is not there, for example
        page, links = "", ["unknown:"]
    if _FROM_ELSEWHERE.search(page):
        cell.source = cell.source.replace("![", "[")
    if not all(_HARMLESS_LINK.match(html.unescape(link)) for link in links):
        cell.source = indent(cell.source, "    ", lambda _: True)
    return cell


def _positions(notebook: NotebookNode) -> dict[str, int]:
    return {
        cell.metadata.nbgrader.grade_id: number
        for number, cell in enumerate(notebook.cells)
        if "nbgrader" in cell.metadata
    }


def _stop_at(execution: Execution, number: int) -> Stop | None:
    return next((stop for stop in execution.stops if stop.cell == number), None)


def sentence_of(result: CheckResult) -> str:
    """What a student reads of a check: the first finding, or why there is no verdict."""
    if result.status == "not confirmed":
        return f"This check's result could not be confirmed. {result.reason}"
    if result.status in ("not run", "not graded"):
        return result.reason
    return result.findings[0].message if result.findings else ""


def _judge_cell(
    check: Check, execution: Execution, number: int, run: str, seed: int, options: Options
) -> tuple[CheckResult, list[NotebookNode]]:
    stop = _stop_at(execution, number)
    if stop is not None and stop.kind != "output":
        return _without_verdict(check, "not run", f"This check {stop.sentence}. {_SLOW}")
    exercise, part = check.exercise, check.part
    records = _records(execution.notebook.cells[number])
    on_nothing = None if records else verdict_on_nothing(check, execution, number, seed)
    if on_nothing is not None:
        return _with_verdict(check, on_nothing)
    try:
        n_cases = len(cases_of(part, seed))
        evidence = validated(_only(records), exercise.name, part.name, run, n_cases)
        verdict = reach_verdict(exercise, part, evidence, seed)
        if verdict.passed:
            confirm(evidence, options)
    except NotConfirmed as refusal:
        return _without_verdict(check, "not confirmed", str(refusal))
    verdict = with_cause(verdict, evidence, check, execution, number, seed)
    return _with_verdict(check, verdict)


_SLOW = "Run your function by itself and look for what takes so long or so much."


def _records(cell: NotebookNode) -> list[Any]:
    """The evidence that a check cell left."""
    return [output.data[EVIDENCE_MIME] for output in cell.outputs if is_evidence(output)]


def _only(records: list[Any]) -> Any:
    """The one record; with more or none it cannot be told which one counts."""
    if len(records) != 1:
        raise NotConfirmed(
            f"The check left {len(records) or 'no'} records, expected one. Restart the kernel, run "
            "all cells, and see what your function shows, changes or ends."
        )
    return records[0]


def _with_verdict(check: Check, verdict: Verdict) -> tuple[CheckResult, list[NotebookNode]]:
    result = CheckResult(
        cell=check.cell,
        exercise=verdict.exercise,
        part=verdict.part,
        status=verdict.status,
        score=check.points * verdict.share,
        max_score=check.points,
        findings=verdict.findings,
    )
    return result, [_display(verdict_as_text(verdict), verdict_as_html(verdict))]


def _not_run(check: Check, execution: Execution) -> tuple[CheckResult, list[NotebookNode]]:
    """The check stands below a cell that ended the run: nothing else keeps a check from running."""
    end = execution.end
    assert end is not None
    reason = (
        f"{cell_name(end.cell + 1, execution.notebook.cells[end.cell].source)} {end.sentence}, "
        "so this check was not run. Fix that cell; checks above it keep their points."
    )
    return _without_verdict(check, "not run", reason)


def _without_verdict(
    check: Check, status: CheckStatus, reason: str
) -> tuple[CheckResult, list[NotebookNode]]:
    result = CheckResult(
        cell=check.cell,
        exercise=check.exercise.name,
        part=check.part.name,
        status=status,
        score=0,
        max_score=check.points,
        reason=reason,
    )
    points = "no mark yet" if status == "not graded" else f"0 of {check.points:g} points"
    title = f"{check.exercise.name} · {check.part.title}: {points}"
    return result, [_display(*notice(title, sentence_of(result)))]


def _display(text: str, page: str) -> NotebookNode:
    data = {"text/plain": text, "text/html": page}
    output: NotebookNode = nbformat.v4.new_output("display_data", data)
    return output


def _for_nbgrader(result: CheckResult) -> list[NotebookNode]:
    """What nbgrader reads the mark out of: no points of an error, some of a number, else all.

    The mark of what was not graded is taken back by ``WithholdMarks``, which knows the error.
    """
    if result.status == "passed":
        return []
    if result.score:
        points = {"text/plain": repr(result.score)}
        return [nbformat.v4.new_output("execute_result", points)]
    sentence = sentence_of(result)
    name = "CheckFailed" if result.findings else "NoVerdict"
    name = NOT_GRADED if result.status == "not graded" else name
    return [
        nbformat.v4.new_output("error", ename=name, evalue=sentence, traceback=wrapped(sentence))
    ]


def _printed(cell: NotebookNode) -> list[NotebookNode]:
    """What was printed while the check ran, not longer than a person would read."""
    text = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    if not text.strip():
        return []
    shown = _shortened(strip_ansi(text), PRINTED)
    return [nbformat.v4.new_output("stream", name="stdout", text=shown)]
