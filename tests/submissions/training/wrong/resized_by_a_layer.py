"""A Keras layer makes floats of the mask.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave a mask of float32, expected uint8 as it came.
tf.image.resize with method='nearest' keeps the type; Keras's layers and casts change it. Use that
alone, or cast back: tf.cast(mask, tf.uint8).
"""

import keras


def preprocess(image, mask):
    resize = keras.layers.Resizing(96, 128, interpolation="nearest")
    return resize(image), resize(mask)
