"""Judge what a probe wrote down: evidence → verdict. The trusted half of a check."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.evidence import Raised, unreadable
from grader.exercise import (
    Case,
    Comparison,
    Evidence,
    Exercise,
    Finding,
    Judgement,
    Part,
    Status,
    Verdict,
)
from grader.probing import collect

LONGEST_SENTENCE = 4000  # characters of a finding, and of what was got, written as JSON


def cases_of(part: Part, seed: int | None) -> tuple[Case, ...]:
    """The visible cases, followed by those drawn from ``seed`` when there is one."""
    if seed is None:
        return part.cases
    return part.cases + part.draw_cases(np.random.default_rng(seed))


def evidence_of(exercise: Exercise, part: Part, function: Any, seed: int | None) -> Evidence:
    """Evidence of one part, collected in this process."""
    return collect(exercise.name, part.name, part.probe, function, cases_of(part, seed))


def reach_verdict(exercise: Exercise, part: Part, evidence: Evidence, seed: int | None) -> Verdict:
    """Judge evidence on the cases of ``seed``; what the evidence says of its cases counts nothing.

    Raises:
        NotConfirmed: the observations are not what this part's probe writes.
    """
    cases, observations = cases_of(part, seed), evidence["observations"]
    if any("not_attempted" in observation for observation in observations):
        return _verdict(exercise, part, [_not_attempted(exercise, part)], seed, attempted=False)
    judgements = [
        judge_case(part, case, observation)
        for case, observation in zip(cases, observations, strict=True)
    ]
    return _verdict(exercise, part, judgements, seed)


def check_part(exercise: Exercise, part: Part, function: Any, seed: int | None) -> Verdict:
    """Both halves in one place, for a student who checks her own work."""
    return reach_verdict(exercise, part, evidence_of(exercise, part, function, seed), seed)


def judge_case(part: Part, case: Case, observation: Evidence) -> Judgement:
    """The judgement of one observation; ``NotConfirmed`` when the judge cannot read it.

    Observations may have been written by anybody, so any error of a judge counts as that.
    """
    try:
        if "error" in observation:
            return Judgement((_error_finding(case, Raised.from_json(observation["error"])),))
        judgement = part.judge(case, observation)
        return replace(judgement, findings=tuple(map(_bounded, judgement.findings)))
    except Exception as error:
        raise unreadable(case.name) from error


def verdict_of_error(exercise: Exercise, part: Part, message: str) -> Verdict:
    """The verdict when there is no function to probe, with the reason."""
    finding = Finding(message=message, case=part.function, attribute="error")
    return _verdict(exercise, part, [Judgement((finding,))], seed=None)


def _bounded(finding: Finding) -> Finding:
    """The finding without quotations so long that only somebody bent on it could cause them."""
    got = finding.got if len(json.dumps(finding.got)) <= LONGEST_SENTENCE else "too long to show"
    return replace(finding, message=finding.message[:LONGEST_SENTENCE], got=got)


def _error_finding(case: Case, error: Raised) -> Finding:
    return Finding(
        message=error.sentence(case.name),
        case=case.name,
        attribute="error",
        got=error.type,
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
        comparison=_shown_comparison(part, judgements),
    )


def _shown_comparison(part: Part, judgements: Sequence[Judgement]) -> Comparison | None:
    """The table of the first visible case that failed; of the first one when all cases passed.

    A drawn case has none: the sentence says what is wrong, its table would give the case away.
    """
    visible = judgements[: len(part.cases)]
    failed = [judgement for judgement in visible if judgement.findings]
    if failed:
        return failed[0].comparison
    passed = not any(judgement.findings for judgement in judgements)
    return visible[0].comparison if passed else None


def _once_each(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without those that say of another case what one before them said."""
    said: dict[str, Finding] = {}
    for finding in findings:
        said.setdefault(_without_case(finding), finding)
    return tuple(said.values())


_ARGUMENTS = re.compile(r"^with (\w+=(\([^)]*\)|[^,:\s]+)(, |: ))+")


def _without_case(finding: Finding) -> str:
    """The sentence without the case it speaks of: "With n_filters=16, row 4: …" is "row 4: …"."""
    return _ARGUMENTS.sub("", finding.message.replace(finding.case, "").casefold())
