"""The smallest maps come first.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) gives the smallest maps first,
expected the largest first. The decoder takes the last output as its start. List the layers in the
order of the table.
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
        "block_16_project",
    ]
    model = keras.Model(
        inputs=base.input, outputs=[base.get_layer(n).output for n in reversed(names)]
    )
    model.trainable = False
    return model
