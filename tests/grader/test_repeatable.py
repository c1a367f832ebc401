"""One seed, one result: what docs/training.md promises of repetition and of interruption."""

import subprocess
import sys
from collections.abc import Iterator
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
from grader.loading import load_functions
from grader.quiet import quiet
with quiet():
    import keras
    import numpy as np
    import tensorflow as tf

notebooks, pictures, weights_file = map(Path, sys.argv[1:4])
folder, shuffled = weights_file.with_suffix(".training"), sys.argv[4] == "shuffled"
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
for epochs in map(int, sys.argv[5:]):  # each a new model and new datasets, as after a restart
    keras.utils.set_random_seed(1)
    model = course["unet_model"](input_size=(96, 128, 3), n_filters=2, n_classes=3)
    train_set, validation_set, _ = course["make_dataset"](photos, masks, drives, 4, 1)
    if not shuffled:
        train_set = validation_set
    model = course["compile_unet"](model)
    history = course["train"](model, train_set, validation_set, epochs, folder)
np.savez(weights_file, *model.get_weights(), history=history.to_numpy())
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


def trained(weights_file: Path, pictures: Path, order: str, *epochs: int) -> Iterator[np.ndarray]:
    """Every weight and the history after calls of ``train``, in a process of its own."""
    notebooks = ROOT / "solutions" / "unet"
    arguments = [str(notebooks), str(pictures), str(weights_file), order, *map(str, epochs)]
    command = [sys.executable, "-c", TRAIN, *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True)
    with np.load(weights_file) as arrays:
        yield from (arrays[name] for name in sorted(arrays))


def test_two_processes_train_the_same_weights_bit_for_bit(tmp_path: Path, pictures: Path) -> None:
    one, other = (
        [array.tobytes() for array in trained(tmp_path / name, pictures, "shuffled", 2)]
        for name in ("one.npz", "other.npz")
    )
    assert one == other


def test_a_resumed_training_equals_an_uninterrupted_one_when_the_order_is_fixed(
    tmp_path: Path, pictures: Path
) -> None:
    """Dropout and Adam go on where they were; only a dataset that shuffles begins anew."""
    whole, resumed = (
        [array.tobytes() for array in trained(tmp_path / name, pictures, "in order", *epochs)]
        for name, epochs in (("whole.npz", (3,)), ("resumed.npz", (1, 2, 3)))
    )
    assert whole == resumed
