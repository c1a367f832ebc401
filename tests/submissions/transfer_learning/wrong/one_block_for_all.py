"""One block for all steps.

Loses: decoder, output
Says: pets_unet(backbone) raised ValueError in the line `x = up(x)`: a block or model that works on
the shape (None, 2, 3, 20) got (None, 4, 6, 536), expected the one that it was made for. A
Sequential keeps the shape of its Input or of its first call. Leave Input out of it, make a new
block for each place, and look at the shape of what goes in.
"""

import keras


def pets_unet(backbone, n_classes=3):
    skips = backbone.outputs
    x = skips[-1]
    skips = reversed(skips[:-1])
    up_stack = [upsample(512, 4)] * 4
    for up, skip in zip(up_stack, skips):
        x = up(x)
        x = keras.layers.Concatenate()([x, skip])
    last = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")
    x = last(x)
    return keras.Model(inputs=backbone.inputs, outputs=x)
