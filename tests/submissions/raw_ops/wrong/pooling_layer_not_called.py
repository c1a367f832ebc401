"""A layer is made and returned.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand gave MaxPooling2D, expected a tensor of shape
(1, 2, 2, 1). It was made and not called. Its settings stand in a first pair of brackets, what it is
called on in a second: MaxPooling2D(…)(…).
"""

import keras


def maxpool_down(inputs):
    return keras.layers.MaxPooling2D(2)
