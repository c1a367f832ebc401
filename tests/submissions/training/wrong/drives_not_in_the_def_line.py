"""The published way, which knows no drives.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives: the def line takes images,
masks, batch_size, expected images, masks, drives, batch_size, seed and cache_folder in this order.
drives and seed are missing. Write `def make_dataset(images, masks, drives, batch_size=32, seed=1,
cache_folder=None):`.
"""

import tensorflow as tf


def make_dataset(images, masks, batch_size=32):
    ds = tf.data.Dataset.from_tensor_slices((images, masks))
    ds = ds.map(process_path).map(preprocess)
    train_size = int(0.8 * len(images))
    val_size = int(0.1 * len(images))
    train = ds.take(train_size).cache().shuffle(500).batch(batch_size).prefetch(tf.data.AUTOTUNE)
    val = ds.skip(train_size).take(val_size).cache().batch(batch_size).prefetch(tf.data.AUTOTUNE)
    test = ds.skip(train_size + val_size).cache().batch(batch_size).prefetch(tf.data.AUTOTUNE)
    return train, val, test
