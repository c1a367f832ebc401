"""Concatenate called on two tensors.

Loses: decoder, output
Says: pets_unet(backbone) raised TypeError in the line `tensor =
keras.layers.Concatenate()(tensor, skip)`: Concatenate got two tensors one by one, expected one
list of them. Write keras.layers.Concatenate()([tensor, skip]).
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), backbone.outputs[-2::-1]):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()(tensor, skip)
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
