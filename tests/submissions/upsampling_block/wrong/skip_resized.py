"""The skip is resized, what comes from below not enlarged.

Says: Row 3: Resizing stands here, expected Conv2DTranspose. What comes from below is made larger,
not the skip connection smaller. Call Conv2DTranspose on the tensor from below.
Loses: upsampling, merging
"""

from keras.layers import Conv2D, Resizing, concatenate


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
