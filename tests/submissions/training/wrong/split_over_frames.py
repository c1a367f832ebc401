"""Frames are split at random, so every drive is in train and test.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives put frames of 5 drives into
both train and validation, expected none. Neighbouring frames of a drive are nearly the same
picture, so the split leaks. Shuffle and cut the list of drives, not the list of frames.
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    order = np.random.default_rng(seed).permutation(len(images))
    parts = np.split(order, [int(0.8 * len(order)), int(0.9 * len(order))])

    def read(part):
        paths = (np.array(images)[part], np.array(masks)[part])
        return tf.data.Dataset.from_tensor_slices(paths).map(process_path).map(preprocess)

    train, validation, test = [read(part) for part in parts]
    train = train.cache().shuffle(500).batch(batch_size).prefetch(1)
    validation = validation.cache().batch(batch_size).prefetch(1)
    test = test.cache().batch(batch_size).prefetch(1)
    return train, validation, test
