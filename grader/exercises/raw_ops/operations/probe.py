"""What a student's operations make of small tensors."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.checks.arrays import Numbers, record
from grader.checks.exercise import Case, Evidence, StudentFunction
from grader.checks.probing import describe_error


def array_of(case: Case, name: str) -> Numbers:
    """An argument of a case that is an array."""
    return np.array(case.arguments[name], dtype=np.float64)


def tensor_of(case: Case, name: str) -> Any:
    """An argument of a case as a float32 tensor."""
    import tensorflow as tf

    return tf.constant(array_of(case, name), tf.float32)


def on_processor() -> Any:
    """Compute there: a graphics card may round convolutions to ten bits."""
    import tensorflow as tf

    return tf.device("/CPU:0")


def probe_conv2d_down(function: StudentFunction, case: Case) -> Evidence:
    """conv2d_down on the case's inputs and kernel, and traced while the batch is unknown."""
    inputs, kernel = tensor_of(case, "inputs"), tensor_of(case, "kernel")
    with on_processor():
        result = record(function(inputs, kernel))
        return {
            "result": result,
            "repeats": result == record(function(inputs, kernel)),
            "traced": of_unknown_size(lambda batch: function(batch, kernel), inputs),
        }


def probe_pooling(function: StudentFunction, case: Case) -> Evidence:
    """maxpool_down on the case's inputs, and traced while the batch is unknown."""
    inputs = tensor_of(case, "inputs")
    with on_processor():
        return {"result": record(function(inputs)), "traced": of_unknown_size(function, inputs)}


def probe_enlarging(function: StudentFunction, case: Case) -> Evidence:
    """maxpool_up on the case's inputs, and once more traced while no size is known.

    Behind a transposed convolution TensorFlow may know neither height nor width in advance.
    """
    inputs = tensor_of(case, "inputs")
    with on_processor():
        return {
            "result": record(function(inputs)),
            "traced": of_unknown_size(function, inputs, n_unknown=3),
        }


def probe_conv2d_up(function: StudentFunction, case: Case) -> Evidence:
    """conv2d_up on the case, and once more traced while the size of the batch is unknown.

    Where it fails at sizes that do not fit, the shape that it asked for.
    """
    import tensorflow as tf

    inputs, kernel = tensor_of(case, "inputs"), tensor_of(case, "kernel")

    def enlarge(batch: Any) -> Any:
        return function(batch, kernel, case.arguments["strides"])

    with on_processor():
        asked = _asked_shape(enlarge, inputs)
        try:
            result = record(enlarge(inputs))
        except tf.errors.OpError as error:
            if asked is None:
                raise
            return {"asked": asked, "raised": describe_error(error)}
        return {
            "result": result,
            "repeats": result == record(enlarge(inputs)),
            "traced": of_unknown_size(enlarge, inputs),
        }


def _asked_shape(function: Callable[[Any], Any], inputs: Any) -> list[int] | None:
    """The shape that a function would give, without computing; None where that cannot be known.

    Raises:
        ValueError: computing it would end the process.
    """
    import tensorflow as tf

    spec = tf.TensorSpec(inputs.shape, inputs.dtype)
    try:
        shape = tf.function(function).get_concrete_function(spec).output_shapes
        return list(map(int, shape)) if isinstance(shape, tf.TensorShape) else None
    except Exception as error:
        if "requires input_sizes to contain" in str(error):
            raise ValueError(str(error)) from error
        return None


def of_unknown_size(function: Callable[..., Any], *tensors: Any, n_unknown: int = 1) -> Evidence:
    """What a function gives inside ``tf.function`` that does not know the first sizes."""
    import tensorflow as tf

    known = [
        tf.TensorSpec((*[None] * n_unknown, *tensor.shape[n_unknown:]), tensor.dtype)
        for tensor in tensors
    ]
    traced = tf.function(function, input_signature=known)
    try:
        return {"shape": record(traced(*tensors)).get("shape")}
    except Exception as error:  # evidence as well
        return {"raised": describe_error(error)}
