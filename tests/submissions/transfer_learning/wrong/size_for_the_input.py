"""The size of the pictures stands for the network's input.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) raised ValueError in the line
`model = keras.Model(inputs=input_size, outputs=outputs)`: keras.Model got a size for inputs,
expected the tensor that keras.Input gives. Write inputs = keras.Input(input_size) at the start, and
keras.Model(inputs, outputs); where the layers are those of a finished model, base, it is
base.input.
"""

import keras

layer_names = (
    "block_1_expand_relu",
    "block_3_expand_relu",
    "block_6_expand_relu",
    "block_13_expand_relu",
    "block_16_project",
)


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    outputs = [base.get_layer(name).output for name in layer_names]
    model = keras.Model(inputs=input_size, outputs=outputs)
    model.trainable = False
    return model
