"""What a training keeps: restored exactly, whole after a kill, and said plainly when damaged."""

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from grader import exercises
from grader.course import ROOT
from grader.judging.verdicts import check_part
from grader.notebook.loading import load_functions
from grader.quiet import quiet
from lessons import checkpoints
from lessons.checkpoints import BEST_FILE, CheckpointWarning

with quiet():
    import keras
    import tensorflow as tf

# Keras reads its variables as NumPy 1 did.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def model_of(n_units: int = 4, n_inputs: int = 3) -> Any:
    """A compiled network with dropout, so that there is a random state to keep."""
    model = keras.Sequential(
        [
            keras.Input((n_inputs,)),
            keras.layers.Dense(n_units),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1),
        ]
    )
    model.compile("adam", "mse")
    return model


def history_of(*val_losses: float) -> pd.DataFrame:
    index = pd.RangeIndex(1, len(val_losses) + 1, name="epoch")
    return pd.DataFrame({"loss": 0.5, "val_loss": val_losses}, index=index)


def fill(model: Any, value: float) -> Any:
    """Give every weight one value, so that a model tells which epoch it comes from."""
    model.set_weights([np.full(weight.shape, value) for weight in model.get_weights()])
    return model


def value_of(model: Any) -> float:
    (value,) = {weight.item() for array in model.get_weights() for weight in array.flat}
    return float(value)


def best_value(folder: Path) -> float:
    model = model_of()
    model.optimizer.build(model.trainable_variables)  # its state is in the file, too
    model.load_weights(folder / BEST_FILE)
    return value_of(model)


def train_on_paper(folder: Path, *val_losses: float) -> None:
    """Save epochs whose weights are the epoch's number."""
    model = model_of()
    for epoch in range(1, len(val_losses) + 1):
        checkpoints.save(fill(model, epoch), history_of(*val_losses[:epoch]), folder)


def restored(folder: Path) -> tuple[float, list[float]]:
    """The epoch whose weights come back, and the val_losses."""
    model = model_of()
    history = checkpoints.restore(model, folder)
    return value_of(model), list(history.get("val_loss", ()))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def three_epochs(tmp_path: Path) -> Path:
    """The folder of a training that was best after its second epoch."""
    train_on_paper(tmp_path, 0.9, 0.7, 0.8)
    return tmp_path


