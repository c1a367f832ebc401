"""The names of the layers are passed as outputs.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) raised ValueError in the line
`model = keras.Model(inputs=base.input, outputs=outputs)`: keras.Model got the text
block_1_expand_relu for outputs, expected a tensor. The name of a layer is not its tensor. Write
base.get_layer(name).output for each name.
"""

from tensorflow import keras

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
    outputs = [name for name in layer_names]
    model = keras.Model(inputs=base.input, outputs=outputs)
    model.trainable = False
    return model
