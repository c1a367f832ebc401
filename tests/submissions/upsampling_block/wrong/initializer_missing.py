"""The initializer of the convolutions is forgotten.

Says: Row 5: Conv2D has kernel_initializer GlorotUniform, expected HeNormal. Keras takes
GlorotUniform when nothing is passed. Pass kernel_initializer='he_normal' to the first Conv2D.
Loses: convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same")(merge)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same")(conv)
    return conv
