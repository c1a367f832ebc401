"""The tensors themselves, without a model.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) returned a list, expected a
keras.Model with 5 outputs. End with return and the model, keras.Model(inputs=base.input,
outputs=[...]).
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
    return [base.get_layer(n).output for n in names]
