"""The cases, parts and hints of loss, mean IoU and the compiled model."""

import math
from typing import Any

import numpy as np

from grader.checks.arrays import Numbers, plain
from grader.checks.exercise import Case, Exercise, Part
from grader.exercises.loss.judge.compiled import judge_compile
from grader.exercises.loss.judge.crossentropy import judge_crossentropy, look_at_loss
from grader.exercises.loss.judge.iou import judge_iou, look_at_iou
from grader.exercises.loss.probe import FUNCTIONS, NOTEBOOK, PROBES, Classes

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
    All axes are equally long, so that the wrong one raises no error. Of the eight classes 1 and 5
    are in the mask alone, 3 in the prediction alone, 4 and 7 nowhere; 2 is predicted without a
    fault. Class 0 has more pixels than fit into 8 bits.
    """
    rng = np.random.default_rng(5)
    y_true = rng.choice([0, 1, 2, 5, 6], (8, 8, 8), p=[0.55, 0.1, 0.15, 0.1, 0.1])
    logits = np.round(rng.normal(0, 2, (8, 8, 8, 8)), 3)
    logits[..., 0] += (y_true == 0) + 1
    logits[..., 2] = np.where(y_true == 2, 12, -12)
    logits[..., [1, 4, 5, 7]] -= 40
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
    _case(
        f"pixelwise_crossentropy on {_describe_batch(_TRUTH)}",
        _TRUTH.tolist(),
        plain(_LOGITS),
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
        [[[0, 0, 0], [0, 0, 1]]],
        [
            [
                [[4, 3, 0, 1], [2, 1, 0, 0], [5, 3, -1, 2]],
                [[3, 1, 1, 0], [0, 2, 1, 1], [1, 4, 2, 0]],
            ]
        ],
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
        [[[0, 0], [0, 1]], [[0, 1], [1, 1]]],
        [[[[2, 1], [3, 0]], [[1, 4], [0, 2]]], [[[1, 0], [0, 2]], [[0, 1], [2, 5]]]],
    ),
    _case(
        "mean_iou with 23 classes of which 2 occur",
        [[[12, 12, 12], [22, 22, 22]]],
        (9 * np.eye(23)[[[[12, 12, 22], [22, 22, 22]]]]).tolist(),
    ),
    _case(
        f"mean_iou on {_describe_batch(_TRUTH)}",
        _TRUTH.tolist(),
        plain(_LOGITS),
    ),
)


def _compile_case(n_classes: int, seed: int, side: int = 8, thoroughly: bool = False) -> Case:
    """A batch on which loss, accuracy and mean IoU are three different numbers.

    With many classes a larger ``side`` gives each of them some pixels.
    """
    rng = np.random.default_rng(seed)
    y_true = rng.integers(0, n_classes, (2, side, side))
    logits = np.round(rng.normal(0, 2, (2, side, side, n_classes)), 3)
    right = slice(3 * side // 4)
    np.put_along_axis(logits[:, right], y_true[:, right, :, np.newaxis], 4.0, axis=-1)
    return Case(
        f"compile_unet(model) with {n_classes} classes",
        {"y_true": y_true.tolist(), "logits": plain(logits), "thoroughly": thoroughly},
    )


def _draw_compile_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    return (_compile_case(int(rng.integers(4, 20)), int(rng.integers(2**32))),)


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
            judge=judge_crossentropy,
            look=look_at_loss,
            draw_cases=lambda rng: _draw_batches("pixelwise_crossentropy", rng),
        ),
        Part(
            name="mean_iou",
            title="the mean IoU over the classes that occur",
            points=7,
            function=FUNCTIONS["mean_iou"],
            cases=IOU_CASES,
            probe=PROBES["mean_iou"],
            judge=judge_iou,
            look=look_at_iou,
            draw_cases=lambda rng: _draw_batches("mean_iou", rng),
        ),
        Part(
            name="compile_unet",
            title="the optimizer, the loss and the metrics of the model",
            points=6,
            function=FUNCTIONS["compile_unet"],
            cases=(
                _compile_case(3, seed=3, side=4, thoroughly=True),
                _compile_case(25, seed=25, side=7),
            ),
            probe=PROBES["compile_unet"],
            judge=judge_compile,
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
