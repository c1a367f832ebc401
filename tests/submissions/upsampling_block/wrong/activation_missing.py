"""The convolutions have no activation.

Says: Row 5: Conv2D has activation linear, expected relu. Keras applies no activation when
nothing is passed. Pass activation='relu' to the first Conv2D.
Loses: convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(merge)
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(conv)
    return conv
