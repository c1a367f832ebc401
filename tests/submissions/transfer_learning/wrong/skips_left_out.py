"""A decoder without skip connections.

Loses: decoder
Says: Step 1, row 10: Concatenate is missing; Conv2DTranspose comes in its place. Without it the
skip connection has no effect. Join the output of upsample with the encoder's output of the same
height.
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 4)(tensor)
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
