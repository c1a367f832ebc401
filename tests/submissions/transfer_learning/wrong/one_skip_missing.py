"""Four outputs in place of five.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) has 4 outputs, expected 5:
block_1_expand_relu, block_3_expand_relu, block_6_expand_relu, block_13_expand_relu,
block_16_project. Collect base.get_layer(name).output for each of these names in a list.
"""

import keras


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    names = [
        "block_3_expand_relu",
        "block_6_expand_relu",
        "block_13_expand_relu",
        "block_16_project",
    ]
    model = keras.Model(inputs=base.input, outputs=[base.get_layer(n).output for n in names])
    model.trainable = False
    return model
