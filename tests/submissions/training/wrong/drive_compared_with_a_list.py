"""A drive is compared with the whole list of names.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives got an empty list for the very
first dataset, expected the frames of its drives. Print the list of its drives, and that of its
frames. Where only the second is empty, ask whether a drive is one of many by `if drive in names`:
== never holds for a list.
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
        imgs = [i for i, d in zip(images, drives) if d == chosen]
        msks = [m for m, d in zip(masks, drives) if d == chosen]
        ds = tf.data.Dataset.from_tensor_slices((imgs, msks))
        ds = ds.map(process_path, num_parallel_calls=tf.data.AUTOTUNE)
        ds = ds.map(preprocess, num_parallel_calls=tf.data.AUTOTUNE)
        ds = ds.cache()
        if shuffle:
            ds = ds.shuffle(500, seed=seed)
        ds = ds.batch(batch_size)
        ds = ds.prefetch(tf.data.AUTOTUNE)
        return ds

    return build(train_names, True), build(val_names), build(test_names)
