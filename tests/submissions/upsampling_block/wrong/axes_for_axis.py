"""axes for axis.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised ValueError in the
line `merge = concatenate([up, contractive_input], axes=3)`: Concatenate got the argument 'axes',
expected one that it knows. Write axis= in place of axes=.
Loses: merging, convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axes=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
