"""The judges of exercise 4: their own numbers, by hand, and what they accept and refuse."""

import itertools
import json
import math
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.checks.arrays import numbers_of, plain, record, same
from grader.checks.exercise import Case, Evidence, Mistake, Part, Shape
from grader.exercises.loss.judge import EXERCISE
from grader.exercises.loss.judge.iou import iou_mistakes, mean_iou
from grader.exercises.loss.judge.loss_mistakes import loss_mistakes
from grader.exercises.loss.judge.softmax import pixelwise_crossentropy
from grader.exercises.loss.probe import batch_of
from grader.judging.mistakes import with_causes

PIXELWISE = EXERCISE.part("pixelwise_crossentropy")
MEAN_IOU = EXERCISE.part("mean_iou")
COMPILE = EXERCISE.part("compile_unet")


def _findings(case: Case, evidence: Evidence) -> tuple[str, ...]:
    name = next(iter(evidence))
    part = PIXELWISE if name == "loss" else MEAN_IOU
    return tuple(finding.message for finding in part.judge(case, evidence).findings)


def _telling_batch(part: Part) -> Any:
    (case,) = (case for case in part.cases if "8 masks" in case.name)
    return batch_of(case)


def _with_values(mistakes: Any, batch: Any) -> dict[str, Mistake]:
    """The mistakes that give values on a batch, by name."""
    with np.errstate(all="ignore"):
        return {one.name: one for one in mistakes(*batch) if not isinstance(one.gives, Shape)}


def _expected_loss(case: Case) -> Any:
    return pixelwise_crossentropy(*batch_of(case))


def test_exercise_has_twenty_points() -> None:
    assert EXERCISE.max_score == 20
    assert [part.points for part in EXERCISE.parts] == [7, 7, 6]


def test_first_losses_are_those_computed_by_hand() -> None:
    # Softmax: 1/3; 2/4; 1/4; and exp(-ln 4) = 1/4 beside 1 and 1, so 1/2.25.
    by_hand = [[[math.log(3), math.log(2)], [math.log(4), math.log(2.25)]]]
    assert np.allclose(by_hand, _expected_loss(PIXELWISE.cases[0]))


def test_losses_of_large_logits_are_finite() -> None:
    by_hand = [[[0, 2000], [0, 1000]]]
    assert _expected_loss(PIXELWISE.cases[1]).tolist() == by_hand


@pytest.mark.parametrize(
    ("number", "by_hand"),
    [
        (0, (2 / 3 + 1 / 2) / 2),
        (1, (4 / 5 + 1 / 2) / 2),
        (2, (1 / 2 + 1 + 0) / 3),
        (3, (1 + 1 / 2 + 0) / 3),
    ],
    ids=[
        "two classes",
        "absent classes left out",
        "predicted class counts 0",
        "class in the mask counts 0",
    ],
)
def test_first_mean_ious_are_those_computed_by_hand(number: int, by_hand: float) -> None:
    case = MEAN_IOU.cases[number]
    assert math.isclose(by_hand, mean_iou(*batch_of(case)))


def test_mean_iou_of_a_batch_counts_over_the_batch() -> None:
    # Class 0: 3 of 4 pixels (4 true, 3 predicted); class 1: 4 of 5 (4 true, 5 predicted).
    case = MEAN_IOU.cases[4]
    assert math.isclose((3 / 4 + 4 / 5) / 2, mean_iou(*batch_of(case)))


def test_every_usual_mistake_about_iou_shows_in_some_visible_case() -> None:
    seen: dict[str, bool] = {}
    for case in MEAN_IOU.cases:
        batch = batch_of(case)
        for name, mistake in _with_values(iou_mistakes, batch).items():
            differs = not same(mistake.gives, mean_iou(*batch))
            seen[name] = seen.get(name, False) or differs
    assert [name for name, differs in seen.items() if not differs] == []


# What float32 cannot hold is harmless where logits are small: other cases show it. So they do with
# the last class, which that batch does not have.
HARMLESS = {
    "last class left out",
    *("maximum of the whole batch", "maximum of a whole image"),
    *("not the largest taken", "nothing taken", "0 times log 0", "pairs in 8 bits"),
}


on_usual_mistakes = pytest.mark.parametrize(
    ("part", "mistakes", "right"),
    [
        (PIXELWISE, loss_mistakes, pixelwise_crossentropy),
        (MEAN_IOU, iou_mistakes, mean_iou),
    ],
    ids=["loss", "mean IoU"],
)


