"""The network is validated on its own training frames.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives put 74 frames into both train
and validation, expected none. A network that has seen a picture is not tested by it. Both hold the
same frames. Build validation of drives of its own, and where .cache() got the name of a file, leave
it out: each dataset reads back what stands in there.
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    names = np.unique(drives)
    np.random.default_rng(seed).shuffle(names)
    a = int(0.8 * len(names))
    parts = [np.isin(drives, chosen) for chosen in (names[:a], names[:a], names[a:])]

    def read(part):
        paths = (np.array(images)[part], np.array(masks)[part])
        return tf.data.Dataset.from_tensor_slices(paths).map(process_path).map(preprocess)

    train, validation, test = [read(part) for part in parts]
    train = train.cache().shuffle(500).batch(batch_size).prefetch(1)
    validation = validation.cache().batch(batch_size).prefetch(1)
    test = test.cache().batch(batch_size).prefetch(1)
    return train, validation, test
