"""The loss, the measure and the steps of a tiny network in NumPy, and what is said of others."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.checks.arrays import (
    Numbers,
    compare,
    first_difference,
    is_array,
    numbers_of,
    plain,
    same,
    say,
    say_shape,
)
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement, Look, Mistake
from grader.exercises.raw_ops.operations.judge import (
    are_close,
    sigmoid,
    step_to_value,
    with_tracing,
)
from grader.exercises.raw_ops.operations.probe import array_of
from grader.exercises.raw_ops.step.probe import (
    ARGUMENTS_OF_MODEL,
    N_STEPS,
    batches_of,
    first_weights,
)
from grader.judging.mistakes import causes_of, of_a_score
from grader.judging.values import judge_values, look_at, no_number, other_value

EPSILON = 1e-7  # Keras clips probabilities to this and to 1 minus this
LARGEST = float(np.float32(1 - EPSILON))  # which is no number of float32
THRESHOLD = 0.5  # from which probability on a pixel counts as road
BETA_1, BETA_2 = 0.9, 0.999  # Adam's defaults

# One number of targets and predictions ------------------------------------------------------------


def crossentropy(targets: Numbers, predictions: Numbers) -> float:
    """Mean of −log p over road and −log(1 − p) over the rest, with clipped probabilities p."""
    return float(_pixel_losses(targets, predictions).mean())


def _pixel_losses(targets: Numbers, predictions: Numbers) -> Numbers:
    return _losses_of(targets, np.clip(predictions, EPSILON, LARGEST))


def _losses_of(targets: Numbers, p: Numbers) -> Numbers:
    return np.asarray(-(targets * np.log(p) + (1 - targets) * np.log(1 - p)))


def road_iou(targets: Numbers, predictions: Numbers, threshold: float = THRESHOLD) -> float:
    """Road in both over road in either; 1 when there is none in either."""
    return _overlap(targets > 0.5, predictions > threshold)


def _overlap(truth: Any, found: Any) -> float:
    return float(_ratio((truth & found).sum(), (truth | found).sum()))


def _ratio(part: Any, whole: Any) -> Any:
    """1 of nothing, as the exercise asks."""
    return part / whole if whole else 1.0


def _judge_number(
    case: Case, recorded: Evidence, right: float, advice: str, advice_of_nan: str
) -> Judgement:
    def wrong(case: Case, got: Numbers, right: Numbers) -> Finding:
        return other_value(case, got, right, advice if np.isfinite(got) else advice_of_nan)

    def table(case: Case, got: Numbers, right: Numbers) -> Comparison:
        return compare(case.name, [("result", say(got), say(right))])

    return judge_values(case, recorded, right, _no_number, wrong, table, are_close)


def _no_number(case: Case, recorded: Evidence, _: Numbers) -> Finding:
    kind = recorded["type"]
    if not is_array(recorded) or kind in ("tuple", "list"):
        return no_number(case, {"type": kind}, "one number", step_to_value(kind, "the number"))
    reduce = "tf.reduce_mean" if case.name.startswith(_LOSS) else "tf.reduce_sum"
    step = (
        f"Take all pixels of all images together: {reduce} without an axis, its brackets around "
        "the whole sum."
    )
    return no_number(case, recorded, "one number", step)


def judge_crossentropy(case: Case, evidence: Evidence) -> Judgement:
    """Binary cross-entropy of probabilities, the mean over all pixels; it can be traced."""
    targets, predictions = _masks_of(case)
    judgement = _judge_number(
        case,
        evidence["result"],
        crossentropy(targets, predictions),
        "Redo one pixel by hand: −log p where the target is 1, −log(1 − p) where it is 0; then "
        "the mean.",
        "A logarithm was taken of 0 or less. No prediction is 0 or 1 here, but targets are: take "
        "it of p and of 1 − p alone."
        if np.all((predictions > EPSILON) & (predictions < LARGEST))
        else "A logarithm was taken of 0. Clip the predictions first, and go on with what comes "
        "back: p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7).",
    )
    return with_tracing(judgement, case, evidence["traced"], ())


def _masks_of(case: Case) -> tuple[Numbers, Numbers]:
    return array_of(case, "targets"), array_of(case, "predictions")


def look_at_crossentropy(case: Case, evidence: Evidence) -> Look | None:
    """Beside other losses, and other ways to clip."""
    masks = _masks_of(case)
    expected = np.array(crossentropy(*masks))
    return look_at(evidence["result"], expected, _other_losses(*masks))


def _other_losses(targets: Numbers, predictions: Numbers) -> Iterator[Mistake]:
    losses = _pixel_losses(targets, predictions)
    mean = losses.mean()
    yield Mistake("sum", losses.sum(), "That is the sum. Take the mean: tf.reduce_mean.")
    yield Mistake("sign", -mean, "The sign is flipped. Put a minus in front.")
    for base in (2, 10):
        yield Mistake(
            f"base {base}",
            mean / np.log(base),
            f"That is the logarithm to base {base}. Use the natural one, tf.math.log.",
        )
    right = np.exp(-losses)
    yield Mistake(
        "focal loss",
        ((1 - right) ** 2 * losses).mean(),
        "That is a focal loss, which makes easy pixels cheaper. Leave the factor out.",
    )
    yield Mistake(
        "smoothed targets",
        crossentropy(0.9 * targets + 0.05, predictions),
        "The targets were smoothed by 0.1. Take them as they are.",
    )
    yield from _other_sides(targets, predictions)
    yield Mistake(
        "arguments exchanged",
        crossentropy(predictions, targets),
        "Targets and predictions are exchanged. The logarithm is taken of the predictions.",
    )
    yield Mistake(
        "sigmoid",
        crossentropy(targets, sigmoid(predictions)),
        "The predictions went through a sigmoid once more. They are probabilities already: the "
        "model ends with one.",
    )
    logarithm = "Use the logarithm of the probability."
    errors = np.abs(targets - predictions)
    for name, error in (
        ("mean squared error", (errors**2).mean()),
        ("root of the mean squared error", np.sqrt((errors**2).mean())),
        ("mean absolute error", errors.mean()),
    ):
        yield Mistake(name, error, f"That is the {name}. {logarithm}")
    yield Mistake("1 − IoU", 1 - road_iou(targets, predictions), f"That is 1 − IoU. {logarithm}")
    both, total = (targets * predictions).sum(), targets.sum() + predictions.sum()
    yield Mistake("Dice loss", 1 - 2 * both / total, f"That is the Dice loss. {logarithm}")
    yield from _other_signs_and_parts(targets, losses)
    yield Mistake(
        "rounded",
        crossentropy(targets, np.round(predictions)),
        "The predictions were rounded first. Take the logarithm of the probabilities themselves.",
    )
    yield Mistake(
        "several classes",
        0.0,
        "0 comes of a cross-entropy of several classes, with a single channel, or of targets in "
        "the place of predictions. Write the binary one: −log p where the target is 1, −log(1 − p) "
        "where it is 0.",
    )
    yield Mistake(
        "bounds exchanged",
        crossentropy(targets, np.full_like(predictions, LARGEST)),
        "The bounds of the clipping are exchanged, so every probability became the larger one. "
        "Write tf.clip_by_value(predictions, 1e-7, 1 - 1e-7).",
    )
    for epsilon in (1e-3, 1e-4, 1e-5, 1e-6, 1e-8):
        yield Mistake(
            f"clipped at {epsilon:g}",
            _losses_of(targets, np.clip(predictions, epsilon, 1 - epsilon)).mean(),
            f"The probabilities were kept {epsilon:g} away from 0 and 1. Clip at 1e-7, as Keras "
            "does.",
        )


def _other_sides(targets: Numbers, predictions: Numbers) -> Iterator[Mistake]:
    """Of the two sides, −log p where the target is 1 and −log(1 − p) where it is 0."""
    losses = _pixel_losses(targets, predictions)
    p = np.clip(predictions, EPSILON, LARGEST)
    yield Mistake(
        "1 minus the logarithm",
        -(targets * np.log(p) + (1 - targets) * (1 - np.log(p))).mean(),
        "The other side is 1 − log(p) here, expected log(1 − p). Take 1 − p into the brackets: "
        "tf.math.log(1 - p).",
    )
    yield Mistake(
        "1 minus the targets' part",
        -(targets * np.log(p) + 1 - targets * np.log(1 - p)).mean(),
        "1 − t has no brackets: the product is computed before the difference. Write "
        "(1 - targets) * tf.math.log(1 - p).",
    )
    yield Mistake(
        "log p on both sides",
        -np.log(p).mean(),
        "Both sides have log(p). Where the target is 0 it is the logarithm of 1 − p: "
        "tf.math.log(1 - p).",
    )
    yield Mistake(
        "rest everywhere",
        (losses - targets * np.log(np.maximum(1 - predictions, EPSILON))).mean(),
        "Road pixels pay for both sides: (1 − t) is missing in front of log(1 − p).",
    )
    yield Mistake(
        "road everywhere",
        (losses - (1 - targets) * np.log(np.maximum(predictions, EPSILON))).mean(),
        "Pixels without road pay for both sides: t is missing in front of log p.",
    )
    yield Mistake(
        "road only",
        (targets * losses).mean(),
        "Only the pixels with road were counted. Add −log(1 − p) where the target is 0.",
    )
    yield Mistake(
        "rest only",
        ((1 - targets) * losses).mean(),
        "Only the pixels without road were counted. Add −log p where the target is 1.",
    )
    yield Mistake(
        "sides exchanged",
        crossentropy(1 - targets, predictions),
        "The two sides are exchanged: where the target is 1, the logarithm is taken of 1 − p. Take "
        "−log p there, and −log(1 − p) where the target is 0.",
    )


def _other_signs_and_parts(targets: Numbers, losses: Numbers) -> Iterator[Mistake]:
    """Of the losses of the pixels, added up in another way than as one mean."""
    mean, signs = losses.mean(), 1 - 2 * targets
    sides = "Put the minus in front of both sides: −(t · log p + (1 − t) · log(1 − p))."
    yield Mistake(
        "minus for road only",
        -(signs * losses).mean(),
        f"The minus stands in front of the road's side alone. {sides}",
    )
    yield Mistake(
        "minus for the rest only",
        (signs * losses).mean(),
        f"The minus stands in front of the other side alone. {sides}",
    )
    whole = "Take one mean over all pixels of the batch: tf.reduce_mean without an axis."
    n_images = len(targets)
    yield Mistake(
        "times the images",
        n_images * mean,
        f"That is the mean times the number of images, as when their means are added up. {whole}",
    )
    yield Mistake(
        "divided by the images",
        mean / n_images,
        f"That is the mean, divided by the number of images once more. {whole}",
    )
    yield Mistake(
        "divided by the road",
        _ratio(losses.sum(), targets.sum()),
        f"The sum was divided by the number of road pixels. {whole}",
    )
    road, rest = (_ratio((side * losses).sum(), side.sum()) for side in (targets, 1 - targets))
    yield Mistake(
        "two means",
        road + rest,
        f"Road and the rest have a mean of their own here. {whole}",
    )
    yield Mistake(
        "half",
        mean / 2,
        "That is half of the mean. Divide by the number of pixels alone, as tf.reduce_mean does.",
    )


def judge_iou(case: Case, evidence: Evidence) -> Judgement:
    """Intersection over union of road, over the whole batch."""
    return _judge_number(
        case,
        evidence["result"],
        road_iou(*_masks_of(case)),
        "Count by hand: pixels that are road in both, divided by pixels that are road in at least "
        "one. Both empty counts as 1.",
        "Nothing was divided by nothing. Answer 1 when no pixel is road in either.",
    )


def look_at_iou(case: Case, evidence: Evidence) -> Look | None:
    """Beside other measures, thresholds and classes."""
    masks = _masks_of(case)
    return look_at(evidence["result"], np.array(road_iou(*masks)), _other_measures(*masks))


def _other_measures(targets: Numbers, predictions: Numbers) -> Iterator[Mistake]:
    truth, found = targets > 0.5, predictions > THRESHOLD
    both = (truth & found).sum()
    background = _ratio((~truth & ~found).sum(), (~truth | ~found).sum())
    iou = road_iou(targets, predictions)
    yield Mistake(
        "probabilities",
        (targets * predictions).sum() / (targets + predictions - targets * predictions).sum(),
        f"The probabilities were counted as they are. Decide first: road is above {THRESHOLD}.",
    )
    yield Mistake(
        "1 added below",
        both / ((truth | found).sum() + 1),
        "1 was added below the line. Divide without it, and return 1 for an empty union.",
    )
    yield Mistake(
        "above 0",
        road_iou(targets, predictions, threshold=0),
        f"Every pixel above 0 was taken for road. Road is above {THRESHOLD}.",
    )
    for threshold in (0.3, 0.4, 0.6, 0.7):
        yield Mistake(
            f"above {threshold}",
            road_iou(targets, predictions, threshold),
            f"A pixel above {threshold} was taken for road. Road is above {THRESHOLD}.",
        )
    yield Mistake(
        "below the threshold",
        _overlap(truth, predictions < THRESHOLD),
        f"Pixels below {THRESHOLD} were taken for road. Write predictions > {THRESHOLD}.",
    )
    yield Mistake(
        "nothing",
        _overlap(truth, np.zeros_like(found)),
        "0 comes of a decision that finds no road, as argmax over a single channel, or of a "
        f"division of whole numbers. Decide by predictions > {THRESHOLD}, and divide with /.",
    )
    yield Mistake(
        "Dice",
        _ratio(2 * both, truth.sum() + found.sum()),
        "That is the Dice coefficient. Divide the intersection by the union.",
    )
    yield Mistake(
        "union counts twice",
        _ratio(both, truth.sum() + found.sum()),
        "Pixels in both were counted twice in the union. Take the intersection away once.",
    )
    yield Mistake(
        "accuracy",
        (truth == found).mean(),
        "That is the accuracy. Leave out what both call empty.",
    )
    for name, word, size in (
        ("recall", "true", truth.sum()),
        ("precision", "predicted", found.sum()),
    ):
        yield Mistake(
            name,
            _ratio(both, size),
            f"The intersection was divided by the {word} road alone (the {name}). Divide by the "
            "union.",
        )
    yield from _other_fractions(truth, found)
    yield Mistake(
        "mean of both classes",
        (iou + background) / 2,
        "That is the mean of road and the rest. Only road is asked for.",
    )
    nothing = np.zeros_like(found)
    yield Mistake(
        "mean of both classes, nothing found",
        (_overlap(truth, nothing) + _overlap(~truth, ~nothing)) / 2,
        "That is the mean of road and the rest, where no pixel was found to be road: a probability "
        f"becomes 0 as a whole number. Decide by predictions > {THRESHOLD}, for road alone.",
    )
    yield Mistake("rest", background, "That is the IoU of the rest. Road is where the target is 1.")
    yield Mistake(
        "mean over the images",
        np.mean([road_iou(t, p) for t, p in zip(targets, predictions, strict=True)]),
        "That is the mean over the images. Count over the whole batch first, then divide.",
    )
    yield Mistake(
        "nothing is 0",
        iou if (truth | found).any() else 0.0,
        "Neither has any road, so they agree completely: that counts as 1, not as 0.",
    )


def _other_fractions(truth: Any, found: Any) -> Iterator[Mistake]:
    """What else is made of the pixels in both and in either."""
    both, either = (truth & found).sum(), (truth | found).sum()
    yield Mistake(
        "exclusive or",
        _ratio(both, (truth ^ found).sum()),
        "Pixels in both were left out of the union. Divide by the pixels in either: truth | found.",
    )
    yield Mistake(
        "equal for both",
        _ratio((truth == found).sum(), either),
        "== counts also the pixels that are road in neither. Count those in both: truth & found.",
    )
    yield from of_a_score(_overlap(truth, found))
    yield Mistake(
        "of all pixels",
        both / truth.size,
        "The pixels in both were divided by all pixels. Divide by those in either.",
    )
    yield Mistake(
        "in both", both, "That is the number of pixels in both. Divide by those in either."
    )
    yield Mistake(
        "1 added",
        (both + 1) / (either + 1),
        "1 was added above and below the line. Divide without it, and return 1 for an empty union.",
    )


# train_step --------------------------------------------------------------------------------------


Weights = tuple[Numbers, Numbers]
Slopes = tuple[Numbers, ...]
SlopesOf = Callable[[Weights, Numbers, Numbers], Slopes]


@dataclass(frozen=True)
class Step:
    """What is there after a training step: the loss before it, and the weights behind it."""

    loss: float
    weights: Weights


def steps_of(case: Case, slopes: SlopesOf | None = None, times: int = 1) -> list[Step]:
    """The steps of the tiny network: a 1 × 1 convolution, a bias, a sigmoid.

    A known mistake has other ``slopes``, or applies them several ``times``.
    """
    weights = first_weights(case)
    moments = [(np.zeros_like(w), np.zeros_like(w)) for w in weights]
    steps: list[Step] = []
    for images, targets in batches_of(case):
        loss = crossentropy(targets, _predictions(weights, images))
        batch_slopes = (slopes or _slopes)(weights, images, targets)
        for again in range(times):
            number = times * len(steps) + again + 1
            changes = []
            for place, slope in enumerate(batch_slopes):
                change, moments[place] = _change(case, slope, moments[place], number)
                changes.append(change)
            weights = (weights[0] - changes[0], weights[1] - changes[1])
        steps.append(Step(loss, weights))
    return steps


def _predictions(weights: Weights, images: Numbers) -> Numbers:
    kernel, bias = weights
    return sigmoid(images @ kernel[0, 0] + bias)


def _slopes(weights: Weights, images: Numbers, targets: Numbers) -> Slopes:
    """Of the mean cross-entropy: (p − target) / number of pixels for each sum."""
    return _slopes_of_sums(images, (_predictions(weights, images) - targets) / targets.size)


def _slopes_of_sums(images: Numbers, slope: Numbers) -> Slopes:
    of_kernel = np.einsum("nyxc,nyxo->co", images, slope)[np.newaxis, np.newaxis]
    return of_kernel, slope.sum(axis=(0, 1, 2))


def _change(
    case: Case, slope: Numbers, moments: tuple[Numbers, Numbers], number: int
) -> tuple[Numbers, tuple[Numbers, Numbers]]:
    """What is taken from a weight, and Adam's moments: Kingma and Ba (2014), algorithm 1."""
    rate = case.arguments["learning_rate"]
    if case.arguments["optimizer"] == "SGD":
        return rate * slope, moments
    first = BETA_1 * moments[0] + (1 - BETA_1) * slope
    second = BETA_2 * moments[1] + (1 - BETA_2) * slope**2
    scale = np.sqrt(1 - BETA_2**number) / (1 - BETA_1**number)
    return rate * scale * first / (np.sqrt(second) + EPSILON), (first, second)


