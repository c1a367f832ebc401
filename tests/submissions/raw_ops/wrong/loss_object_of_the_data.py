"""The loss is made of the data and never called.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave BinaryCrossentropy, expected
one number. It was made and not called. Its settings stand in a first pair of brackets, what it is
called on in a second: BinaryCrossentropy(…)(…).
"""

import keras


def binary_crossentropy(targets, predictions):
    return keras.losses.BinaryCrossentropy(targets, predictions)
