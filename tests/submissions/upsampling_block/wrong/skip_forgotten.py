"""The skip connection is not used.

Says: Row 3: Concatenate is missing in what is returned; Conv2D comes in its place. Without it the
skip connection has no effect. Join the upsampled tensor with contractive_input along axis 3.
Loses: merging
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        up
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
