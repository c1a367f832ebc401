"""What a student's operations make of small tensors."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.arrays import Numbers, record
from grader.exercise import Case, Evidence, StudentFunction


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
    """conv2d_down on the case's inputs and kernel."""
    with on_processor():
        return {"result": record(function(tensor_of(case, "inputs"), tensor_of(case, "kernel")))}


def probe_pooling(function: StudentFunction, case: Case) -> Evidence:
    """maxpool_down on the case's inputs."""
    with on_processor():
        return {"result": record(function(tensor_of(case, "inputs")))}


def probe_enlarging(function: StudentFunction, case: Case) -> Evidence:
    """maxpool_up on the case's inputs, and once more traced while no size is known.

    Behind a transposed convolution TensorFlow may know neither height nor width in advance.
    """
    inputs = tensor_of(case, "inputs")
    with on_processor():
        return {
            "result": record(function(inputs)),
            "traced": of_unknown_size(function, inputs, (None, None, None, inputs.shape[3])),
        }


def probe_conv2d_up(function: StudentFunction, case: Case) -> Evidence:
    """conv2d_up on the case, and once more traced while the size of the batch is unknown."""
    inputs, kernel = tensor_of(case, "inputs"), tensor_of(case, "kernel")
    strides = case.arguments["strides"]
    with on_processor():
        return {
            "result": record(function(inputs, kernel, strides)),
            "traced": of_unknown_size(
                lambda batch: function(batch, kernel, strides), inputs, (None, *inputs.shape[1:])
            ),
        }


def of_unknown_size(
    function: Callable[[Any], Any], inputs: Any, known: tuple[int | None, ...]
) -> Evidence:
    """What a function gives inside ``tf.function`` that knows no more than this of the shape."""
    import tensorflow as tf

    traced = tf.function(function, input_signature=[tf.TensorSpec(known, inputs.dtype)])
    try:
        return {"shape": record(traced(inputs)).get("shape")}
    except Exception as error:  # evidence as well; the judge knows the usual cause
        return {"raised": type(error).__name__}
