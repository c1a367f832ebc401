"""The decoder's function thaws the encoder.

Loses: decoder
Says: Row 2: Conv2D has trainable True, expected False. train thaws the encoder later. Leave its
trainable as it is here.
"""

import keras


def pets_unet(backbone, n_classes=3):
    backbone.trainable = True
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
