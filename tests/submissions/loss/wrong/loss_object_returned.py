"""The loss object comes back, not what it computes.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave SparseCategoricalCrossentropy, expected a tensor
of shape (1, 2, 2). Return the loss of every pixel itself. An object that computes it has to be
called, or its method.
"""

import keras


def pixelwise_crossentropy(y_true, logits):
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")
