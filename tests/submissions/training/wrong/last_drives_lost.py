"""Some drives are in no dataset.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives gave 80 of 90 frames, expected
all of them over the three datasets. The drive drive_03 is in none of them. Give the test dataset
every drive that is left.
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    names = np.unique(drives)
    np.random.default_rng(seed).shuffle(names)
    a, b = int(0.8 * len(names)), int(0.9 * len(names))
    chosen = names[:a], names[a:b], names[b:-1]
    parts = [np.isin(drives, some) for some in chosen]

    def read(part):
        paths = (np.array(images)[part], np.array(masks)[part])
        return tf.data.Dataset.from_tensor_slices(paths).map(process_path).map(preprocess)

    train, validation, test = [read(part) for part in parts]
    train = train.cache().shuffle(500).batch(batch_size).prefetch(1)
    validation = validation.cache().batch(batch_size).prefetch(1)
    test = test.cache().batch(batch_size).prefetch(1)
    return train, validation, test
