"""Probe and judge one part of an exercise: function → evidence → verdict.

``collect`` runs beside the student's code; ``reach_verdict`` needs its result only.
"""

import traceback
from collections.abc import Iterable, Sequence
from functools import wraps
from typing import Any

import numpy as np

from grader.exercise import (
    Case,
    Evidence,
    Exercise,
    Finding,
    Judge,
    Judgement,
    Part,
    Status,
    Verdict,
)
from grader.explanations import sentence
from grader.quiet import quiet

EVIDENCE_FORMAT = 1
SIGNS_OF_ODD_EVIDENCE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def collect(exercise: Exercise, part: Part, function: Any, seed: int | None) -> Evidence:
    """Evidence of one part: every visible case, and the drawn ones when ``seed`` is given.

    Errors of the student's code are evidence too: ``{"error": {"type", "message", "line"}}``;
    a ``NotImplementedError`` is ``{"not_attempted": True}``.
    """
    with quiet():
        observations = [_observe(part, function, case) for case in cases_of(part, seed)]
    return {
        "format": EVIDENCE_FORMAT,
        "exercise": exercise.name,
        "part": part.name,
        "seed": seed,
        "observations": observations,
    }


def cases_of(part: Part, seed: int | None) -> tuple[Case, ...]:
    """The visible cases, followed by those drawn from ``seed`` when there is one."""
    if seed is None:
        return part.cases
    return part.cases + part.draw_cases(np.random.default_rng(seed))


def reach_verdict(exercise: Exercise, part: Part, evidence: Evidence) -> Verdict:
    """Judge evidence. The cases are drawn again here, not read from the evidence."""
    seed, observations = evidence["seed"], evidence["observations"]
    cases = cases_of(part, seed)
    if any("not_attempted" in observation for observation in observations):
        return _verdict(exercise, part, [_not_attempted(exercise, part)], seed, attempted=False)
    judgements = [
        _judge(part, case, observation)
        for case, observation in zip(cases, observations, strict=True)
    ]
    return _verdict(exercise, part, judgements, seed)


def check_part(exercise: Exercise, part: Part, function: Any, seed: int | None) -> Verdict:
    """Both halves in one place, for a student who checks her own work."""
    return reach_verdict(exercise, part, collect(exercise, part, function, seed))


def readable(judge: Judge) -> Judge:
    """A judge that refuses evidence with missing keys or wrong types, where ``judge`` would break.

    Evidence comes out of a student's notebook and may have been edited. The error stands in the
    finding's ``got``, in case that the judge is at fault.
    """

    @wraps(judge)
    def judge_or_refuse(case: Case, evidence: Evidence) -> Judgement:
        try:
            return judge(case, evidence)
        except SIGNS_OF_ODD_EVIDENCE as error:
            return Judgement((_unreadable(case, error),))

    return judge_or_refuse


def _unreadable(case: Case, error: Exception) -> Finding:
    return Finding(
        message=(
            f"{case.name}: the record of this check cannot be read, expected what a check writes. "
            "Restart the kernel and run all cells."
        ),
        case=case.name,
        attribute="evidence",
        got=repr(error),
    )


def verdict_of_error(exercise: Exercise, part: Part, message: str) -> Verdict:
    """The verdict when there is no function to probe, with the reason."""
    finding = Finding(message=message, case=part.function, attribute="error")
    return _verdict(exercise, part, [Judgement((finding,))], seed=None)


def _observe(part: Part, function: Any, case: Case) -> Evidence:
    try:
        return part.probe(function, case)
    except NotImplementedError:
        return {"not_attempted": True}
    except (Exception, SystemExit) as error:
        return {"error": _describe(error)}


def _describe(error: BaseException) -> Evidence:
    """Type, message and the last line of the student's own code on the way to the error."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_student_code(frame.filename)]
    return {
        "type": type(error).__name__,
        "message": str(error)[:2000],
        "line": own[-1].line if own else None,
        "number": own[-1].lineno if own else None,
    }


def _is_student_code(filename: str) -> bool:
    """Cells of a notebook run under a temporary name; installed libraries do not count."""
    return any(mark in filename for mark in ("ipykernel_", "ipython-input", "<student"))


def _judge(part: Part, case: Case, observation: Evidence) -> Judgement:
    if "error" in observation:
        return _judge_error(case, observation)
    return part.judge(case, observation)


@readable
def _judge_error(case: Case, observation: Evidence) -> Judgement:
    return Judgement((_error_finding(case, observation["error"]),))


def _error_finding(case: Case, error: Evidence) -> Finding:
    return Finding(
        message=sentence(case.name, error["type"], error["message"], error.get("line")),
        case=case.name,
        attribute="error",
        got=error["type"],
    )


def _not_attempted(exercise: Exercise, part: Part) -> Judgement:
    message = (
        f"{part.function} is not attempted yet. Replace `raise NotImplementedError()` with your "
        f'code, run that cell, then this one. check.hint("{exercise.name}") gives a first hint.'
    )
    return Judgement((Finding(message=message, attribute="not attempted"),))


def _verdict(
    exercise: Exercise,
    part: Part,
    judgements: Sequence[Judgement],
    seed: int | None,
    attempted: bool = True,
) -> Verdict:
    findings = _once_each(finding for judgement in judgements for finding in judgement.findings)
    failed = [judgement for judgement in judgements if judgement.findings]
    status: Status = "not attempted" if not attempted else "failed" if findings else "passed"
    return Verdict(
        exercise=exercise.name,
        part=part.name,
        title=part.title,
        status=status,
        score=part.points if status == "passed" else 0,
        max_score=part.points,
        cases_passed=len(judgements) - len(failed),
        cases_run=len(judgements),
        drawn=seed is not None,
        findings=findings,
        comparison=(failed or judgements)[0].comparison,
    )


def _once_each(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without those that say of another case what one before them said."""
    said: dict[str, Finding] = {}
    for finding in findings:
        said.setdefault(finding.message.replace(finding.case, ""), finding)
    return tuple(said.values())
