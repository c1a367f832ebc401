"""The skip is resized, what comes from below not enlarged.

Says: upsampling_block(expansive_input, contractive_input) raised NameError in the line
`contractive_input = Resizing(up.shape[1], up.shape[2])(contractive_input)`: the name Resizing is
not known, expected an import of it or its full name. Write keras.layers.Resizing.
Loses: upsampling, merging, convolutions
"""

from keras.layers import Conv2D, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = expansive_input
    contractive_input = Resizing(up.shape[1], up.shape[2])(contractive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
