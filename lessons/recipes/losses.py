"""Losses for classes of very different size.

Plain cross-entropy is a mean over pixels: road and sky, three quarters of them, decide it. Weights
make a pixel of a rare class count more. Dice compares areas class by class, whatever their size.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.classes import N_CLASSES
from grader.quiet import quiet

with quiet():  # TensorFlow writes log lines when it is imported
    import keras

LARGEST_WEIGHT = 10.0


def class_weights(masks: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
    """A weight for each class: one over the square root of its share of the pixels.

    One over the share itself would let a few pixels of a sign outweigh a whole street.

    Args:
        masks: class ids of the training data, any shape.

    Returns:
        Shape (N_CLASSES,), with a mean of 1 over all these pixels before what is above
        LARGEST_WEIGHT is cut off. A class that does not occur has 0: should its pixels come up
        later (void, for example), they are ignored.
    """
    shares = np.bincount(masks.ravel(), minlength=N_CLASSES) / masks.size
    present = shares > 0
    weights = np.zeros(N_CLASSES)
    weights[present] = shares[present] ** -0.5
    return np.asarray(np.minimum(weights / (weights @ shares), LARGEST_WEIGHT), dtype=np.float32)


class WeightedCrossEntropy(keras.losses.Loss):  # type: ignore[misc]
    """Cross-entropy on logits; the pixels of class c count ``weights[c]`` times.

    Args:
        weights: shape (n_classes,), from ``class_weights``.
    """

    def __init__(self, weights: NDArray[np.float32]) -> None:
        super().__init__(name="weighted_cross_entropy")
        self._weights = keras.ops.convert_to_tensor(weights)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The weighted loss of every pixel, shape (batch, H, W).

        ``y_true``: class ids, shape (batch, H, W, 1). ``y_pred``: logits, (batch, H, W, n_classes).
        """
        ids = keras.ops.cast(y_true[..., 0], "int32")
        losses = keras.losses.sparse_categorical_crossentropy(ids, y_pred, from_logits=True)
        return losses * keras.ops.take(self._weights, ids)


class CrossEntropyAndDice(WeightedCrossEntropy):
    """Weighted cross-entropy plus one minus the mean Dice coefficient of the batch's classes.

    Dice: Milletari et al., "V-Net", 2016; here with the softmax's shares in place of pixels. Only
    classes that occur in the batch take part.
    """

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The loss of every pixel, shape (batch, H, W); Dice is the same for all of a batch."""
        return super().call(y_true, y_pred) + 1 - _mean_dice(y_true, y_pred)


def _mean_dice(y_true: Any, y_pred: Any) -> Any:
    n_classes = y_pred.shape[-1]
    shares = keras.ops.reshape(keras.ops.softmax(y_pred), (-1, n_classes))
    ids = keras.ops.reshape(keras.ops.cast(y_true, "int32"), (-1,))
    truth = keras.ops.one_hot(ids, n_classes, dtype=shares.dtype)
    common = keras.ops.sum(shares * truth, axis=0)
    pixels = keras.ops.sum(truth, axis=0)
    dice = (2 * common + 1) / (keras.ops.sum(shares, axis=0) + pixels + 1)
    present = keras.ops.cast(pixels > 0, shares.dtype)
    return keras.ops.sum(dice * present) / keras.ops.sum(present)
