"""The logits keep half the size.

Loses: output
Says: The output, row 23: Conv2D stands here, expected Conv2DTranspose. The last map is half as
large as the picture. Write keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding='same').
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
