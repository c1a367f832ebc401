"""The frames come one by one.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives gave a train dataset with
elements (96, 128, 3) float32 and (96, 128, 1) uint8, expected (None, 96, 128, 3) float32 and (None,
96, 128, 1) uint8. There is no batch axis. Each step gives a new dataset: write dataset =
dataset.batch(batch_size), after the shuffle, and go on with that.
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
    train = train.cache().shuffle(500).prefetch(1)
    validation = validation.cache().prefetch(1)
    test = test.cache().prefetch(1)
    return train, validation, test
