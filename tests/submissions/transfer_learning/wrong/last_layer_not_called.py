"""The last layer is made and not called.

Loses: output
Says: The output, row 23: Conv2DTranspose with 3 filters is missing; the network ends before it.
`last = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding='same')` makes one and does
not call it. Write the tensor in a second pair of brackets: Conv2DTranspose(…)(tensor).
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
    return keras.Model(inputs=backbone.input, outputs=x)
