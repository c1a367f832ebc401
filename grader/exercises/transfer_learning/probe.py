"""What a student's encoder, decoder, examples and training come to, written down as data."""

import contextlib
import difflib
import inspect
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial, wraps
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.arrays import Numbers, plain, record
from grader.checks.exercise import Case, Evidence, Probe, StudentFunction
from grader.checks.layer_tables import evidence_of, evidence_of_call, without_weights
from grader.checks.probing import describe_error
from grader.exercises.training.files.probe import raised_inside
from grader.graph.table import describe, layers_with_weights

NOTEBOOK = "transfer_learning"
FUNCTIONS = {
    "encoder": "encoder",
    "upsample": "upsample",
    "decoder": "pets_unet",
    "output": "pets_unet",
    "load_example": "load_example",
    "train": "train",
}

# encoder ------------------------------------------------------------------------------------------

SPREAD = 0.1  # of what is near 0 or 1: biases, scales, means and variances
N_CHANNELS_SHOWN = 6


def probe_encoder(function: StudentFunction, case: Case) -> Evidence:
    """Outputs of the encoder, its parameters and, with the check's own weights, its numbers."""
    size, alpha = tuple(case.arguments["input_size"]), case.arguments["alpha"]
    if "missing_file" in case.arguments:
        return _try_missing_file(function, size, alpha, case.arguments["missing_file"])
    returned = without_weights(function)(input_size=size, alpha=alpha, weights=None)
    graph = describe(returned)
    kind = graph["returned"]
    if kind != "model":
        return {"returned": kind}
    evidence = {
        "returned": kind,
        "outputs": [_describe_output(tensor) for tensor in returned.outputs],
        "parameters": int(returned.count_params()),
        "top": any("Dense" in row.get("unused", ()) for row in graph["rows"]),
        "trainable": sum(math.prod(weight.shape) for weight in returned.trainable_weights),
        "misspelt": _misspelt(returned),
    }
    seed = case.arguments.get("weights_seed")
    return evidence if seed is None else {**evidence, "numbers": _numbers(returned, seed, size)}


def _misspelt(model: Any) -> str:
    """An attribute that Keras does not know and that was meant to be trainable; "" without one."""
    own = [name for name in vars(model) if not name.startswith("_")]
    near = difflib.get_close_matches("trainable", own, n=1, cutoff=0.8)
    return near[0][:100] if near and near[0] not in dir(type(model)) else ""


def _try_missing_file(
    function: StudentFunction, size: tuple[int, ...], alpha: float, file: str
) -> Evidence:
    """Whether a file of weights that is not there is missed.

    MobileNetV2 looks for it before it builds anything, so that a right answer costs no time.
    """
    try:
        returned = function(input_size=size, alpha=alpha, weights=file)
    except Exception as error:
        if file not in str(error):
            raise
        return {"missed": True}
    return {"missed": False, "returned": type(returned).__name__}


def _describe_output(tensor: Any) -> Evidence:
    return {"layer": tensor._keras_history.operation.name[:100], "shape": list(tensor.shape)}


def _numbers(model: Any, seed: int, size: tuple[int, ...]) -> Any:
    """Some numbers of each output, or the error that came of asking for them."""
    import keras

    rng = np.random.default_rng(seed)
    try:
        weights = [weight for layer in layers_with_weights(model) for weight in layer.weights]
        chosen = [(w, chosen_weights(rng, w.path.split("/")[-1], w.shape)) for w in weights]
        image = chosen_image(seed, size).astype(np.float32)
        with keras.StatelessScope(chosen, initialize_variables=False):
            outputs = model(image, training=False)
        return [plain(shown(np.asarray(output))) for output in outputs]
    except Exception as error:
        return {"error": describe_error(error)}


def chosen_image(seed: int, size: Sequence[int]) -> Numbers:
    """An image (1, height, width, 3) in [-1, 1]."""
    return np.random.default_rng(seed).uniform(-1, 1, (1, *size))


