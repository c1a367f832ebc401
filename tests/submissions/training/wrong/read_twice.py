"""process_path stands in both maps.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives called process_path on pictures,
expected paths: the files are read first. Write .map(process_path).map(preprocess).
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1, cache_folder=None):
    names = sorted(set(drives))
    rng = np.random.default_rng(seed)
    rng.shuffle(names)
    n_train = int(0.8 * len(names))
    n_val = max(1, int(0.1 * len(names)))
    train_names = names[: len(names) - 2 * n_val]
    val_names = names[len(names) - 2 * n_val : len(names) - n_val]
    test_names = names[len(names) - n_val :]

    def build(chosen, shuffle=False):
        imgs = [i for i, d in zip(images, drives) if d in chosen]
        msks = [m for m, d in zip(masks, drives) if d in chosen]
        ds = tf.data.Dataset.from_tensor_slices((imgs, msks))
        ds = ds.map(process_path, num_parallel_calls=tf.data.AUTOTUNE)
        ds = ds.map(process_path, num_parallel_calls=tf.data.AUTOTUNE)
        ds = ds.cache()
        if shuffle:
            ds = ds.shuffle(500, seed=seed)
        ds = ds.batch(batch_size)
        ds = ds.prefetch(tf.data.AUTOTUNE)
        return ds

    return build(train_names, True), build(val_names), build(test_names)
