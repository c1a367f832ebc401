"""Let a network segment photos: a list of steps and the numbers they take, and nothing else."""

import json
from functools import partial
from typing import Any

import numpy as np

from grader.errands.packing import Arrays, unpack

BATCH_SIZE = 3  # bounds the memory, and what is not in the cache


def segment(payload: bytes) -> bytes:
    """The class of each pixel of some photos, uint8, one photo after the other.

    ``payload`` is what ``packing.pack`` writes, with ``photos`` (the shape (n, H, W, 3)) and
    ``steps`` in the header, and after it the photos as uint8. A step is an operation and, where
    that takes numbers, the name before `` kernel`` and `` bias``.
    """
    import tensorflow as tf

    header = json.loads(payload[: payload.index(b"\n")])
    shape = tuple(header["photos"])
    size = int(np.prod(shape))
    # Tensors are handed to the graph, arrays would be written into it.
    arrays = {name: tf.constant(array) for name, array in unpack(payload, beside=size).items()}
    photos = np.frombuffer(payload[-size:], np.uint8).reshape(shape)
    # A graph adds a bias while it convolves.
    logits = tf.function(partial(_logits, steps=header["steps"], arrays=arrays), autograph=False)
    batches = (photos[start : start + BATCH_SIZE] for start in range(0, len(photos), BATCH_SIZE))
    answers = [logits(batch).numpy().argmax(axis=-1).astype(np.uint8) for batch in batches]
    return np.concatenate(answers).tobytes()


def _logits(photos: Any, steps: Any, arrays: Arrays) -> Any:
    import tensorflow as tf

    x = tf.image.convert_image_dtype(photos, tf.float32)
    kept = []
    for step in steps:
        match step:
            case ["convolve", layer]:
                kernel, bias = _numbers(layer, arrays)
                x = tf.nn.conv2d(x, kernel, 1, "SAME") + bias
            case ["enlarge", layer]:
                kernel, bias = _numbers(layer, arrays)
                n, height, width, _ = x.shape
                shape = (n, 2 * height, 2 * width, kernel.shape[2])
                x = tf.nn.conv2d_transpose(x, kernel, shape, 2, "SAME") + bias
            case ["relu"]:
                x = tf.nn.relu(x)
            case ["pool"]:
                x = tf.nn.max_pool2d(x, 2, 2, "VALID")
            case ["keep"]:
                kept.append(x)
            case ["join"]:
                x = tf.concat([x, kept.pop()], axis=-1)
            case _:
                raise ValueError(f"Unknown step {step!r}.")
    return x


def _numbers(layer: str, arrays: Arrays) -> Any:
    return arrays[f"{layer} kernel"], arrays[f"{layer} bias"]
