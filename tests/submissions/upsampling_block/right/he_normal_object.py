"""he_normal with a seed, a lambda as activation."""

from tensorflow.keras import activations, initializers
from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(
        n_filters,
        3,
        activation=lambda x: activations.relu(x),
        padding="same",
        kernel_initializer=initializers.HeNormal(seed=3),
    )(merge)
    conv = Conv2D(
        n_filters,
        3,
        activation=lambda x: activations.relu(x),
        padding="same",
        kernel_initializer=initializers.HeNormal(seed=3),
    )(conv)
    return conv
