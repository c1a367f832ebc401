"""Judge what a probe wrote down: evidence → verdict. The trusted half of a check."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from grader import errands
from grader.checks import global_state
from grader.checks.exercise import (
    Case,
    Comparison,
    Evidence,
    Exercise,
    Finding,
    Judgement,
    Part,
    Status,
    StudentFunction,
    Verdict,
)
from grader.checks.probing import collect, record
from grader.errands import Unusable
from grader.graph.table import MOST_ROWS
from grader.judging.evidence import Raised, unreadable
from grader.judging.explanations.lines import with_lines
from grader.judging.mistakes import with_causes

TOO_MANY_ROWS = 1000  # layers: no network that a student makes by mistake
LONGEST_SENTENCE = 4000  # characters of a finding, and of what was got, written as JSON


def cases_of(part: Part, seed: int | None) -> tuple[Case, ...]:
    """The visible cases, followed by those drawn from ``seed`` when there is one.

    What is done with a file is a matter of the drawn ones alone.
    """
    if seed is None:
        return part.cases
    drawn = part.draw_cases(np.random.default_rng(seed))
    return drawn if part.opens else part.cases + drawn


def cases_for_sandbox(part: Part, seed: int | None) -> tuple[Case, ...]:
    """The cases that a student's process is told of: of a file nothing is to be known there."""
    return () if part.opens else cases_of(part, seed)


def evidence_of(exercise: Exercise, part: Part, work: Any, seed: int | None) -> Evidence:
    """Evidence of one part, collected in this process from a function or the path of a file."""
    if part.opens:
        return evidence_of_file(exercise, part, _opened_here(part, Path(work)), seed)
    return collect(exercise.name, part.name, part.probe, work, cases_of(part, seed))


def evidence_of_file(
    exercise: Exercise, part: Part, opened: StudentFunction, seed: int | None
) -> Evidence:
    """Evidence of a part whose work is a file; ``opened`` is what ``Part.opens`` made of it.

    Nothing of a student's runs, so only ``Unusable`` is her fault: other errors come through.
    """
    if opened is absent:  # the cases of a file take seconds to draw
        return record(exercise.name, part.name, [{"not_attempted": True}])
    with global_state.usual():
        observations = [_observe_file(part, opened, case) for case in cases_of(part, seed)]
    return record(exercise.name, part.name, observations)


def absent(*_: Any) -> Any:
    """What stands for a file that is not there."""
    raise NotImplementedError


def _observe_file(part: Part, opened: StudentFunction, case: Case) -> Evidence:
    try:
        return part.probe(opened, case)
    except Unusable as reason:
        return {"unusable": str(reason)}


def _opened_here(part: Part, path: Path) -> StudentFunction:
    """The function in a file of one's own, which needs no walls."""
    assert part.opens is not None
    if not path.is_file():
        return absent
    return part.opens(path.read_bytes(), lambda task, payload: errands.task(task)(payload))


def reach_verdict(exercise: Exercise, part: Part, evidence: Evidence, seed: int | None) -> Verdict:
    """Judge evidence on the cases of ``seed``; what the evidence says of its cases counts nothing.

    Raises:
        NotConfirmed: the observations are not what this part's probe writes.
    """
    observations = evidence["observations"]
    if any("not_attempted" in observation for observation in observations):
        match evidence.get("written"):
            case {"raise_left": "above" | "below" as where}:
                return _verdict(exercise, part, [_raise_left(part, where)], seed)
        return _verdict(exercise, part, [_not_attempted(exercise, part)], seed, attempted=False)
    cases = cases_of(part, seed)
    with global_state.usual():  # a judge may stand in a student's notebook
        judgements = [
            judge_case(part, case, observation)
            for case, observation in zip(cases, observations, strict=True)
        ]
        try:
            judgements = [
                _with_lines(judgement, evidence.get("written", {}))
                for judgement in with_causes(part, cases, observations, judgements)
            ]
        except Exception as error:
            raise unreadable(part.name) from error
    verdict = _verdict(exercise, part, judgements, seed)
    return replace(verdict, note=global_state.note(evidence["settings"]))


