"""A handed-in network, from the bytes of its file to class ids: the course's own, or refused."""

import json
import re
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
from keras import layers
from numpy.typing import NDArray

from data.classes import N_CLASSES
from grader import errands
from grader.course import ROOT
from grader.errands import Unusable, segment
from grader.errands.packing import Arrays, pack, unpack
from grader.exercises.training.weights.judge import network
from grader.exercises.training.weights.judge.network import arranged, kernel_shapes, read, steps
from grader.grading.handed_in import behind_walls
from grader.grading.options import Options
from grader.notebook.loading import load_functions
from lessons.recipes.precision import dtype_policy

pytestmark = [
    # Keras saves its variables as NumPy 1 did.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

NARROW = 2  # filters: the course's network at a cost that a test can pay
RUN = behind_walls(Options())


def in_place(task: str, payload: bytes) -> bytes:
    return errands.task(task)(payload)


@cache
def own(notebook: str, function: str) -> Callable[..., Any]:
    found: Callable[..., Any] = load_functions(
        ROOT / "solutions" / "unet" / f"{notebook}.ipynb", [function]
    )[function]
    return found


def unet(**arguments: Any) -> keras.Model:
    """The network of the solutions."""
    model = own("3_unet_model", "unet_model")
    names = model.__globals__
    names["conv_block"] = own("1_conv_block", "conv_block")
    names["upsampling_block"] = own("2_upsampling_block", "upsampling_block")
    return model(**{"input_size": (32, 48, 3), "n_filters": NARROW, **arguments})


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the grader expect the narrow network."""
    monkeypatch.setattr(network, "N_FILTERS", NARROW)


def saved(model: keras.Model, folder: Path) -> bytes:
    path = folder / "unet.weights.h5"
    model.save_weights(path)
    return path.read_bytes()


def photos(n: int = 3, height: int = 32, width: int = 48) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (n, height, width, 3), np.uint8)


def n_other_pixels(model: keras.Model, pictures: NDArray[np.uint8], ids: NDArray[Any]) -> int:
    """In how many pixels the model prefers another class, by more than rounding.

    Which of two classes wins that are alike to the sixth digit depends on the size of the batch.
    """
    logits = np.asarray(model(pictures.astype(np.float32) / 255), np.float32)
    chosen = np.take_along_axis(logits, ids[..., np.newaxis].astype(int), axis=-1)[..., 0]
    return int(np.count_nonzero(chosen < logits.max(axis=-1) - 1e-4))


def with_biases(model: keras.Model) -> keras.Model:
    """The model with biases that are not zero, so that one that is left out would show."""
    rng = np.random.default_rng(1)
    for variable in model.trainable_variables:
        if len(variable.shape) == 1:
            variable.assign(rng.normal(0, 0.1, variable.shape))
    return model


# --- the same masks as Keras ----------------------------------------------------------------------


@pytest.mark.usefixtures("narrow")
def test_the_masks_are_those_that_keras_gives(tmp_path: Path) -> None:
    model = with_biases(unet())
    opened = network.open_network(saved(model, tmp_path), in_place)
    assert n_other_pixels(model, photos(), opened(photos())) == 0


@pytest.mark.usefixtures("narrow")
def test_more_photos_than_a_batch_holds_keep_their_order(tmp_path: Path) -> None:
    model = with_biases(unet())
    opened = network.open_network(saved(model, tmp_path), in_place)
    many = photos(segment.BATCH_SIZE + 1)
    assert n_other_pixels(model, many, opened(many)) == 0


@pytest.mark.usefixtures("narrow")
def test_the_state_of_an_optimizer_is_passed_over(tmp_path: Path) -> None:
    model = unet()
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(photos(1) / 255, np.zeros((1, 32, 48, 1)), verbose=0)
    opened = network.open_network(saved(model, tmp_path), in_place)
    assert n_other_pixels(model, photos(), opened(photos())) == 0


def in_other_words() -> keras.Model:
    """The narrow network with names of its own, activations as layers, and blocks as models."""

    def convolved(x: Any, n: int, name: str) -> Any:
        for part in ("a", "b"):
            x = layers.Conv2D(n, 3, padding="same", name=f"{name}{part}")(x)
            x = layers.Activation("relu")(x)
        return x

    def block(channels: int | None, n: int, name: str) -> keras.Model:
        inputs = keras.Input((None, None, channels))
        return keras.Model(inputs, convolved(inputs, n, name), name=name)

    x = inputs = keras.Input((32, 48, 3))
    skips = []
    for level, n in enumerate((2, 4, 8, 16, 32)):
        if level:
            skips.append(x)
            x = layers.MaxPooling2D()(x)
        x = block(x.shape[-1], n, f"down{level}")(x)
    for level, n in enumerate((16, 8, 4, 2)):
        x = layers.Conv2DTranspose(n, 3, strides=2, padding="same", name=f"up{level}")(x)
        x = convolved(layers.Concatenate()([x, skips.pop()]), n, f"beside{level}")
    x = layers.ReLU()(layers.Conv2D(2, 3, padding="same", name="nearly")(x))
    return keras.Model(inputs, layers.Conv2D(N_CLASSES, 1, padding="same", name="logits")(x))


@pytest.mark.usefixtures("narrow")
def test_names_activation_layers_and_models_within_do_not_matter(tmp_path: Path) -> None:
    model = with_biases(in_other_words())
    opened = network.open_network(saved(model, tmp_path), in_place)
    assert n_other_pixels(model, photos(), opened(photos())) == 0


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("policy", ["float16", "bfloat16", "mixed_bfloat16"])
def test_numbers_of_half_the_size_are_read(policy: str, tmp_path: Path) -> None:
    with dtype_policy(policy):
        model = unet()
        found = read(saved(model, tmp_path), in_place)
    kernels = {path: array.tolist() for path, array in found.items() if array.ndim == 4}
    expected = [np.asarray(v, np.float32).tolist() for v in model.variables if len(v.shape) == 4]
    assert sorted(map(str, kernels.values())) == sorted(map(str, expected))
    assert len(arranged(found)) == 48


# --- what is refused ------------------------------------------------------------------------------


def arrays() -> Arrays:
    """Numbers in the places and shapes of the course's network."""
    found: Arrays = {}
    for kind, shapes in kernel_shapes().items():
        for number, shape in enumerate(shapes):
            place = f"layers/{kind}_{number}" if number else f"layers/{kind}"
            found[f"{place}/vars/0"] = np.zeros(shape, np.float32)
            bias = shape[2] if kind == "conv2d_transpose" else shape[3]
            found[f"{place}/vars/1"] = np.zeros(bias, np.float32)
    return found


@pytest.mark.usefixtures("narrow")
def test_every_number_of_the_file_is_used_once() -> None:
    named = arranged(arrays())
    used = [step[1] for step in steps() if len(step) == 2]
    assert sorted(named) == sorted(f"{name} {role}" for name in used for role in ("kernel", "bias"))


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"layers/conv2d/vars/0": np.zeros((3, 3, 3, 16), np.float32)},
            "has an array of shape (3, 3, 3, 16), expected (3, 3, 3, 2) (layers/conv2d/vars/0): it "
            "is of another network than the course's unet_model()",
        ),
        (
            {"layers/conv2d_19/vars/0": np.zeros((1, 1, 2, 13), np.float32)},
            "has an array of shape (1, 1, 2, 13), expected (1, 1, 2, 23) "
            "(layers/conv2d_19/vars/0): it is of another network than the course's unet_model()",
        ),
        (
            {"layers/conv2d/vars/1": np.zeros((1, 2), np.float32)},
            "has an array of shape (1, 2), expected (2,) (layers/conv2d/vars/1): it is of another "
            "network than the course's unet_model()",
        ),
        (
            {"layers/conv2d_20/vars/0": np.zeros((3, 3, 2, 2), np.float32)},
            "has 21 layers of the kind conv2d, expected the 20 of the course's unet_model()",
        ),
        (
            {"layers/batch_normalization/vars/0": np.zeros(2, np.float32)},
            "has an array that the course's unet_model() has not "
            "(layers/batch_normalization/vars/0)",
        ),
        (
            {"layers/conv2d/vars/2": np.zeros(2, np.float32)},
            "has an array that the course's unet_model() has not (layers/conv2d/vars/2)",
        ),
    ],
)
def test_another_network_is_refused(change: Arrays, reason: str) -> None:
    with pytest.raises(Unusable) as refusal:
        arranged({**arrays(), **change})
    assert str(refusal.value) == reason


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize(
    ("lost", "reason"),
    [
        ("layers/conv2d/vars/1", "has no array layers/conv2d/vars/1, expected one of shape (2,)"),
        (
            "layers/conv2d_transpose",
            "has 0 layers of the kind conv2d_transpose, expected the 4 of the course's "
            "unet_model()",
        ),
        ("layers", "has 0 layers of the kind conv2d, expected the 20 of the course's unet_model()"),
    ],
)
def test_half_a_network_is_refused(lost: str, reason: str) -> None:
    kept = {path: array for path, array in arrays().items() if not path.startswith(lost)}
    with pytest.raises(Unusable) as refusal:
        arranged(kept)
    assert str(refusal.value) == reason


