"""The outputs in a dict.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) gives block_13_expand_relu,
block_16_project, block_1_expand_relu, block_3_expand_relu, block_6_expand_relu in this order,
expected block_1_expand_relu, block_3_expand_relu, block_6_expand_relu, block_13_expand_relu,
block_16_project. A dict sorts its outputs by their names. Pass a list in the order of the table.
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
    outputs = [base.get_layer(name).output for name in layer_names]
    model = keras.Model(inputs=base.input, outputs=dict(zip(layer_names, outputs)))
    model.trainable = False
    return model