@on_usual_mistakes
def test_each_gives_a_number_of_its_own_on_the_telling_batch(
    part: Part, mistakes: Any, right: Any
) -> None:
    batch = _telling_batch(part)
    known = _with_values(mistakes, batch)
    values = {name: mistake.gives for name, mistake in known.items() if name not in HARMLESS}
    values["right"] = right(*batch)
    alike = [
        (one, other)
        for one, other in itertools.combinations(values, 2)
        if same(values[one], values[other])
    ]
    assert alike == []


@on_usual_mistakes
def test_each_is_named_in_all_the_cases_that_it_fails(
    part: Part, mistakes: Any, right: Any
) -> None:
    batches = [batch_of(case) for case in part.cases]
    known = [_with_values(mistakes, batch) for batch in batches]
    names = set.intersection(*map(set, known)) - {"maximum of a whole image"}
    key = {"pixelwise_crossentropy": "loss", "mean_iou": "mean_iou"}[part.name]
    unnamed = []
    for name in sorted(names):
        observations = [{key: record(one[name].gives)} for one in known]
        judgements = list(map(part.judge, part.cases, observations))
        completed = with_causes(part, part.cases, observations, judgements)
        unnamed += [
            (name, finding.message)
            for one, judgement in zip(known, completed, strict=True)
            for finding in judgement.findings
            if not np.isnan(one[name].gives).any() and not finding.message.endswith(one[name].cause)
        ]
    assert unnamed == []


@pytest.mark.parametrize("convert", [float, np.float32, np.asarray], ids=["float", "NumPy", "0-d"])
def test_mean_iou_may_be_any_kind_of_number(convert: Callable[[float], Any]) -> None:
    case = MEAN_IOU.cases[0]
    assert _findings(case, {"mean_iou": record(convert(7 / 12))}) == ()


@pytest.mark.parametrize(("factor", "accepted"), [(1 + 5e-5, True), (1 + 1e-3, False)])
def test_loss_is_compared_with_the_tolerance_of_float32(factor: float, accepted: bool) -> None:
    case = PIXELWISE.cases[0]
    findings = _findings(case, {"loss": record(_expected_loss(case) * factor)})
    assert accepted == (findings == ())


def test_a_single_wrong_pixel_is_found_and_named() -> None:
    case = PIXELWISE.cases[0]
    got = _expected_loss(case)
    got[0, 1, 0] += 0.5
    (message,) = _findings(case, {"loss": record(got)})
    assert "gave the pixel (1, 0) of image 0 a loss of 1.886, expected 1.386" in message


def test_odd_numbers_survive_strict_json() -> None:
    recorded = record(np.array([np.nan, np.inf, -np.inf, 0.1], np.float32))
    travelled = json.loads(json.dumps(recorded, allow_nan=False))
    assert travelled["values"] == ["nan", "inf", "-inf", 0.1]
    assert same(numbers_of(travelled["values"]), np.array([np.nan, np.inf, -np.inf, 0.1]))


@pytest.mark.parametrize("value", [None, "text", object(), [[1], [1, 2]], {"a": 1}])
def test_what_is_not_a_number_is_recorded_by_its_type(value: Any) -> None:
    assert record(value) == {"type": type(value).__name__}


def test_large_arrays_leave_their_values_out() -> None:
    recorded = record(np.zeros((96, 128, 3)))
    assert (recorded["shape"], recorded["values"]) == ([96, 128, 3], None)


def test_plain_numbers_are_rounded_to_what_float32_holds() -> None:
    assert plain(np.float64(1 / 3)) == 0.33333333


def test_drawn_cases_depend_on_the_seed_and_leave_a_class_out() -> None:
    first, again, other = (MEAN_IOU.draw_cases(np.random.default_rng(seed)) for seed in (0, 0, 1))
    assert first == again
    assert first != other
    for case in first:
        y_true, logits = batch_of(case)
        absent = logits.shape[-1] - 1
        assert absent not in set(y_true.ravel()) | set(logits.argmax(axis=-1).ravel())


@pytest.mark.parametrize("case", COMPILE.cases, ids=lambda case: str(case.name))
def test_loss_and_metrics_of_a_batch_are_three_different_numbers(case: Case) -> None:
    y_true, logits = batch_of(case)
    numbers = {
        round(float(pixelwise_crossentropy(y_true, logits).mean()), 3),
        round(float((logits.argmax(axis=-1) == y_true).mean()), 3),
        round(mean_iou(y_true, logits), 3),
    }
    assert len(numbers) == 3


@pytest.mark.parametrize("module", ["loss", "training"])
def test_exercise_needs_no_tensorflow_before_a_probe_runs(module: str) -> None:
    program = (
        f"import sys, grader.exercises.{module}.judge; "
        "print([name for name in ('tensorflow', 'keras') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stderr
