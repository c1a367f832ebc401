"""Skips added in place of joined.

Loses: decoder, output
Says: pets_unet(backbone) raised ValueError in the line `tensor = keras.layers.Add()([tensor,
skip])`: a layer that computes number by number got tensors of shapes (4, 6, 512) and (4, 6, 24),
expected equal shapes. A skip connection is not added but laid beside the other channels. Use
keras.layers.concatenate.
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Add()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
