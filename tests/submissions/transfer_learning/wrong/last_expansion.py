"""The last block before it is made narrow again.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) has an output 5 of shape (None,
8, 8, 960), expected (None, 8, 8, 320), that of block_16_project. It comes from the layer
block_16_expand_relu. Take block_16_project.
"""

import keras


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    names = [
        "block_1_expand_relu",
        "block_3_expand_relu",
        "block_6_expand_relu",
        "block_13_expand_relu",
        "block_16_expand_relu",
    ]
    model = keras.Model(inputs=base.input, outputs=[base.get_layer(n).output for n in names])
    model.trainable = False
    return model
