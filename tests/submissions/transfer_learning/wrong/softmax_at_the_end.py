"""Shares in place of logits.

Loses: output
Says: The output, row 23: Conv2DTranspose has activation softmax, expected linear. The loss works
on logits and applies the softmax itself. Leave activation out of the last Conv2DTranspose.
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(
        n_classes, 3, strides=2, padding="same", activation="softmax"
    )(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
