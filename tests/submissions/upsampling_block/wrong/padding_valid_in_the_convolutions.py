"""The convolutions lose their border.

Says: Row 5: Conv2D has padding valid, expected same. With padding='valid' it cuts off the border.
Pass padding='same' to the first Conv2D.
Loses: convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    conv = concatenate([up, contractive_input], axis=3)
    for _ in range(2):
        conv = Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(conv)
    return conv
