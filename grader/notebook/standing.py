"""Where a student stands: the points of her checks, by notebook.

What a check has found lies in its cell's output, as evidence. Here it is taken from the saved
notebooks of a folder, and from the checks that this kernel has run, and judged again by the same
judge. There is no other record. Secret cases of the grading are not among it.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from grader import courses, exercises
from grader.checks.exercise import Evidence, Exercise, Part, Verdict
from grader.notebook import fingerprints
from grader.notebook.fingerprints import Fingerprints
from grader.notebook.loading import UnusableFile
from grader.notebook.render import EVIDENCE_MIME

State = Literal["passed", "partly", "failed", "not attempted", "not checked", "changed"]
LOOKED_AT = "looked_at"  # the key of the fingerprints, beside the evidence in an output
_Key = tuple[str, str]  # an exercise and its part


@dataclass(frozen=True)
class Check:
    """How one check stands. ``verdict`` is None where there is none that still holds."""

    exercise: Exercise
    part: Part
    state: State
    verdict: Verdict | None = None

    @property
    def score(self) -> float:
        """Points so far."""
        return self.verdict.score if self.verdict else 0.0


@dataclass(frozen=True)
class Notebook:
    """How a notebook stands; ``missing`` says why it could not be read."""

    name: str
    checks: tuple[Check, ...]
    missing: str = ""

    @property
    def score(self) -> float:
        """Points so far."""
        return sum(check.score for check in self.checks)

    @property
    def max_score(self) -> int:
        """Points there are."""
        return sum(check.part.points for check in self.checks)


@dataclass(frozen=True)
class Standing:
    """How an assignment stands."""

    assignment: str
    notebooks: tuple[Notebook, ...]

    @property
    def score(self) -> float:
        """Points so far."""
        return sum(notebook.score for notebook in self.notebooks)

    @property
    def max_score(self) -> int:
        """Points there are."""
        return sum(notebook.max_score for notebook in self.notebooks)

    @property
    def next(self) -> Check | None:
        """The first check that does not pass yet, of the notebooks that are there."""
        open_checks = (
            check
            for notebook in self.notebooks
            if not notebook.missing
            for check in notebook.checks
            if check.state != "passed"
        )
        return next(open_checks, None)


@dataclass(frozen=True)
class _Record:
    """What a check of this kernel has left, and when."""

    evidence: Evidence
    time: float


@dataclass(frozen=True)
class _Saved:
    """What a saved notebook holds: evidence by check, in the order of the cells, and functions."""

    evidence: tuple[Evidence, ...] = ()
    functions: Fingerprints | None = None


_of_this_kernel: dict[_Key, _Record] = {}


def remember(evidence: Evidence) -> None:
    """Keep what a check has just found, which may be in no saved notebook yet."""
    key = (evidence["exercise"], evidence["part"])
    _of_this_kernel[key] = _Record(evidence, time.time())


def assignments_in(folder: Path) -> list[str]:
    """The assignments of which a notebook lies in ``folder``, or a check of which ran here."""
    return [
        assignment
        for assignment, names in courses.current().assignments.items()
        if any(_path(folder, name).is_file() for name in names)
        or any(name in names for name, _ in _of_this_kernel)
    ]


def stands(folder: Path, assignment: str, *, open_files: bool) -> Standing:
    """How an assignment stands whose notebooks lie in ``folder``.

    Args:
        folder: where the student's notebooks are.
        assignment: one of the course.
        open_files: whether a file that no check has looked at yet, such as a trained network, is
            measured now, which takes seconds.
    """
    found = groupby(exercises.of_assignment(assignment), lambda exercise: exercise.notebook)
    notebooks = (_notebook(folder, name, list(group), open_files) for name, group in found)
    return Standing(assignment, tuple(notebooks))


def _path(folder: Path, exercise: str) -> Path:
    return folder / f"{exercises.notebook(exercise)}.ipynb"


def _notebook(folder: Path, name: str, group: list[Exercise], open_files: bool) -> Notebook:
    path = folder / f"{name}.ipynb"
    missing = "" if path.is_file() else "not in this folder"
    saved = _Saved()
    if not missing:
        try:
            saved = _read(path, path.stat().st_mtime_ns)
        except UnusableFile:
            missing = "cannot be read"
    checks = (
        _check(path, exercise, part, saved, open_files)
        for exercise in group
        for part in exercise.parts
    )
    return Notebook(name, tuple(checks), missing)


@lru_cache(maxsize=32)
def _read(path: Path, _: int) -> _Saved:
    """What a saved notebook holds; the number is the time at which it was saved."""
    functions = fingerprints.in_notebook(path)
    document = json.loads(path.read_text(encoding="utf-8"))
    return _Saved(tuple(_evidence_in(document)), functions)


def _evidence_in(document: Any) -> Iterator[Evidence]:
    for cell in document["cells"]:
        for output in cell.get("outputs", ()):
            evidence = output.get("data", {}).get(EVIDENCE_MIME)
            if isinstance(evidence, dict):
                yield evidence


def _check(path: Path, exercise: Exercise, part: Part, saved: _Saved, open_files: bool) -> Check:
    if part.opens:
        return _check_of_file(path.parent / part.function, exercise, part, saved, open_files)
    record = _of_this_kernel.get((exercise.name, part.name))
    if record is not None and (now := _judged(exercise, part, record.evidence)):
        looked_at = _looked_at(record.evidence)
        holds = _holds(looked_at, fingerprints.in_kernel(looked_at)) and (
            saved.functions is None
            or path.stat().st_mtime < record.time
            or _holds(looked_at, saved.functions)
        )
        return _standing(exercise, part, now, holds)
    return _best(exercise, part, saved.evidence, saved.functions or {})


def _check_of_file(
    path: Path, exercise: Exercise, part: Part, saved: _Saved, open_files: bool
) -> Check:
    """Of a file what counts is what lies there now, whatever a check has seen."""
    record = _of_this_kernel.get((exercise.name, part.name))
    known = (*saved.evidence, *([record.evidence] if record else []))
    is_there = path.is_file()
    now = _fingerprint(path, path.stat().st_mtime_ns) if is_there else {}
    found = _best(exercise, part, known, now)
    if is_there and (found.verdict or not open_files):
        return found
    evidence = evidence_of(exercise, part, path, None)
    remember(evidence)
    return _standing(exercise, part, _judged(exercise, part, evidence), True)


@lru_cache(maxsize=4)
def _fingerprint(path: Path, _: int) -> Fingerprints:
    return fingerprints.of_file(path)


def evidence_of(exercise: Exercise, part: Part, work: Any, seed: int | None) -> Evidence:
    """As ``verdicts.evidence_of``, with the fingerprints of what was looked at."""
    from grader.judging import verdicts

    looked_at = fingerprints.of_work(work)
    evidence = verdicts.evidence_of(exercise, part, work, seed)
    return evidence | {LOOKED_AT: [list(pair) for pair in looked_at.items()]}


def _best(exercise: Exercise, part: Part, known: tuple[Evidence, ...], now: Fingerprints) -> Check:
    """The last verdict that still holds; else that there was one, or none."""
    found = [
        (_holds(_looked_at(evidence), now), verdict)
        for evidence in known
        if (verdict := _judged(exercise, part, evidence))
    ]
    if not found:
        return Check(exercise, part, "not checked")
    holds, verdict = max(reversed(found), key=lambda pair: pair[0])
    return _standing(exercise, part, verdict, holds)


def _looked_at(evidence: Evidence) -> Fingerprints:
    return dict(evidence[LOOKED_AT])


def _holds(looked_at: Fingerprints, now: Fingerprints) -> bool:
    """Whether nothing that a check has looked at is another now.

    The first fingerprint is that of the function or file itself, which has to be there.
    """
    is_there = all(name in now for name in list(looked_at)[:1])
    return is_there and all(now.get(name, seen) == seen for name, seen in looked_at.items())


def _judged(exercise: Exercise, part: Part, evidence: Evidence) -> Verdict | None:
    """The verdict on evidence, if it is of this part and can be judged today."""
    from grader.judging.evidence import NotConfirmed, validated
    from grader.judging.verdicts import reach_verdict

    if (evidence.get("exercise"), evidence.get("part")) != (exercise.name, part.name):
        return None
    try:
        _looked_at(evidence)
        given = validated(evidence, exercise.name, part.name, None, len(part.cases))
        return reach_verdict(exercise, part, given, None)
    except (NotConfirmed, KeyError, TypeError, ValueError):
        return None


def _standing(exercise: Exercise, part: Part, verdict: Verdict | None, holds: bool) -> Check:
    if verdict is None or not holds:
        return Check(exercise, part, "changed")
    state: State = "partly" if 0 < verdict.share < 1 else verdict.status
    return Check(exercise, part, state, verdict)
