"""What reversed gives has no places.

Loses: decoder, output
Says: pets_unet(backbone) raised TypeError in the line `for filters, skip in zip((512, 256, 128,
64), reversed(backbone.outputs)[1:], strict=True):`: an index stands behind an object of type
list_reverseiterator, which hands out its elements one by one and has no places, expected a list.
Write list(…) around it; a list the other way round is x[::-1] too.
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs)[1:], strict=True):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
