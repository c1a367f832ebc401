"""The reference answers of exercise 5."""

from pathlib import Path

import numpy as np
import pandas as pd
import tensorflow as tf

PATIENCE = 5


def process_path(image_path, mask_path):
    """Read one frame: image (H, W, 3) float32 in [0, 1], mask (H, W, 1) uint8."""
    image = tf.io.decode_png(tf.io.read_file(image_path), channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)

    mask = tf.io.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    return image, mask


def preprocess(image, mask):
    """Resize both to 96 × 128 without mixing neighbouring pixels."""
    image = tf.image.resize(image, (96, 128), method="nearest")
    mask = tf.image.resize(mask, (96, 128), method="nearest")
    return image, mask


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    """Train, validation and test datasets with about 80, 10 and 10 % of the drives."""
    names = sorted(set(drives))
    np.random.default_rng(seed).shuffle(names)
    n_held_out = max(1, len(names) // 10)
    validation_names = names[:n_held_out]
    test_names = names[n_held_out : 2 * n_held_out]
    train_names = names[2 * n_held_out :]

    def read(chosen):
        frames = [i for i, drive in enumerate(drives) if drive in chosen]
        paths = ([images[i] for i in frames], [masks[i] for i in frames])
        dataset = tf.data.Dataset.from_tensor_slices(paths)
        dataset = dataset.map(process_path, num_parallel_calls=tf.data.AUTOTUNE)
        dataset = dataset.map(preprocess, num_parallel_calls=tf.data.AUTOTUNE)
        return dataset.cache()

    def batch(dataset):
        return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)

    train = batch(read(train_names).shuffle(500, seed=seed))
    return train, batch(read(validation_names)), batch(read(test_names))


def train(model, train_dataset, validation_dataset, epochs, folder):
    """Train epoch by epoch; the folder keeps what a later call needs to go on.

    Returns the history: one row per epoch, its index named "epoch" and starting at 1.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    best, last = folder / "best.weights.h5", folder / "last.weights.h5"
    history_file = folder / "history.csv"

    history = pd.DataFrame()
    if history_file.exists():
        history = pd.read_csv(history_file, index_col="epoch")
        # Adam remembers past gradients; load_weights restores them only into a built optimizer.
        model.optimizer.build(model.trainable_variables)
        model.load_weights(last)

    def is_stuck():
        return len(history) > 0 and len(history) - history["val_loss"].idxmin() >= PATIENCE

    while len(history) < epochs and not is_stuck():
        done = len(history)
        result = model.fit(
            train_dataset,
            validation_data=validation_dataset,
            initial_epoch=done,
            epochs=done + 1,
            shuffle=False,  # the dataset shuffles by itself; Keras would warn
        )
        row = pd.DataFrame(result.history, index=pd.Index([done + 1], name="epoch"))
        history = pd.concat([history, row]).rename_axis("epoch")

        if history["val_loss"].idxmin() == done + 1:
            model.save_weights(best)
        # The history comes last: an epoch counts once its weights are safe. A rename is never
        # half done, so a kernel killed while saving leaves the old file.
        model.save_weights(folder / "new.weights.h5")
        (folder / "new.weights.h5").replace(last)
        history.to_csv(history_file)

    model.load_weights(best)
    return history


def create_mask(logits):
    """Class ids (H, W, 1) of the first image of a batch."""
    mask = tf.argmax(logits, axis=-1)
    return mask[0, ..., tf.newaxis]
