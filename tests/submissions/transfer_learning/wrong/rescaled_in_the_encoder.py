"""The encoder scales pictures that are scaled already.

Loses: encoder
Says: encoder(input_size=(64, 96, 3), alpha=0.35, weights=None) gives other numbers as output 1,
expected that of block_1_expand_relu. Something stands before or behind the base that MobileNetV2
does not have. Pass base.input and the outputs of its layers to keras.Model, and nothing else.
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
    inp = keras.Input(input_size)
    outputs = [base.get_layer(name).output for name in layer_names]
    model = keras.Model(base.input, outputs)
    model = keras.Model(inp, model(keras.layers.Rescaling(1 / 127.5, -1)(inp)))
    model.trainable = False
    return model
