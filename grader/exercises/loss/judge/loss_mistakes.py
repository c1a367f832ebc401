"""What the usual mistakes give as the loss of every pixel, the likeliest first."""

import contextlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from grader.checks.arrays import Numbers, say
from grader.checks.exercise import Mistake, Shape
from grader.exercises.loss.judge.softmax import (
    KERAS_EPSILON,
    log_sum_exp,
    of_true_class,
    pixelwise_crossentropy,
    softmax,
)
from grader.exercises.loss.probe import Classes

SMALL_NUMBERS = (*(10.0**-power for power in range(4, 17)), 2.0**-52)  # usual beside a logarithm
FROM_LOGITS = "log Σ exp(logits) minus the logit of the true class"


def loss_mistakes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """What is known, on masks (batch, height, width) and logits (batch, height, width, n)."""
    yield from _wrong_formulas(y_true, logits)
    yield from _wrong_terms(y_true, logits)
    yield from _other_losses(y_true, logits)
    yield from _wrong_masks(y_true, logits)
    yield from _wrong_axes(y_true, logits)
    yield from _small_numbers(y_true, logits)
    yield from _lost_in_float32(y_true, logits)
    yield from _spread(y_true, logits)
    yield from _other_shapes(y_true, logits)


def _wrong_formulas(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    expected = pixelwise_crossentropy(y_true, logits)
    probability = np.exp(-expected)
    yield Mistake(
        "softmax first",
        pixelwise_crossentropy(y_true, softmax(logits)),
        "The logits went through a softmax before the loss, which applies one itself. Remove the "
        "softmax in front and start from the logits.",
    )
    for base in (2, 10):
        yield Mistake(
            f"base {base}",
            expected / np.log(base),
            f"That is the logarithm to base {base}. Use the natural logarithm, tf.math.log.",
        )
    yield Mistake(
        "sign",
        -expected,
        "The sign is flipped: a logarithm of a probability is negative, a loss is not. Put a "
        "minus in front.",
    )
    for name, words, value in (("", "", probability), ("1 - ", "1 minus ", 1 - probability)):
        yield Mistake(
            f"{name}probability",
            value,
            f"That is {words}the probability of the true class. Take minus its logarithm, computed "
            "from the logits.",
        )
    yield Mistake(
        "minus probability",
        -probability,
        "That is minus the probability of the true class: the logarithm is missing. Take it from "
        "the logits: tf.nn.log_softmax in place of softmax.",
    )
    yield Mistake(
        "log of 1 - probability",
        -np.log((1 - probability).astype(np.float32)),
        "That is minus the logarithm of 1 − p, where p is the probability of the true class. Take "
        "minus the logarithm of p itself, computed from the logits.",
    )
    yield Mistake(
        "logits as probabilities",
        pixelwise_crossentropy(y_true, np.log(np.clip(logits, KERAS_EPSILON, 1 - KERAS_EPSILON))),
        "Keras took the logits for probabilities. Start from the logits: log Σ exp(logits) minus "
        "the logit of the true class.",
    )


def _wrong_terms(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """Of log Σ exp(logits) minus a logit, what was left out, put in or exchanged."""
    expected, log_sum = pixelwise_crossentropy(y_true, logits), log_sum_exp(logits)
    true_logit, highest = of_true_class(logits, y_true), logits.max(axis=-1)
    yield Mistake(
        "true logit alone",
        -true_logit,
        "That is minus the logit of the true class alone. Add log Σ exp(logits) over the classes.",
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
        "largest put back twice",
        expected + highest,
        "The largest logit is in it once too often: it was taken away from the true class's logit, "
        "and is still, or again, in log Σ exp. Take it away in both, and put it back in neither.",
    )
    yield Mistake(
        "largest for log sum",
        highest - true_logit,
        "The largest logit stands where log Σ exp(logits) belongs. Take tf.exp of the logits, sum "
        "over the classes, then tf.math.log.",
    )
    yield Mistake(
        "log sum alone", log_sum, "That is log Σ exp(logits). Take the true class's logit away."
    )
    for lowered in (np.zeros_like(highest), highest):
        yield Mistake(
            "true logit added",
            (log_sum - lowered) + (true_logit - lowered),
            "The logit of the true class was added to log Σ exp(logits). Take it away: −.",
        )
    yield Mistake(
        "all logits",
        log_sum - logits.sum(axis=-1),
        "The logits of all classes were taken away. Only the true one counts: multiply them by "
        "tf.one_hot of the mask before the sum.",
    )
    yield Mistake(
        "largest of the product",
        log_sum - np.maximum(true_logit, 0),
        "tf.reduce_max of one-hot times logits gives 0 where the true class's logit is negative. "
        "Write tf.reduce_sum there.",
    )
    yield Mistake(
        "class id",
        log_sum - y_true,
        "The class id was taken away, expected the logit of that class. Multiply the logits by "
        "tf.one_hot of the mask and sum over the classes.",
    )
    for lowered in (np.zeros_like(highest), highest):
        sums = np.exp(logits - lowered[..., np.newaxis]).sum(axis=-1).astype(np.float32)
        yield Mistake(
            "log forgotten",
            sums - (true_logit - lowered),
            "The logarithm of the sum is missing. Write tf.math.log around the sum of tf.exp.",
        )
        yield Mistake(
            "no log at all",
            sums - np.exp(true_logit - lowered).astype(np.float32),
            "That is Σ exp minus exp of the true class's logit: the logarithms are missing. Write "
            "tf.math.log around the sum, and take the logit itself away, without tf.exp.",
        )
        yield Mistake(
            "sum of the logits",
            (logits - lowered[..., np.newaxis]).sum(axis=-1) - (true_logit - lowered),
            "The logits themselves were added: a logarithm in front of the sum takes tf.exp back. "
            "First the sum, then the logarithm: "
            "tf.math.log(tf.reduce_sum(tf.exp(…), axis=-1)).",
        )


def _other_losses(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    expected, true_logit = pixelwise_crossentropy(y_true, logits), of_true_class(logits, y_true)
    one_hot = np.eye(logits.shape[-1])[y_true]
    yield Mistake(
        "sigmoid",
        np.logaddexp(0, -true_logit),
        "A sigmoid looks at each class by itself; here the classes compete. Use a softmax: "
        f"{FROM_LOGITS}.",
    )
    binary = np.logaddexp(0, logits) - one_hot * logits
    for name, word, loss in (
        ("sum", "added", binary.sum(axis=-1)),
        ("mean", "averaged", binary.mean(axis=-1)),
    ):
        yield Mistake(
            f"binary, {name}",
            loss,
            f"That is the binary cross-entropy, yes or no for every class, {word} over the "
            f"classes. A pixel has one class: {FROM_LOGITS}.",
        )
    yield Mistake(
        "squares",
        ((one_hot - softmax(logits)) ** 2).sum(axis=-1),
        "These are squared differences between softmax and one-hot mask. Take minus the logarithm "
        f"of the true class's probability: {FROM_LOGITS}.",
    )
    yield Mistake(
        "right or wrong",
        (logits.argmax(axis=-1) != y_true).astype(float),
        "That is 1 where the highest logit is not the true class's, else 0. argmax forgets how "
        f"high the logits are; leave it out: {FROM_LOGITS}.",
    )
    shares, all_losses = softmax(logits), log_sum_exp(logits)[..., np.newaxis] - logits
    yield Mistake(
        "entropy",
        (shares * all_losses).sum(axis=-1),
        "That is made of the logits alone, the entropy of their softmax. The mask says which class "
        "counts: multiply by tf.one_hot of it in place of the softmax.",
    )
    yield Mistake(
        "mean of all losses",
        all_losses.mean(axis=-1),
        "That is the mean over the losses of all classes, whatever the mask says. Only the true "
        f"class counts: {FROM_LOGITS}.",
    )
    yield Mistake(
        "true class not in the sum",
        np.log((np.exp(logits - true_logit[..., np.newaxis]) * (1 - one_hot)).sum(axis=-1)),
        "The true class is missing in Σ exp. Sum over all classes.",
    )
    yield Mistake(
        "focal",
        (1 - np.exp(-expected)) ** 2 * expected,
        "That is the focal loss, with the factor (1 − p)². Leave the factor out.",
    )
    yield Mistake(
        "nothing",
        np.zeros_like(expected),
        "Every pixel has a loss of 0, whatever its logits are. Print what goes into the logarithm: "
        f"{FROM_LOGITS}.",
    )
    yield Mistake(
        "whole numbers",
        np.floor(expected),
        "What stands behind the point is lost. Leave out the cast to whole numbers.",
    )
    for smoothing in (0.1, 0.2):
        all_classes = (log_sum_exp(logits)[..., np.newaxis] - logits).mean(axis=-1)
        yield Mistake(
            f"smoothing {smoothing}",
            (1 - smoothing) * expected + smoothing * all_classes,
            f"The labels were smoothed by {smoothing}. Take tf.one_hot of the mask as it is.",
        )


def _wrong_masks(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    expected, log_sum = pixelwise_crossentropy(y_true, logits), log_sum_exp(logits)
    yield Mistake(
        "largest probability",
        log_sum - logits.max(axis=-1),
        "That is the loss of the class with the largest logit, whatever the mask says. Take the "
        "logit of the true class.",
    )
    yield Mistake(
        "not one-hot",
        y_true * (log_sum[..., np.newaxis] - logits).sum(axis=-1),
        "The class ids themselves were multiplied, expected one-hot labels. Write "
        "tf.one_hot(y_true[..., 0], logits.shape[-1]).",
    )
    yield Mistake(
        "class 0 for nothing",
        np.where(y_true == 0, 0, expected),
        "Pixels of class 0 cost nothing here. It is a class like the others: leave that exception "
        "out.",
    )
    for lowered in (logits, logits - logits.max(axis=-1, keepdims=True)):
        yield Mistake(
            "depth of 1",
            log_sum_exp(lowered) - (y_true == 0) * lowered.sum(axis=-1),
            "tf.one_hot knows one class only here: its depth is 1, as y_true.shape[-1] is. Write "
            "depth=logits.shape[-1].",
        )
        yield Mistake(
            "mean of the product",
            log_sum_exp(lowered) - of_true_class(lowered, y_true) / logits.shape[-1],
            "The true class's logit was divided by the number of classes, as tf.reduce_mean of "
            "one-hot times logits does. Write tf.reduce_sum there.",
        )
    for first, words, index in (
        (y_true[:, :, :1], "column", "[:, :, 0]"),
        (y_true[:, 0, :, np.newaxis], "row", "[:, 0]"),
    ):
        with contextlib.suppress(ValueError):  # the row fits square masks only
            yield Mistake(
                f"first {words}",
                pixelwise_crossentropy(np.broadcast_to(first, y_true.shape), logits),
                f"The first {words} of the mask was taken for all of it, as by y_true{index}. The "
                "axis to take away is the last one: y_true[..., 0].",
            )
    for step, words in ((-1, "before"), (1, "after")):
        others = np.clip(y_true + step, 0, logits.shape[-1] - 1)
        is_class = others == y_true + step
        of_other = np.where(is_class, of_true_class(logits, others), 0)
        for loss in (log_sum - of_other, np.where(is_class, log_sum - of_other, 0)):
            yield Mistake(
                f"class {words}",
                loss,
                f"That is the loss of the class {words} the true one. Ids are counted from 0: pass "
                "the mask to tf.one_hot as it is.",
            )


def _wrong_axes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    expected, true_logit = pixelwise_crossentropy(y_true, logits), of_true_class(logits, y_true)
    highest = logits.max(axis=-1)
    yield Mistake(
        "mean over pixels",
        np.full_like(expected, expected.mean()),
        "Every pixel has the mean over all pixels. Leave the mean out.",
    )
    for axis, word in ((1, "height"), (2, "width"), (0, "batch")):
        for lowered in (logits, logits - highest[..., np.newaxis]):
            yield Mistake(
                f"softmax over {word}",
                of_true_class(np.expand_dims(log_sum_exp(lowered, axis), axis) - lowered, y_true),
                f"The softmax runs over the {word} axis. Sum over the classes, the last axis: "
                "axis=-1.",
            )
    one_hot = np.eye(logits.shape[-1])[y_true]
    for axis, word in ((1, "rows"), (2, "columns")):
        for taken in (0.0, logits.max(axis=axis, keepdims=True), highest[..., np.newaxis]):
            lowered = logits - taken
            yield Mistake(
                f"sums over the {word}",
                np.log(np.exp(lowered).sum(axis=axis)) - (one_hot * lowered).sum(axis=axis),
                f"axis={axis} took the {word} of the picture together and left the classes. They "
                "stand on the last axis: axis=-1.",
            )
    sum_of_all = np.exp(logits - highest[..., np.newaxis]).sum()
    for loss in (
        log_sum_exp(logits.reshape(-1)) - true_logit,
        np.log(sum_of_all) + highest - true_logit,
    ):
        yield Mistake(
            "softmax over everything",
            loss,
            "The sum of exp runs over all classes of all pixels. Every pixel has its own: pass "
            "axis=-1 to the sum.",
        )
    for taken in (0.0, highest):
        yield Mistake(
            "true logits of all pixels",
            log_sum_exp(logits) - taken - (true_logit - taken).sum(),
            "The logits of all pixels' true classes were added up. Every pixel has its own: pass "
            "axis=-1 to that sum.",
        )


def _small_numbers(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """A probability that a small number was added to, or that was cut off there."""
    probability = np.exp(-pixelwise_crossentropy(y_true, logits))
    for small in SMALL_NUMBERS:
        ceiling = say(-np.log(small))
        for kept in (probability + small, np.clip(probability, small, 1 - small)):
            yield Mistake(
                f"{small:.0e}",
                -np.log(kept),
                f"The loss stops at {ceiling}, minus the log of {small:.0e}: that was added to a "
                "probability, or the probability was cut off there. Compute the loss from the "
                "logits, without probabilities.",
            )


def _lost_in_float32(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """What remains where exp overflows, or becomes 0."""
    for axes, word in ((None, "the whole batch"), ((1, 2, 3), "a whole image")):
        yield Mistake(
            f"maximum of {word}",
            _in_float32(y_true, logits, logits.max(axis=axes, keepdims=True)),
            f"The largest logit of {word} was taken away from every pixel, and exp of a number far "
            "below 0 is 0. Take each pixel's own: axis=-1, keepdims=True.",
        )
    for taken in (logits.mean(axis=-1, keepdims=True), logits.min(axis=-1, keepdims=True)):
        yield Mistake(
            "not the largest taken",
            _in_float32(y_true, logits, taken),
            "exp of a large number does not fit into float32: what was taken away before it is not "
            "the largest logit. Take tf.reduce_max(logits, axis=-1, keepdims=True).",
        )
    exponentials = np.exp(logits.astype(np.float32))
    naive = exponentials / exponentials.sum(axis=-1, keepdims=True)
    for loss in (
        _in_float32(y_true, logits, np.zeros(1)),
        of_true_class(-np.log(naive), y_true),
        _of_product(y_true, naive),
    ):
        yield Mistake(
            "nothing taken",
            loss,
            "exp of a large number does not fit into float32 and gives inf. Take the largest "
            "logit of the pixel away from its logits before exp.",
        )
    yield Mistake(
        "0 times log 0",
        _of_product(y_true, softmax(logits).astype(np.float32)),
        "The probability of another class was rounded to 0, and 0 · log(0) is nan. Take the "
        "logarithm of the sum before dividing: log Σ exp(logits − largest) + largest − logit of "
        "the true class.",
    )


def _in_float32(y_true: Classes, logits: Numbers, taken: Numbers) -> Numbers:
    """The loss where exp of what remains of the logits is a number of float32."""
    lowered = (logits - taken).astype(np.float32)
    logarithm = np.log(np.exp(lowered).sum(axis=-1)).astype(np.float64)
    return np.asarray(logarithm - of_true_class(lowered.astype(np.float64), y_true))


def _of_product(y_true: Classes, probabilities: NDArray[np.float32]) -> Numbers:
    """Minus the sum of one-hot mask times logarithm, which is nan where another one is 0."""
    one_hot = np.eye(probabilities.shape[-1])[y_true]
    return np.asarray(-(one_hot * np.log(probabilities)).sum(axis=-1))


def _spread(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """A tensor (batch, height, width) that met one with a last axis of 1.

    The two shapes do not always fit each other.
    """
    log_sum, true_logit = log_sum_exp(logits), of_true_class(logits, y_true)
    highest = logits.max(axis=-1)
    low_sum, low_logit = log_sum - highest, true_logit - highest
    with contextlib.suppress(ValueError):
        yield Mistake(
            "largest kept its axis",
            low_sum + highest[..., np.newaxis] - true_logit,
            "The largest logit, put back after log, still has its last axis of 1 from "
            "keepdims=True, and was spread against the sum. Add it as tf.squeeze(largest, -1).",
        )
    for sums, logit in ((log_sum, true_logit), (low_sum, low_logit)):
        with contextlib.suppress(ValueError):
            yield Mistake(
                "sum kept its axis",
                sums[..., np.newaxis] - logit,
                "The log Σ exp kept its last axis of 1 and was spread against the true class's "
                "logit. Leave keepdims=True out of that sum.",
            )
        with contextlib.suppress(ValueError):
            yield Mistake("mask kept its axis", sums - logit[..., np.newaxis], _MASK_AXIS)
    one_hot = np.eye(logits.shape[-1])[y_true][..., np.newaxis, :]
    for sums, factors in ((log_sum, logits), (low_sum, logits - highest[..., np.newaxis])):
        with contextlib.suppress(ValueError):
            product = (one_hot * factors).sum(axis=-1)
            yield Mistake("mask kept its axis", sums - product, _MASK_AXIS)
    with contextlib.suppress(ValueError):
        product = one_hot * (logits - log_sum[..., np.newaxis])
        yield Mistake("mask kept its axis", -product.sum(axis=-1), _MASK_AXIS)
    for first in (one_hot[0], one_hot[0, ..., 0, :]):
        with contextlib.suppress(ValueError):
            yield Mistake(
                "mask of the first image",
                log_sum - highest - (first * (logits - highest[..., np.newaxis])).sum(axis=-1),
                "The mask of the first image was taken for all images, as y_true[0] gives it. "
                "Write y_true[..., 0], which takes the last axis away.",
            )


_MASK_AXIS = (
    "The mask still has its last axis of 1, and was spread against the pixels. Take it away first: "
    "y_true[..., 0]."
)


def _other_shapes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    expected = pixelwise_crossentropy(y_true, logits)
    yield Mistake("sum", expected.sum(), "That is the sum over all pixels. Leave that sum out.")
    yield Mistake(
        "mean",
        expected.mean(),
        "That is the mean over all pixels. Leave it out; a loss object of Keras takes it unless it "
        "is made with reduction='none'.",
    )
    yield Mistake(
        "one number", Shape(()), "A sum or a mean took the pixels together. Leave it out."
    )
    yield Mistake(
        "one number an image",
        Shape(expected.shape[:1]),
        "A sum or a mean took the pixels of each image together. Leave it out.",
    )
    yield Mistake(
        "flat",
        expected.reshape(-1),
        "The pixels of all images stand in one row. Give them their axes back: tf.reshape(loss, "
        "tf.shape(logits)[:-1]).",
    )
    yield Mistake(
        "first image",
        expected[0],
        "That is the first image alone: [0] takes it, and so does a return in a loop over images. "
        "Keep all of them; y_true[..., 0] takes the last axis away.",
    )
    for name, word, loss in (
        ("sum", "added", expected.sum(axis=0)),
        ("mean", "averaged", expected.mean(axis=0)),
    ):
        yield Mistake(
            f"{name} over images", loss, f"The images were {word}. Leave that {name} out."
        )
    yield Mistake(
        "axis of 1",
        Shape((*expected.shape, 1)),
        "An axis of length 1 is left at the end: that of y_true, or what keepdims=True leaves. "
        "Take it away with tf.squeeze(…, -1).",
    )
    yield Mistake(
        "every class",
        Shape(logits.shape),
        "The loss of each class is still there. Sum over the classes, axis=-1.",
    )
    for n_axes in range(3):
        yield Mistake(
            f"gathered with batch_dims={n_axes}",
            Shape((*logits.shape[:-1], *expected.shape[n_axes:])),
            "tf.gather took the ids of all pixels at every pixel. Write tf.gather(logits, ids, "
            "axis=-1, batch_dims=3).",
        )
    with contextlib.suppress(ValueError):  # these shapes do not always fit each other
        yield Mistake(
            "spread",
            Shape(np.broadcast_shapes((*expected.shape, 1), expected.shape)),
            "A tensor (batch, height, width) met one of (batch, height, width, 1) and they were "
            "spread against each other. Take the axis of 1 away first: tf.squeeze(x, -1).",
        )
