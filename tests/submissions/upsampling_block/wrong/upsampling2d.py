"""UpSampling2D in place of Conv2DTranspose.

Says: Row 2: UpSampling2D stands here, expected Conv2DTranspose. UpSampling2D repeats pixels and
learns nothing. Use keras.layers.Conv2DTranspose.
Loses: upsampling
"""

from tensorflow.keras.layers import Conv2D, UpSampling2D, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = UpSampling2D(2)(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
