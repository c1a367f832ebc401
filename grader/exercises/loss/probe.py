"""What a student's loss, mean IoU and compiled model give on batches of masks and logits."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.arrays import Numbers, plain, record
from grader.checks.exercise import Case, Evidence, Probe, StudentFunction
from grader.checks.probing import describe_error

Classes = NDArray[np.int64]

NOTEBOOK = "4_loss"
FUNCTIONS = {
    "pixelwise_crossentropy": "pixelwise_crossentropy",
    "mean_iou": "mean_iou",
    "compile_unet": "compile_unet",
}
OPTIMIZER_SETTINGS = (
    *("learning_rate", "beta_1", "beta_2", "epsilon", "amsgrad", "weight_decay"),
    *("clipnorm", "global_clipnorm", "clipvalue", "use_ema", "gradient_accumulation_steps"),
)
# Gradients of three weights, step by step: they change their size and sign, and one is always 0.
GRADIENTS = ((1.0, -30.0, 0.0), (-0.1, 2.0, 0.0), (1e-4, 0.5, 0.0), (20.0, -0.01, 0.0))
FIRST_WEIGHTS = (0.5, -2.0, 3.0)
LATE_STEP = 1_000_000  # by then any schedule has left its first rate
MOST_METRICS = 20


def batch_of(case: Case) -> tuple[Classes, Numbers]:
    """Truth (batch, height, width) and logits (batch, height, width, n_classes) of a case."""
    y_true = np.array(case.arguments["y_true"], dtype=np.int64)
    return y_true, np.array(case.arguments["logits"], dtype=np.float64)


def probe_crossentropy(function: StudentFunction, case: Case) -> Evidence:
    """The loss of every pixel."""
    return {"loss": record(function(*_tensors(*batch_of(case))))}


def probe_iou(function: StudentFunction, case: Case) -> Evidence:
    """The mean IoU of the batch."""
    y_true, logits = batch_of(case)
    return {"mean_iou": record(function(*_tensors(y_true, logits), logits.shape[-1]))}


def _tensors(y_true: Classes, logits: Numbers) -> tuple[Any, Any]:
    """What a training step would pass: a uint8 mask with its channel, and float32 logits."""
    import tensorflow as tf

    return tf.constant(y_true[..., np.newaxis], tf.uint8), tf.constant(logits, tf.float32)


def probe_compile(function: StudentFunction, case: Case) -> Evidence:
    """Compile a model whose logits are its input, and evaluate the case's batch and a second one.

    The second has the same logits and the masks of ``upside_down``. In a case that looks
    ``thoroughly`` a graph is drawn as well, as in training, and even Adam moves three weights of
    the check's own: that takes longest, and is the same whatever the batch.
    """
    import keras

    y_true, logits = batch_of(case)
    model = _copying_model(logits.shape[1:])
    result = function(model)
    is_other = isinstance(result, keras.Model) and result is not model
    evidence = {
        "returned": "the model" if result is model else type(result).__name__,
        "other_model": is_other,
        "compiled": bool(model.compiled),
    }
    if is_other or not model.compiled:
        return evidence
    batches = [_tensors(truth, logits) for truth in (y_true, upside_down(y_true))]
    evidence["gives_logits"] = bool(np.allclose(model(logits), logits, atol=1e-4))
    evidence |= _describe_compiled(model)
    if case.arguments["thoroughly"] or evidence["optimizer"] != "Adam":
        evidence["moves"] = _moves(model.optimizer)
    return evidence | _evaluate(model, batches, in_graph=case.arguments["thoroughly"])


def upside_down(y_true: Classes) -> Classes:
    """Masks (batch, height, width) turned over."""
    return y_true[:, ::-1]


def _copying_model(shape: tuple[int, int, int]) -> Any:
    """A model whose logits are its input: a 1×1 convolution with the identity as kernel."""
    import keras

    n_classes = shape[-1]
    inputs = keras.Input(shape)
    layer = keras.layers.Conv2D(n_classes, 1)
    model = keras.Model(inputs, layer(inputs))
    layer.set_weights([np.eye(n_classes).reshape(1, 1, n_classes, n_classes), np.zeros(n_classes)])
    return model


def _describe_compiled(model: Any) -> Evidence:
    optimizer = model.optimizer
    return {
        "optimizer": type(optimizer).__name__,
        "settings": {
            name: _plain_setting(getattr(optimizer, name))
            for name in OPTIMIZER_SETTINGS
            if hasattr(optimizer, name)
        },
        "loss": _name_of_loss(model.loss),
    }


def _name_of_loss(loss: Any) -> str:
    """What a loss is called, whether it is a text, a function, a class or an object."""
    if isinstance(loss, str):
        return loss
    if isinstance(loss, type):
        return f"the class {loss.__name__}"
    return str(getattr(loss, "name", None) or getattr(loss, "__name__", type(loss).__name__))


def _plain_setting(value: Any) -> Any:
    return value if value is None or isinstance(value, bool) else plain(float(value))


def _moves(optimizer: Any) -> Evidence | None:
    """How far an optimizer takes three weights by ``GRADIENTS``, and its rate after many steps.

    ``None`` for one that does not work as those of Keras do.
    """
    import keras

    try:
        weights = keras.Variable(FIRST_WEIGHTS, dtype="float64")
        optimizer.build([weights])
        ways = []
        for gradient in GRADIENTS:
            optimizer.apply([keras.ops.convert_to_tensor(gradient, "float64")])
            ways.append(plain(np.asarray(weights) - FIRST_WEIGHTS))
        optimizer.iterations.assign(LATE_STEP)
        return {"ways": ways, "late_rate": plain(float(optimizer.learning_rate))}
    except Exception:
        return None


def _evaluate(model: Any, batches: Sequence[tuple[Any, Any]], in_graph: bool) -> Evidence:
    """The numbers of two batches. A failure here is evidence: the judge knows its usual causes.

    They come from Python line by line; a graph, as training draws one, is tried as well if
    ``in_graph``.
    """
    import tensorflow as tf

    chosen = model.run_eagerly
    model.run_eagerly = True
    try:
        first, second = (_numbers(model, *batch) for batch in batches)
        y_true, logits = batches[0]
        loss = model.compute_loss(x=logits, y=y_true, y_pred=model(logits))
        if in_graph and not chosen:
            model.run_eagerly = False
            draw = tf.function(model.test_step, autograph=False).get_concrete_function
            draw((logits, y_true))
    except Exception as error:
        return {"evaluate_error": describe_error(error)}
    return {"evaluate": first, "second": second, "loss_shape": list(np.shape(loss))}


def _numbers(model: Any, y_true: Any, logits: Any) -> Evidence:
    """The loss and the first metrics of a batch, by their names."""
    model.reset_metrics()
    numbers = dict(model.test_on_batch(logits, y_true, return_dict=True))
    metrics = list({"loss": numbers.pop("loss"), **numbers}.items())
    return {name: plain(value) for name, value in metrics[: 1 + MOST_METRICS]}


PROBES: Mapping[str, Probe] = {
    "pixelwise_crossentropy": probe_crossentropy,
    "mean_iou": probe_iou,
    "compile_unet": probe_compile,
}
