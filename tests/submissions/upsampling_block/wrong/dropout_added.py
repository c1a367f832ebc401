"""A dropout nobody asked for.

Says: Row 7: Dropout is one layer too many, expected the end of the network here. Remove it.
Loses: convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, Dropout, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    conv = Dropout(0.3)(conv)
    return conv