# Where it is kept


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Where a user's training is kept, by the user's name and the folder of the notebooks."""
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)

    def of(user: str, notebooks: str) -> Path:
        monkeypatch.setenv("HOME", str(tmp_path / "home" / user))
        (tmp_path / notebooks).mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(tmp_path / notebooks)
        return checkpoints.own_folder("full")

    return of


def test_a_training_is_found_again(own_folder: Callable[[str, str], Path]) -> None:
    first = own_folder("ana", "course/unet")
    assert (own_folder("ana", "course/unet"), first.name) == (first, "full")


def test_a_training_lies_outside_of_what_is_handed_in(
    own_folder: Callable[[str, str], Path], tmp_path: Path
) -> None:
    """All that lies beside the notebooks is handed in, and a training has 312 MB."""
    folder = own_folder("ana", "course/unet")
    assert (tmp_path / "home" / "ana") in folder.parents
    assert (tmp_path / "course") not in folder.parents


def test_users_and_copies_of_the_notebooks_share_no_training(
    own_folder: Callable[[str, str], Path],
) -> None:
    folders = {own_folder(u, n) for u in ("ana", "ben") for n in ("course/unet", "again/unet")}
    assert len(folders) == 4


# What is kept


def test_an_empty_folder_gives_an_empty_history(tmp_path: Path) -> None:
    history = checkpoints.restore(model_of(), tmp_path / "new")
    assert (len(history), history.index.name) == (0, "epoch")


def test_the_last_epoch_comes_back_with_its_history(three_epochs: Path) -> None:
    model = model_of()
    history = checkpoints.restore(model, three_epochs)
    pd.testing.assert_frame_equal(history, history_of(0.9, 0.7, 0.8))
    assert value_of(model) == 3


def test_two_epochs_and_the_best_are_kept(three_epochs: Path) -> None:
    assert names_in(three_epochs) == [
        "best.weights.h5",
        *("epoch_2.json", "epoch_2.weights.h5", "epoch_3.json", "epoch_3.weights.h5"),
    ]
    assert best_value(three_epochs) == 2


def test_optimizer_and_dropout_go_on_as_if_nothing_had_happened(tmp_path: Path) -> None:
    inputs, targets = np.ones((8, 3)), np.zeros((8, 1))

    def fit(model: Any) -> None:
        model.fit(inputs, targets, batch_size=2, shuffle=False, verbose=0)

    trained, resumed = model_of(), model_of()
    fit(trained)
    checkpoints.save(trained, history_of(0.9), tmp_path)
    checkpoints.restore(resumed, tmp_path)
    fit(trained)
    fit(resumed)
    for expected, got in zip(trained.variables, resumed.variables, strict=True):
        np.testing.assert_array_equal(got.numpy(), expected.numpy())
    for expected, got in zip(trained.optimizer.variables, resumed.optimizer.variables, strict=True):
        np.testing.assert_array_equal(got.numpy(), expected.numpy())


def test_a_loss_that_is_not_a_number_is_never_the_best(tmp_path: Path) -> None:
    nan = float("nan")
    train_on_paper(tmp_path, nan, 0.7, nan)
    assert best_value(tmp_path) == 2
    value, losses = restored(tmp_path)
    np.testing.assert_array_equal(losses, [nan, 0.7, nan])
    assert value == 3


@pytest.mark.parametrize(
    ("val_losses", "expected"),
    [((), 0), ((0.5,), 1), ((0.5, 0.4, 0.4), 2), ((float("nan"), 0.4), 2), ((float("nan"),), 1)],
)
def test_best_epoch(val_losses: tuple[float, ...], expected: int) -> None:
    assert checkpoints.best_epoch(history_of(*val_losses)) == expected


def test_a_history_without_val_loss_is_refused(tmp_path: Path) -> None:
    with pytest.raises(checkpoints.UnusableHistory, match=r"1 rows and the columns \['loss'\]"):
        checkpoints.save(model_of(), history_of(0.5)[["loss"]], tmp_path)
    assert names_in(tmp_path) == []


# Damage


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "damage", "sentence"),
    [
        ("epoch_3.weights.h5", truncate, r"epoch_3.weights.h5 is damaged: it has 100 of \d+ bytes"),
        ("epoch_3.weights.h5", flip_a_bit, "epoch_3.weights.h5 is damaged: its SHA-256"),
        ("epoch_3.weights.h5", Path.unlink, "epoch_3.weights.h5 is missing"),
        ("epoch_3.json", truncate, "epoch_3.json is damaged: it is not a record"),
        ("epoch_3.json", flip_a_bit, "epoch_3.json is damaged"),
    ],
)
def test_a_damaged_epoch_falls_back_to_the_one_before(
    three_epochs: Path, name: str, damage: Any, sentence: str
) -> None:
    damage(three_epochs / name)
    with pytest.warns(CheckpointWarning, match=sentence) as told:
        got = restored(three_epochs)
    assert got == (2, [0.9, 0.7])
    assert len(told) == 1
    assert str(told[0].message).endswith("Training goes on after epoch 2.")


def test_training_goes_on_after_a_fallback(three_epochs: Path) -> None:
    truncate(three_epochs / "epoch_3.weights.h5")
    with pytest.warns(CheckpointWarning):
        restored(three_epochs)
    checkpoints.save(fill(model_of(), 30), history_of(0.9, 0.7, 0.6), three_epochs)
    assert restored(three_epochs) == (30, [0.9, 0.7, 0.6])
    assert best_value(three_epochs) == 30


def test_when_both_epochs_are_damaged_training_starts_anew_and_nothing_is_lost(
    three_epochs: Path,
) -> None:
    for epoch in (2, 3):
        truncate(three_epochs / f"epoch_{epoch}.weights.h5")
    before = content_of(three_epochs)
    with pytest.warns(CheckpointWarning, match="training starts anew"):
        assert len(checkpoints.restore(model_of(), three_epochs)) == 0
    after = content_of(three_epochs)
    assert after == {f"{name}.aside-1": content for name, content in before.items()}


def test_files_set_aside_twice_get_different_names(three_epochs: Path) -> None:
    for _ in range(2):
        truncate(three_epochs / "epoch_3.weights.h5")
        with pytest.warns(CheckpointWarning):
            restored(three_epochs)
        checkpoints.save(fill(model_of(), 3), history_of(0.9, 0.7, 0.8), three_epochs)
    aside = [name for name in names_in(three_epochs) if ".weights.h5.aside" in name]
    assert aside == ["epoch_3.weights.h5.aside-1", "epoch_3.weights.h5.aside-2"]


@pytest.mark.parametrize("damage", [truncate, flip_a_bit, Path.unlink])
def test_damaged_best_weights_come_from_the_epoch_kept(three_epochs: Path, damage: Any) -> None:
    damage(three_epochs / BEST_FILE)
    with pytest.warns(CheckpointWarning, match=r"It now holds the weights of epoch 2\."):
        assert restored(three_epochs) == (3, [0.9, 0.7, 0.8])
    assert best_value(three_epochs) == 2


def test_best_weights_of_an_epoch_that_is_gone_are_replaced_by_the_best_kept(
    tmp_path: Path,
) -> None:
    train_on_paper(tmp_path, 0.5, 0.9, 0.7, 0.8)
    truncate(tmp_path / BEST_FILE)
    with pytest.warns(CheckpointWarning, match=r"It now holds the weights of epoch 3\."):
        restored(tmp_path)
    assert best_value(tmp_path) == 3
    restored(tmp_path)  # said once: a second warning would be an error
    checkpoints.save(fill(model_of(), 5), history_of(0.5, 0.9, 0.7, 0.8, 0.6), tmp_path)
    assert best_value(tmp_path) == 5


def test_best_weights_without_any_epoch_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / BEST_FILE).write_bytes(b"of another training")
    with pytest.warns(CheckpointWarning, match=r"best.weights.h5 is kept as best.weights.h5.aside"):
        checkpoints.restore(model_of(), tmp_path)
    assert content_of(tmp_path) == {f"{BEST_FILE}.aside-1": b"of another training"}


# Other networks, other kernels


@pytest.mark.parametrize(
    ("optimizer", "n_units", "difference"),
    [
        ("adam", 5, r"array 1 of its weights has shape \(3, 4\), this model's has \(3, 5\)"),
        ("sgd", 4, "it has 10 arrays of optimizer, this model has 2"),
    ],
)
def test_another_network_is_refused_and_nothing_is_changed(
    three_epochs: Path, optimizer: str, n_units: int, difference: str
) -> None:
    before = content_of(three_epochs)
    other = model_of(n_units)
    other.compile(optimizer, "mse")
    weights = other.get_weights()
    with pytest.raises(checkpoints.OtherNetwork, match=difference):
        checkpoints.restore(other, three_epochs)
    assert content_of(three_epochs) == before
    for got, expected in zip(other.get_weights(), weights, strict=True):
        np.testing.assert_array_equal(got, expected)


def test_an_epoch_that_another_kernel_saved_is_not_overwritten(three_epochs: Path) -> None:
    before = content_of(three_epochs)
    with pytest.raises(
        checkpoints.FolderInUse, match=r"Epoch 3 was to be saved in .*, but epoch 3"
    ):
        checkpoints.save(fill(model_of(), 9), history_of(0.1, 0.1, 0.1), three_epochs)
    assert content_of(three_epochs) == before


# Full disks

WRITE_LARGE = """
import sys
from pathlib import Path
from tests_of_checkpoints import checkpoints, history_of, model_of
folder = Path(sys.argv[1])
model, done = model_of(500, 300), 0
try:
    for done in range(5):
        checkpoints.save(model, history_of(*[1 - epoch / 10 for epoch in range(done + 1)]), folder)
