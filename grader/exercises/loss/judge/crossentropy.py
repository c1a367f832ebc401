"""The cross-entropy that every pixel should give, and what is said of other numbers.

Every number is computed here in float64.
"""

import numpy as np

from grader.checks.arrays import (
    Numbers,
    first_difference,
    is_array,
    next_step_of_type,
    plain,
    say,
    say_shape,
)
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement, Look
from grader.exercises.loss.judge.loss_mistakes import FROM_LOGITS, loss_mistakes
from grader.exercises.loss.judge.softmax import pixelwise_crossentropy
from grader.exercises.loss.probe import batch_of
from grader.judging.values import compare_numbers, judge_values, look_at, no_numbers, other_shape

LARGEST_HARMLESS_LOGIT = 80  # exp of it, and of its negative, is a number in float32


def judge_crossentropy(case: Case, evidence: Evidence) -> Judgement:
    """The loss of every pixel."""
    right = pixelwise_crossentropy(*batch_of(case))
    return judge_values(case, evidence["loss"], right, _no_losses, _other_loss, _compare_pixels)


def look_at_loss(case: Case, evidence: Evidence) -> Look | None:
    """The losses, beside those that the usual mistakes give."""
    batch = batch_of(case)
    return look_at(evidence["loss"], pixelwise_crossentropy(*batch), loss_mistakes(*batch))


def _other_loss(case: Case, got: Numbers, expected: Numbers) -> Finding:
    y_true, logits = batch_of(case)
    place = first_difference(got, expected)
    scores = ", ".join(say(score) for score in logits[place])
    return case.finding(
        ("value", plain(got[place]), plain(expected[place])),
        f"gave the pixel {place[1:]} of image {place[0]} a loss of "
        f"{say(got[place])}, expected {say(expected[place])} (logits {scores}; true class "
        f"{y_true[place]}).",
        _cause_of_odd_loss(got[place], expected[place], logits[place]),
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


def _no_losses(case: Case, recorded: Evidence, right: Numbers) -> Finding:
    if not is_array(recorded):
        kind, wanted = recorded["type"], f"a tensor of shape {say_shape(right.shape)}"
        return no_numbers(case, kind, wanted, next_step_of_type(kind, "the loss of every pixel"))
    advice = "Print the shape after each line of the function to see where it changes."
    return other_shape(case, recorded["shape"], right.shape, advice, ": one loss for each pixel")


def _compare_pixels(case: Case, got: Numbers, right: Numbers) -> Comparison:
    y_true, _ = batch_of(case)

    def say_place(place: tuple[int, ...]) -> str:
        return f"image {place[0]}, pixel {place[1:]}, class {y_true[place]}"

    return compare_numbers(f"{case.name}: loss of each pixel", got, right, say_place)
