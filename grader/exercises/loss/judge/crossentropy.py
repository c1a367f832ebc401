"""The cross-entropy that every pixel should give, and what is said of other numbers.

Every number is computed here in float64.
"""

import numpy as np

from grader.checks.arrays import (
    Numbers,
    compare,
    first_difference,
    is_array,
    next_step_of_type,
    numbers_of,
    plain,
    recorded_numbers,
    same,
    say,
    say_shape,
)
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement, Look
from grader.exercises.loss.judge.loss_mistakes import FROM_LOGITS, loss_mistakes
from grader.exercises.loss.judge.softmax import pixelwise_crossentropy
from grader.exercises.loss.probe import Classes, batch_of

LARGEST_HARMLESS_LOGIT = 80  # exp of it, and of its negative, is a number in float32
MAX_PIXELS_SHOWN = 12


def judge_crossentropy(case: Case, evidence: Evidence) -> Judgement:
    """The loss of every pixel."""
    y_true, logits = batch_of(case)
    expected = pixelwise_crossentropy(y_true, logits)
    recorded = evidence["loss"]
    if not is_array(recorded) or tuple(recorded["shape"]) != expected.shape:
        return Judgement((_loss_shape_finding(case, recorded, expected),))
    got = numbers_of(recorded["values"])
    comparison = _compare_pixels(case, y_true, got, expected)
    if same(got, expected):
        return Judgement(comparison=comparison)
    return Judgement((_loss_value_finding(case, got, expected),), comparison)


def look_at_loss(case: Case, evidence: Evidence) -> Look | None:
    """The losses, beside those that the usual mistakes give."""
    batch, got = batch_of(case), recorded_numbers(evidence["loss"])
    if got is None:
        return None
    return Look(got, pixelwise_crossentropy(*batch), loss_mistakes(*batch))


def _loss_value_finding(case: Case, got: Numbers, expected: Numbers) -> Finding:
    y_true, logits = batch_of(case)
    place = first_difference(got, expected)
    scores = ", ".join(say(score) for score in logits[place])
    return Finding(
        message=(
            f"{case.name} gave the pixel {place[1:]} of image {place[0]} a loss of "
            f"{say(got[place])}, expected {say(expected[place])} (logits {scores}; true class "
            f"{y_true[place]})."
        ),
        case=case.name,
        attribute="value",
        got=plain(got[place]),
        expected=plain(expected[place]),
        advice=_cause_of_odd_loss(got[place], expected[place], logits[place]),
    )


def _cause_of_odd_loss(got: float, expected: float, scores: Numbers) -> str:
    """The cause of a loss that no known mistake explains, by what kind of number it is."""
    if not np.isfinite(got) and np.abs(scores).max() < LARGEST_HARMLESS_LOGIT:
        return (
            "A logarithm was taken of 0 or of a negative number, as log(logits) does: it needs "
            f"probabilities. Write the loss as {FROM_LOGITS}."
        )
    if np.isposinf(got) and expected > LARGEST_HARMLESS_LOGIT:
        return (
            "The probability of the true class was rounded to 0, and log(0) is minus infinity. "
            "Take the logarithm of the sum before dividing: log Σ exp(logits − largest) + largest "
            "− logit of the true class."
        )
    if not np.isfinite(got):
        return (
            "exp became too large for float32, or 0. Take the largest logit of the pixel away "
            "first: log Σ exp(logits − largest) + largest − logit of the true class."
        )
    return f"Work out each term for this pixel, and print yours: {FROM_LOGITS}."


def _loss_shape_finding(case: Case, recorded: Evidence, expected: Numbers) -> Finding:
    wanted = say_shape(expected.shape)
    if not is_array(recorded):
        return Finding(
            message=(
                f"{case.name} gave {recorded['type']}, expected a tensor of shape {wanted}. "
                f"{next_step_of_type(recorded['type'], 'the loss of every pixel')}"
            ),
            case=case.name,
            attribute="type",
            got=recorded["type"],
            expected="tensor",
        )
    shape = tuple(recorded["shape"])
    return Finding(
        message=(
            f"{case.name} gave the shape {say_shape(shape)}, expected {wanted}: one loss for each "
            "pixel."
        ),
        case=case.name,
        attribute="shape",
        got=list(shape),
        expected=list(expected.shape),
        advice="Print the shape after each line of the function to see where it changes.",
    )


def _compare_pixels(case: Case, y_true: Classes, got: Numbers, expected: Numbers) -> Comparison:
    places = list(np.ndindex(expected.shape))
    if not same(got, expected):
        start = places.index(first_difference(got, expected))
        places = places[max(0, start - 2) :]
    rows = [
        (f"image {b}, pixel ({i}, {j}), class {y_true[b, i, j]}", say(got[b, i, j]), say(value))
        for b, i, j in places[:MAX_PIXELS_SHOWN]
        for value in [float(expected[b, i, j])]
    ]
    return compare(f"{case.name}: loss of each pixel", rows)
