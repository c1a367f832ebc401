"""Average pooling in place of maximum pooling.

Says: Row 4: AveragePooling2D stands here, expected MaxPooling2D. Use keras.layers.MaxPooling2D.
Loses: layers
"""

from tensorflow.keras.layers import AveragePooling2D, Conv2D, Dropout


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = AveragePooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