def judge_step(case: Case, evidence: Evidence) -> Judgement:
    """The first thing that is wrong with how often it is traced, the losses or the weights."""
    if "reason" in evidence:
        return Judgement((_reason_finding(case, evidence["reason"]),))
    steps = evidence["steps"]
    if len(steps) != N_STEPS:
        raise ValueError("A record has as many steps as there are batches.")
    finding = next(_step_findings(case, evidence), None)
    expected = steps_of(case)
    rows = [
        (f"loss of step {number}", _say_loss(step["loss"]), say(wanted.loss))
        for number, (step, wanted) in enumerate(zip(steps, expected, strict=True), start=1)
    ]
    return Judgement((finding,) if finding else (), compare(f"{case.name}: losses", rows))


def _say_loss(recorded: Evidence) -> str:
    is_number = is_array(recorded) and not recorded["shape"]
    return say(numbers_of(recorded["values"])) if is_number else str(recorded["type"])


def _reason_finding(case: Case, reason: str) -> Finding:
    if reason in ARGUMENTS_OF_MODEL:
        sentence = f"{reason}. Write model(images, weights)."
    elif reason == "no gradients":
        sentence = (
            "no gradient reached any weight, expected one for each. The tape saw nothing between "
            "weights and loss. Call the model and binary_crossentropy inside the with block, keep "
            "to TensorFlow's operations, and neither compare nor round: that has no slope."
        )
    else:
        sentence = (
            "a NumPy function met a tensor that has no numbers yet, expected TensorFlow's "
            "operations only. While tf.function traces, tensors are symbols. Use tf.reduce_mean "
            "and the like in place of np.mean."
        )
    return case.remark(("error", reason, None), sentence)


