"""A setting of Keras's loss.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave 0.633, expected 0.602. The
targets were smoothed by 0.1. Take them as they are.
"""

import keras


def binary_crossentropy(targets, predictions):
    return keras.losses.BinaryCrossentropy(label_smoothing=0.1)(targets, predictions)
