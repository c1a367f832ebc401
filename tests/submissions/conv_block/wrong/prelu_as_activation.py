"""An activation with a slope that is learned.

Says: Row 2: Conv2D got the PReLU layer for its activation, expected relu. Pass activation='relu' to
the first Conv2D.
Loses: layers
"""

from keras.layers import Conv2D, Dropout, MaxPooling2D, PReLU


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation=PReLU(), padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation=PReLU(), padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return [next_layer, skip_connection]
