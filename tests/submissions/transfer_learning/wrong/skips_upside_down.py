"""The skips in the order in which the encoder gives them.

Loses: decoder, output
Says: Step 1: Concatenate got (None, 4, 6, 512) and (None, 32, 48, 8), expected (None, 4, 6, 512)
and (None, 4, 6, 24). The second is the skip connection of the last step: the way up takes them in
reverse order, the smallest first. Join the output of the same height, (None, 4, 6, 24). In a loop
write reversed(skips).
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), backbone.outputs[:-1]):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