def chosen_weights(rng: np.random.Generator, name: str, shape: Sequence[int]) -> Numbers:
    """Numbers for the weight of a layer by its Keras name; they keep what is computed near 1."""
    drawn = rng.normal(0, 1, tuple(shape))
    if name == "kernel":
        depthwise = shape[-1] == 1
        return np.asarray(drawn * np.sqrt(2 / math.prod(shape[: 2 if depthwise else 3])))
    if name == "moving_variance":
        return np.asarray(np.exp(SPREAD * drawn))
    return np.asarray((name == "gamma") + SPREAD * drawn)


def shown(output: NDArray[Any]) -> NDArray[Any]:
    """The first channels of the first and the middle pixel of an output (1, H, W, channels)."""
    _, height, width, _ = output.shape
    return output[0, [0, height // 2], [0, width // 2], :N_CHANNELS_SHOWN]


# upsample and pets_unet ---------------------------------------------------------------------------


def probe_upsample(function: StudentFunction, case: Case) -> Evidence:
    """Make a block, call it on an input and describe the layers behind what comes out."""
    import keras

    inputs = keras.Input(tuple(case.arguments["input_shape"]))
    filters, size = case.arguments["filters"], case.arguments["size"]

    def build() -> Any:
        block = function(filters, size, **case.arguments["options"])
        return block(inputs) if callable(block) else block

    return evidence_of(function, without_weights(build)(), {"inputs": inputs})


def probe_unet(function: StudentFunction, case: Case) -> Evidence:
    """Put the network on an encoder of five convolutions and describe the layers of both.

    The student's own encoder takes no part, so that a mistake in it costs its points alone. Her
    ``upsample`` does: the kernel that it makes of a size tells whose mistake a wrong one is.
    """

    @wraps(function)
    def build(**options: Any) -> Any:
        return function(_stand_in(case), **options)

    evidence = evidence_of_call(without_weights(build), (), case.arguments["options"], given={})
    return {**evidence, "kernel": _kernel_of_step(function, case.arguments["size"])}


def _kernel_of_step(function: StudentFunction, size: int) -> Any:
    """The kernel in what the ``upsample`` that ``function`` looks up makes of a size, if any."""
    import keras

    try:
        block = inspect.unwrap(function).__globals__["upsample"](4, size)
        rows = describe(block(keras.Input((4, 4, 2))))["rows"]
        kernels = (row["attributes"]["kernel_size"] for row in rows if row["parameters"])
        return next(kernels)
    except Exception:
        return None


def _stand_in(case: Case) -> Any:
    """A frozen encoder: each convolution halves the picture and is an output."""
    import keras

    inputs = keras.Input(tuple(case.arguments["input_size"]))
    outputs = [inputs]
    for channels in case.arguments["channels"]:
        convolution = keras.layers.Conv2D(channels, 3, 2, padding="same", activation="relu")
        outputs.append(convolution(outputs[-1]))
    model = keras.Model(inputs, outputs[1:])
    model.trainable = False
    return model


# load_example -------------------------------------------------------------------------------------

N_EXAMPLES = 16
N_EPOCHS = 2
N_WHOLE_MASKS = 3  # their pixels fit into an array of evidence
N_CLASSES = 3


def pictures_of(case: Case) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Colours (n, rows, columns, 3) and ids (n, rows, columns) of the blocks of the pictures."""
    rows, columns = case.arguments["blocks"]
    rng = np.random.default_rng(case.arguments["seed"])
    colours = rng.integers(0, 256, (N_EXAMPLES, rows, columns, 3))
    ids = rng.integers(0, N_CLASSES, (N_EXAMPLES, rows, columns))
    return colours.astype(np.uint8), ids.astype(np.uint8)


def probe_example(function: StudentFunction, case: Case) -> Evidence:
    """Map the function over a dataset and read it for two epochs.

    A function that raises there is called by itself, and what it raises there too comes through.

    The pictures are made of square blocks; of images the middle of each block is written down. A
    global seed is set meanwhile, as in notebooks whose numbers come out the same twice.
    """
    import tensorflow as tf

    block, size = case.arguments["block"], tuple(case.arguments["size"])
    colours, ids = pictures_of(case)
    pictures = (_enlarged(colours, block), _enlarged(ids[..., np.newaxis], block))
    with _global_seed(case.arguments["seed"]):
        generator = tf.random.Generator.from_seed(case.arguments["seed"])
        prepare = partial(
            function, size=size, generator=generator if case.arguments["augment"] else None
        )
        try:
            dataset = tf.data.Dataset.from_tensor_slices(pictures).map(prepare)
        except Exception as error:
            alone = prepare(*(tf.constant(picture[0]) for picture in pictures))
            return {"returned": "NoneTensorSpec"} if alone is None else raised_inside(error)
        if not isinstance(dataset.element_spec, tuple) or len(dataset.element_spec) != 2:
            return {"returned": type(dataset.element_spec).__name__}
        epochs = [list(dataset.as_numpy_iterator()) for _ in range(N_EPOCHS)]
    images, masks = (np.array([[pair[k] for pair in epoch] for epoch in epochs]) for k in (0, 1))
    return {
        "image": record(images[0, 0]) | _range_of(images),
        "mask": record(masks[0, :N_WHOLE_MASKS]),
        "images": record(_middles(images, case)),
        "masks": record(_middles(masks, case)),
    }


def _enlarged(blocks: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Pictures (n, H, W, channels) of squares, one for each number of (n, rows, columns, …)."""
    return np.repeat(np.repeat(blocks, side, axis=1), side, axis=2)


def _range_of(array: NDArray[Any]) -> Evidence:
    return {"low": plain(array.min()), "high": plain(array.max())}


def _middles(pictures: NDArray[Any], case: Case) -> NDArray[Any]:
    """The middle of each block of prepared pictures (epochs, n, height, width, channels)."""
    (rows, columns), (height, width) = case.arguments["blocks"], case.arguments["size"]
    if pictures.shape[2:4] != (height, width):
        return pictures[:, :, :1, :1]
    down, across = height // rows, width // columns
    return pictures[:, :, down // 2 :: down, across // 2 :: across]


@contextlib.contextmanager
def _global_seed(seed: int) -> Iterator[None]:
    """TensorFlow's global seed while the block runs; what was set before is set again."""
    import tensorflow as tf
    from tensorflow.python.eager import context  # there is no public way to ask for the seed

    before = context.global_seed()
    tf.random.set_seed(seed)
    try:
        yield
    finally:
        tf.random.set_seed(before)


# train --------------------------------------------------------------------------------------------

MAX_STAGES = 20
COLUMNS = ("loss", "val_loss")
# Ids and logits; three of four pixels are right, and other accuracies give other numbers.
ACCURACY_BATCH = (
    [[[[0], [2]], [[1], [2]]]],
    [[[[2.0, -1.0, -1.0], [0.0, -1.0, 3.0]], [[-1.0, 1.0, 0.6], [0.0, 2.5, -1.0]]]],
)
LOSS_BATCH = ([[[[0], [2]]]], [[[[1.0, 2.0, -1.0], [0.5, 0.0, 3.0]]]])  # ids and logits


def probe_train(function: StudentFunction, case: Case) -> Evidence:
    """Train a network of three layers and write down, for each call of fit, what changed."""
    frozen, tuned = case.arguments["frozen_epochs"], case.arguments["tuned_epochs"]
    stages: list[Evidence] = []
    history = None
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(_NotCompiledAgain):
        model, backbone = _small_network(stages)
        dataset, validation = _small_dataset(2), _small_dataset(1)
        try:
            history = function(model, backbone, dataset, validation, frozen, tuned)
        except _BackboneFitted:
            return {"stages": [], "history": _describe_history(None)}
    return {"stages": stages[:MAX_STAGES], "history": _describe_history(history)}


class _NotCompiledAgain(Exception):
    """Keras's optimiser does not know a variable that has been thawed since."""


class _BackboneFitted(Exception):
    """The encoder was to be trained by itself; it has no classes to learn."""


def _small_network(stages: list[Evidence]) -> tuple[Any, Any]:
    """A network of a frozen backbone and one more layer, which keeps account of every fit."""
    import keras

    class Backbone(keras.Model):  # type: ignore[misc]
        def fit(self, *_: Any, **__: Any) -> Any:
            raise _BackboneFitted

    optimizers: list[Any] = []

    class Observed(keras.Model):  # type: ignore[misc]
        def compile(self, *arguments: Any, **options: Any) -> None:
            # One step of so small a network is not worth compiling a graph.
            super().compile(*arguments, **{**options, "run_eagerly": True})
            optimizers.append(self.optimizer)

        def fit(self, *arguments: Any, **options: Any) -> Any:
            before = _weights(self)
            stage = {
                "trainable": _is_trainable(self),
                "backbone": bool(backbone.trainable),
                "optimizer_again": any(one is self.optimizer for one in optimizers[:-1]),
                **_describe_setting(self),
            }
            try:
                history = super().fit(*arguments, **options)
            except ValueError as error:
                if "Unknown variable" not in str(error):
                    raise
                nothing = dict.fromkeys(before, False)
                stages.append({**stage, "epochs": 0, "moved": nothing, "fitted": False})
                raise _NotCompiledAgain from None
            after = _weights(self)
            moved = {name: not np.allclose(after[name], before[name], atol=0) for name in after}
            stage["accuracy"] = _accuracy_of_batch(self)
            epochs = len(history.epoch)
            stages.append({**stage, "epochs": epochs, "moved": moved, "fitted": True})
            return history

    inputs = keras.Input((4, 4, 2))
    features = keras.layers.Conv2D(2, 1, name="convolution")(inputs)
    features = keras.layers.BatchNormalization(name="normalization")(features)
    backbone = Backbone(inputs, features)
    backbone.trainable = False
    model = Observed(inputs, keras.layers.Conv2D(N_CLASSES, 1, name="decoder")(features))
    return model, backbone


def _small_dataset(seed: int) -> Any:
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    images = rng.normal(1, 1, (4, 4, 4, 2)).astype(np.float32)
    masks = rng.integers(0, N_CLASSES, (4, 4, 4, 1)).astype(np.uint8)
    return tf.data.Dataset.from_tensor_slices((images, masks)).batch(2)


def _weights(model: Any) -> dict[str, NDArray[Any]]:
    """Kernels of the three layers and what the normalisation has seen, by name."""
    layers = {name: model.get_layer(name) for name in ("convolution", "normalization", "decoder")}
    return {
        "convolution": np.array(layers["convolution"].kernel),
        "statistics": np.array(layers["normalization"].moving_mean),
        "decoder": np.array(layers["decoder"].kernel),
    }


def _is_trainable(model: Any) -> Evidence:
    names = ("convolution", "normalization", "decoder")
    return {name: bool(model.get_layer(name).trainable_weights) for name in names}


def _describe_setting(model: Any) -> Evidence:
    """Optimiser and loss that a model was compiled with; the loss by its number on a batch."""
    import keras

    if not model.compiled:
        return {"optimizer": None, "learning_rate": None, "loss": None}
    ids, logits = (np.array(part) for part in LOSS_BATCH)
    try:
        loss = record(np.mean(keras.losses.get(model.loss)(ids, logits.astype(np.float32))))
    except Exception as error:
        loss = {"type": type(error).__name__}
    return {
        "optimizer": type(model.optimizer).__name__,
        "learning_rate": plain(float(model.optimizer.learning_rate)),
        "loss": loss,
    }


def _accuracy_of_batch(model: Any) -> Any:
    """What the model's accuracy, whatever its kind, is on a batch; None where there is none."""
    ids, logits = (np.array(part, np.float32) for part in ACCURACY_BATCH)
    try:
        model.reset_metrics()
        measured = model.compute_metrics(None, ids, logits)
        return next((plain(float(measured[name])) for name in measured if "acc" in name), None)
    except Exception:  # a metric of the student's own may want anything
        return None


def _describe_history(history: Any) -> Evidence:
    import pandas as pd

    if not isinstance(history, pd.DataFrame):
        return {"type": type(history).__name__}
    complete = [str(name) for name in history if history[[name]].notna().all(axis=None)]
    return {
        "type": "DataFrame",
        "side_by_side": bool(history.columns.duplicated().any()),
        "rows": len(history),
        "columns": [name for name in COLUMNS if name in complete],
        "accuracy": any("acc" in name for name in complete),  # it has several names
    }


PROBES: Mapping[str, Probe] = {
    "encoder": probe_encoder,
    "upsample": probe_upsample,
    "decoder": probe_unet,
    "output": probe_unet,
    "load_example": probe_example,
    "train": probe_train,
}
