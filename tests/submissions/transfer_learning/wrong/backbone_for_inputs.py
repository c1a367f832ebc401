"""The whole model in place of its inputs.

Loses: output
Says: pets_unet(backbone) raised ValueError in the line `return keras.Model(inputs=backbone,
outputs=x)`: keras.Model got a whole model for inputs, expected tensors. A model keeps its own.
Write backbone.inputs, with that model's name in front of the point.
"""

import keras


def pets_unet(backbone, n_classes=3):
    skips = backbone.outputs
    x = skips[-1]
    skips = reversed(skips[:-1])
    up_stack = [upsample(512, 4), upsample(256, 4), upsample(128, 4), upsample(64, 4)]
    for up, skip in zip(up_stack, skips):
        x = up(x)
        x = keras.layers.Concatenate()([x, skip])
    last = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")
    x = last(x)
    return keras.Model(inputs=backbone, outputs=x)
