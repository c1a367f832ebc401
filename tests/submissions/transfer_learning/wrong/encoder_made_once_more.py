"""pets_unet makes an encoder of its own beside the backbone.

Loses: decoder, output
Says: pets_unet(backbone) has a network of 167 layers, expected some dozens. Look for a loop that
goes round too often, and for a finished network that is made here, by encoder or
keras.applications, where one is passed.
"""

import keras
import pandas as pd
import tensorflow as tf


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base_model = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    names = [
        "block_1_expand_relu",
        "block_3_expand_relu",
        "block_6_expand_relu",
        "block_13_expand_relu",
        "block_16_project",
    ]
    outputs = [base_model.get_layer(name).output for name in names]
    down_stack = keras.Model(inputs=base_model.input, outputs=outputs)
    down_stack.trainable = False
    return down_stack


def pets_unet(backbone, n_classes=3):
    backbone = encoder(weights=None)
    skips = backbone.outputs
    x = skips[-1]
    skips = reversed(skips[:-1])
    up_stack = [upsample(512, 4), upsample(256, 4), upsample(128, 4), upsample(64, 4)]
    for up, skip in zip(up_stack, skips):
        x = up(x)
        x = keras.layers.Concatenate()([x, skip])
    last = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")
    x = last(x)
    return keras.Model(inputs=backbone.input, outputs=x)


def load_example(image, mask, size, generator=None):
    image = tf.cast(image, tf.float32)
    image = tf.image.resize(image, size)
    image = image / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    backbone.trainable = False
    model.compile(optimizer=keras.optimizers.RMSprop(0.001), loss=loss, metrics=["accuracy"])
    history = model.fit(train_dataset, validation_data=validation_dataset, epochs=frozen_epochs)

    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    model.compile(optimizer=keras.optimizers.RMSprop(0.0001), loss=loss, metrics=["accuracy"])
    history2 = model.fit(train_dataset, validation_data=validation_dataset, epochs=tuned_epochs)
    return pd.concat(
        [pd.DataFrame(history.history), pd.DataFrame(history2.history)], ignore_index=True
    )
