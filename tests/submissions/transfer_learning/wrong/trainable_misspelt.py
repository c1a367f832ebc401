"""A letter of trainable is missing.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) has 1,811,072 trainable parameters,
expected 0. Your code sets trainble, a name that Keras does not know. It is spelled trainable: write
trainable = False.
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
    outputs = [base.get_layer(name).output for name in layer_names]
    model = keras.Model(inputs=base.input, outputs=outputs)
    model.trainble = False
    return model
