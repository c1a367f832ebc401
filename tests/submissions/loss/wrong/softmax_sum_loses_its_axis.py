"""A softmax in NumPy divides by a sum without keepdims.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask raised ValueError in the line `return powers /
powers.sum(axis=-1)`: arrays of shapes (1, 2, 2, 3) and (1, 2, 2) met in an operation that goes
number by number, expected equal lengths, or 1, counted from the last axis. `powers.sum(axis=-1)`
took the last axis away. Write powers.sum(axis=-1, keepdims=True), which leaves it there with the
length 1.
"""

import numpy as np


def softmax(logits):
    powers = np.exp(logits - np.max(logits))
    return powers / powers.sum(axis=-1)


def pixelwise_crossentropy(y_true, logits):
    shares = softmax(np.array(logits))
    ids = np.array(y_true)
    return -np.log(np.take_along_axis(shares, ids, axis=-1))[..., 0]
