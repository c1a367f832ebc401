"""The decoder starts from the largest maps.

Loses: decoder, output
Says: Step 1: upsample is called on (None, 32, 48, 8), expected (None, 2, 3, 20), the last output of
backbone, which is the smallest. Start from backbone.outputs[-1].
"""

import keras


def pets_unet(backbone, n_classes=3):
    skips = backbone.outputs
    x = skips[0]
    skips = reversed(skips[:-1])
    up_stack = [upsample(512, 4), upsample(256, 4), upsample(128, 4), upsample(64, 4)]
    for up, skip in zip(up_stack, skips):
        x = up(x)
        x = keras.layers.Concatenate()([x, skip])
    last = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")
    x = last(x)
    return keras.Model(inputs=backbone.inputs, outputs=x)
