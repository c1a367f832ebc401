"""What a student's loss and measure give, and what her training step does to a tiny network."""

from typing import Any

import numpy as np

from grader.checks.arrays import Numbers, plain, record
from grader.checks.exercise import Case, Evidence, StudentFunction
from grader.exercises.raw_ops.operations.probe import of_unknown_size, on_processor, tensor_of

ARGUMENTS_OF_MODEL = (
    "the model got the list of weights in the place of images",
    "the model got something else than images of three channels",
)
N_STEPS = 4  # of one shape, so that tracing more than once shows


def probe_crossentropy(function: StudentFunction, case: Case) -> Evidence:
    """The loss, and once more traced, as train_step needs it."""
    with on_processor():
        masks = tensor_of(case, "targets"), tensor_of(case, "predictions")
        return {"result": record(function(*masks)), "traced": of_unknown_size(function, *masks)}


def probe_iou(function: StudentFunction, case: Case) -> Evidence:
    """The one number that road_iou gives."""
    with on_processor():
        targets, predictions = tensor_of(case, "targets"), tensor_of(case, "predictions")
        return {"result": record(function(targets, predictions))}


def batches_of(case: Case) -> list[tuple[Numbers, Numbers]]:
    """The batches of a case: images (n, side, side, 3) and targets (n, side, side, 1)."""
    rng = np.random.default_rng(case.arguments["seed"])
    shape = (case.arguments["n_images"], case.arguments["side"], case.arguments["side"])
    batches = []
    for _ in range(N_STEPS):
        images = rng.random((*shape, 3)).round(3)
        targets = (images[..., :1] + rng.normal(0, 0.3, (*shape, 1)) > 0.5).astype(np.float64)
        batches.append((images, targets))
    return batches


def first_weights(case: Case) -> tuple[Numbers, Numbers]:
    """Kernel (1, 1, 3, 1) and bias (1,) of the tiny network, before the first step."""
    rng = np.random.default_rng(case.arguments["seed"] + 1)
    return rng.uniform(0.2, 0.9, (1, 1, 3, 1)).round(3), rng.uniform(0.2, 0.9, 1).round(3)


def probe_step(function: StudentFunction, case: Case) -> Evidence:
    """Some steps of a network with one 1 × 1 convolution, a bias and a sigmoid.

    TensorFlow runs the network's Python code while it traces and not afterwards, so the calls of
    that code tell how often ``train_step`` was traced.
    """
    import tensorflow as tf

    calls: list[bool] = []

    def model(images: Any, weights: Any) -> Any:
        calls.append(tf.executing_eagerly())
        if not tf.is_tensor(images):
            raise ValueError(ARGUMENTS_OF_MODEL[0])
        if images.shape[-1] != 3:
            raise ValueError(ARGUMENTS_OF_MODEL[1])
        return tf.sigmoid(tf.nn.conv2d(images, weights[0], 1, "SAME") + weights[1])

    network = tf.autograph.experimental.do_not_convert(model)
    with on_processor():
        weights = [tf.Variable(values, dtype=tf.float32) for values in first_weights(case)]
        optimizer = _optimizer(case)
        optimizer.build(weights)  # its own variables are then no reason to trace again
        steps = []
        for images, targets in batches_of(case):
            batch = tf.constant(images, tf.float32), tf.constant(targets, tf.float32)
            try:
                loss = function(network, weights, optimizer, *batch)
            except (ValueError, NotImplementedError) as error:
                if reason := _known_reason(error):
                    return {"reason": reason}
                raise
            steps.append(
                {
                    "loss": record(loss),
                    "weights": [plain(weight.numpy()) for weight in weights],
                    "calls": len(calls),
                }
            )
        return {"steps": steps, "eager": any(calls)}


def _optimizer(case: Case) -> Any:
    import keras

    kinds = {"SGD": keras.optimizers.SGD, "Adam": keras.optimizers.Adam}
    return kinds[case.arguments["optimizer"]](case.arguments["learning_rate"])


def _known_reason(error: Exception) -> str | None:
    """Errors whose own words lead beginners astray."""
    if "No gradients provided" in str(error):
        return "no gradients"
    for words in ARGUMENTS_OF_MODEL:
        if words in str(error):
            return words
    if isinstance(error, NotImplementedError) and "symbolic" in str(error):
        return "NumPy while tracing"
    return None
