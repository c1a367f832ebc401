"""Callbacks in train; tf.image.decode_image and Keras layers elsewhere."""

from pathlib import Path

import keras
import numpy as np
import pandas as pd
import tensorflow as tf


def read_png(path):
    return tf.image.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)


def process_path(image_path, mask_path):
    image = tf.cast(read_png(image_path), tf.float32) / 255
    mask = tf.math.reduce_max(read_png(mask_path), axis=2)[:, :, tf.newaxis]
    return image, mask


def preprocess(image, mask):
    resize = keras.layers.Resizing(96, 128, interpolation="nearest")
    return resize(image), tf.cast(resize(mask), tf.uint8)


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    table = pd.DataFrame({"image": images, "mask": masks, "drive": drives})
    order = np.random.default_rng(seed).permutation(table["drive"].unique())
    n = len(order)
    datasets = []
    for chosen in (order[: n * 8 // 10], order[n * 8 // 10 : n * 9 // 10], order[n * 9 // 10 :]):
        part = table[table["drive"].isin(chosen)]
        dataset = tf.data.Dataset.from_tensor_slices(
            (part["image"].to_list(), part["mask"].to_list())
        )
        dataset = dataset.map(lambda image, mask: preprocess(*process_path(image, mask))).cache()
        if not datasets:
            dataset = dataset.shuffle(500)
        datasets.append(dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE))
    return tuple(datasets)


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    best, last = folder / "best.weights.h5", folder / "last.weights.h5"
    log = folder / "history.csv"
    done, best_value = 0, None
    if log.exists():
        history = pd.read_csv(log)
        done, best_value = len(history), history["val_loss"].min()
        model.optimizer.build(model.trainable_variables)
        model.load_weights(last)
    save = keras.callbacks.ModelCheckpoint
    callbacks = [
        save(last, save_weights_only=True),
        save(best, "val_loss", 0, True, True, initial_value_threshold=best_value),
        keras.callbacks.EarlyStopping(patience=5, baseline=best_value),
        keras.callbacks.CSVLogger(log, append=True),
    ]
    model.fit(
        train_dataset,
        validation_data=validation_dataset,
        initial_epoch=done,
        epochs=epochs,
        callbacks=callbacks,
    )
    model.load_weights(best)
    return pd.read_csv(log).drop(columns="epoch")  # numbered from 0, as pandas does


def create_mask(logits):
    return keras.ops.argmax(logits[:1], axis=-1)[0, :, :, None]
