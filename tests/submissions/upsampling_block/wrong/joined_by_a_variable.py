"""The Concatenate layer, kept under a name, is called on two tensors and wants one list.

Loses: merging, convolutions
Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised TypeError in the
line `merged = join(up, contractive_input)`: the layer join was called on up, contractive_input one
by one, expected one tensor or one list of tensors. Where it joins them, write join([up,
contractive_input]).
"""

import keras.layers as kl


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    transpose = kl.Conv2DTranspose(n_filters, kernel_size=3, strides=2, padding="same")
    join = kl.Concatenate(axis=3)
    first = kl.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )
    second = kl.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )

    up = transpose(expansive_input)
    merged = join(up, contractive_input)
    return second(first(merged))
