"""The instructor's report: one page that needs nothing else, and its figures as tables.

Everything a student may have made up (names, sentences with names in them) is text here: control
characters and bytes that are not UTF-8 are replaced, and the template escapes the rest.
"""

import json
import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from data.writing import write_together
from grader.checks.exercise import Finding
from grader.errors import CourseError
from grader.grading.results import CheckResult, CheckStatus, GradedNotebook, GradedSubmission
from grader.grading.roster import guarded
from grader.grading.storable import printable
from grader.grading.undefined import NOT_DEFINED
from grader.sandbox.walls import KINDS

STATUSES: tuple[CheckStatus, ...] = get_args(CheckStatus)
LIMIT_KINDS = ("time", "memory", "disk", "output", "died")
FILE_KINDS = ("missing", "unreadable", "renamed", "repaired", "replaced", "files")
ENGINE_KINDS = ("engine",)

LONGEST_SENTENCE = 1000  # characters; a student's own error message can be part of one
LONGEST_TABLE = 500  # rows of a table on the page; the CSV files have them all
SLOWEST = 10

COLUMNS: dict[str, dict[str, str]] = {
    "submissions": {
        "student": "str",
        "score": "float64",
        "max_score": "float64",
        "checks_passed": "int64",
        "checks_failed": "int64",
        "checks_not_attempted": "int64",
        "checks_not_confirmed": "int64",
        "checks_not_run": "int64",
        "checks_not_graded": "int64",
        "limits_hit": "int64",
        "seconds": "float64",
        "cpu_seconds": "float64",
        "peak_memory": "int64",
        "seed": "str",
        "key": "str",
        "walls": "str",
    },
    "checks": {
        "student": "str",
        "notebook": "str",
        "cell": "str",
        "exercise": "str",
        "part": "str",
        "status": "str",
        "score": "float64",
        "max_score": "float64",
        "reason": "str",
    },
    "findings": {
        "student": "str",
        "notebook": "str",
        "exercise": "str",
        "part": "str",
        "attribute": "str",
        "misconception": "str",
        "message": "str",
        "case": "str",
        "row": "Int64",
        "layer": "str",
        "got": "str",
        "expected": "str",
    },
    "incidents": {"student": "str", "kind": "str", "notebook": "str", "message": "str"},
}


@dataclass(frozen=True)
class Tables:
    """A class as rows; the columns are those of ``COLUMNS``."""

    submissions: pd.DataFrame
    checks: pd.DataFrame
    findings: pd.DataFrame
    incidents: pd.DataFrame


@dataclass(frozen=True)
class Misconception:
    """A mistake and who made it, whatever the numbers in it; ``example`` is one sentence of it."""

    exercise: str
    parts: tuple[str, ...]
    example: str
    students: tuple[str, ...]
    share: float  # of all students, from 0 to 1


def write_report(
    graded: Iterable[GradedSubmission], folder: Path, assignment: str, older: Sequence[str] = ()
) -> Path:
    """Write ``index.html`` and the tables of a class into ``folder``; returns the page's path.

    ``older`` are sentences on marks in the gradebook that others do not compare with.
    Submissions are taken one by one and only their rows are kept. Raises ``CourseError`` when
    ``folder`` cannot be written to; an earlier report is whole then.
    """
    tables = tables_of(graded)
    page = folder / "index.html"
    files = {page: render(tables, assignment, older).encode()}
    for name in COLUMNS:
        files[folder / f"{name}.csv"] = _csv(name, getattr(tables, name))
    try:
        write_together(files)
    except OSError as error:
        raise CourseError(
            f"The report cannot be written to {folder} ({error.strerror}). Name another folder "
            "with --report."
        ) from error
    return page


