"""dropout_prob is not used.

Says: With n_filters=1024, dropout_prob=0.1, row 4: Dropout with rate 0.1 is missing;
MaxPooling2D comes in its place. Add Dropout(dropout_prob) after the second convolution when
dropout_prob > 0.
Loses: options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
