"""One seed, one result: what docs/training.md promises of repetition and of interruption."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from grader.course import ROOT

pytestmark = pytest.mark.slow

# Pipeline, dropout and convolutions are those of the course, on two threads.
TRAIN = """
import sys
from pathlib import Path
from grader.notebook.loading import load_functions
from grader.quiet import quiet
with quiet():
    import keras
    import numpy as np
    import tensorflow as tf

notebooks, pictures, into = map(Path, sys.argv[1:4])
tf.config.threading.set_intra_op_parallelism_threads(2)
keras.utils.set_random_seed(1)
tf.config.experimental.enable_op_determinism()
course = {
    name: load_functions(notebooks / f"{notebook}.ipynb", [name])[name]
    for name, notebook in (
        ("unet_model", "3_unet_model"),
        ("compile_unet", "4_loss"),
        ("make_dataset", "5_training"),
        ("train", "5_training"),
    )
}
photos = sorted(map(str, pictures.glob("photo_*.png")))
masks = sorted(map(str, pictures.glob("mask_*.png")))
drives = [number // 4 for number in range(len(photos))]


def train(name, shuffled, *calls):
    for epochs in calls:  # each a new model and new datasets, as after a restart
        keras.utils.set_random_seed(1)
        model = course["unet_model"](input_size=(96, 128, 3), n_filters=2, n_classes=3)
        train_set, validation_set, _ = course["make_dataset"](photos, masks, drives, 4, 1)
        if not shuffled:
            train_set = validation_set
        model = course["compile_unet"](model)
        history = course["train"](model, train_set, validation_set, epochs, into / name)
    np.savez(into / f"{name}.npz", *model.get_weights(), history=history.to_numpy())


train("shuffled", True, 2)
train("in_order", False, *map(int, sys.argv[4:]))
"""


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 photos and masks of six drives: blocks of three classes, with noise."""
    folder, rng = tmp_path_factory.mktemp("pictures"), np.random.default_rng(1)
    for number in range(24):
        ids = rng.integers(0, 3, (12, 16)).repeat(8, axis=0).repeat(8, axis=1)
        noise = rng.integers(0, 40, (96, 128, 3))
        mask = np.stack([ids, 0 * ids, 0 * ids], axis=-1)
        Image.fromarray((90 * ids[..., np.newaxis] + noise).clip(max=255).astype("uint8")).save(
            folder / f"photo_{number:02}.png"
        )
        Image.fromarray(mask.astype("uint8")).save(folder / f"mask_{number:02}.png")
    return folder


@dataclass(frozen=True)
class Process:
    """What two trainings gave in a process of their own, byte for byte.

    Every weight and the history: of two epochs over a dataset that shuffles, and of three over
    one that does not.
    """

    shuffled: list[bytes]
    in_order: list[bytes]


def process(folder: Path, pictures: Path, *calls: int) -> Process:
    """Train in a process; ``calls`` of ``train`` bring the second training to so many epochs."""
    folder.mkdir()
    arguments = [str(ROOT / "solutions" / "unet"), str(pictures), str(folder), *map(str, calls)]
    command = [sys.executable, "-c", TRAIN, *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return Process(*(arrays_in(folder / f"{name}.npz") for name in ("shuffled", "in_order")))


def arrays_in(file: Path) -> list[bytes]:
    with np.load(file) as arrays:
        return [arrays[name].tobytes() for name in sorted(arrays)]


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> tuple[Process, Process]:
    """Two processes; only the second one interrupts and resumes a training."""
    folder = tmp_path_factory.mktemp("processes")
    return process(folder / "one", pictures, 3), process(folder / "other", pictures, 1, 2, 3)


def test_two_processes_train_the_same_weights_bit_for_bit(
    processes: tuple[Process, Process],
) -> None:
    one, other = processes
    assert len(one.shuffled) > 10
    assert one.shuffled == other.shuffled


def test_a_resumed_training_equals_an_uninterrupted_one_when_the_order_is_fixed(
    processes: tuple[Process, Process],
) -> None:
    """Dropout and Adam go on where they were; only a dataset that shuffles begins anew."""
    whole, resumed = processes
    assert whole.in_order == resumed.in_order != whole.shuffled
