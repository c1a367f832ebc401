"""The list stands among the settings of Concatenate.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised TypeError in the
line `merge = Concatenate([up, contractive_input], axis=3)`: Concatenate got axis twice, by its
place and by its name, expected it once. The list of tensors stands in a second pair of brackets:
Concatenate()([a, b]).
Loses: merging, convolutions
"""

from tensorflow.keras.layers import Concatenate, Conv2D, Conv2DTranspose


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = Concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
