"""BackupAndRestore in train, with the best value read back from the log."""

from pathlib import Path

import keras
import pandas as pd
import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.image.decode_png(tf.io.read_file(image_path), channels=3, dtype=tf.uint16)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    return tf.cast(image, tf.float32) / 65535.0, tf.reduce_max(mask, -1, keepdims=True)


def preprocess(image, mask):
    size, method = [96, 128], tf.image.ResizeMethod.NEAREST_NEIGHBOR
    return tf.image.resize(image, size, method), tf.image.resize(mask, size, method)


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    names = tf.random.experimental.stateless_shuffle(sorted(set(drives)), seed=[seed, seed])
    names = [name.decode() for name in names.numpy()]
    n_train, n_test = round(0.8 * len(names)), round(0.1 * len(names))

    def frames_of(chosen):
        pairs = [(i, m) for i, m, d in zip(images, masks, drives) if d in chosen]
        frames = tf.data.Dataset.from_tensor_slices(pairs)
        return frames.map(lambda pair: process_path(pair[0], pair[1])).map(preprocess).cache()

    train = frames_of(names[:n_train]).shuffle(len(images))
    validation, test = frames_of(names[n_train:-n_test]), frames_of(names[-n_test:])
    return [d.batch(batch_size).prefetch(2) for d in (train, validation, test)]


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    log = folder / "log.csv"
    best_value = pd.read_csv(log)["val_loss"].min() if log.exists() else None
    callbacks = [
        keras.callbacks.CSVLogger(log, append=True),
        keras.callbacks.ModelCheckpoint(
            folder / "best.weights.h5",
            save_best_only=True,
            save_weights_only=True,
            initial_value_threshold=best_value,
        ),
        keras.callbacks.EarlyStopping(patience=5),
        keras.callbacks.BackupAndRestore(str(folder / "backup"), delete_checkpoint=False),
    ]
    try:
        model.fit(
            train_dataset,
            validation_data=validation_dataset,
            epochs=epochs,
            callbacks=callbacks,
            verbose=0,
        )
    except KeyboardInterrupt:
        print("Interrupted. Call train again to go on.")
    model.load_weights(folder / "best.weights.h5")
    history = pd.read_csv(log)
    history.index = pd.RangeIndex(1, len(history) + 1, name="epoch")
    return history  # CSVLogger's own column epoch counts from 0


def create_mask(logits):
    return tf.expand_dims(tf.argmax(tf.nn.softmax(logits[0]), axis=-1), axis=-1)
