"""The steps get a kernel of 3.

Loses: decoder
Says: Step 1, row 7: Conv2DTranspose has kernel_size (3, 3), expected (4, 4). Pass 4 as size to
upsample.
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 3)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
