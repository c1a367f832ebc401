"""The judges of exercise 4: their own numbers, by hand, and what they accept and refuse."""

import itertools
import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.arrays import numbers_of, plain, record, same
from grader.exercise import Case, Evidence, Part
from grader.exercises.loss import judge as loss
from grader.exercises.loss.judge import EXERCISE

PIXELWISE = EXERCISE.part("pixelwise_crossentropy")
MEAN_IOU = EXERCISE.part("mean_iou")
COMPILE = EXERCISE.part("compile_unet")


def _findings(case: Case, evidence: Evidence) -> tuple[str, ...]:
    name = next(iter(evidence))
    part = PIXELWISE if name == "loss" else MEAN_IOU
    return tuple(finding.message for finding in part.judge(case, evidence).findings)


def _expected_loss(case: Case) -> Any:
    return loss.pixelwise_crossentropy(*loss.batch_of(case))


def test_exercise_has_twenty_points() -> None:
    assert EXERCISE.max_score == 20
    assert [part.points for part in EXERCISE.parts] == [7, 7, 6]


def test_first_losses_are_those_computed_by_hand() -> None:
    # Softmax: 1/3; 2/4; 1/4; and exp(-ln 4) = 1/4 beside 1 and 1, so 1/2.25.
    by_hand = [[[math.log(3), math.log(2)], [math.log(4), math.log(2.25)]]]
    assert np.allclose(by_hand, _expected_loss(PIXELWISE.cases[0]))


def test_losses_of_large_logits_are_finite() -> None:
    by_hand = [[[0, 2000], [0, 1000]]]
    assert _expected_loss(PIXELWISE.cases[2]).tolist() == by_hand


@pytest.mark.parametrize(
    ("number", "by_hand"),
    [
        (0, (2 / 3 + 1 / 2) / 2),
        (1, (2 / 3 + 1 / 2) / 2),
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
    assert math.isclose(by_hand, loss.mean_iou(*loss.batch_of(case)))


def test_mean_iou_of_a_batch_counts_over_the_batch() -> None:
    # Class 0: 2 of 4 pixels (3 true, 3 predicted); class 1: 4 of 6 (5 true, 5 predicted).
    case = MEAN_IOU.cases[4]
    assert math.isclose((2 / 4 + 4 / 6) / 2, loss.mean_iou(*loss.batch_of(case)))


def test_no_usual_mistake_gives_the_right_loss_on_the_first_case() -> None:
    y_true, logits = loss.batch_of(PIXELWISE.cases[0])
    with np.errstate(all="ignore"):
        right = [
            suspect.cause
            for suspect in loss._loss_suspects(y_true, logits)
            if same(suspect.value, _expected_loss(PIXELWISE.cases[0]))
        ]
    assert right == []


def test_every_usual_mistake_about_iou_shows_in_some_visible_case() -> None:
    seen: dict[str, bool] = {}
    for case in MEAN_IOU.cases:
        y_true, logits = loss.batch_of(case)
        with np.errstate(all="ignore"):
            for suspect in loss._iou_suspects(y_true, logits):
                kind = re.sub(r"\d+", "n", suspect.cause)[:40]
                differs = not same(suspect.value, loss.mean_iou(y_true, logits))
                seen[kind] = seen.get(kind, False) or differs
    assert [kind for kind, differs in seen.items() if not differs] == []


@pytest.mark.parametrize(
    ("suspects", "right"),
    [
        (loss._loss_suspects, loss.pixelwise_crossentropy(*loss.SECOND_BATCH)),
        (loss._iou_suspects, loss.mean_iou(*loss.SECOND_BATCH)),
    ],
    ids=["loss", "mean IoU"],
)
def test_every_usual_mistake_gives_a_number_of_its_own_on_the_second_batch(
    suspects: Any, right: Any
) -> None:
    with np.errstate(all="ignore"):
        known = list(suspects(*loss.SECOND_BATCH))
    values = [("right", right), *((suspect.mistake, suspect.value) for suspect in known)]
    alike = [
        (one, other)
        for (one, value), (other, other_value) in itertools.combinations(values, 2)
        if same(value, other_value)
    ]
    assert alike == []


@pytest.mark.parametrize("part", [PIXELWISE, MEAN_IOU], ids=["loss", "mean IoU"])
def test_every_usual_mistake_is_named_in_all_the_cases_it_fails_or_in_none(part: Part) -> None:
    """Named once, a cause is said of every case; where two agree the second batch decides."""
    key, suspects, right = (
        ("loss", loss._loss_suspects, loss.pixelwise_crossentropy)
        if part is PIXELWISE
        else ("mean_iou", loss._iou_suspects, loss.mean_iou)
    )
    wrong = []
    with np.errstate(all="ignore"):
        second = {suspect.mistake: suspect.value for suspect in suspects(*loss.SECOND_BATCH)}
        for case in part.cases:
            batch = loss.batch_of(case)
            for suspect in suspects(*batch):
                evidence = {key: record(suspect.value), "second": record(second[suspect.mistake])}
                differs = (
                    not same(suspect.value, right(*batch)) and not np.isnan(suspect.value).any()
                )
                messages = _findings(case, evidence)
                if differs and not messages[0].endswith(suspect.cause):
                    wrong.append((case.name, suspect.mistake, messages))
    assert wrong == []


def test_a_result_that_fits_a_mistake_by_chance_gets_no_cause() -> None:
    """Zeros are what a softmax over a batch of one image gives, and not only that."""
    case = PIXELWISE.cases[2]
    zeros = [record(np.zeros(shape)) for shape in ((1, 2, 2), (5, 5, 5))]
    (message,) = _findings(case, {"loss": zeros[0], "second": zeros[1]})
    assert message.endswith(
        "gave the pixel (0, 1) of image 0 a loss of 0, expected 2000 (logits 1000, -1000; true "
        "class 1). Redo this pixel by hand: log Σ exp(logits) minus the logit of the true class."
    )


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
        y_true, logits = loss.batch_of(case)
        absent = logits.shape[-1] - 1
        assert absent not in set(y_true.ravel()) | set(logits.argmax(axis=-1).ravel())


@pytest.mark.parametrize("case", COMPILE.cases, ids=lambda case: str(case.name))
def test_loss_and_metrics_of_a_batch_are_three_different_numbers(case: Case) -> None:
    y_true, logits = loss.batch_of(case)
    numbers = {
        round(float(loss.pixelwise_crossentropy(y_true, logits).mean()), 3),
        round(float((logits.argmax(axis=-1) == y_true).mean()), 3),
        round(loss.mean_iou(y_true, logits), 3),
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
