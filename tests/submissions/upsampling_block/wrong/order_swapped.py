"""The skip connection comes first.

Says: Row 4: Concatenate joins [contractive_input, the Conv2DTranspose], expected [the
Conv2DTranspose, contractive_input]. Both orders make a working network; this exercise asks for
the upsampled tensor first. Write concatenate([up, contractive_input], axis=3).
Loses: merging
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
