"""The pooling's if is indented into that of the dropout.

Loses: layers, outputs
Says: Row 4: MaxPooling2D is missing; the network ends before it. `next_layer =
layers.MaxPooling2D()(x)` stands inside of `if max_pooling:` and that inside of `if dropout_prob >
0:`, so it is reached only where both hold. Move `if max_pooling:`, with what stands in it, one
level to the left.
"""

from keras import layers


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    x = inputs
    for _ in range(2):
        x = layers.Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(x)
    next_layer = x
    if dropout_prob > 0:
        x = layers.Dropout(dropout_prob)(x)
        next_layer = x
        if max_pooling:
            next_layer = layers.MaxPooling2D()(x)
    return next_layer, x