def _step_findings(case: Case, evidence: Evidence) -> Iterator[Finding]:
    steps = evidence["steps"]
    yield from _about_loss_type(case, steps)
    yield from _about_tracing(case, evidence)
    yield from _about_losses(case, steps)
    yield from _about_weights(case, steps)


RETURN_THE_LOSS = (
    "Return what binary_crossentropy(targets, model(images, weights)) gives: the mean over all "
    "pixels of the batch."
)


def _about_loss_type(case: Case, steps: list[Evidence]) -> Iterator[Finding]:
    recorded = steps[0]["loss"]
    if not is_array(recorded) or recorded["shape"]:
        got, advice = recorded["type"], "End with return loss, after the weights were changed."
        if is_array(recorded) and got not in ("tuple", "list", "ListWrapper"):
            got = f"an array of shape {say_shape(recorded['shape'])}"
            advice = RETURN_THE_LOSS
        yield case.remark(
            ("loss", got, "one number"),
            f"gave {got}, expected the loss of the batch, one number. {advice}",
        )


def _about_tracing(case: Case, evidence: Evidence) -> Iterator[Finding]:
    calls = [step["calls"] for step in evidence["steps"]]
    later = calls[-1] - calls[0]
    if later == 0:
        return
    if evidence["eager"]:
        yield case.remark(
            ("tracing", calls[-1], calls[0]),
            f"the model's Python code ran in each of {N_STEPS} steps, expected it to run once, "
            "while the step is traced. Put @tf.function back above def train_step.",
        )
        return
    yield case.remark(
        ("tracing", calls[-1], calls[0]),
        f"the step was traced in each of {N_STEPS} calls with batches of one shape, expected "
        "tracing in the first one only. A tf.function made inside train_step is new every time, "
        "and so is what depends on a Python number. Decorate train_step itself.",
    )


