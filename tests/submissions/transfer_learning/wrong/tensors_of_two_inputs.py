"""The skip connections come from another Input than the start.

Loses: decoder, output
Says: Row 1: InputLayer is one layer too many, expected Conv2D here. backbone has an Input already.
Leave keras.Input out, take every tensor from backbone.outputs, and end with `return
keras.Model(inputs=backbone.inputs, outputs=logits)`.
"""

import keras


def pets_unet(backbone, n_classes=3):
    inputs = keras.Input((None, None, 3))
    features = backbone(inputs)
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), features[-2::-1]):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs, logits)
