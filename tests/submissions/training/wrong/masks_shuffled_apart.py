"""Images and masks are shuffled apart from each other.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives gave a train dataset whose
images do not belong to their masks, expected pairs of the same frame. Images and masks were
ordered apart from each other. Keep each pair together:
tf.data.Dataset.from_tensor_slices((images, masks)).
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    names = np.unique(drives)
    np.random.default_rng(seed).shuffle(names)
    a, b = int(0.8 * len(names)), int(0.9 * len(names))
    parts = [np.isin(drives, chosen) for chosen in np.split(names, [a, b])]

    def read(part):
        image_paths = tf.data.Dataset.from_tensor_slices(np.array(images)[part]).shuffle(500)
        mask_paths = tf.data.Dataset.from_tensor_slices(np.array(masks)[part]).shuffle(500)
        pairs = tf.data.Dataset.zip((image_paths, mask_paths))
        return pairs.map(process_path).map(preprocess)

    train, validation, test = [read(part) for part in parts]
    train = train.cache().shuffle(500).batch(batch_size).prefetch(1)
    validation = validation.cache().batch(batch_size).prefetch(1)
    test = test.cache().batch(batch_size).prefetch(1)
    return train, validation, test
