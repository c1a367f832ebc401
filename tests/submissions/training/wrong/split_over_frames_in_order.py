"""Frames are cut in order, and nothing else is right either.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives put frames of 1 drive into
both train and validation, expected none. Neighbouring frames of a drive are nearly the same
picture, so the split leaks. Shuffle and cut the list of drives, not the list of frames.
"""

import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1, cache_folder=None):
    n = len(images)
    ds = tf.data.Dataset.from_tensor_slices((images, masks)).map(process_path).map(preprocess)
    train = ds.take(int(0.8 * n)).batch(batch_size)
    val = ds.skip(int(0.8 * n)).take(int(0.1 * n)).batch(batch_size)
    test = ds.skip(int(0.9 * n)).batch(batch_size)
    return train, val, test
