"""PyTorch joins.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised NameError in the
line `merge = torch.cat([up, contractive_input], dim=1)`: the name torch is not known, expected a
name of Keras: torch is PyTorch's. Write keras.layers.concatenate([a, b], axis=3).
Loses: merging, convolutions
"""

from keras.layers import Conv2D, Conv2DTranspose


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = torch.cat([up, contractive_input], dim=1)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
