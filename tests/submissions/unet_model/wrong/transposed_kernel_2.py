"""2 × 2 kernels on the way up.

Says: Block 6, row 18: Conv2DTranspose has kernel_size (2, 2), expected (3, 3). Pass 3 as kernel
size to the Conv2DTranspose of block 6.
Loses: expanding_path, whole
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 2, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
