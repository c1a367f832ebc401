"""The tensor is passed to upsample as its first argument.

Loses: decoder, output
Says: pets_unet(backbone) raised TypeError in the line `keras.layers.Conv2DTranspose(filters, size,
strides=2, padding="same", kernel_initializer=initializer, use_bias=False)`: filters got x, a
tensor, expected a setting. The order of the arguments is upsample(filters, size, apply_dropout).
Look at the line `x = upsample(x, filters, 4)`.
"""

import tensorflow as tf
from tensorflow import keras


def upsample(filters, size, apply_dropout=False):
    initializer = tf.random_normal_initializer(0.0, 0.02)
    result = keras.Sequential()
    result.add(
        keras.layers.Conv2DTranspose(
            filters, size, strides=2, padding="same", kernel_initializer=initializer, use_bias=False
        )
    )
    result.add(keras.layers.BatchNormalization())
    if apply_dropout:
        result.add(keras.layers.Dropout(0.5))
    result.add(keras.layers.ReLU())
    return result


def pets_unet(backbone, n_classes=3):
    x = backbone.outputs[-1]
    skips = backbone.outputs[:-1][::-1]
    for filters, skip in zip([512, 256, 128, 64], skips):
        x = upsample(x, filters, 4)
        x = keras.layers.Concatenate()([x, skip])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(x)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
