"""The tensor that the decoder starts from is among the skips.

Loses: decoder, output
Says: Step 1: Concatenate got (None, 4, 6, 512) and (None, 2, 3, 20), expected (None, 4, 6, 512) and
(None, 4, 6, 24). The second is the tensor that the way up starts from, which is no skip connection.
Join the output of the same height, (None, 4, 6, 24).
"""

import keras


def pets_unet(backbone, n_classes=3):
    skips = backbone.outputs
    x = skips[-1]
    skips = reversed(skips)
    up_stack = [upsample(512, 4), upsample(256, 4), upsample(128, 4), upsample(64, 4)]
    for up, skip in zip(up_stack, skips):
        x = up(x)
        x = keras.layers.Concatenate()([x, skip])
    last = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")
    x = last(x)
    return keras.Model(inputs=backbone.inputs, outputs=x)
