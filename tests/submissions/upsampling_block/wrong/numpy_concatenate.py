"""NumPy joins.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised ValueError in the
line `merge = np.concatenate([up, contractive_input], axis=3)`: NumPy got a Keras tensor, which
holds no numbers yet; expected Keras layers only. In place of np.concatenate write
keras.layers.concatenate([a, b], axis=3).
Loses: merging, convolutions
"""

import numpy as np
from tensorflow.keras.layers import Conv2D, Conv2DTranspose


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = np.concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
