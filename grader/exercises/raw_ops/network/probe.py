"""What a student's make_weights draws, and what her model computes with given weights."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.checks.arrays import Numbers, plain, record
from grader.checks.exercise import Case, Evidence, StudentFunction
from grader.checks.probing import describe_error
from grader.exercises.raw_ops.operations.probe import of_unknown_size, on_processor

Sizes = tuple[int, ...]

N_LEVELS = 3  # poolings on the way down
FIRST_VALUES = 8  # of each kernel, to tell whether two draws agree
MOST_KERNELS = 40  # described in the evidence
SAMPLED = 32  # rows and columns of the model's output in the evidence


def kernel_shapes(widths: Sequence[int], n_channels: int = 3) -> list[Sizes]:
    """Shapes of the network's kernels in the order of their use.

    Two for each level on the way down, two at the bottom, two for each level on the way up, and the
    1 × 1 one at the end. ``widths`` are the channels of each level from the top to the bottom.
    """
    shapes: list[Sizes] = []
    channels = n_channels
    for width in widths:
        shapes += [(3, 3, channels, width), (3, 3, width, width)]
        channels = width
    for width in reversed(widths[:-1]):
        shapes += [(3, 3, width, channels), (3, 3, width, 2 * width)]
        channels = width
    return [*shapes, (1, 1, channels, 1)]


def images_and_kernels(case: Case) -> tuple[Numbers, list[Numbers]]:
    """What the model gets in a case: images in [0, 1], and kernels in the order of their use."""
    rng = np.random.default_rng(case.arguments["seed"])
    size, n_images = case.arguments["size"], case.arguments["n_images"]
    images = rng.random((n_images, size, size, 3))
    kernels = []
    for shape in kernel_shapes(case.arguments["widths"]):
        limit = np.sqrt(12 / (np.prod(shape[:2]) * (shape[2] + shape[3])))
        kernels.append(rng.uniform(-limit, limit, shape))
    return _as_float32(images), [_as_float32(kernel) for kernel in kernels]


def _as_float32(numbers: Numbers) -> Numbers:
    """The numbers as a float32 tensor holds them."""
    return numbers.astype(np.float32).astype(np.float64)


def probe_weights(function: StudentFunction, case: Case) -> Evidence:
    """Three draws: with the case's seed, with the same again, and with the next one."""
    shapes = [tuple(shape) for shape in case.arguments["shapes"]]
    seed = case.arguments["seed"]
    with on_processor():
        draws = [function(shapes, number) for number in (seed, seed, seed + 1)]
        if not all(isinstance(draw, list | tuple) for draw in draws):
            return {"returned": type(draws[0]).__name__}
        return {
            "returned": "list",
            "draws": [[_describe_weight(w) for w in draw[:MOST_KERNELS]] for draw in draws],
        }


def _describe_weight(weight: Any) -> Evidence:
    import tensorflow as tf

    if not isinstance(weight, tf.Variable):
        kind = type(weight)
        return {"type": "keras.Variable" if kind.__name__ == "Variable" else kind.__name__}
    values = weight.numpy().astype(np.float64)
    return {
        "type": "Variable",
        "trainable": bool(weight.trainable),
        "dtype": weight.dtype.name,
        "shape": list(values.shape),
        "low": plain(values.min()),
        "high": plain(values.max()),
        "mean": plain(values.mean()),
        "std": plain(values.std()),
        "first": plain(values.ravel()[:FIRST_VALUES]),
    }


def probe_model(function: StudentFunction, case: Case) -> Evidence:
    """The model's output, whether a batch of unknown size passes, and which kernels it uses.

    Where an operation refuses its tensors, the kernels that were in use by then.
    """
    import tensorflow as tf

    arrays, kernels = images_and_kernels(case)
    with on_processor():
        images = tf.constant(arrays, tf.float32)
        weights = [tf.Variable(kernel, dtype=tf.float32) for kernel in kernels]
        given = list(weights)
        with tf.GradientTape() as tape:
            try:
                output = function(images, given)
            except tf.errors.OpError as error:
                used = {variable.ref() for variable in tape.watched_variables()}
                reached = [k for k, w in enumerate(weights, start=1) if w.ref() in used]
                return {"stuck": describe_error(error), "reached": reached}
            total = tf.reduce_sum(output) if tf.is_tensor(output) else None
        if total is None:
            return {"result": record(output)}
        result = record(_sample(output))
        observed: Evidence = {"shape": list(output.shape), "result": result, "left": len(given)}
        if output.shape[:3] != images.shape[:3]:
            return observed  # some gradients of convolutions with a stride end the process
        gradients = tape.gradient(total, weights)
        return observed | {
            "repeats": result == record(_sample(function(images, list(weights)))),
            "gradients": list(map(_size_of, gradients)),
            "slopes": list(map(_slope, gradients, kernels)),
            "traced": of_unknown_size(lambda batch: function(batch, list(weights)), images),
        }


def _sample(output: Any) -> Any:
    """At most ``SAMPLED`` rows and columns of each image."""
    if len(output.shape) != 4:
        return output
    steps = [max(1, length // SAMPLED) for length in output.shape[1:3]]
    return output[:, :: steps[0], :: steps[1]]


def _size_of(gradient: Any) -> Any:
    """The largest number of a gradient; None when there is no way from the weight to the output."""
    return None if gradient is None else plain(np.abs(gradient.numpy()).max())


def _slope(gradient: Any, kernel: Numbers) -> Any:
    """How fast the sum of the output changes as a kernel grows by a factor; None as above."""
    return None if gradient is None else plain((gradient.numpy() * kernel).sum())
