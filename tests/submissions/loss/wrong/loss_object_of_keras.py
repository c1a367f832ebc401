"""A loss object of Keras takes the mean by itself.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the shape (), expected (1, 2, 2): one loss for
each pixel. That is the mean over all pixels. Leave it out; a loss object of Keras takes it unless
it is made with reduction='none'.
"""

import keras


def pixelwise_crossentropy(y_true, logits):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return loss(y_true, logits)
