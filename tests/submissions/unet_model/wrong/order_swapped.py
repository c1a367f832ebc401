"""The skip connection comes first in every block.

Says: Block 6, row 19: Concatenate joins [the Dropout of block 4, the Conv2DTranspose of block
6], expected [the Conv2DTranspose of block 6, the Dropout of block 4]. Both orders make a
working network; this exercise asks for the upsampled tensor first. Pass the tensor from below
first, the skip connection second.
Loses: expanding_path, whole
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([contractive_input, up], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
