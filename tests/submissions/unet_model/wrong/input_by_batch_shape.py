"""input_size is given as batch_shape, which counts the batch as well.

Loses: contracting_path, expanding_path, output, whole
Says: unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23) raised ValueError in the line
`conv = Conv2D(n_filters, 3, activation="relu", padding="same",
kernel_initializer="he_normal")(inputs)`: Conv2D got a tensor of shape (96, 128, 3), expected 4
axes: batch, height, width, channels. The batch is missing. keras.Input(shape=…) has it,
batch_shape= has not; an index such as [0] takes it away, and picture[None] puts it in front. See
which of them made this tensor.
"""

import keras

RELU = dict(activation="relu", padding="same", kernel_initializer="he_normal")


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(batch_shape=input_size)
    depth = 4

    x, skips = inputs, {}
    for level in range(depth + 1):
        deep = level >= depth - 1
        x, skips[level] = conv_block(
            x, n_filters << level, dropout_prob=0.3 * deep, max_pooling=level != depth
        )
    for level in sorted(range(depth), reverse=True):
        x = upsampling_block(x, skips[level], n_filters << level)

    x = keras.layers.Conv2D(n_filters, 3, **RELU)(x)
    x = keras.layers.Conv2D(n_classes, 1, padding="same")(x)
    return keras.Model(inputs=inputs, outputs=x)