def tables_of(graded: Iterable[GradedSubmission]) -> Tables:
    """The rows of every submission, in the order they come."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
    for submission in graded:
        student = printable(submission.student)
        rows["submissions"].append(_submission_row(student, submission))
        rows["incidents"] += [
            (student, incident.kind, shown(incident.notebook), shown(incident.message))
            for incident in submission.incidents
        ]
        for notebook in submission.notebooks:
            for check in notebook.checks:
                rows["checks"].append(_check_row(student, notebook, check))
                rows["findings"] += [
                    _finding_row(student, notebook, check, finding) for finding in check.findings
                ]
    return Tables(**{name: _frame(name, rows[name]) for name in COLUMNS})


def _submission_row(student: str, submission: GradedSubmission) -> tuple[Any, ...]:
    notebooks = submission.notebooks
    statuses = [check.status for notebook in notebooks for check in notebook.checks]
    return (
        student,
        float(submission.score),
        float(submission.max_score),
        *(statuses.count(status) for status in STATUSES),
        sum(incident.kind in LIMIT_KINDS for incident in submission.incidents),
        sum(notebook.seconds for notebook in notebooks),
        sum(notebook.cpu_seconds for notebook in notebooks),
        max((notebook.peak_memory for notebook in notebooks), default=0),
        str(submission.seed),  # may be longer than 64 bits
        submission.key,
        submission.walls or "",
    )


def _check_row(student: str, notebook: GradedNotebook, check: CheckResult) -> tuple[Any, ...]:
    return (
        student,
        notebook.name,
        check.cell,
        check.exercise,
        check.part,
        check.status,
        float(check.score),
        float(check.max_score),
        shown(check.reason),
    )


def _finding_row(
    student: str, notebook: GradedNotebook, check: CheckResult, finding: Finding
) -> tuple[Any, ...]:
    return (
        student,
        notebook.name,
        check.exercise,
        check.part,
        shown(finding.attribute or ""),
        shown(mistake(finding)),
        shown(finding.message),
        shown(finding.case),
        finding.row,
        shown(finding.layer or ""),
        _json(finding.got),
        _json(finding.expected),
    )


def _json(value: Any) -> str:
    return "" if value is None else shown(json.dumps(value, ensure_ascii=False))


def _frame(name: str, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    types = COLUMNS[name]
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _csv(name: str, table: pd.DataFrame) -> bytes:
    """A table whose text no spreadsheet takes for a formula."""
    safe = table.copy()
    for column in (column for column, kind in COLUMNS[name].items() if kind == "str"):
        safe[column] = table[column].map(guarded)
    return safe.to_csv(index=False).encode()


def shown(text: str) -> str:
    """Text for a page or a table: printable, in one line, of bounded length."""
    line = " ".join(text[: 2 * LONGEST_SENTENCE].split())
    return printable(f"{line[: LONGEST_SENTENCE - 1]}…" if len(line) > LONGEST_SENTENCE else line)


_CALL = re.compile(r"^With \w+=[^:]*?(?:, (?=row \d)|: )")
_LINE = re.compile(r"in the line `[^`]*`")
_NUMBER = re.compile(r"(?<![\w.])[-−]?(?:\d+(?:[.,]\d+)*(?:e[+-]?\d+)?|nan|inf)(?!\w)")
_NUMBERS = re.compile(r"#(?:, #)+")
_RUNNING_NUMBER = re.compile(r"(?<=[a-z\d])_\d+(?!\w)")  # of a layer: conv2d_5, max_pooling2d_1
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth)\b")


def mistake(finding: Finding) -> str:
    """A finding's sentence without what differs between students who make the same mistake.

    The case, the student's own line, numbers and "first", "second" are left out, and so is the
    number that Keras counts a layer's name up with.
    """
    text = finding.message
    if finding.case:
        text = text.replace(finding.case, "…")
    text = _CALL.sub("", _LINE.sub("in a line", text))
    text = _RUNNING_NUMBER.sub("", re.sub("^row ", "Row ", text))
    return _ORDINAL.sub("nth", _NUMBERS.sub("#", _NUMBER.sub("#", text)))


def misconceptions(findings: pd.DataFrame, students: int) -> list[Misconception]:
    """What students got wrong, the most common first; ``students`` is the size of the class.

    A mistake that costs several parts of an exercise is one misconception, and a student counts
    once however often she made it.
    """
    mistakes = findings[~findings["attribute"].isin(["not attempted", NOT_DEFINED])]
    groups = mistakes.groupby(["exercise", "attribute", "misconception"], sort=False)
    found = [
        Misconception(
            exercise=str(exercise),
            parts=tuple(rows["part"].unique()),
            example=str(rows["message"].mode()[0]),
            students=tuple(sorted(rows["student"].unique())),
            share=rows["student"].nunique() / students,
        )
        for (exercise, _, _), rows in groups
    ]
    return sorted(found, key=lambda one: (-len(one.students), one.exercise, one.example))


def not_defined(findings: pd.DataFrame) -> pd.DataFrame:
    """The checks that missed a function or a name, each sentence once a student."""
    found = findings[findings["attribute"] == NOT_DEFINED]
    groups = found.groupby(["student", "exercise", "message"], sort=False)
    return groups["part"].agg(", ".join).reset_index()


def render(tables: Tables, assignment: str, older: Sequence[str] = ()) -> str:
    """The page: complete HTML without scripts, whose style and pictures stand in it."""
    environment = Environment(
        loader=PackageLoader("grader.grading"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = _number
    environment.filters["percent"] = _percent
    environment.filters["megabytes"] = lambda size: f"{size / 2**20:,.0f} MB"
    return environment.get_template("report.html.j2").render(
        _content(tables, assignment), older=[printable(sentence) for sentence in older]
    )


def _content(tables: Tables, assignment: str) -> dict[str, Any]:
    submissions, checks, incidents = tables.submissions, tables.checks, tables.incidents
    shares = _shares(submissions)
    seeds = list(submissions["seed"].unique())
    slowest = submissions.sort_values("seconds", ascending=False, kind="stable")
    return {
        "assignment": assignment,
        "submissions": list(submissions.sort_values("student").itertuples(index=False)),
        "shares": shares,
        "maximum": submissions["max_score"].max(),
        "statuses": STATUSES,
        "exercises": _exercises(checks),
        "misconceptions": misconceptions(tables.findings, len(submissions)),
        "not_defined": list(not_defined(tables.findings).itertuples(index=False)),
        "unconfirmed": list(checks[checks["status"] == "not confirmed"].itertuples(index=False)),
        "not_run": int((checks["status"] == "not run").sum()),
        "limits": _incidents(incidents, LIMIT_KINDS),
        "students_at_limits": int((submissions["limits_hit"] > 0).sum()),
        "files": _incidents(incidents, FILE_KINDS),
        "engine": _incidents(incidents, ENGINE_KINDS),
        "slowest": list(slowest.head(SLOWEST).itertuples(index=False)),
        "seconds": submissions["seconds"],
        "cpu_seconds": submissions["cpu_seconds"],
        "seeds": seeds,
        "walls": [KINDS[name] for name in KINDS if (submissions["walls"] == name).any()],
        "longest": LONGEST_TABLE,
        "command": _command(assignment, seeds),
        "tenths": _bars(100 * shares, np.arange(0, 101, 10)),
        "durations": _bars(submissions["seconds"], min(12, max(4, len(submissions)))),
    }


def _bars(values: "pd.Series[float]", bins: Any) -> list[tuple[str, int, float]]:
    """Of a histogram each bar's range, its count, and its length as a share of the longest."""
    counts, edges = np.histogram(values, bins)
    return [
        (f"{low:.4g} to {high:.4g}", int(count), count / max(1, counts.max()))
        for count, low, high in zip(counts, edges[:-1], edges[1:], strict=True)
    ]


