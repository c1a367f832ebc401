"""Everything by keyword, in capitals, with the defaults of Keras."""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(
        filters=n_filters,
        kernel_size=(3, 3),
        strides=1,
        use_bias=True,
        activation="relu",
        padding="SAME",
        kernel_initializer="he_normal",
    )(inputs)
    conv = Conv2D(
        filters=n_filters,
        kernel_size=(3, 3),
        strides=1,
        use_bias=True,
        activation="relu",
        padding="SAME",
        kernel_initializer="he_normal",
    )(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D()(conv)
    skip_connection = conv
    return next_layer, skip_connection
