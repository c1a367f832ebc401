"""A one-weight model trained by a student's train, and what it, the table and the folder hold.

The model predicts weight · 1, its loss is the mean absolute error, SGD has learning rate 1. The
training target is far above, so each step adds exactly 1 to the weight and two steps make an
epoch: after epoch e the weight is 2e. The validation target is chosen so that
val_loss = |2e − target| is smallest after a given epoch. One number, the weight, then tells which
epoch a model comes from.
"""

import contextlib
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from grader.checks.arrays import plain
from grader.checks.exercise import Case, Evidence, StudentFunction
from grader.checks.probing import describe_error

STEPS_PER_EPOCH = 2
TRAIN_TARGET = 100.0  # out of reach, unless a case says after which epoch the loss is at its lowest
OFF_CENTRE = 0.5  # no two epochs have the same val_loss
BEST_FILE = "best.weights.h5"
COLUMNS = ("loss", "mse", "val_loss", "val_mse")
MAX_EPOCHS = 100  # rows of a history kept in the evidence
MOST_FILES, LONGEST_NAME = 5, 80


def probe_train(function: StudentFunction, case: Case) -> Evidence:
    """Train the one-weight model in an empty folder, after an interrupted call when asked for.

    The second call gets a new model, as after a restart of the kernel: everything it knows about
    the first has to come out of the folder.
    """
    epochs, interrupted = case.arguments["epochs"], case.arguments["interrupted"]
    targets = validation_target(case), training_target(case)
    with (
        TemporaryDirectory() as place,
        contextlib.chdir(place),
        contextlib.redirect_stdout(io.StringIO()),  # some fifty progress bars
    ):
        folder = Path(place, "training")
        folder.mkdir()
        if interrupted:
            last_step = (interrupted - 1) * STEPS_PER_EPOCH + 1
            with contextlib.suppress(KeyboardInterrupt):
                function(_model(last_step), *_datasets(*targets), epochs, folder)
        model = _model()
        try:
            history = function(model, *_datasets(*targets), epochs, folder)
        except ValueError as error:
            if "validation_split" not in str(error):
                raise
            return {"validation_split": True}
        return {
            "history": _describe_history(history),
            "steps": model.steps_done,
            "weight": _weight(model),
            "best_file": _weight_in(folder / BEST_FILE),
            "overwritten": model.overwritten,
            "other_files": _other_files(folder),
            "elsewhere": any(path.is_file() for path in Path(place).glob("*.h5")),
            "compiled_again": model.times_compiled > 1,
            "again": _call_again(function, targets, epochs, folder)
            if case.arguments["again"]
            else None,
        }


def _call_again(
    function: StudentFunction, targets: tuple[float, float], epochs: int, folder: Path
) -> Evidence:
    """What one more call with the same folder does, when all epochs are done."""
    model = _model()
    try:
        history = function(model, *_datasets(*targets), epochs, folder)
    except Exception as error:
        return {"error": describe_error(error)}
    return {"steps": model.steps_done, "rows": len(_describe_history(history).get("index", ()))}


def _other_files(folder: Path) -> list[str]:
    """Files of weights or models in the folder under other names."""
    files = [path.name for path in folder.glob("*") if path.suffix in (".h5", ".keras")]
    return sorted(name[:LONGEST_NAME] for name in files if name != BEST_FILE)[:MOST_FILES]


def training_target(case: Case) -> float:
    """What the training images want; the weight stays around it where an epoch reaches it."""
    lowest = case.arguments.get("lowest_loss")
    return TRAIN_TARGET if lowest is None else float((lowest - 1) * STEPS_PER_EPOCH + OFF_CENTRE)


def validation_target(case: Case) -> float:
    """What the weight is measured against; no two epochs come equally close to it."""
    return float(case.arguments["best"] * STEPS_PER_EPOCH + OFF_CENTRE)


def _model(last_step: int | None = None) -> Any:
    """The one-weight model, ready to train; it is interrupted after ``last_step`` steps."""
    import keras

    model = _one_weight(last_step)
    model.compile(keras.optimizers.SGD(1.0))
    return model