def _about_weights(case: Case, steps: list[Evidence]) -> Iterator[Finding]:
    start, expected = first_weights(case), steps_of(case)
    got = [[numbers_of(weight) for weight in step["weights"]] for step in steps]
    pairs = enumerate(zip(got, expected, strict=True))
    number = next((i for i, (now, step) in pairs if not _equal(now, step.weights)), None)
    if number is None:
        return
    before = start if number == 0 else expected[number - 1].weights
    wanted = expected[number].weights
    one, other, old = map(_together, (got[number], wanted, before))
    place = first_difference(one, other)[0]
    cause = causes_of(_looks_at_weights(case, got))[number] or (
        "The gradients are not those of the mean loss of the batch, or something else than the "
        "given optimizer moved the weights. Ask for tape.gradient(loss, weights), once, and hand "
        "them on as they are: optimizer.apply_gradients(zip(gradients, weights))."
    )
    yield case.remark(
        ("weights", plain(one[place]), plain(other[place])),
        f"after step {number + 1} {_say_weight(case, place)} is {say(one[place])}, expected "
        f"{say(other[place])} (before it: {say(old[place])}). {cause}",
    )


def _say_weight(case: Case, place: int) -> str:
    """The number at that place of all weights, one behind the other."""
    n_first = first_weights(case)[0].size
    weight, place = (1, place) if place < n_first else (2, place - n_first)
    return f"{'the first number' if place == 0 else f'number {place + 1}'} of weight {weight}"


