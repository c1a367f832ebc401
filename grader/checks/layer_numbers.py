"""Run a student's network with weights and an input that the grader chose."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.checks.arrays import Numbers, record
from grader.graph.table import layers_with_weights

SHOWN = (0, slice(None, None, 8), slice(None, None, 8))  # of (batch, height, width, classes)
BIAS = 0.1  # spread of the biases


def chosen_input(seed: int, shape: Sequence[int]) -> Numbers:
    """An image (1, height, width, channels) of numbers around 0."""
    return np.random.default_rng(seed).normal(0, 1, (1, *shape))


def chosen_weights(rng: np.random.Generator, shape: Sequence[int]) -> Numbers:
    """A kernel (height, width, channels, channels) or a bias that keeps numbers near 1."""
    spread = np.sqrt(2 / np.prod(shape[:3])) if len(shape) > 1 else BIAS
    return rng.normal(0, spread, tuple(shape))


def logits_of(model: Any, seed: int) -> Any:
    """Logits of the chosen input at every eighth pixel, with the chosen weights.

    Layers get their weights in the order of the table of layers.
    """
    import keras

    rng = np.random.default_rng(seed)
    weights = [weight for layer in layers_with_weights(model) for weight in layer.weights]
    chosen = [(weight, chosen_weights(rng, weight.shape)) for weight in weights]
    image = chosen_input(seed, model.input_shape[1:])
    with keras.StatelessScope(chosen, initialize_variables=False):
        logits = np.asarray(model(image.astype(np.float32), training=False))
    return record(logits[SHOWN])["values"]
