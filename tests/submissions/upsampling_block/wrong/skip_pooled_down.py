"""The skip is made smaller, what comes from below not larger.

Says: Row 3: MaxPooling2D stands here, expected Conv2DTranspose. What comes from below is made
larger, not the skip connection smaller. Call Conv2DTranspose on the tensor from below.
Loses: upsampling, merging
"""

from keras.layers import Conv2D, MaxPooling2D, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = expansive_input
    contractive_input = MaxPooling2D(2)(contractive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
