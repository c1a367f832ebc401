"""What TensorFlow's settings do to a training step of the full-size U-Net.

    python benchmarks/step_settings.py

Each setting has a process of its own and takes its turn once a round. Printed are the CPU seconds
for 32 photos of 96 × 128, in batches of 4, the least of the rounds: others on the machine disturb
them less than seconds of the clock.
"""

import argparse
import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from rich.console import Console
from rich.table import Table

BATCH_SIZE, N_PHOTOS = 4, 32
SETTINGS = {
    "as it is": {},
    "without oneDNN": {"environment": {"TF_ENABLE_ONEDNN_OPTS": "0"}},
    "one thread between operations": {"inter_op": 1},
    "8 steps an execution": {"compile": {"steps_per_execution": 8}},
    "XLA": {"compile": {"jit_compile": True}},
    "Adam with a moving average of the weights": {"adam": {"use_ema": True}},
}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Measure training steps under several settings.")
    parser.add_argument("--rounds", type=int, default=2)
    n_rounds = parser.parse_args().rounds
    rounds = [
        {name: _in_own_process(setting) for name, setting in SETTINGS.items()}
        for _ in range(n_rounds)
    ]
    table = Table("setting", "CPU seconds", title=f"{N_PHOTOS} photos, batches of {BATCH_SIZE}")
    for name in SETTINGS:
        table.add_row(name, f"{min(measured[name] for measured in rounds):.1f}")
    Console().print(table)


def _in_own_process(setting: dict[str, Any]) -> float:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(measure, **setting).result()


def measure(
    environment: dict[str, str] | None = None,
    inter_op: int = 0,
    compile: dict[str, Any] | None = None,
    adam: dict[str, Any] | None = None,
) -> float:
    """CPU seconds of an epoch of ``N_PHOTOS``, its graph built before.

    Args:
        environment: variables to set before TensorFlow is imported.
        inter_op: threads that run operations side by side; 0 leaves it to TensorFlow.
        compile: further arguments of ``Model.compile``.
        adam: further arguments of ``keras.optimizers.Adam``.
    """
    os.environ.update({"TF_CPP_MIN_LOG_LEVEL": "3", **(environment or {})})
    import experiments
    import keras
    import numpy as np
    import tensorflow as tf

    from lessons.recipes.batches import untuned

    tf.config.threading.set_inter_op_parallelism_threads(inter_op)
    model = experiments.unet_of(experiments.Experiment(experiments.PUBLISHED))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    # "auto" would take XLA where there is a GPU; it is a row of its own here.
    model.compile(
        keras.optimizers.Adam(**(adam or {})), loss, **{"jit_compile": False, **(compile or {})}
    )
    rng = np.random.default_rng(1)
    photos = rng.random((N_PHOTOS, 96, 128, 3), np.float32)
    masks = rng.integers(0, 23, (N_PHOTOS, 96, 128, 1))
    batches = untuned(tf.data.Dataset.from_tensor_slices((photos, masks)).batch(BATCH_SIZE))
    model.fit(batches.take(1), verbose=0, shuffle=False)
    started = time.process_time()
    model.fit(batches, verbose=0, shuffle=False)
    return time.process_time() - started


if __name__ == "__main__":
    main()
