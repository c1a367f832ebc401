"""Python's if, which a dataset turns into a condition; a layer of one's own; initial_epoch."""

import keras
import pandas as pd
import tensorflow as tf

OUTPUTS = {"block_1_expand_relu", "block_3_expand_relu", "block_6_expand_relu"}
OUTPUTS |= {"block_13_expand_relu", "block_16_project"}


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        alpha=alpha,
        include_top=False,
        weights=weights,
        input_tensor=keras.Input(input_size),
    )
    model = keras.Model(
        base.inputs, [layer.output for layer in base.layers if layer.name in OUTPUTS]
    )
    for layer in model.layers:
        layer.trainable = False
    return model


class Step(keras.Layer):
    def __init__(self, filters, size, apply_dropout):
        super().__init__()
        self.stamp = keras.layers.Conv2DTranspose(
            filters,
            size,
            2,
            "same",
            use_bias=False,
            kernel_initializer=tf.random_normal_initializer(0.0, 0.02),
        )
        self.normalise = keras.layers.BatchNormalization()
        self.drop = keras.layers.Dropout(0.5) if apply_dropout else None

    def call(self, inputs, training=None):
        tensor = self.normalise(self.stamp(inputs), training=training)
        if self.drop is not None:
            tensor = self.drop(tensor, training=training)
        return keras.ops.relu(tensor)


def upsample(filters, size, apply_dropout=False):
    return Step(filters, size, apply_dropout)


def pets_unet(backbone, n_classes=3):
    *skips, tensor = backbone.outputs
    for filters in (512, 256, 128, 64):
        tensor = keras.ops.concatenate([upsample(filters, size=4)(tensor), skips.pop()], axis=-1)
    tensor = keras.layers.Conv2DTranspose(n_classes, 3, 2, "same")(tensor)
    return keras.Model(backbone.input, tensor)


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(image, size) / 127.5 - 1.0
    mask = tf.image.resize(mask, size, "nearest")
    if generator is None:
        return image, mask
    if generator.uniform([]) < 0.5:
        image = tf.reverse(image, [1])
        mask = tf.reverse(mask, [1])
    return image, mask


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    def compile_and_fit(rate, first, last):
        model.compile(
            keras.optimizers.RMSprop(rate),
            keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )
        return model.fit(
            train_dataset,
            validation_data=validation_dataset,
            initial_epoch=first,
            epochs=last,
            verbose=0,
        ).history

    history = compile_and_fit(0.001, 0, frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    tuned = compile_and_fit(0.0001, frozen_epochs, frozen_epochs + tuned_epochs)
    return pd.DataFrame({name: history[name] + tuned[name] for name in history})