def _equal(one: Any, other: Any) -> bool:
    return all(same(a, b) for a, b in zip(one, other, strict=True))


def _looks_at_weights(case: Case, got: Sequence[Sequence[Numbers]]) -> list[Look]:
    """One look a step: a mistake that is made in every step explains all of them."""
    trainings = list(_other_trainings(case, _together(got[0])))
    return [
        Look(
            _together(got[number]),
            _together(wanted.weights),
            [
                Mistake(name, _together(steps[number].weights), cause)
                for name, steps, cause in trainings
            ],
        )
        for number, wanted in enumerate(steps_of(case))
    ]


def _together(weights: Sequence[Numbers]) -> Numbers:
    return np.concatenate([weight.ravel() for weight in weights])


def _other_trainings(case: Case, got: Numbers) -> Iterator[tuple[str, list[Step], str]]:
    """The names of known mistakes, the steps that come of them, and their sentences.

    ``got`` are the weights after the first step.
    """
    n_images, rate = case.arguments["n_images"], case.arguments["learning_rate"]
    pairs = "optimizer.apply_gradients(zip(gradients, weights))"
    yield (
        "not applied",
        steps_of(case, _times(0)),
        f"Nothing was changed. Give the gradients to the optimizer before the return: {pairs}.",
    )
    for number in (1, 2):
        yield (
            f"weight {number} left out",
            steps_of(case, _times(number != 1, number != 2)),
            f"Weight {number} of 2 was not changed. Ask the tape for the gradients of all weights, "
            "and apply all of them.",
        )
    yield (
        "uphill",
        steps_of(case, _times(-1)),
        "The step goes uphill: the sign of the gradients is flipped.",
    )
    yield (
        "applied twice",
        steps_of(case, times=2),
        "The step is twice as long. Apply the gradients once.",
    )
    yield (
        "of the predictions",
        steps_of(case, _slopes_of_predictions),
        "These are the gradients of the predictions. Ask for those of the loss: "
        "tape.gradient(loss, weights).",
    )
    n_pixels = batches_of(case)[0][1].size
    known = {
        n_pixels: "once for each pixel. The loss is the mean over the pixels, not their sum.",
        n_images: "once for each image. The loss is the mean over all pixels of the batch.",
        1 / n_images: "divided by the number of images. The loss is a mean already: leave that "
        "out.",
        rate: f"times the learning rate. The optimizer does that itself: {pairs}.",
    }
    for factor, why in known.items():
        yield (
            f"times {factor:g}",
            steps_of(case, _times(factor)),
            f"The step is {say(factor)} times as long as it should be, {why}",
        )
    factor = _factor(case, got)
    if not any(same(factor, other) for other in (*known, -1, 0, 1, 2)):
        yield (
            "another rate",
            steps_of(case, _times(factor)),
            f"The step is {say(factor)} times as long as it should be. Hand the gradients to the "
            f"given optimizer as they are: {pairs}.",
        )
    plain_descent = dict(case.arguments) | {"optimizer": "SGD"}
    yield (
        "plain descent",
        steps_of(replace(case, arguments=plain_descent)),
        "The weights moved by rate · gradient, whatever the optimizer. Leave the step to the given "
        f"one: {pairs}.",
    )


