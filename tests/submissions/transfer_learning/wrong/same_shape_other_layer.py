"""A layer with the right shape, one block too early.

Loses: encoder
Says: encoder(input_size=(64, 96, 3), alpha=0.35, weights=None) gives the tensor of
block_5_expand_relu as output 3, expected that of block_6_expand_relu. Its shape is the same, its
numbers are not. Compare the names with the table.
"""

import keras


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    names = [
        "block_1_expand_relu",
        "block_3_expand_relu",
        "block_5_expand_relu",
        "block_13_expand_relu",
        "block_16_project",
    ]
    model = keras.Model(inputs=base.input, outputs=[base.get_layer(n).output for n in names])
    model.trainable = False
    return model
