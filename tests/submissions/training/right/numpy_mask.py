"""A list of dictionaries as history, the mask in NumPy, drives cut by hand."""

import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
import tensorflow as tf


def process_path(image_path, mask_path):
    image, mask = [
        tf.io.decode_png(tf.io.read_file(path), channels=3) for path in (image_path, mask_path)
    ]
    return tf.image.convert_image_dtype(image, tf.float32), tf.reduce_max(
        mask, axis=-1, keepdims=True
    )


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method="nearest")
    mask = tf.image.resize(mask, (96, 128), method="nearest")
    return image, mask


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    names = sorted(set(drives))
    random.Random(seed).shuffle(names)
    tenth = max(1, len(names) // 10)
    place = {name: 1 if i < tenth else 2 if i < 2 * tenth else 0 for i, name in enumerate(names)}

    datasets = []
    for number in range(3):
        chosen = [i for i, drive in enumerate(drives) if place[drive] == number]
        dataset = tf.data.Dataset.zip(
            tf.data.Dataset.from_tensor_slices([images[i] for i in chosen]),
            tf.data.Dataset.from_tensor_slices([masks[i] for i in chosen]),
        )
        dataset = dataset.map(process_path).map(preprocess).cache()
        datasets.append(dataset.shuffle(500) if number == 0 else dataset)
    return tuple(dataset.batch(batch_size).prefetch(1) for dataset in datasets)


def train(model, train_dataset, validation_dataset, epochs, folder):
    state = Path(folder, "state.json")
    rows = json.loads(state.read_text()) if state.exists() else []
    if rows:
        model.load_weights(Path(folder, "last.weights.h5"))
    while len(rows) < epochs:
        losses = [row["val_loss"] for row in rows]
        if losses and len(losses) - 1 - int(np.argmin(losses)) >= 5:
            break
        history = model.fit(train_dataset, validation_data=validation_dataset, verbose=0).history
        rows.append({name: float(values[0]) for name, values in history.items()})
        if rows[-1]["val_loss"] < min(losses, default=np.inf):
            model.save_weights(Path(folder, "best.weights.h5"))
        model.save_weights(Path(folder, "last.weights.h5"))
        state.write_text(json.dumps(rows))
    model.load_weights(Path(folder, "best.weights.h5"))
    return pd.DataFrame(rows, index=range(1, len(rows) + 1))


def create_mask(logits):
    return np.argmax(np.array(logits)[0], axis=-1, keepdims=True)
