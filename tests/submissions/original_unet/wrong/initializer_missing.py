"""Keras's own start in place of He's.

Loses: contracting
Says: Row 2: Conv2D has kernel_initializer GlorotUniform, expected HeNormal. Keras takes
GlorotUniform when nothing is passed. Pass kernel_initializer='he_normal' to the first Conv2D.
"""

import keras


def _convolve_twice(tensor, n_filters):
    for _ in range(2):
        tensor = keras.layers.Conv2D(n_filters, 3, activation="relu")(tensor)
    return tensor
