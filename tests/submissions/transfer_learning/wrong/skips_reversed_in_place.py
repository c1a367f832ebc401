"""list.reverse gives None.

Loses: decoder, output
Says: pets_unet(backbone) raised TypeError in the line `for filters, skip in zip([512, 256, 128,
64], skips):`: skips is None, expected a list or another thing to go through. x.reverse(), x.sort()
and x.append(…) change x and give None, and so does a function without return. Look at the line that
gives skips its value, and write reversed(x) in place of x.reverse() there.
"""

import keras


def pets_unet(backbone, n_classes=3):
    x = backbone.outputs[-1]
    skips = backbone.outputs[:-1].reverse()
    for filters, skip in zip([512, 256, 128, 64], skips):
        x = upsample(filters, 4)(x)
        x = keras.layers.Concatenate()([x, skip])
    x = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(x)
    return keras.Model(inputs=backbone.input, outputs=x)
