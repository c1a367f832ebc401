"""Evidence that anybody may have written: it is refused or judged, and never breaks the grader."""

import copy
import json
import random
import runpy
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader import exercises
from grader.checks.arrays import first_difference
from grader.checks.exercise import Evidence, Exercise, Part
from grader.judging.evidence import NotConfirmed, Raised, validated
from grader.judging.verdicts import evidence_of, judge_case, reach_verdict

MUSEUM = Path(__file__).parents[1] / "submissions"
SLOW = ("make_dataset", "train")
PARTS = [
    pytest.param(
        name,
        part.name,
        id=f"{name}-{part.name}",
        marks=[pytest.mark.slow] if part.name in SLOW else [],
    )
    for name in exercises.COURSE.exercises
    for part in exercises.find(name).parts
    if part.opens is None  # of a file no student writes evidence
]
MUTATIONS = 60

Judged = tuple[Exercise, Part, Evidence]


@pytest.fixture(scope="module")
def honest() -> Callable[[str, str], Judged]:
    """Evidence of right answers on the visible cases, collected once."""
    known: dict[tuple[str, str], Judged] = {}

    def collect(name: str, part_name: str) -> Judged:
        if (name, part_name) not in known:
            exercise = exercises.find(name)
            part = exercise.part(part_name)
            functions = runpy.run_path(str(MUSEUM / name / "right" / "reference.py"))
            evidence = evidence_of(exercise, part, functions[part.function], seed=None)
            known[name, part_name] = (exercise, part, json.loads(json.dumps(evidence)))
        return known[name, part_name]

    return collect


def judge(judged: Judged, raw: Any) -> str:
    """What the trusted side makes of it: the status, or that it cannot be confirmed."""
    exercise, part, _ = judged
    try:
        evidence = validated(raw, exercise.name, part.name, None, len(part.cases))
        return reach_verdict(exercise, part, evidence, seed=None).status
    except NotConfirmed:
        return "not confirmed"


ODD: tuple[Any, ...] = (
    *(None, True, "", "nan", "inf", "text", -1, 0, 7, 2**62, -0.5, 1e308),
    *([], {}, [[]], [None], {"type": 3}, {"shape": [2, 2], "values": "nan"}, "x" * 90_000),
)


