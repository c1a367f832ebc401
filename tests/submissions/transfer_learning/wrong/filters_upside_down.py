"""The filters in rising order.

Loses: decoder
Says: Steps 1 to 4 have 64, 128, 256 and 512 filters, expected 512, 256, 128 and 64. They rise where
they should fall: in a loop, turn its order round. Write them in the expected order.
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((64, 128, 256, 512), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
