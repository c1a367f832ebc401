"""The list of layers is frozen, not the model.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) raised AttributeError in the line
`model.layers.trainable = False`: model.layers is a list of all layers, which has no trainable,
expected one model or layer. The model has it: write model.trainable in its place.
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
    model = keras.Model(inputs=base.input, outputs=outputs)
    model.layers.trainable = False
    return model
