"""The strides are forgotten.

Says: upsampling_block(expansive_input, contractive_input) raised ValueError: Concatenate got
(None, 12, 16, 32) and (None, 24, 32, 128), expected tensors of one height and width, joined
along the channels. The second is twice as large as the first: Conv2DTranspose doubles the size
only with strides=2. If it does, the first was pooled once too often, or the skip connection
comes from one level too high. Print both shapes before they are joined.
Loses: upsampling, merging, convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