def _shares(submissions: pd.DataFrame) -> "pd.Series[float]":
    """Marks as shares of the points there are, from 0 to 1; 0 where there are none."""
    return (submissions["score"] / submissions["max_score"]).where(
        submissions["max_score"] > 0, 0.0
    )


def _incidents(incidents: pd.DataFrame, kinds: Sequence[str]) -> list[Any]:
    chosen = incidents[incidents["kind"].isin(kinds)]
    return list(chosen.sort_values(["kind", "student"]).itertuples(index=False))


def _exercises(checks: pd.DataFrame) -> list[dict[str, Any]]:
    """The exercises in the order of the notebooks, each with its parts and their counts."""
    return [
        {
            "name": name,
            "share": _share_of_points(rows),
            "parts": [
                {
                    "name": part,
                    "counts": [int((cells["status"] == status).sum()) for status in STATUSES],
                    "share": _share_of_points(cells),
                }
                for part, cells in rows.groupby("part", sort=False)
            ],
        }
        for name, rows in _in_order(checks).groupby("exercise", sort=False)
    ]


def _in_order(checks: pd.DataFrame) -> pd.DataFrame:
    """By notebook; within one the checks keep the order of its cells."""
    return checks.sort_values("notebook", kind="stable")


def _share_of_points(checks: pd.DataFrame) -> float:
    possible = checks["max_score"].sum()
    return float(checks["score"].sum() / possible) if possible else 0.0


def _command(assignment: str, seeds: Sequence[str]) -> str:
    """How to get a mark again."""
    seed = seeds[0] if len(seeds) == 1 else "SEED"
    words = ["grader", "autograde", assignment, "--student", "NAME", "--seed", seed, "--force"]
    return shlex.join(words)


def _number(value: float) -> str:
    """Up to one decimal: ``12``, ``12.5``, ``1,250``."""
    return f"{value:,.1f}".removesuffix(".0")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
