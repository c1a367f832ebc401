"""How long an epoch waits for TensorFlow's tuner after its last batch.

    python benchmarks/epoch_end.py

The same short epoch is trained again and again, by turns with and without ``untuned``. The last
line is the ratio of the mean seconds. ``lessons.recipes.batches.untuned`` says what is waited for.
"""

import argparse
import os
import time
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from rich.console import Console
from rich.table import Table

from lessons.recipes.batches import untuned

SIZE, N_CLASSES = (48, 64), 23


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser(description="Measure the wait at the end of an epoch.")
    parser.add_argument("--epochs", type=int, default=20, help="how many of each kind")
    n_epochs = parser.parse_args().epochs
    model = _network()
    tuned = _batches(40)
    model.fit(tuned, verbose=0, shuffle=False)  # builds the graph
    seconds = np.array(
        [[_seconds(model, kind) for kind in (tuned, untuned(tuned))] for _ in range(n_epochs)]
    )
    table = Table("", "TensorFlow tunes", "untuned", title=f"Seconds of {n_epochs} epochs each")
    for name, measure in (("median", np.median), ("mean", np.mean), ("longest", np.max)):
        table.add_row(name, *(f"{value:.2f}" for value in measure(seconds, axis=0)))
    Console().print(table)
    print(f"mean time ratio: {seconds[:, 0].mean() / seconds[:, 1].mean():.2f}")


def _seconds(model: Any, batches: Any) -> float:
    started = time.perf_counter()
    model.fit(batches, verbose=0, shuffle=False)
    return time.perf_counter() - started


def _network() -> Any:
    layers: list[Any] = [keras.Input((*SIZE, 3))]
    layers += [keras.layers.Conv2D(64, 3, padding="same", activation="relu") for _ in range(4)]
    model = keras.Sequential([*layers, keras.layers.Conv2D(N_CLASSES, 3, padding="same")])
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def _batches(n: int) -> Any:
    rng = np.random.default_rng(1)
    photos = rng.random((n, *SIZE, 3), np.float32)
    masks = rng.integers(0, N_CLASSES, (n, *SIZE, 1))
    return tf.data.Dataset.from_tensor_slices((photos, masks)).batch(4).prefetch(tf.data.AUTOTUNE)


if __name__ == "__main__":
    main()
