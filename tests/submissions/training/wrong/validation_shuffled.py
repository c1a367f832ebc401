"""Validation is shuffled like training.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives gave the validation frames
in two different orders, expected the same order each time. Only training gains from shuffling.
Shuffle the training dataset alone.
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
    train = train.cache().shuffle(500).batch(batch_size).prefetch(1)
    validation = validation.cache().shuffle(500).batch(batch_size).prefetch(1)
    test = test.cache().shuffle(500).batch(batch_size).prefetch(1)
    return train, validation, test