def check_part(exercise: Exercise, part: Part, work: Any, seed: int | None) -> Verdict:
    """Both halves in one place, for a student who checks her own work."""
    return reach_verdict(exercise, part, evidence_of(exercise, part, work, seed), seed)


def judge_case(part: Part, case: Case, observation: Evidence) -> Judgement:
    """The judgement of one observation; ``NotConfirmed`` when the judge cannot read it.

    Observations may have been written by anybody, so any error of a judge counts as that.
    """
    try:
        if "error" in observation:
            return Judgement((_error_finding(case, Raised.from_json(observation["error"])),))
        if part.opens and "unusable" in observation:
            return Judgement((_unusable_finding(part, observation["unusable"]),))
        if MOST_ROWS < (layers := _number_of_layers(observation)) < TOO_MANY_ROWS:
            return Judgement((_far_too_large(case, layers),))
        judgement = part.judge(case, observation)
        return replace(judgement, findings=tuple(map(_bounded, judgement.findings)))
    except Exception as error:
        raise unreadable(case.name) from error


def _with_lines(judgement: Judgement, facts: Any) -> Judgement:
    findings = (_bounded(with_lines(finding, facts)) for finding in judgement.findings)
    return replace(judgement, findings=tuple(findings))


def verdict_without_function(
    exercise: Exercise, part: Part, finding: Finding, seed: int | None
) -> Verdict:
    """The verdict when there is no function to probe: every case fails for the same reason."""
    judgements = [Judgement((finding,)) for _ in cases_of(part, seed)]
    return _verdict(exercise, part, judgements, seed)


def _number_of_layers(observation: Evidence) -> int:
    return len(observation["graph"]["rows"]) if "graph" in observation else 0


def _far_too_large(case: Case, layers: int) -> Finding:
    message = (
        f"{case.name} has a network of {layers} layers, expected some dozens. Look for a loop that "
        "goes round too often, and for a finished network that is made here, by encoder or "
        "keras.applications, where one is passed."
    )
    return Finding(message=message, case=case.name, attribute="layers", got=layers)


def _bounded(finding: Finding) -> Finding:
    """The finding without quotations so long that only somebody bent on it could cause them."""
    got = finding.got if len(json.dumps(finding.got)) <= LONGEST_SENTENCE else "too long to show"
    return replace(finding, message=finding.message[:LONGEST_SENTENCE], got=got)


def _error_finding(case: Case, error: Raised) -> Finding:
    return Finding(error.sentence(case.name), case.name, attribute="error", got=error.type)


def _unusable_finding(part: Part, reason: str) -> Finding:
    message = (
        f"{part.function} {reason}. Run the cell that writes it once more, and hand in the new "
        "file."
    )
    return Finding(message=message, case=part.function, attribute="file")


def _not_attempted(exercise: Exercise, part: Part) -> Judgement:
    message = (
        f"{part.function} is not attempted yet. Replace `raise NotImplementedError()` with your "
        f'code, run that cell, then this one. `check.hint("{exercise.name}")` gives a first hint.'
    )
    if part.opens:
        message = (
            f"There is no {part.function} yet. Run the cell that writes it, then this one, and "
            "hand the file in beside the notebook."
        )
    return Judgement((Finding(message, attribute="not attempted"),))


def _raise_left(part: Part, where: str) -> Judgement:
    """The exercise cell's own raise stands above or below a student's lines, or given ones."""
    so = "so nothing below it runs" if where == "above" else "and no return came before it"
    message = (
        f"{part.function} came to the line `raise NotImplementedError()`, {so}. Once your code is "
        "written, delete that line, run the cell, then this one."
    )
    return Judgement((Finding(message=message, attribute="raise left"),))


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
        share=min(judgement.earned for judgement in judgements),
        measured=any(judgement.share is not None for judgement in judgements),
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
