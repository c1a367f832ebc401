"""Join, then enlarge.

Loses: decoder, output
Says: Step 1: Concatenate got (None, 2, 3, 20) and (None, 4, 6, 24), expected the smaller one
enlarged by upsample. What upsample gives has to be kept, and before they are joined: tensor =
upsample(filters, 4)(tensor).
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1]), strict=True):
        tensor = keras.layers.Concatenate()([tensor, skip])
        tensor = upsample(filters, 4)(tensor)
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
