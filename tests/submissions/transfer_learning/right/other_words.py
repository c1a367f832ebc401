"""A closure, a nested model, tf.cond and one fit an epoch."""

import keras
import pandas as pd
import tensorflow as tf
from keras import layers


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    base.trainable = False
    inputs = keras.Input(input_size)
    features = keras.Model(
        base.input,
        [base.get_layer(f"block_{n}_expand_relu").output for n in (1, 3, 6, 13)]
        + [base.get_layer("block_16_project").output],
    )
    return keras.Model(inputs, features(inputs, training=False))


def upsample(filters, size, apply_dropout=False):
    def block(tensor):
        tensor = layers.Conv2DTranspose(
            filters,
            (size, size),
            strides=(2, 2),
            padding="SAME",
            kernel_initializer=keras.initializers.RandomNormal(stddev=0.02, mean=0.0, seed=3),
            use_bias=False,
        )(tensor)
        tensor = layers.BatchNormalization()(tensor)
        if apply_dropout:
            tensor = layers.Dropout(0.5)(tensor)
        return layers.Activation("relu")(tensor)

    return block


def pets_unet(backbone, n_classes=3):
    inputs = keras.Input(backbone.input_shape[1:])
    first, second, third, fourth, last = backbone(inputs)
    up = layers.concatenate([upsample(512, 4)(last), fourth])
    up = layers.concatenate([upsample(256, 4)(up), third], axis=3)
    up = layers.concatenate([upsample(128, 4)(up), second])
    up = layers.concatenate([upsample(64, 4)(up), first])
    last_layer = layers.Conv2DTranspose(n_classes, (3, 3), strides=(2, 2), padding="same")
    return keras.Model(inputs, last_layer(up))


def load_example(image, mask, size, generator=None):
    image = keras.applications.mobilenet_v2.preprocess_input(tf.cast(image, tf.float32))
    image = tf.image.resize(image, size, method="bilinear")
    mask = tf.cast(tf.image.resize(mask, size, method="nearest"), tf.int32)
    if generator is None:
        return image, mask
    return tf.cond(
        generator.uniform(()) > 0.5,
        lambda: (tf.image.flip_left_right(image), tf.image.flip_left_right(mask)),
        lambda: (image, mask),
    )


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    rows = []

    def fit(learning_rate, epochs):
        model.compile(
            optimizer=keras.optimizers.RMSprop(learning_rate=learning_rate),
            loss=lambda masks, logits: keras.losses.sparse_categorical_crossentropy(
                masks, logits, from_logits=True
            ),
            metrics=[keras.metrics.SparseCategoricalAccuracy()],
        )
        for _ in range(epochs):
            history = model.fit(train_dataset, validation_data=validation_dataset, verbose=0)
            rows.append({name: values[0] for name, values in history.history.items()})

    fit(1e-3, frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    fit(1e-4, tuned_epochs)
    return pd.DataFrame(rows)