def _one_weight(last_step: int | None = None) -> Any:
    """The model itself, which counts its training steps.

    It also notes which weights of the best file, kept there by a callback of ``fit``, were written
    over behind it. It knows its loss and the slope of it, so that a step takes neither a gradient
    tape nor metrics; and it steps in plain Python: a traced train_step would count once and could
    not be interrupted.
    """
    import keras

    class OneWeight(keras.Model):  # type: ignore[misc]
        steps_done = 0
        times_compiled = 0
        is_fitting = False
        kept_by_fit = overwritten = None  # weights in the best file

        def compile(self, optimizer: Any = "rmsprop", *_: Any, **__: Any) -> None:
            self.times_compiled += 1
            super().compile(optimizer, run_eagerly=True)

        def fit(self, *arguments: Any, **options: Any) -> Any:
            self.is_fitting = True
            try:
                return super().fit(*arguments, **options)
            finally:
                self.is_fitting = False

        def save_weights(self, filepath: Any, *arguments: Any, **options: Any) -> None:
            super().save_weights(filepath, *arguments, **options)
            if getattr(filepath, "name", str(filepath)).endswith(BEST_FILE):
                self.overwritten = None if self.is_fitting else self.kept_by_fit
                self.kept_by_fit = _weight(self) if self.is_fitting else self.kept_by_fit

        def make_train_function(self, force: bool = False) -> None:
            self.train_function = lambda batches: self.train_step(next(batches))

        def make_test_function(self, force: bool = False) -> None:
            self.test_function = lambda batches: self.test_step(next(batches))

        def train_step(self, data: Any) -> Any:
            if self.steps_done == last_step:
                raise KeyboardInterrupt
            self.steps_done += 1
            off = _off_target(self, data)
            self.optimizer.apply([keras.ops.full((1, 1), -np.sign(off))], self.trainable_variables)
            return _as_logs(off)

        def test_step(self, data: Any) -> Any:
            return _as_logs(_off_target(self, data))

    inputs = keras.Input((1,))
    layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")
    return OneWeight(inputs, layer(inputs))


def _off_target(model: Any, data: Any) -> float:
    """How much is missing from the model's weight to the target of a batch."""
    return float(np.ravel(data[1])[0]) - float(model.get_weights()[0][0, 0])


def _as_logs(off: float) -> dict[str, float]:
    return {"loss": abs(off), "mse": off**2}


def _datasets(validation_target: float, training_target: float = TRAIN_TARGET) -> tuple[Any, Any]:
    import tensorflow as tf

    def dataset(target: float, n: int) -> Any:
        pairs = (tf.ones((n, 1)), tf.fill((n, 1), target))
        return tf.data.Dataset.from_tensor_slices(pairs).batch(1)

    return dataset(training_target, STEPS_PER_EPOCH), dataset(validation_target, 1)


def _weight(model: Any) -> Any:
    return plain(model.get_weights()[0].item())


def _weight_in(path: Path) -> Any:
    """The weight in a file of weights; None when there is no such file, "unreadable" if so."""
    if not path.is_file():
        return None
    model = _one_weight()
    try:
        model.load_weights(path)
    except (OSError, ValueError, KeyError):
        return "unreadable"
    return _weight(model)


def _describe_history(history: Any) -> Evidence:
    import pandas as pd

    if not isinstance(history, pd.DataFrame):
        fitted = getattr(history, "epoch", None)
        return {"type": type(history).__name__, "rows": len(fitted) if fitted else 0}
    rows = history.head(MAX_EPOCHS)
    # CSVLogger invents empty val_ columns when nothing was validated.
    columns = [name for name in COLUMNS if name in rows and rows[name].notna().any()]
    return {
        "type": "DataFrame",
        "index": [_plain_number(number) for number in rows.index],
        "epoch": [_plain_number(number) for number in rows.get("epoch", ())],
        "columns": {name: [plain(float(value)) for value in rows[name]] for name in columns},
    }


def _plain_number(number: Any) -> Any:
    """A number where it is one, otherwise its text: an index may hold anything."""
    try:
        return plain(float(number))
    except (TypeError, ValueError):
        return str(number)