except checkpoints.NotSaved as error:
    print(error)
"""


def in_python(source: str, *arguments: str, before: str = "", **options: Any) -> Any:
    """Run a program that can import this module as ``tests_of_checkpoints``."""
    load = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('tests_of_checkpoints', {__file__!r})\n"
        "module = sys.modules['tests_of_checkpoints'] = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(module)\n"
    )
    command = [sys.executable, "-c", load + source, *arguments]
    if before:
        command = ["unshare", "-rm", "sh", "-c", f'{before} && exec "$@"', "sh", *command]
    return subprocess.run(command, capture_output=True, text=True, **options)


def can_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    trial = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(trial, capture_output=True).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not can_mount(), reason="mounting a small disk needs user namespaces")
def test_a_full_disk_is_said_and_leaves_the_epochs_before_whole(tmp_path: Path) -> None:
    """Five megabytes hold two files of weights of 1.8 MB and no third."""
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=5m none '{disk}'"
    source = WRITE_LARGE + f"import shutil; shutil.copytree(folder, {str(kept)!r})"
    done = in_python(source, str(disk), before=mount)
    assert done.returncode == 0, done.stderr
    assert f"epoch_2.weights.h5 could not be written to {disk}: No space left" in done.stdout
    assert "It needs 1.8 MB" in done.stdout
    assert not [name for name in names_in(kept) if name.endswith(".part")]
    history = checkpoints.restore(model_of(500, 300), kept)
    assert len(history) == 1


def test_a_write_that_ends_in_the_middle_leaves_no_half_file(
    three_epochs: Path, largest_file: Any
) -> None:
    before = content_of(three_epochs)
    with (
        largest_file(10_000),
        pytest.raises(checkpoints.NotSaved, match=r"epoch_4\.weights\.h5 .*: File too large\. It"),
    ):
        checkpoints.save(fill(model_of(), 4), history_of(0.9, 0.7, 0.8, 0.6), three_epochs)
    assert content_of(three_epochs) == before
    assert restored(three_epochs) == (3, [0.9, 0.7, 0.8])


# Interruptions


def train_of_the_solution() -> Any:
    notebook = ROOT / "solutions" / "unet" / "5_training.ipynb"
    return load_functions(notebook, ["train"])["train"]


def interrupt_after(n_batches: int) -> Any:
    """A callback that does to the n-th batch what the stop button of a notebook does."""
    numbers = itertools.count(1)

    def stop(*_: Any, **__: Any) -> None:
        if next(numbers) == n_batches:
            raise KeyboardInterrupt

    callback = keras.callbacks.Callback()
    callback.on_train_batch_end = stop
    return callback


def batches(n_inputs: int = 3) -> Any:
    inputs = np.random.default_rng(1).normal(size=(8, n_inputs)).astype("float32")
    pairs = (inputs, inputs.sum(axis=1, keepdims=True))
    return tf.data.Dataset.from_tensor_slices(pairs).batch(2)


def test_an_interrupt_in_the_middle_of_an_epoch_costs_that_epoch_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train, model = train_of_the_solution(), model_of()
    fit = model.fit
    stop = interrupt_after(4 * 2 + 2)  # four batches make an epoch: it ends in the third
    monkeypatch.setattr(model, "fit", lambda *args, **kw: fit(*args, callbacks=[stop], **kw))
    with pytest.raises(KeyboardInterrupt):
        train(model, batches(), batches(), 4, tmp_path)
    kept = checkpoints.restore(model_of(), tmp_path)
    assert list(kept.index) == [1, 2]
    history = train(model_of(), batches(), batches(), 4, tmp_path)
    pd.testing.assert_frame_equal(history.loc[:2], kept)
    assert list(history.index) == [1, 2, 3, 4]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [None, 0])
def test_the_solution_passes_its_check(seed: int | None) -> None:
    exercise = exercises.find("training")
    verdict = check_part(exercise, exercise.part("train"), train_of_the_solution(), seed)
    assert [finding.message for finding in verdict.findings] == []


KILL_AGAIN_AND_AGAIN = """
import json, os, random, signal, sys, time, warnings
from pathlib import Path
import tests_of_checkpoints as tests