def mutated(evidence: Evidence, dice: random.Random) -> Evidence:
    """A copy with one entry, at any depth, gone, doubled, nested or of another kind."""
    copied = copy.deepcopy(evidence)
    container, key = dice.choice(list(places(copied["observations"])))
    match dice.randrange(5):
        case 0:
            del container[key]
        case 1:
            container[key] = [container[key]]
        case 2 if isinstance(container[key], list):
            container[key] *= 50
        case 3 if isinstance(container[key], int | float):
            container[key] *= dice.choice([-1, 0.5, 1e6])
        case _:
            container[key] = copy.deepcopy(dice.choice(ODD))
    return copied


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container below ``value`` with each of its keys; few of each list."""
    items: Any = ()
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))[:6]
    for key, inner in items:
        yield value, key
        yield from places(inner)


@pytest.mark.parametrize(("name", "part_name"), PARTS)
def test_honest_evidence_is_confirmed_and_passes(
    honest: Callable[[str, str], Judged], name: str, part_name: str
) -> None:
    judged = honest(name, part_name)
    assert judge(judged, judged[2]) == "passed"


@pytest.mark.parametrize(("name", "part_name"), PARTS)
def test_damaged_evidence_breaks_nothing_and_ends_in_time(
    honest: Callable[[str, str], Judged], name: str, part_name: str
) -> None:
    judged = honest(name, part_name)
    dice = random.Random(part_name)
    for _ in range(MUTATIONS):
        raw = mutated(mutated(judged[2], dice), dice)
        start = time.process_time()
        judge(judged, raw)
        assert time.process_time() - start < 2, "a judgement takes milliseconds"


@pytest.mark.parametrize(("name", "part_name"), PARTS)
def test_an_empty_observation_cannot_be_confirmed(name: str, part_name: str) -> None:
    part = exercises.find(name).part(part_name)
    with pytest.raises(NotConfirmed) as refused:
        judge_case(part, part.cases[0], {})
    assert str(refused.value) == (
        f"{part.cases[0].name}: the record of this check cannot be read, expected what a check "
        "writes. Restart the kernel and run all cells to see what the check shows."
    )


def record(**changes: Any) -> Evidence:
    """Evidence of a part with two cases, with entries changed."""
    asked = {"format": 4, "exercise": "e", "part": "p", "run": "r"}
    return {**asked, "settings": {}, "observations": [{}, {}], **changes}


def nested(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (None, "is of type NoneType, expected an object"),
        ([], "is of type list, expected an object"),
        ({}, "has the format None, expected 4"),
        (record(format="3"), "has the format '3', expected 4"),
        (record(settings=[]), "does not say what the notebook has set, expected an object"),
        (record(exercise="other"), "has the exercise 'other', expected 'e'"),
        (record(part=["p"]), "has the part list, expected 'p'"),
        (record(run="older"), "has the run 'older', expected 'r'"),
        (record(observations={}), "has no list of observations, expected one object"),
        (record(observations=[{}, 3]), "has no list of observations, expected one object"),
        (record(observations=[{}]), "covers 1 cases, expected 2"),
        (record(more=nested(100)), "is nested too deeply, expected at most 60 levels"),
        (record(more=nested(100_000)), "is nested too deeply, expected at most 60 levels"),
        (record(more=[0] * 2_000_001), "values or more, expected at most 2,000,000"),
        (record(more="x" * 100_001), "holds a text of 100,001 characters"),
        (record(more={"x" * 100_001: 1}), "holds a text of 100,001 characters"),
        (record(more=float("nan")), "holds the number nan, expected finite ones"),
        (record(more=[{"low": float("-inf")}]), "holds the number -inf, expected finite ones"),
        (record(more=2**63 + 1), "holds a whole number beyond 2**63"),
        (record(more={3: 1}), "has a key of type int, expected text"),
        (record(more=(1, 2)), "holds an object of type tuple, expected plain JSON"),
    ],
)
def test_what_no_probe_writes_is_refused(raw: Any, said: str) -> None:
    with pytest.raises(NotConfirmed) as refused:
        validated(raw, "e", "p", "r", 2)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 300


def test_what_a_probe_writes_is_accepted() -> None:
    assert validated(record(), "e", "p", "r", 2) == record()


def table(n_rows: int, n_attributes: int) -> Evidence:
    """A graph of so many convolutions, one behind the other."""
    attributes = {f"a{number}": 1 for number in range(n_attributes)}
    rows = [
        {
            "kind": "Conv2D",
            "shape": [None, 4, 4, 1],
            "parameters": 1,
            "attributes": attributes,
            "inputs": [number - 1] if number else [],
        }
        for number in range(n_rows)
    ]
    graph = {"rows": rows, "outputs": [n_rows - 1], "others": [""], "returned": "model"}
    return {"graph": graph, "default_graph": graph, "defaults": {}}


@pytest.mark.parametrize("name", ["conv_block", "upsampling_block", "unet_model"])
@pytest.mark.parametrize("raised", [False, True])
def test_the_largest_graph_is_judged_in_time(name: str, raised: bool) -> None:
    for part in exercises.find(name).parts:
        evidence = table(150, 40)
        if raised:
            evidence["raised"] = {"type": "ValueError", "message": "[" * 6000, "lines": []}
        start = time.process_time()
        assert judge_case(part, part.cases[0], evidence).findings
        assert time.process_time() - start < 2


def test_a_graph_that_is_far_too_large_is_a_finding_and_not_compared() -> None:
    part = exercises.find("unet_model").parts[0]
    (finding,) = judge_case(part, part.cases[0], table(401, 1)).findings
    assert (finding.attribute, finding.got) == ("layers", 401)


@pytest.mark.parametrize(("n_rows", "n_attributes"), [(1_000, 1), (100_000, 1), (1, 41)])
def test_a_larger_graph_is_refused(n_rows: int, n_attributes: int) -> None:
    part = exercises.find("unet_model").parts[0]
    with pytest.raises(NotConfirmed):
        judge_case(part, part.cases[0], table(n_rows, n_attributes))


@pytest.mark.parametrize(
    "error",
    [
        None,
        {},
        {"type": 3, "message": None, "lines": []},
        {"type": "ValueError", "message": "\n" * 6001, "lines": []},
        {"type": "x" * 300, "message": "", "lines": []},
        {"type": "ValueError", "message": "", "lines": None},
        {"type": "ValueError", "message": "", "lines": ["x"] * 6},
        {"type": "ValueError", "message": "", "lines": ["x" * 501]},
        {"type": "ValueError", "message": "", "lines": [], "shapes": [{"x": "(" * 201}]},
        {"type": "ValueError", "message": "", "lines": [], "shapes": [{"x": 3}]},
        {"type": "ValueError", "message": "", "lines": [], "shapes": ["x"]},
        {"type": "ValueError", "message": "", "lines": [], "shapes": [dict.fromkeys("abcde", "")]},
    ],
)
def test_an_error_that_no_probe_described_is_refused(error: Any) -> None:
    part = exercises.find("loss").part("mean_iou")
    with pytest.raises(NotConfirmed):
        judge_case(part, part.cases[0], {"error": error})


def test_an_error_is_told_with_its_line() -> None:
    error = Raised.from_json({"type": "ValueError", "message": "no", "lines": ["x = f()"]})
    assert error.sentence("f(2)") == (
        "f(2) raised ValueError in the line `x = f()`: no. Expected: a call without an error. Run "
        "the call in a cell of its own to see where it happens."
    )


def test_a_finding_quotes_no_more_than_one_can_read() -> None:
    part = exercises.find("loss").part("compile_unet")
    evidence = {"returned": "the model", "compiled": True, "optimizer": "x" * 90_000, "loss": "y"}
    numbers = {"evaluate": {"loss": 0.0}, "second": {"loss": 0.0}}
    model = {"settings": {}, "moves": None, "other_model": False, "gives_logits": True}
    observation = evidence | numbers | model | {"loss_shape": []}
    findings = judge_case(part, part.cases[0], observation).findings
    assert max(len(finding.message) for finding in findings) == 4000
    assert findings[0].got == "too long to show"


def test_numbers_of_a_shape_that_they_do_not_say_are_no_evidence() -> None:
    """NumPy would spread 100,000 of them against what is expected: 3 GB."""
    exercise = exercises.find("training")
    part = exercise.part("preprocess")
    work = runpy.run_path(str(MUSEUM / "training" / "right" / "reference.py"))["preprocess"]
    observation = evidence_of(exercise, part, work, None)["observations"][0]
    observation["image"]["sample"] = [[[[0.5]]]] * 100_000
    with pytest.raises(NotConfirmed):
        judge_case(part, part.cases[0], observation)


def test_only_arrays_of_one_shape_have_a_first_difference() -> None:
    with pytest.raises(ValueError, match=r"The shapes are \(2, 1\) and \(1, 2\)."):
        first_difference(np.zeros((2, 1)), np.ones((1, 2)))