def header(named: Any) -> bytes:
    return json.dumps({"arrays": named}).encode() + b"\n"


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
def test_an_answer_in_another_form_is_refused(answer: bytes) -> None:
    """The process that answers has read the file: a hole in HDF5 may have made it say anything."""
    with pytest.raises(Unusable, match="the answer is in no known form"):
        read(b"", lambda *_: answer)


def test_numbers_that_are_not_finite_are_refused() -> None:
    answer = pack({"a": np.array([np.nan], np.float32)})
    with pytest.raises(Unusable, match="holds numbers that are not finite"):
        read(b"", lambda *_: answer)


def test_packed_arrays_come_back() -> None:
    packed = pack({"a": np.array([[0, 1], [2, 3]], np.float32), "b": np.array(6, np.float32)})
    found = {path: array.tolist() for path, array in unpack(packed).items()}
    assert found == {"a": [[0, 1], [2, 3]], "b": 6}


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("answer", [b"", bytes(5), bytes([23]) * 6])
def test_an_answer_that_holds_no_masks_is_an_error_of_the_engine(answer: bytes) -> None:
    answers = {"read_weights": pack(arrays()), "segment": answer}
    opened = network.open_network(b"", lambda task, _: answers[task])
    with pytest.raises(ValueError, match="answer of the task 'segment'"):
        opened(np.zeros((1, 2, 3, 3), np.uint8))


