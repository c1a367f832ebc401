"""The picture size of a well-known tutorial.

Loses: decoder, output
Says: pets_unet(backbone) raised ValueError in the line `skips = backbone(inputs)`: backbone got the
shape (None, 128, 128, 3), expected (None, 64, 96, 3), for which this model was made. Give Input and
pictures that shape. To build on a model that is there, do without an Input of your own: take
backbone.outputs, and end with keras.Model(backbone.inputs, …).
"""

import tensorflow as tf


def pets_unet(backbone, n_classes=3):
    inputs = tf.keras.layers.Input(shape=[128, 128, 3])
    skips = backbone(inputs)
    x = skips[-1]
    skips = reversed(skips[:-1])
    for filters, skip in zip([512, 256, 128, 64], skips):
        x = upsample(filters, 4)(x)
        x = tf.keras.layers.Concatenate()([x, skip])
    last = tf.keras.layers.Conv2DTranspose(
        filters=n_classes, kernel_size=3, strides=2, padding="same"
    )
    x = last(x)
    return tf.keras.Model(inputs=inputs, outputs=x)
