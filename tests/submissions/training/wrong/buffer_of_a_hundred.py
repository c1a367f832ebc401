"""A buffer that is large enough for the frames of the check alone.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives shuffles in a buffer of 100,
expected 500. A small buffer mixes only neighbouring frames. Write .shuffle(500) before .batch.
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    names = np.unique(drives)
    np.random.default_rng(seed).shuffle(names)
    a, b = int(0.8 * len(names)), int(0.9 * len(names))
    parts = [np.isin(drives, chosen) for chosen in np.split(names, [a, b])]

    def read(part):
        paths = (np.array(images)[part], np.array(masks)[part])
        return tf.data.Dataset.from_tensor_slices(paths).map(process_path).map(preprocess)

    train, validation, test = [read(part) for part in parts]
    train = train.cache().shuffle(100).batch(batch_size).prefetch(1)
    validation = validation.cache().batch(batch_size).prefetch(1)
    test = test.cache().batch(batch_size).prefetch(1)
    return train, validation, test
