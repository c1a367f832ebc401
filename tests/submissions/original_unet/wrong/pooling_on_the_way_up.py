"""The block on the way down is called with its pooling.

Loses: expanding
Says: Row 8: MaxPooling2D is one layer too many, expected the end of the network here. Neither the
bottom nor the way up has a pooling. Pass max_pooling=False to the block that makes it, or remove
it.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    crop = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(crop)(contractive_input)
    merge = keras.layers.concatenate([up, cropped], axis=3)
    out, _ = contracting_block(merge, n_filters)
    return out
