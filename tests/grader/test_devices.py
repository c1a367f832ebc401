"""The solution's ``train`` on two devices of this process, next to the same training on one."""

import json
import subprocess
import sys
from typing import Any

import pytest

from grader.course import ROOT

pytestmark = pytest.mark.slow

# Dropout is off: each replica draws its own.
TRAIN = """
import json, sys, tempfile
from pathlib import Path
from grader.notebook.loading import load_functions
from grader.quiet import quiet
with quiet():
    import keras
    import numpy as np
    import tensorflow as tf

notebooks, n_devices = Path(sys.argv[1]), int(sys.argv[2])
cpu, = tf.config.list_physical_devices("CPU")
devices = [tf.config.LogicalDeviceConfiguration()] * n_devices
tf.config.set_logical_device_configuration(cpu, devices)
strategy = tf.distribute.MirroredStrategy([f"CPU:{number}" for number in range(n_devices)])

train = load_functions(notebooks / "5_training.ipynb", ["train"])["train"]
unet_model = load_functions(notebooks / "3_unet_model.ipynb", ["unet_model"])["unet_model"]
compile_unet = load_functions(notebooks / "4_loss.ipynb", ["compile_unet"])["compile_unet"]
rng = np.random.default_rng(1)
masks = rng.integers(0, 3, (8, 4, 4, 1)).repeat(8, axis=1).repeat(8, axis=2).astype("uint8")
photos = (masks / 3 + rng.normal(0, 0.05, (8, 32, 32, 3))).astype("float32")
batches = tf.data.Dataset.from_tensor_slices((photos, masks)).batch(4)

def new_model():
    keras.utils.set_random_seed(1)
    with strategy.scope():
        model = compile_unet(unet_model(input_size=(32, 32, 3), n_filters=2, n_classes=3))
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dropout):
            layer.rate = 0
    return model

folder = tempfile.mkdtemp()
first = train(new_model(), batches, batches, 2, folder)
model = new_model()
history = train(model, batches, batches, 4, folder)
print(json.dumps({
    "replicas": strategy.num_replicas_in_sync,
    "first": first["loss"].tolist(),
    "epochs": history.index.tolist(),
    "loss": history["loss"].tolist(),
    "weights": np.concatenate([array.ravel() for array in model.get_weights()]).tolist(),
}))
"""


@pytest.fixture(scope="module")
def runs() -> dict[int, Any]:
    """What came of two epochs, then two more with a new model, on one device and on two."""
    return {n_devices: run(n_devices) for n_devices in (1, 2)}


def run(n_devices: int) -> Any:
    command = [sys.executable, "-c", TRAIN, str(ROOT / "solutions" / "unet"), str(n_devices)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_two_devices_train_in_step(runs: dict[int, Any]) -> None:
    assert [run["replicas"] for run in runs.values()] == [1, 2]


def test_the_loss_falls_on_two_devices(runs: dict[int, Any]) -> None:
    losses = runs[2]["loss"]
    assert losses == sorted(losses, reverse=True)


def test_a_training_on_two_devices_is_resumed_with_its_history(runs: dict[int, Any]) -> None:
    assert runs[2]["epochs"] == [1, 2, 3, 4]
    assert runs[2]["loss"][:2] == runs[2]["first"]


def test_two_devices_learn_what_one_does(runs: dict[int, Any]) -> None:
    """With the same batches: sums over a batch are formed in another order, no more."""
    assert runs[2]["loss"] == pytest.approx(runs[1]["loss"], abs=1e-5)
    assert runs[2]["weights"] == pytest.approx(runs[1]["weights"], abs=1e-5)
