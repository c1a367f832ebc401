"""The numbers that loss and measures should give, and what is said of other ones.

Every number is computed here in float64.
"""

import contextlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.arrays import (
    Numbers,
    compare,
    first_difference,
    is_array,
    numbers_of,
    plain,
    recorded_numbers,
    same,
    say,
    say_shape,
)
from grader.evidence import Raised
from grader.exercise import (
    Case,
    Comparison,
    Evidence,
    Exercise,
    Finding,
    Judgement,
    Look,
    Mistake,
    Part,
    Shape,
)
from grader.exercises.loss.probe import (
    FUNCTIONS,
    GRADIENTS,
    NOTEBOOK,
    OPTIMIZER_SETTINGS,
    PROBES,
    Classes,
    batch_of,
    upside_down,
)
from grader.mistakes import causes_of

KERAS_EPSILON = 1e-7  # Keras clips probabilities to this
LARGEST_HARMLESS_LOGIT = 80  # exp of it still fits into float32
MAX_PIXELS_SHOWN = 12
MOST_SHOWN = 5  # metrics in a sentence
ADAM: dict[str, float | bool | None] = {  # Keras's defaults
    **dict.fromkeys(OPTIMIZER_SETTINGS),
    **{"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7},
    **dict.fromkeys(("amsgrad", "use_ema"), False),
}
ALWAYS_SHOWN = ("learning_rate", "beta_1", "beta_2")
USUAL_LEARNING_RATES = 0.01  # with Adam a network like this one still learns


Batches = Sequence[tuple[Classes, Numbers]]


# The cases ---------------------------------------------------------------------------------------


def _case(name: str, y_true: Any, logits: Any) -> Case:
    return Case(name, {"y_true": y_true, "logits": logits})


def _drawn_batch(rng: np.random.Generator) -> tuple[Classes, Numbers]:
    """A small batch; the last class is in no mask and is never predicted."""
    n_images, height, width = (int(size) for size in rng.permutation([2, 3, 4]))
    n_classes = int(rng.integers(5, 8))
    y_true = rng.integers(0, n_classes - 1, (n_images, height, width))
    logits = np.round(rng.normal(0, 3, (n_images, height, width, n_classes)), 3)
    logits[..., -1] -= 20
    return y_true, logits


def _draw_batches(function: str, rng: np.random.Generator) -> tuple[Case, ...]:
    batches = [_drawn_batch(rng) for _ in range(2)]
    return tuple(
        _case(f"{function} on {_describe_batch(y_true)}", y_true.tolist(), plain(logits))
        for y_true, logits in batches
    )


def _describe_batch(y_true: Classes) -> str:
    n_images, height, width = y_true.shape
    return f"a batch of {n_images} masks of {height} × {width}"


def _telling_batch() -> tuple[Classes, Numbers]:
    """A batch on which every known mistake gives a number of its own.

    Small cases are easy to follow by hand, but there many mistakes agree, and some are no mistakes.
    All axes are equally long, so that the wrong one raises no error. Of the six classes two are
    in the mask alone, one in the prediction alone, and one nowhere.
    """
    rng = np.random.default_rng(5)
    y_true = rng.choice([0, 1, 2, 3], (6, 6, 6), p=[0.5, 0.3, 0.1, 0.1])
    logits = np.round(rng.normal(0, 2, (6, 6, 6, 6)), 3)
    logits[..., 0] += (y_true == 0) + 1
    logits[..., [2, 3, 5]] -= 20
    return y_true, logits


_TRUTH, _LOGITS = _telling_batch()


CROSSENTROPY_CASES = (
    _case(
        "pixelwise_crossentropy on a 2 × 2 mask",
        [[[0, 1], [2, 1]]],
        plain(
            [[[[0, 0, 0], [0, math.log(2), 0]], [[math.log(2), 0, 0], [-math.log(4), 0, 0]]]],
        ),
    ),
    _case(
        f"pixelwise_crossentropy on {_describe_batch(_TRUTH)}",
        _TRUTH.tolist(),
        plain(_LOGITS),
    ),
    _case(
        "pixelwise_crossentropy with logits of ±1000",
        [[[0, 1], [1, 0]]],
        [[[[1000, -1000], [1000, -1000]], [[-1000, 1000], [0, 1000]]]],
    ),
    _case(
        "pixelwise_crossentropy with pixels of very different logits",
        [[[0, 1], [1, 0]], [[1, 1], [0, 0]]],
        [
            [[[120, 119], [0, 1]], [[-120, -121], [5, 7]]],
            [[[-120, -118], [2, 2]], [[1, 0], [-3, -4]]],
        ],
    ),
)

IOU_CASES = (
    _case(
        "mean_iou on a 2 × 2 mask",
        [[[0, 0], [0, 1]]],
        [[[[4, 3], [1, 2]], [[5, 3], [3, 4]]]],
    ),
    _case(
        "mean_iou with 4 classes of which 2 occur",
        [[[0, 0], [0, 1]]],
        [[[[4, 3, 0, 1], [1, 2, 0, 0]], [[5, 3, -1, 2], [3, 4, 1, 0]]]],
    ),
    _case(
        "mean_iou with a class that is predicted but not in the mask",
        [[[0, 0], [1, 1]]],
        [[[[2, 1, 0], [0, 1, 3]], [[-1, 4, 2], [0, 2, 1]]]],
    ),
    _case(
        "mean_iou with a class that is in the mask but not predicted",
        [[[0, 0], [1, 2]]],
        [[[[2, 1, 0], [3, 1, 2]], [[1, 4, 2], [0, 2, 1]]]],
    ),
    _case(
        "mean_iou on a batch of 2 masks",
        [[[0, 0], [0, 1]], [[1, 1], [1, 1]]],
        [[[[2, 1], [3, 0]], [[1, 4], [0, 2]]], [[[1, 2], [0, 2]], [[0, 1], [5, 1]]]],
    ),
    _case(
        f"mean_iou on {_describe_batch(_TRUTH)}",
        _TRUTH.tolist(),
        plain(_LOGITS),
    ),
)


# pixelwise_crossentropy ---------------------------------------------------------------------------


def _judge_crossentropy(case: Case, evidence: Evidence) -> Judgement:
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


def _look_at_loss(case: Case, evidence: Evidence) -> Look | None:
    batch, got = batch_of(case), recorded_numbers(evidence["loss"])
    if got is None:
        return None
    return Look(got, pixelwise_crossentropy(*batch), _loss_mistakes(*batch))


def pixelwise_crossentropy(y_true: Classes, logits: Numbers) -> Numbers:
    """Minus the log-softmax of the true class: log Σ exp(logits) − logits[true class].

    ``y_true`` is (batch, height, width); the result has the same shape.
    """
    return _log_sum_exp(logits) - _of_true_class(logits, y_true)


def _log_sum_exp(logits: Numbers, axis: int = -1) -> Numbers:
    highest = logits.max(axis=axis, keepdims=True)
    total: Numbers = np.exp(logits - highest).sum(axis=axis)
    logarithm: Numbers = np.log(total) + highest.squeeze(axis)
    return logarithm


def _of_true_class(values: Numbers, y_true: Classes) -> Numbers:
    chosen: Numbers = np.take_along_axis(values, y_true[..., np.newaxis], axis=-1)[..., 0]
    return chosen


def _softmax(logits: Numbers, axis: int = -1) -> Numbers:
    return np.exp(logits - np.expand_dims(_log_sum_exp(logits, axis), axis))


def _loss_mistakes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """What the usual mistakes give on this case, the likeliest first."""
    expected = pixelwise_crossentropy(y_true, logits)
    probability = np.exp(-expected)
    highest = logits.max(axis=-1)
    yield Mistake(
        "softmax first",
        pixelwise_crossentropy(y_true, _softmax(logits)),
        "The logits went through a softmax before the loss, which applies one itself. Remove the "
        "softmax in front and start from the logits.",
    )
    yield Mistake(
        "base 2",
        expected / np.log(2),
        "That is the logarithm to base 2. Use the natural logarithm, tf.math.log.",
    )
    yield Mistake(
        "base 10",
        expected / np.log(10),
        "That is the logarithm to base 10. Use the natural logarithm, tf.math.log.",
    )
    yield Mistake(
        "sign",
        -expected,
        "The sign is turned round: a logarithm of a probability is negative, a loss is not. Put a "
        "minus in front.",
    )
    yield Mistake(
        "probability",
        probability,
        "That is the probability of the true class. Take minus its logarithm, computed from the "
        "logits.",
    )
    yield Mistake(
        "1 - probability",
        1 - probability,
        "That is 1 minus the probability of the true class. Take minus its logarithm, computed "
        "from the logits.",
    )
    yield Mistake(
        "true logit alone",
        -_of_true_class(logits, y_true),
        "That is minus the logit of the true class alone. Add log Σ exp(logits) over the classes.",
    )
    yield Mistake(
        "logits as probabilities",
        pixelwise_crossentropy(y_true, np.log(np.clip(logits, KERAS_EPSILON, 1 - KERAS_EPSILON))),
        "Keras took the logits for probabilities. Start from the logits: log Σ exp(logits) minus "
        "the logit of the true class.",
    )
    yield Mistake(
        "mean over classes",
        expected / logits.shape[-1],
        "The classes were averaged. Only the true class counts: sum over the classes.",
    )
    yield Mistake(
        "largest not put back",
        expected - highest,
        "The largest logit was taken away before exp and not put back after log. Add it again, or "
        "take it from the true class's logit too.",
    )
    yield Mistake(
        "mean over pixels",
        np.repeat(expected.mean(), expected.size).reshape(expected.shape),
        "Every pixel has the mean over all pixels. Leave the mean out.",
    )
    yield Mistake(
        "largest probability",
        _log_sum_exp(logits) - highest,
        "That is the loss of the class with the largest logit, whatever the mask says. Take the "
        "logit of the true class.",
    )
    for axis, word in ((1, "height"), (2, "width"), (0, "batch")):
        yield Mistake(
            f"softmax over {word}",
            _of_true_class(np.expand_dims(_log_sum_exp(logits, axis), axis) - logits, y_true),
            f"The softmax runs over the {word} axis. Sum over the classes, the last axis: axis=-1.",
        )
    for axes, word in ((None, "the whole batch"), ((1, 2, 3), "a whole image")):
        yield Mistake(
            f"maximum of {word}",
            _without_shared_maximum(y_true, logits, axes),
            f"The largest logit of {word} was taken away from every pixel, and exp of a number far "
            "below 0 is 0. Take each pixel's own: axis=-1, keepdims=True.",
        )
    yield from _losses_of_other_shape(expected, logits)


def _losses_of_other_shape(expected: Numbers, logits: Numbers) -> Iterator[Mistake]:
    yield Mistake(
        "sum", expected.sum(), "That is the sum over all pixels. Leave the sum over pixels out."
    )
    yield Mistake("mean", expected.mean(), "That is the mean over all pixels. Leave the mean out.")
    yield Mistake(
        "one number", Shape(()), "A sum or a mean took the pixels together. Leave it out."
    )
    yield Mistake(
        "one number an image",
        Shape(expected.shape[:1]),
        "A sum or a mean took the pixels of each image together. Leave it out.",
    )
    yield Mistake(
        "class axis of 1",
        Shape((*expected.shape, 1)),
        "The class axis is still there with length 1. Take it away with tf.squeeze(…, -1).",
    )
    yield Mistake(
        "every class",
        Shape(logits.shape),
        "The loss of each class is still there. Sum over the classes, axis=-1.",
    )
    with contextlib.suppress(ValueError):  # these shapes do not always fit each other
        yield Mistake(
            "mask spread",
            Shape(np.broadcast_shapes((*expected.shape, 1), expected.shape)),
            "A tensor (batch, height, width) met one of (batch, height, width, 1) and they were "
            "spread against each other. Take the mask's last axis away first: y_true[..., 0].",
        )


def _without_shared_maximum(
    y_true: Classes, logits: Numbers, axes: tuple[int, ...] | None
) -> Numbers:
    """The loss in float32 where exp has become 0 below a maximum that is not the pixel's own."""
    lowered = (logits - logits.max(axis=axes, keepdims=True)).astype(np.float32)
    logarithm = np.log(np.exp(lowered).sum(axis=-1)).astype(np.float64)
    return np.asarray(logarithm - _of_true_class(lowered.astype(np.float64), y_true))


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
    """The cause of a loss that no suspect explains, by what kind of number it is."""
    if not np.isfinite(got) and np.abs(scores).max() < LARGEST_HARMLESS_LOGIT:
        return (
            "A logarithm was taken of 0 or of a negative number, as log(logits) does: it needs "
            "probabilities. Write the loss as log Σ exp(logits) minus the logit of the true class."
        )
    if np.isnan(got):
        return (
            "exp(1000) is too large for float32 and inf / inf is nan. Take the largest logit of "
            "the pixel away from its logits before exp."
        )
    if np.isinf(got):
        return (
            "The probability of the true class was rounded to 0, and log(0) is minus infinity. "
            "Take the logarithm of the sum before dividing: log Σ exp(logits − largest) + largest "
            "− logit of the true class."
        )
    ceiling = -math.log(KERAS_EPSILON)
    if expected > ceiling and math.isclose(got, ceiling, rel_tol=0.02):
        return (
            f"The loss stops at {say(ceiling)}, minus the log of 1e-7: a probability was clipped. "
            "Compute the loss from the logits, without probabilities."
        )
    return "Redo this pixel by hand: log Σ exp(logits) minus the logit of the true class."


def _loss_shape_finding(case: Case, recorded: Evidence, expected: Numbers) -> Finding:
    wanted = say_shape(expected.shape)
    if not is_array(recorded):
        return Finding(
            message=(
                f"{case.name} gave {recorded['type']}, expected a tensor of shape {wanted}. "
                "Check that the function ends with return and the loss."
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


# mean_iou ----------------------------------------------------------------------------------------


def _judge_iou(case: Case, evidence: Evidence) -> Judgement:
    y_true, logits = batch_of(case)
    expected = mean_iou(y_true, logits)
    recorded = evidence["mean_iou"]
    if not is_array(recorded) or recorded["shape"]:
        return Judgement((_iou_type_finding(case, recorded),))
    got = numbers_of(recorded["values"])
    comparison = _compare_classes(case, y_true, logits, float(got), expected)
    if same(got, expected):
        return Judgement(comparison=comparison)
    return Judgement((_iou_finding(case, got, expected),), comparison)


def _look_at_iou(case: Case, evidence: Evidence) -> Look | None:
    batch, got = batch_of(case), recorded_numbers(evidence["mean_iou"])
    return None if got is None else Look(got, mean_iou(*batch), _iou_mistakes(*batch))


def mean_iou(y_true: Classes, logits: Numbers) -> float:
    """Mean of intersection over union, over the classes in the truth or in the prediction."""
    return _mean_iou_of_classes(y_true, logits.argmax(axis=-1), logits.shape[-1])


def _mean_iou_of_classes(y_true: Classes, predicted: Classes, n_classes: int) -> float:
    overlap, either, _ = _count(y_true, predicted, n_classes)
    present = either > 0
    return float((overlap[present] / either[present]).mean())


def _count(
    y_true: Classes, predicted: Classes, n_classes: int
) -> tuple[Numbers, Numbers, tuple[Numbers, Numbers]]:
    """Pixels of each class: in both, in either, and (in the truth, in the prediction)."""
    ids = np.arange(n_classes).reshape(n_classes, *[1] * max(y_true.ndim, predicted.ndim))
    truth, prediction = np.broadcast_arrays(y_true == ids, predicted == ids)
    axes = tuple(range(1, truth.ndim))
    overlap = (truth & prediction).sum(axis=axes, dtype=np.float64)
    either = (truth | prediction).sum(axis=axes, dtype=np.float64)
    sizes = (truth.sum(axis=axes, dtype=float), prediction.sum(axis=axes, dtype=float))
    return overlap, either, sizes


def _iou_mistakes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """What the usual mistakes give on this case, the likeliest first."""
    n_classes = logits.shape[-1]
    predicted = logits.argmax(axis=-1)
    overlap, either, (truth, prediction) = _count(y_true, predicted, n_classes)
    present, in_truth, in_both = either > 0, truth > 0, (truth > 0) & (prediction > 0)
    iou = overlap[present] / either[present]
    yield from _wrong_averages(iou, n_classes, overlap, either, in_truth, in_both)
    yield Mistake(
        "true only",
        (overlap[prediction > 0] / either[prediction > 0]).mean(),
        "A class that is in the mask but not predicted was left out; it counts with IoU 0. Leave "
        "out a class only when its union is empty.",
    )
    yield from _other_measures(y_true, predicted, overlap, truth, prediction)
    yield from _wrong_axes(y_true, logits)


def _wrong_averages(
    iou: Numbers,
    n_classes: int,
    overlap: Numbers,
    either: Numbers,
    in_truth: NDArray[np.bool_],
    in_both: NDArray[np.bool_],
) -> Iterator[Mistake]:
    n_absent = n_classes - iou.size
    yield Mistake(
        "all classes",
        iou.sum() / n_classes,
        f"The sum was divided by all {n_classes} classes, so those that occur nowhere (here "
        f"{n_absent}) count as 0. Average over the classes whose union is not empty.",
    )
    yield Mistake(
        "absent counts 1",
        (iou.sum() + n_absent) / n_classes,
        f"Classes that occur nowhere (here {n_absent}) count as 1, perhaps through a small number "
        "added to both parts of the fraction. Average over the classes whose union is not empty.",
    )
    yield Mistake(
        "predicted only",
        (overlap[in_truth] / either[in_truth]).mean(),
        "A class that is predicted but not in the mask was left out; it counts with IoU 0. Leave "
        "out a class only when its union is empty.",
    )
    yield Mistake(
        "in both only",
        (overlap[in_both] / either[in_both]).mean(),
        "Only classes in both the mask and the prediction were averaged. Leave out a class only "
        "when its union is empty.",
    )
    yield Mistake(
        "all at once",
        overlap.sum() / either.sum(),
        "All intersections were added before dividing by all unions, so large classes weigh "
        "more. Divide class by class, then take the mean.",
    )
    yield Mistake(
        "class 0 left out",
        iou[1:].mean() if iou.size > 1 else np.nan,
        "Class 0 was left out. It is a class like the others here: start the loop at 0.",
    )
    yield Mistake(
        "percent",
        100 * iou.mean(),
        "That is the mean IoU in percent, 100 times as much. Leave the factor of 100 out.",
    )
    yield Mistake(
        "sum",
        iou.sum(),
        "The IoU of the classes were added. Divide by the number of classes present.",
    )


def _other_measures(
    y_true: Classes, predicted: Classes, overlap: Numbers, truth: Numbers, prediction: Numbers
) -> Iterator[Mistake]:
    present = truth + prediction > 0
    n_classes = truth.size
    yield Mistake(
        "Dice",
        (2 * overlap[present] / (truth + prediction)[present]).mean(),
        "That is the Dice coefficient, 2 · intersection / (truth + prediction). Divide the "
        "intersection by the union: truth + prediction − intersection.",
    )
    yield Mistake(
        "accuracy",
        (y_true == predicted).mean(),
        "That is the accuracy: the share of pixels with the right class. Count intersection and "
        "union for each class.",
    )
    yield Mistake(
        "union counts twice",
        (overlap[present] / (truth + prediction)[present]).mean(),
        "The pixels in both were counted twice in the union. Take the intersection away once: "
        "truth + prediction − intersection.",
    )
    yield Mistake(
        "recall",
        (overlap[truth > 0] / truth[truth > 0]).mean(),
        "The intersection was divided by the pixels of the mask alone (that is the recall). "
        "Divide by the union of mask and prediction.",
    )
    yield Mistake(
        "precision",
        (overlap[prediction > 0] / prediction[prediction > 0]).mean(),
        "The intersection was divided by the predicted pixels alone (that is the precision). "
        "Divide by the union of mask and prediction.",
    )
    yield Mistake(
        "mean over images",
        np.mean(
            [
                _mean_iou_of_classes(truth_of_one[np.newaxis], found[np.newaxis], n_classes)
                for truth_of_one, found in zip(y_true, predicted, strict=True)
            ]
        ),
        "That is the mean of one mean IoU for each image. Count intersection and union over the "
        "whole batch first, then divide.",
    )


def _wrong_axes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    n_classes = logits.shape[-1]
    for axis, word in ((1, "height"), (2, "width"), (0, "batch")):
        predicted = logits.argmax(axis=axis)
        if predicted.shape == y_true.shape:
            yield Mistake(
                f"argmax over {word}",
                _mean_iou_of_classes(y_true, predicted, n_classes),
                f"argmax ran over the {word} axis. The classes are the last axis: axis=-1.",
            )
    spread = y_true[..., np.newaxis]
    predicted = logits.argmax(axis=-1)
    with contextlib.suppress(ValueError):  # these shapes do not always fit each other
        yield Mistake(
            "mask spread",
            _mean_iou_of_classes(spread, predicted, n_classes),
            "The mask kept its last axis of 1 and was spread against the prediction. Take it away "
            "first: y_true[..., 0].",
        )


def _iou_finding(case: Case, got: Numbers, expected: float) -> Finding:
    advice = "Redo it by hand and compare class by class."
    if np.isnan(got):
        advice = (
            "A class that occurs nowhere gave 0 / 0. Leave out classes whose union is empty before "
            "dividing."
        )
    fractions = _by_hand(*batch_of(case))
    return Finding(
        message=f"{case.name} gave {say(got)}, expected {say(expected)}{fractions}.",
        case=case.name,
        attribute="value",
        got=plain(got),
        expected=plain(expected),
        advice=advice,
    )


def _by_hand(y_true: Classes, logits: Numbers) -> str:
    """The fractions of a case small enough to count."""
    if y_true.size > 8:
        return ""
    overlap, either, _ = _count(y_true, logits.argmax(axis=-1), logits.shape[-1])
    fractions = [str(Fraction(int(o), int(e))) for o, e in zip(overlap, either, strict=True) if e]
    return f", the mean of {' and '.join(', '.join(fractions).rsplit(', ', 1))}"


def _iou_type_finding(case: Case, recorded: Evidence) -> Finding:
    if not is_array(recorded):
        got = recorded["type"]
        cause = "Check that the function ends with return and the mean."
    else:
        got = f"an array of shape {say_shape(recorded['shape'])}"
        cause = "That looks like one IoU a class or an image. Return their mean."
    return Finding(
        message=f"{case.name} gave {got}, expected one number between 0 and 1. {cause}",
        case=case.name,
        attribute="shape",
        got=recorded.get("shape", recorded["type"]),
        expected=[],
    )


def _compare_classes(
    case: Case, y_true: Classes, logits: Numbers, got: float, expected: float
) -> Comparison:
    overlap, either, _ = _count(y_true, logits.argmax(axis=-1), logits.shape[-1])
    fractions = [
        (f"class {k}: intersection / union", "", f"{int(o)} / {int(e)}" if e else "left out")
        for k, (o, e) in enumerate(zip(overlap, either, strict=True))
    ]
    rows = [("mean IoU", say(got), say(expected))]
    comparison = compare(f"{case.name}: mean over the classes that occur", rows)
    assert comparison.expected is not None
    expected_rows = (*comparison.expected.rows, *((name, text) for name, _, text in fractions))
    return replace(comparison, expected=replace(comparison.expected, rows=expected_rows))


# compile_unet ------------------------------------------------------------------------------------


def _compile_case(n_classes: int, seed: int) -> Case:
    """A batch on which loss, accuracy and mean IoU are three different numbers."""
    rng = np.random.default_rng(seed)
    y_true = rng.integers(0, n_classes, (2, 4, 4))
    logits = np.round(rng.normal(0, 2, (2, 4, 4, n_classes)), 3)
    np.put_along_axis(logits[:, :3], y_true[:, :3, :, np.newaxis], 4.0, axis=-1)
    return Case(
        f"compile_unet(model) with {n_classes} classes",
        {"y_true": y_true.tolist(), "logits": plain(logits)},
    )


def _draw_compile_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    n_classes = rng.choice(np.arange(4, 20), 2, replace=False)
    return tuple(_compile_case(int(n), int(rng.integers(2**32))) for n in n_classes)


def _judge_compile(case: Case, evidence: Evidence) -> Judgement:
    y_true, logits = batch_of(case)
    expected, second = (
        {
            "loss": float(pixelwise_crossentropy(truth, logits).mean()),
            "accuracy": float((logits.argmax(axis=-1) == truth).mean()),
            "mean IoU": mean_iou(truth, logits),
        }
        for truth in (y_true, upside_down(y_true))
    )
    batches = ((y_true, logits), (upside_down(y_true), logits))
    findings = tuple(_compile_findings(case, evidence, expected, second, batches))
    return Judgement(findings, _compare_compiled(case, evidence, expected))


def _cause_on_both(
    mistakes: Callable[[Classes, Numbers], Iterator[Mistake]],
    batches: Batches,
    got: Sequence[Any],
    right: Sequence[float],
) -> str | None:
    """The cause that alone explains what was got on both batches, if there is one."""
    looks = map(Look, map(numbers_of, got), right, (mistakes(*batch) for batch in batches))
    return causes_of(list(looks))[0]


def _mean_loss_mistakes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """What the usual mistakes in ``loss=`` give as the loss of a batch."""
    losses = pixelwise_crossentropy(y_true, logits)
    probabilities = np.clip(logits, KERAS_EPSILON, 1 - KERAS_EPSILON)
    yield Mistake(
        "logits as probabilities",
        pixelwise_crossentropy(y_true, np.log(probabilities)).mean(),
        "The logits were taken for probabilities. Use "
        "keras.losses.SparseCategoricalCrossentropy(from_logits=True).",
    )
    yield Mistake(
        "sum",
        losses.sum(),
        "The losses of the pixels were added, expected their mean. Leave reduction out: "
        "SparseCategoricalCrossentropy(from_logits=True).",
    )
    for k in range(logits.shape[-1]):
        counted = y_true != k
        for part in (losses[counted].mean(), losses[counted].sum() / losses.size):
            yield Mistake(
                f"without class {k}",
                part,
                f"The pixels of class {k} were left out, and every class counts. Leave "
                "ignore_class out: SparseCategoricalCrossentropy(from_logits=True).",
            )


def _mean_iou_mistakes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """What ``MeanIoU`` gives where its arguments do not fit the masks."""
    yield Mistake(
        "masks as one-hot",
        mean_iou(np.zeros_like(y_true), logits),
        "The masks were taken for one-hot, which made every pixel class 0. Leave sparse_y_true "
        "out, for they hold class ids.",
    )


def _compile_findings(
    case: Case,
    evidence: Evidence,
    expected: Mapping[str, float],
    second: Mapping[str, float],
    batches: Batches,
) -> Iterator[Finding]:
    def finding(attribute: str, got: Any, wanted: Any, sentence: str) -> Finding:
        return Finding(f"{case.name} {sentence}", case.name, None, None, attribute, got, wanted)

    if evidence["other_model"]:
        yield finding(
            "type",
            evidence["returned"],
            "the model",
            f"gave another model, of class {evidence['returned']}, expected the one that it was "
            "given. Whoever called the function goes on with that. Call compile on the argument, "
            "model.compile(…), and return model.",
        )
        return
    if not evidence["compiled"]:
        yield finding(
            "compiled",
            False,
            True,
            "left the model uncompiled, expected a compiled one. Call model.compile(optimizer=…, "
            "loss=…, metrics=…), then return the model.",
        )
        return
    if evidence["returned"] == "NoneType":
        yield finding(
            "type",
            "NoneType",
            "model",
            "gave None, expected the model. The model is compiled, but model.compile itself "
            "returns nothing. Put return model on a line of its own at the end.",
        )
    elif evidence["returned"] != "the model":
        yield finding(
            "type",
            evidence["returned"],
            "model",
            f"gave {evidence['returned']}, expected the model. End the function with return model.",
        )
    yield from _settings_findings(finding, evidence)
    if "evaluate_error" in evidence:
        raised = Raised.from_json(evidence["evaluate_error"])
        call = f"{case.name} compiled the model, but evaluating a batch"
        message = raised.sentence(call)
        yield Finding(message, case.name, attribute="evaluate", got=raised.type, expected="numbers")
    else:
        yield from _number_findings(finding, evidence, expected, second, batches)


def _settings_findings(finding: Any, evidence: Evidence) -> Iterator[Finding]:
    """The exercise asks for Adam with its defaults: by what it does, whatever its class."""
    name, moves, settings = evidence["optimizer"], evidence["moves"], evidence["settings"]
    moves_as_adam = moves is not None and np.allclose(
        numbers_of(moves["ways"]), _ways_of_adam(), rtol=3e-5, atol=1e-12
    )
    changed = _changed_settings(settings) if name == "Adam" else []
    for setting in changed:
        got, wanted = (_say_setting(one[setting]) for one in (settings, ADAM))
        yield finding(
            setting,
            settings[setting],
            ADAM[setting],
            f"gave Adam {setting}={got}, expected {wanted}, the default. "
            f"{_cause_of_setting(setting, settings[setting])}",
        )
    if changed:
        return
    if not moves_as_adam:
        yield finding(
            "optimizer",
            name,
            "Adam",
            f"uses the optimizer {name}, expected Adam{' as Keras has it' * (name == 'Adam')}. "
            "Pass optimizer=keras.optimizers.Adam() or optimizer='adam'.",
        )
    elif not math.isclose(
        float(moves["late_rate"]), float(ADAM["learning_rate"] or 0), rel_tol=1e-4
    ):
        yield finding(
            "learning_rate",
            moves["late_rate"],
            ADAM["learning_rate"],
            f"gave Adam a learning_rate that is {say(moves['late_rate'])} after a million steps, "
            f"expected {_say_setting(ADAM['learning_rate'])} for ever, the default. Leave "
            "learning_rate out: keras.optimizers.Adam().",
        )


def _changed_settings(settings: Mapping[str, Any]) -> list[str]:
    """The settings that are not Adam's defaults, in the order of ``ADAM``."""
    return [
        name
        for name, wanted in ADAM.items()
        if name in settings and _say_setting(settings[name]) != _say_setting(wanted)
    ]


def _say_setting(value: float | bool | None) -> str:
    return str(value) if value is None or isinstance(value, bool) else say(value)


def _ways_of_adam() -> Numbers:
    """How far Adam with its defaults takes the check's weights, after each step."""
    rate, beta_1, beta_2, epsilon = 0.001, 0.9, 0.999, 1e-7
    mean = square = way = np.zeros(len(GRADIENTS[0]))
    ways = []
    for step, gradient in enumerate(np.array(GRADIENTS), start=1):
        mean = beta_1 * mean + (1 - beta_1) * gradient
        square = beta_2 * square + (1 - beta_2) * gradient**2
        corrected = rate * math.sqrt(1 - beta_2**step) / (1 - beta_1**step)
        way = way - corrected * mean / (np.sqrt(square) + epsilon)
        ways.append(way)
    return np.array(ways)


def _cause_of_setting(name: str, got: Any) -> str:
    jumps = name == "learning_rate" and float(got) > USUAL_LEARNING_RATES
    advice = "Steps that large jump over what they look for. " if jumps else ""
    return f"{advice}Leave {name} out: keras.optimizers.Adam()."


def _number_findings(
    finding: Any,
    evidence: Evidence,
    expected: Mapping[str, float],
    second: Mapping[str, float],
    batches: Batches,
) -> Iterator[Finding]:
    """A number is right when it is so on both batches: on one it may be so by chance."""
    looks = (
        (evidence["evaluate"], expected, "a batch"),
        (evidence["second"], second, "another batch"),
    )

    def wrong_on(key: str, name: str) -> int | None:
        """The first batch on which the number called ``key`` is not that of ``name``."""
        return next(
            (
                place
                for place, (numbers, right, _) in enumerate(looks)
                if not same(numbers_of(numbers[key]), right[name])
            ),
            None,
        )

    if (place := wrong_on("loss", "loss")) is not None:
        numbers, right, batch = looks[place]
        yield finding(
            "loss",
            numbers["loss"],
            plain(right["loss"]),
            f"gave a loss of {say(numbers['loss'])} on {batch} of logits, expected "
            f"{say(right['loss'])}. "
            + _cause_of_loss(evidence, batches, [right["loss"] for _, right, _ in looks]),
        )
    metrics = [key for key in evidence["evaluate"] if key != "loss"]
    used: list[str] = []
    for name, advice in _METRICS.items():
        places = {key: wrong_on(key, name) for key in metrics}
        right_ones = [key for key, place in places.items() if place is None]
        if right_ones:
            used.append(right_ones[0])
            continue
        cause = next(
            (
                why
                for key in metrics
                if name == "mean IoU"
                and (
                    why := _cause_on_both(
                        _mean_iou_mistakes,
                        batches,
                        [numbers[key] for numbers, _, _ in looks],
                        [right[name] for _, right, _ in looks],
                    )
                )
            ),
            advice,
        )
        numbers, right, batch = looks[1 if 1 in places.values() else 0]
        yield finding(
            name,
            {key: numbers[key] for key in metrics},
            plain(right[name]),
            f"gave {_say_metrics(numbers, metrics)} on {batch}, expected one of "
            f"{say(right[name])}, the {name}. {cause}",
        )
    extra = [key for key in metrics if key not in used]
    if extra and len(used) == len(_METRICS):
        yield finding(
            "metrics",
            metrics,
            list(_METRICS),
            f"gave {_say_metrics(evidence['evaluate'], metrics)} on a batch, expected accuracy and "
            f"mean IoU alone. Take {', '.join(extra[:MOST_SHOWN])} out of the list of metrics.",
        )


_METRICS = {
    "accuracy": "Add 'accuracy' to the list of metrics.",
    "mean IoU": (
        "Add keras.metrics.MeanIoU(num_classes=model.output_shape[-1], sparse_y_pred=False) to the "
        "list of metrics."
    ),
}


def _say_metrics(numbers: Mapping[str, Any], metrics: Sequence[str]) -> str:
    if not metrics:
        return "no metrics"
    shown = [
        f"{key} = {'several numbers' if isinstance(numbers[key], list) else say(numbers[key])}"
        for key in metrics[:MOST_SHOWN]
    ]
    return f"the metrics {', '.join(shown)}{' …' if len(metrics) > MOST_SHOWN else ''}"


def _cause_of_loss(evidence: Evidence, batches: Batches, right: Sequence[float]) -> str:
    """What the loss is, where it is not Keras's own; else the one mistake that explains it."""
    loss = evidence["loss"]
    use = "Use keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
    if "sparse_categorical_crossentropy" not in loss:
        return f"The loss is {loss}. {use}."
    numbers = [evidence[batch]["loss"] for batch in ("evaluate", "second")]
    cause = _cause_on_both(_mean_loss_mistakes, batches, numbers, right)
    return cause or f"{use}, with nothing else in its brackets."


def _compare_compiled(
    case: Case, evidence: Evidence, expected: Mapping[str, float]
) -> Comparison | None:
    if evidence["other_model"] or not evidence["compiled"]:
        return None
    settings = evidence["settings"]
    rows = [("optimizer", evidence["optimizer"], "Adam")]
    if evidence["optimizer"] == "Adam":
        named = dict.fromkeys([*ALWAYS_SHOWN, *_changed_settings(settings)])
        shown = [name for name in named if name in settings]
        rows += [(name, _say_setting(settings[name]), _say_setting(ADAM[name])) for name in shown]
    if "evaluate" in evidence:
        numbers = dict(evidence["evaluate"])
        rows.append(("loss of a batch", say(numbers.pop("loss")), say(expected["loss"])))
        values = {say(value) for value in numbers.values() if not isinstance(value, list)}
        for name in ("accuracy", "mean IoU"):
            wanted = say(expected[name])
            rows.append((f"{name} of a batch", wanted if wanted in values else "missing", wanted))
    return compare(f"{case.name}: how it learns", rows)


# The exercise ------------------------------------------------------------------------------------

EXERCISE = Exercise(
    name="loss",
    title="The loss and the measures",
    notebook=NOTEBOOK,
    parts=(
        Part(
            name="pixelwise_crossentropy",
            title="the cross-entropy of every pixel, from logits",
            points=7,
            function=FUNCTIONS["pixelwise_crossentropy"],
            cases=CROSSENTROPY_CASES,
            probe=PROBES["pixelwise_crossentropy"],
            judge=_judge_crossentropy,
            look=_look_at_loss,
            draw_cases=lambda rng: _draw_batches("pixelwise_crossentropy", rng),
        ),
        Part(
            name="mean_iou",
            title="the mean IoU over the classes that occur",
            points=7,
            function=FUNCTIONS["mean_iou"],
            cases=IOU_CASES,
            probe=PROBES["mean_iou"],
            judge=_judge_iou,
            look=_look_at_iou,
            draw_cases=lambda rng: _draw_batches("mean_iou", rng),
        ),
        Part(
            name="compile_unet",
            title="the optimizer, the loss and the metrics of the model",
            points=6,
            function=FUNCTIONS["compile_unet"],
            cases=(_compile_case(3, seed=3), _compile_case(23, seed=23)),
            probe=PROBES["compile_unet"],
            judge=_judge_compile,
            draw_cases=_draw_compile_cases,
        ),
    ),
    hints=(
        "A pixel's loss is small when the logit of its true class stands above the others: "
        "compare that logit with a soft maximum of all of them. Mean IoU asks each class that "
        "occurs for the same thing, whatever its size.",
        "The loss needs two numbers a pixel: log Σ exp over the last axis, and the logit of the "
        "true class (`tf.one_hot` of the mask without its last axis picks it). For IoU compare "
        "the argmax with the mask, class by class. `compile` takes an optimizer, a loss that is "
        "told about logits, and a list of two metrics.",
        "With `largest = tf.reduce_max(logits, axis=-1, keepdims=True)`, `tf.exp(logits - "
        "largest)` cannot overflow: take the log of its sum and put `largest` back. For class "
        "`k`: `truth = mask == k`, `found = prediction == k`, and the union is `truth | found`; "
        "skip `k` when it has no pixel. `MeanIoU` reads logits with `sparse_y_pred=False`.",
    ),
)
