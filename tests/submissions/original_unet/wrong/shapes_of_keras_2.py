"""The shapes are asked for by a function of Keras 2.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) raised AttributeError in the line
`h = keras.backend.int_shape(previous)[1] - keras.backend.int_shape(current)[1]`: keras.backend has
no int_shape, expected a name that it has. What you look for is called otherwise. Write x.shape.
"""

import keras


def get_cropping_shape(previous, current):
    h = keras.backend.int_shape(previous)[1] - keras.backend.int_shape(current)[1]
    w = keras.backend.int_shape(previous)[2] - keras.backend.int_shape(current)[2]
    return h // 2, w // 2
