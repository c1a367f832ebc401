"""Softmax and cross-entropy of logits (…, n_classes), in float64 unless a name says otherwise."""

import numpy as np

from grader.checks.arrays import Numbers
from grader.exercises.loss.probe import Classes

KERAS_EPSILON = 1e-7  # Keras clips probabilities to this


def pixelwise_crossentropy(y_true: Classes, logits: Numbers) -> Numbers:
    """Minus the log-softmax of the true class: log Σ exp(logits) − logits[true class].

    ``y_true`` is (batch, height, width); the result has the same shape.
    """
    return log_sum_exp(logits) - of_true_class(logits, y_true)


def log_sum_exp(logits: Numbers, axis: int = -1) -> Numbers:
    """Log Σ exp over an axis, without overflow."""
    highest = logits.max(axis=axis, keepdims=True)
    total: Numbers = np.exp(logits - highest).sum(axis=axis)
    logarithm: Numbers = np.log(total) + highest.squeeze(axis)
    return logarithm


def of_true_class(values: Numbers, y_true: Classes) -> Numbers:
    """Of the values (…, n_classes) that of the class in the mask (…)."""
    chosen: Numbers = np.take_along_axis(values, y_true[..., np.newaxis], axis=-1)[..., 0]
    return chosen


def softmax(logits: Numbers, axis: int = -1) -> Numbers:
    """Shares of 1 along an axis."""
    return np.exp(logits - np.expand_dims(log_sum_exp(logits, axis), axis))
