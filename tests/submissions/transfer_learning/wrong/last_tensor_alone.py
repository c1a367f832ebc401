"""A loop gives one name to each of the five tensors.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) has 1 output, expected 5, and that
one is the last, block_16_project. In a loop that sets one name, each tensor takes the place of the
one before. Put them into a list: outputs.append(base.get_layer(name).output).
"""

import keras

layer_names = [
    "block_1_expand_relu",
    "block_3_expand_relu",
    "block_6_expand_relu",
    "block_13_expand_relu",
    "block_16_project",
]


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    for name in layer_names:
        outputs = base.get_layer(name).output
    model = keras.Model(base.input, outputs)
    model.trainable = False
    return model