# --- behind the walls -----------------------------------------------------------------------------


@pytest.mark.slow
def test_behind_the_walls_the_masks_are_the_same(behind_walls: None, tmp_path: Path) -> None:
    """The full network, as students hand it in."""
    model = with_biases(unet(n_filters=32))
    opened = network.open_network(saved(model, tmp_path), RUN)
    assert n_other_pixels(model, photos(), opened(photos())) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"no weights", "is not an HDF5 file"), (b"\x89HDF\r\n\x1a\n", "is damaged ")],
)
def test_a_file_without_weights_is_refused_with_the_reason(
    behind_walls: None, content: bytes, reason: str
) -> None:
    with pytest.raises(Unusable) as refusal:
        read(content, RUN)
    assert str(refusal.value).startswith(reason)


@pytest.mark.slow
def test_a_file_that_lies_about_its_size_is_refused(behind_walls: None, tmp_path: Path) -> None:
    """A small array whose packed bytes go on and on: only unpacking shows it."""
    with h5py.File(tmp_path / "bomb.h5", "w") as file:
        array = file.create_dataset("a", (1024,), "f4", chunks=(1024,), compression="gzip")
        packer = zlib.compressobj(1)
        packed = [packer.compress(bytes(16 * 1024**2)) for _ in range(96)]
        array.id.write_direct_chunk((0,), b"".join(packed) + packer.flush())
    with pytest.raises(Unusable) as refusal:
        read((tmp_path / "bomb.h5").read_bytes(), RUN)
    assert re.search("filter returned failure|more than [0-9]+ MB", str(refusal.value))
