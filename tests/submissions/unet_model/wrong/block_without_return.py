"""conv_block returns nothing.

Says: unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23) raised TypeError in the line
`cblock2 = conv_block(cblock1[0], n_filters * 2)`: cblock1 is None, expected a value. A function
that ends without return gives None, and so do methods that change a thing in place, such as
model.compile, list.append and list.reverse. Look at the line that gives cblock1 its value.
Loses: contracting_path, expanding_path, output, whole
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


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
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
