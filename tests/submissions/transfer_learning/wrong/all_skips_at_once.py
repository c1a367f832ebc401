"""All skips are joined in every step.

Loses: decoder, output
Says: pets_unet(backbone) raised ValueError in the line `x = keras.layers.Concatenate()([x] +
list(backbone.outputs[:-1]))`: Concatenate got (None, 4, 6, 512) and (None, 32, 48, 8) and (None,
16, 24, 12) and (None, 8, 12, 16) and (None, 4, 6, 24), expected tensors of one height and width,
joined along the channels. Join only what has the height and width of the first.
"""

import keras


def pets_unet(backbone, n_classes=3):
    skips = backbone.outputs
    x = skips[-1]
    skips = reversed(skips[:-1])
    up_stack = [upsample(512, 4), upsample(256, 4), upsample(128, 4), upsample(64, 4)]
    for up, skip in zip(up_stack, skips):
        x = up(x)
        x = keras.layers.Concatenate()([x] + list(backbone.outputs[:-1]))
    last = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")
    x = last(x)
    return keras.Model(inputs=backbone.inputs, outputs=x)