def _times(*factors: float) -> SlopesOf:
    """The right slopes, all times one factor or each times its own."""

    def slopes(weights: Weights, images: Numbers, targets: Numbers) -> Slopes:
        right = _slopes(weights, images, targets)
        return tuple(
            f * slope for f, slope in zip(factors * (2 // len(factors)), right, strict=True)
        )

    return slopes


def _slopes_of_predictions(weights: Weights, images: Numbers, _: Numbers) -> Slopes:
    p = _predictions(weights, images)
    return _slopes_of_sums(images, p * (1 - p))


def _factor(case: Case, got: Numbers) -> float:
    """How much longer the first step was than it should be, by the weight that it moves most."""
    start, right = _together(first_weights(case)), _together(steps_of(case)[0].weights)
    most = int(np.argmax(np.abs(right - start)))
    return float((got[most] - start[most]) / (right[most] - start[most]))


def _about_losses(case: Case, steps: list[Evidence]) -> Iterator[Finding]:
    """The loss of each batch with the weights that were there, right ones or not."""
    weights = [first_weights(case), *map(_weights_after, steps)]
    looks = [
        _look_at_loss(numbers_of(step["loss"]["values"]), *batch, before, after)
        for step, batch, before, after in zip(
            steps, batches_of(case), weights[:-1], weights[1:], strict=True
        )
    ]
    for number, (look, cause) in enumerate(zip(looks, causes_of(looks), strict=True), start=1):
        if not same(look.got, look.right):
            yield case.remark(
                ("loss", plain(look.got), plain(look.right)),
                f"step {number} gave the loss {say(look.got)}, expected {say(look.right)}. "
                f"{cause or RETURN_THE_LOSS}",
            )
            return


def _weights_after(step: Evidence) -> Weights:
    kernel, bias = map(numbers_of, step["weights"])
    return kernel, bias


def _look_at_loss(
    got: Numbers, images: Numbers, targets: Numbers, before: Weights, after: Weights
) -> Look:
    predictions = _predictions(before, images)
    later = Mistake(
        "after the step",
        crossentropy(targets, _predictions(after, images)),
        "That is the loss after the step. Return the one from inside the with block.",
    )
    right = np.array(crossentropy(targets, predictions))
    return Look(got, right, [later, *_other_losses(targets, predictions)])


# The cases ---------------------------------------------------------------------------------------


def _case(name: str, targets: Any, predictions: Any) -> Case:
    arrays = (
        np.array(values, dtype=np.float64)[..., np.newaxis] for values in (targets, predictions)
    )
    return Case(name, dict(zip(("targets", "predictions"), map(plain, arrays), strict=True)))


def _drawn(rng: np.random.Generator, function: str) -> Case:
    shape = (int(rng.integers(2, 4)), *(int(size) for size in rng.integers(3, 6, 2)))
    targets = (rng.random(shape) < 0.4).astype(np.float64)
    predictions = np.clip(0.35 * targets + 0.65 * rng.random(shape), 0.01, 0.99).round(3)
    predictions[predictions == THRESHOLD] += 0.01
    name = f"{function}(targets, predictions) on {shape[0]} masks of {shape[1]} × {shape[2]}"
    return _case(name, targets, predictions)


_RNG = np.random.default_rng(19)
_LOSS = "binary_crossentropy"
_IOU = "road_iou"
CROSSENTROPY_CASES = (
    _case(
        f"{_LOSS}(targets, predictions) on a 2 × 2 mask",
        [[[1, 1], [0, 1]]],
        [[[0.5, 0.9], [0.2, 0.25]]],
    ),
    _drawn(_RNG, _LOSS),
    _case(
        f"{_LOSS}(targets, predictions) with probabilities of 0 and 1",
        [[[1, 0], [1, 1]]],
        [[[1, 0], [0, 1]]],
    ),
)
IOU_CASES = (
    _case(
        f"{_IOU}(targets, predictions) on a 2 × 5 mask",
        [[[1, 1, 0, 0, 0], [1, 0, 0, 0, 0]]],
        [[[0.9, 0.4, 0.7, 0.8, 0.1], [0.6, 0.1, 0.2, 0.3, 0.2]]],
    ),
    _drawn(_RNG, _IOU),
    _case(
        f"{_IOU}(targets, predictions) without any road",
        [[[0, 0], [0, 0]]],
        [[[0.1, 0.4], [0.3, 0.2]]],
    ),
)


def _step_case(optimizer: str, learning_rate: float, n_images: int, side: int, seed: int) -> Case:
    arguments = {
        "optimizer": optimizer,
        "learning_rate": learning_rate,
        "n_images": n_images,
        "side": side,
        "seed": seed,
    }
    images = f"{n_images} image{'s' * (n_images > 1)} of {side} × {side}"
    return Case(
        f"{N_STEPS} calls of train_step on {images} with {optimizer}({learning_rate:g})",
        arguments,
    )


STEP_CASES = (
    _step_case("SGD", 0.4, n_images=3, side=4, seed=5),
    _step_case("Adam", 0.01, n_images=3, side=3, seed=6),
)


def draw_crossentropy(rng: np.random.Generator) -> tuple[Case, ...]:
    """One batch of another shape."""
    return (_drawn(rng, _LOSS),)


def draw_iou(rng: np.random.Generator) -> tuple[Case, ...]:
    """One batch of another shape."""
    return (_drawn(rng, _IOU),)


def draw_step(rng: np.random.Generator) -> tuple[Case, ...]:
    """One training of each optimizer with other numbers."""
    return tuple(
        _step_case(
            optimizer,
            round(float(rng.uniform(*rates)), 3),
            n_images=int(rng.integers(1, 4)),
            side=int(rng.integers(3, 6)),
            seed=int(rng.integers(2**31)),
        )
        for optimizer, rates in (("SGD", (0.1, 0.9)), ("Adam", (0.005, 0.05)))
    )
