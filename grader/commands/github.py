"""Grade what was pushed to GitHub: a summary of the job, and annotations on the notebooks.

GitHub reads both as text with a syntax of its own; what a student wrote is quoted in it and must
not become a command or a page. See "Workflow commands" and "Adding a job summary" in its manual.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from grader.grading.grade import grade_folder
from grader.grading.marking import sentence_of
from grader.grading.results import CheckResult, GradedSubmission
from grader.grading.storable import printable

_SIGN = {"passed": "✅", "not attempted": "⚪", "not graded": "⚠️"}
_SUMMARY = "GITHUB_STEP_SUMMARY"  # names the file to which a step appends Markdown


def grade_push(folder: Path, assignment: str | None) -> GradedSubmission:
    """Grade a folder and leave the summary where GitHub wants it; nowhere on other machines."""
    graded = grade_folder(folder, assignment=assignment)
    if place := os.environ.get(_SUMMARY):
        with open(place, "a", encoding="utf-8") as summary:
            summary.write(as_markdown(graded))
    return graded


def annotations(graded: GradedSubmission, folder: Path) -> Iterator[str]:
    """A line for each check without all its points, which GitHub shows beside the notebook."""
    for notebook in graded.notebooks:
        path = folder / f"{notebook.name}.ipynb"
        for check in notebook.checks:
            if check.score < check.max_score:
                # GitHub shows ten of each kind; what is still to do must not crowd out mistakes.
                kind = "notice" if check.status == "not attempted" else "error"
                title = f"{check.exercise} · {check.part}: {_points(check)}"
                yield _command(kind, path, check, title, sentence_of(check))
    for incident in graded.engine_errors:
        yield f"::warning title=not graded::{_data(incident.message)}"


def as_markdown(graded: GradedSubmission) -> str:
    """The verdicts as GitHub shows them below the job."""
    lines = [
        f"## {graded.assignment}: {graded.score:g} of {graded.max_score:g} points",
        "",
        "| notebook | check | points | |",
        "|---|---|---:|---|",
    ]
    for notebook in graded.notebooks:
        for check in notebook.checks:
            said = "" if check.status == "passed" else _cell(sentence_of(check))
            sign = _SIGN.get(check.status, "❌")
            name = f"{sign} {check.exercise} · {check.part}"
            lines.append(f"| {notebook.name} | {name} | {_points(check)} | {said} |")
    lines += ["", *(f"- {_cell(incident.message)}" for incident in graded.incidents)]
    return "\n".join(lines) + "\n"


def _points(check: CheckResult) -> str:
    return f"{check.score:g} of {check.max_score:g}"


def _command(kind: str, path: Path, check: CheckResult, title: str, message: str) -> str:
    place = {"file": path.as_posix(), "line": str(_line_of(path, check)), "title": title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    return f"::{kind} {properties}::{_data(message)}"


def _line_of(path: Path, check: CheckResult) -> int:
    """The line of the file in which the check stands; the first one where it does not."""
    call = f"check.{check.exercise}.{check.part}("
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 1
    return next((number for number, line in enumerate(lines, start=1) if call in line), 1)


def _data(text: str) -> str:
    """Text in a workflow command, in one line."""
    text = "\n".join(map(printable, text.splitlines()))
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    """Text in a table of Markdown: only what stands between backticks keeps its meaning."""
    plain = printable(" ".join(text.split()))
    return "".join(
        f"`{piece.replace('|', chr(92) + '|')}`" if number % 2 else _escaped(piece)
        for number, piece in enumerate(plain.split("`"))
    )


def _escaped(text: str) -> str:
    return re.sub(r"[\\<>&*_\[\]()#!|~@]", lambda sign: f"&#{ord(sign[0])};", text)
