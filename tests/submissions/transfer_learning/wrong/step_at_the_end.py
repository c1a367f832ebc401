"""The output is one more step of upsample.

Loses: output
Says: The output, row 23: Conv2DTranspose has use_bias False, expected True. The output is no step
of upsample, but one layer alone. Write keras.layers.Conv2DTranspose(n_classes, 3, strides=2,
padding='same').
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = upsample(n_classes, 3)(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
