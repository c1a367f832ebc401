"""The second convolution is called on the upsampled tensor.

Says: Row 3: Concatenate is missing in what is returned: your code calls it, but nothing uses the
first Conv2D. Call the second Conv2D on it.
Loses: merging, convolutions
"""

from keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        up
    )
    return conv
