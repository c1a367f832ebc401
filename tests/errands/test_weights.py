"""Weights by way of the walls: into a network of the grader's own, or an error with the reason."""

import json
import re
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
from keras import layers

from grader.grading import weights
from grader.grading.weights import UnusableWeights, read_weights
from grader.kernel import errand


def network() -> keras.Model:
    inputs = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, padding="same", activation="relu")(inputs)
    skip = layers.Dropout(0.3)(layers.Conv2D(4, 3, padding="same")(x))
    x = layers.Conv2DTranspose(4, 3, strides=2, padding="same")(layers.MaxPooling2D()(skip))
    x = layers.BatchNormalization()(layers.concatenate([x, skip]))
    return keras.Model(inputs, layers.Conv2D(5, 1)(x))


def fill(model: keras.Model, found: weights.Weights) -> None:
    """Give a model the weights at the paths where Keras keeps those of its layers."""
    seen: Counter[str] = Counter()
    for layer in model.layers:
        kind = keras.src.utils.naming.to_snake_case(type(layer).__name__)
        place = f"layers/{kind}_{seen[kind]}" if seen[kind] else f"layers/{kind}"
        seen[kind] += 1
        layer.set_weights([found[f"{place}/vars/{number}"] for number in range(len(layer.weights))])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras's, saving
def test_a_network_of_the_graders_own_predicts_as_the_students(
    behind_walls: None, tmp_path: Path
) -> None:
    students, loaded, filled = network(), network(), network()
    students.compile("sgd", "mse")
    x, y = np.random.default_rng(0).normal(size=(2, 4, 8, 8, 5)).astype(np.float32)
    students.fit(x[..., :3], y, verbose=0)
    path = tmp_path / "unet.weights.h5"
    students.save_weights(path)
    loaded.load_weights(path)
    fill(filled, read_weights(path.read_bytes()))
    images = x[..., :3]
    assert np.asarray(filled(images)).tolist() == np.asarray(loaded(images)).tolist()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no weights", "The weights file is not an HDF5 file. Expected what "),
        (b"\x89HDF\r\n\x1a\n", "The weights file is damaged "),
    ],
)
def test_a_file_without_weights_is_refused_with_the_reason(
    behind_walls: None, content: bytes, reason: str
) -> None:
    with pytest.raises(UnusableWeights) as refusal:
        read_weights(content)
    assert str(refusal.value).startswith(reason)


@pytest.mark.slow
def test_a_file_that_lies_about_its_size_is_refused(behind_walls: None, tmp_path: Path) -> None:
    """A small array whose packed bytes go on and on: only unpacking shows it."""
    with h5py.File(tmp_path / "bomb.h5", "w") as file:
        array = file.create_dataset("a", (1024,), "f4", chunks=(1024,), compression="gzip")
        packer = zlib.compressobj(1)
        packed = [packer.compress(bytes(16 * 1024**2)) for _ in range(96)]
        array.id.write_direct_chunk((0,), b"".join(packed) + packer.flush())
    with pytest.raises(UnusableWeights) as refusal:
        read_weights((tmp_path / "bomb.h5").read_bytes())
    assert re.search("filter returned failure|more than [0-9]+ MB", str(refusal.value))


def header(arrays: Any) -> bytes:
    return json.dumps({"arrays": arrays}).encode() + b"\n"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\n",
        b"[]\n",
        header(None),
        header([["a", [2]]]),
        header([["a", [1]]]) + bytes(8),
        header([["a", [-1]]]) + bytes(4),
        header([["a", [1.0]]]) + bytes(4),
        header([["a", "1"]]) + bytes(4),
        header([["a\n", [1]]]) + bytes(4),
        header([[1, [1]]]) + bytes(4),
        header([["a", [1]]]) + bytes(3),
        header([["a", [2**40, 2**40]]]),
    ],
)
def test_an_answer_in_another_form_is_refused(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that answers has read the file: a hole in HDF5 may have made it say anything."""
    monkeypatch.setattr(errand, "run", lambda *_, **__: answer)
    with pytest.raises(UnusableWeights, match="the answer is in no known form"):
        read_weights(b"")


def test_an_answer_with_numbers_that_are_not_finite_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = header([["a", [1]]]) + np.array([np.nan], "<f4").tobytes()
    monkeypatch.setattr(errand, "run", lambda *_, **__: answer)
    with pytest.raises(UnusableWeights, match="holds numbers that are not finite"):
        read_weights(b"")


def test_an_answer_becomes_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = np.arange(7, dtype="<f4").tobytes()
    answer = header([["a", [2, 3]], ["b", []]]) + numbers
    monkeypatch.setattr(errand, "run", lambda *_, **__: answer)
    found = {path: array.tolist() for path, array in read_weights(b"").items()}
    assert found == {"a": [[0, 1, 2], [3, 4, 5]], "b": 6}