folder, epochs = Path(sys.argv[1]), int(sys.argv[2])
moments = random.Random(1)

def history():
    latest = max(folder.glob("epoch_*.json"), key=lambda path: int(path.stem[6:]), default=None)
    return json.loads(latest.read_text())["record"]["history"]["val_loss"] if latest else []

def train():
    warnings.filterwarnings("error", message="epoch_")  # no epoch may be damaged
    model = tests.model_of(200, 300)
    tests.train_of_the_solution()(model, *[tests.batches(300)] * 2, epochs, folder)

kills, before = 0, []
while True:
    if not (child := os.fork()):  # TensorFlow is imported and has run nothing so far
        train()
        os._exit(0)
    ended = (0, 0)
    while not ended[0] and len(history()) == len(before):
        time.sleep(0.001)
        ended = os.waitpid(child, os.WNOHANG)
    if ended[0]:
        break
    time.sleep(moments.uniform(0, 0.3))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    kills += 1
    after = history()
    assert after[: len(before)] == before, (before, after)
    before = after
assert ended[1] == 0, ended
print(json.dumps([kills, history()]))
"""


@pytest.mark.slow
def test_a_training_killed_again_and_again_reaches_its_end(tmp_path: Path) -> None:
    """SIGKILL at random moments after an epoch; what was done before stays as it was."""
    done = in_python(KILL_AGAIN_AND_AGAIN, str(tmp_path), "10")
    assert done.returncode == 0, done.stderr
    kills, val_losses = json.loads(done.stdout.splitlines()[-1])
    assert kills >= 3
    model = model_of(200, 300)
    history = checkpoints.restore(model, tmp_path)
    assert list(history["val_loss"]) == val_losses
    assert list(history.index) == list(range(1, 11))
    model.load_weights(tmp_path / BEST_FILE)
    best = model.evaluate(batches(300), verbose=0)
    assert best == pytest.approx(min(val_losses), rel=1e-5)
