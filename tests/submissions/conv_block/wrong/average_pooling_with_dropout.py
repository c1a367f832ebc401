"""Average pooling, but only when there is dropout.

Says: With n_filters=1024, dropout_prob=0.1, row 5: AveragePooling2D stands here, expected
MaxPooling2D. Use keras.layers.MaxPooling2D.
Loses: options
"""

from tensorflow.keras.layers import AveragePooling2D, Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    pooling = MaxPooling2D(pool_size=(2, 2))
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
        pooling = AveragePooling2D(pool_size=(2, 2))
    return pooling(conv) if max_pooling else conv, conv
