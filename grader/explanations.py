"""Well-known errors of TensorFlow and Keras in a beginner's words.

``explain`` knows an error by its message; it needs neither TensorFlow nor Keras.
"""

import ast
import re
from collections.abc import Callable

Shape = tuple[int | None, ...]

_CONCATENATE = r"`Concatenate` layer requires inputs with matching shapes.*?input_shape=(\[.*\])"


def explain(error: str, message: str) -> str | None:
    """What was got, what was expected, why, and what to do; ``None`` for an unknown error.

    ``error`` is the name of the exception's class. An unknown error whose message hides its point
    behind colour codes and Keras' own words is explained by that point.
    """
    point = _point(message)
    for pattern, explanation in _KNOWN:
        found = re.search(pattern, point, re.DOTALL)
        if found:
            return explanation(found)
    if error == "RecursionError":
        return "The function calls itself without end. Expected: it calls other functions only."
    if point != message.strip():
        return _unknown(message)
    return None


_COLOUR_CODE = r"\x1b\[[0-9;]*m"
_AROUND_THE_POINT = (
    r"\AException encountered when calling [^\n]*\n+",
    r"\n+Arguments received by .*\Z",
    r"\{\{function_node [^}]*\}\} ?",
)


def _point(message: str) -> str:
    """A message without colour codes and without what Keras writes around every error."""
    point = re.sub(_COLOUR_CODE, "", message).strip()
    for pattern in _AROUND_THE_POINT:
        point = re.sub(pattern, "", point, flags=re.DOTALL)
    return point.strip()


def sentence(call: str, error: str, message: str, line: str | None) -> str:
    """The sentence about an error in the student's code, whether it is a well-known one or not.

    ``line`` is the line of code that raised, where that is known.
    """
    where = f" in the line `{line}`" if line else ""
    words = explain(error, message) or _unknown(message)
    return f"{call} raised {error}{where}: {words}"


def _unknown(message: str) -> str:
    lines = _point(message).splitlines()
    first_line = (lines[0] if lines else "no message").rstrip(".")
    return (
        f"{first_line}. Expected: a call without an error. Run the call in a cell of its own to "
        "see where it happens."
    )


def _tensorflow_function(_: re.Match[str]) -> str:
    return (
        "a TensorFlow function got a Keras tensor, which holds no numbers yet; expected Keras "
        "layers only. tf.nn.relu, tf.concat and the like do not work while a network is put "
        "together. Use activation='relu' or a layer such as keras.layers.Concatenate instead."
    )


def _numpy_function(_: re.Match[str]) -> str:
    return (
        "NumPy got a Keras tensor, which holds no numbers yet; expected Keras layers only. Use a "
        "layer instead of the NumPy function."
    )


def concatenated_shapes(message: str) -> list[Shape]:
    """Shapes of the tensors that could not be concatenated; none when that was not the error."""
    found = re.search(_CONCATENATE, message, re.DOTALL)
    try:
        return [tuple(shape) for shape in ast.literal_eval(found.group(1))] if found else []
    except (ValueError, SyntaxError, TypeError):
        return []


def _concatenate(found: re.Match[str]) -> str:
    shapes = concatenated_shapes(found.group(0))
    got = " and ".join(str(shape) for shape in shapes)
    return (
        f"Concatenate got {got}, expected tensors of one height and width, joined along the "
        f"channels. {_why_sizes_differ(shapes)}"
    )


def _why_sizes_differ(shapes: list[Shape]) -> str:
    sizes = [shape[1:3] for shape in shapes]
    if len(sizes) != 2 or any(None in size or len(size) != 2 for size in sizes):
        return "Look at the shape of each tensor in the list."
    (height, width), (other_height, other_width) = sizes
    assert height and width and other_height and other_width
    if sizes[0] == sizes[1]:
        return "Height and width agree, so it joins along another axis. Pass axis=3."
    ratios = {other_height / height, other_width / width}
    if ratios == {2.0}:
        return (
            "The second is twice as large as the first: Conv2DTranspose doubles the size only "
            "with strides=2. If it does, the first was pooled once too often, or the skip "
            "connection comes from one level too high. Print both shapes before they are joined."
        )
    if len(ratios) == 1:
        return (
            "One is several times as large as the other: two tensors were mistaken for each "
            "other, or the skip connection comes from another level. Print both shapes before "
            "they are joined."
        )
    return (
        "They differ by a few pixels, as padding='valid' changes the size. Pass padding='same' to "
        "each convolution."
    )


def _added(found: re.Match[str]) -> str:
    return (
        f"a layer that computes number by number got tensors of shapes {found.group(1)} and "
        f"{found.group(2)}, expected equal shapes. A skip connection is not added but laid beside "
        "the other channels. Use keras.layers.concatenate."
    )


def _layer_used_again(found: re.Match[str]) -> str:
    return (
        f"a layer built for {found.group(1)} channels got a tensor with {found.group(2)}. This "
        "happens when one layer object is called twice; expected a new layer for each call. "
        "Create the layer inside the function, once for each place."
    )


def _missing_argument(found: re.Match[str]) -> str:
    function, arguments = found.groups()
    return (
        f"{function} was called without {arguments}, expected a value for each. Pass it in the "
        "call or, where the function is yours, give it its default value in the def line."
    )


def _unknown_argument(found: re.Match[str]) -> str:
    function, argument = found.groups()
    return (
        f"{function} got the argument {argument}, expected one that it knows. Check the spelling "
        "and, where the function is yours, its def line."
    )


_KERAS_LAYERS = (
    *("Conv2D", "Conv2DTranspose", "MaxPooling2D", "Dropout", "Concatenate", "concatenate"),
    *("Activation", "ReLU", "AveragePooling2D", "UpSampling2D", "BatchNormalization", "Add"),
    "SeparableConv2D",
)
_FULL_NAMES = {
    **{name: f"keras.layers.{name}" for name in _KERAS_LAYERS},
    **{name: f"keras.{name}" for name in ("layers", "Input", "Model", "Sequential", "ops")},
}
_IMPORTS = {
    "keras": "import keras",
    "tf": "import tensorflow as tf",
    "np": "import numpy as np",
}


def _unknown_name(found: re.Match[str]) -> str:
    name = found.group(1)
    start = f"the name {name} is not known, expected"
    if name in _IMPORTS:
        return f"{start} an import of it. Write `{_IMPORTS[name]}` in a cell above and run it."
    if name in _FULL_NAMES:
        return f"{start} an import of it or its full name. Write {_FULL_NAMES[name]}."
    return (
        f"{start} a variable or function of that name. It is misspelled, or the cell that defines "
        "it has not run. Compare the spelling with the line that gives it its value."
    )


def _no_value_yet(found: re.Match[str]) -> str:
    name = found.group(1)
    return (
        f"the variable {name} has no value when it is used, expected one in every call. The line "
        f"that sets it stands behind an if that was not taken. Set {name} before the if."
    )


def _labels_too_small(found: re.Match[str]) -> str:
    return (
        f"the labels are {found.group(1)}, expected int32 or int64. Masks are read as small whole "
        "numbers, which this function does not take. Write tf.cast(labels, tf.int32)."
    )


def _squeezed_axis(found: re.Match[str]) -> str:
    return (
        f"squeeze got axis {found.group(1)}, which holds {found.group(2)} numbers, expected an "
        "axis that holds one. In masks of shape (batch, height, width, 1) that is the last one. "
        "Pass axis=-1."
    )


def _squeezed_axis_of_array(_: re.Match[str]) -> str:
    return (
        "squeeze got an axis that holds more than one number, expected one that holds one. In "
        "masks of shape (batch, height, width, 1) that is the last one. Pass axis=-1."
    )


# TensorFlow words the next two errors otherwise on other processors, and in other order of numbers.
_OTHER_DEPTHS = r"input depth must be evenly divisible by filter depth"


def _channels_of_output_shape(_: re.Match[str]) -> str:
    return (
        "output_shape asks for another number of channels than the filters give. Expected: the "
        "filters have the shape (height, width, channels out, channels in), and output_shape ends "
        "in the channels out. Take its last entry from the third of the filters' shape."
    )


def _channels_of_filters(_: re.Match[str]) -> str:
    return (
        "the tensor has another number of channels than the filters were made for. Expected: the "
        "filters have the shape (height, width, channels in, channels out), and the tensor has "
        "the channels in. Print both shapes."
    )


_KNOWN: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"KerasTensor cannot be used as input to a TensorFlow function", _tensorflow_function),
    (r"KerasTensor is symbolic: .* NumPy array", _numpy_function),
    (_CONCATENATE, _concatenate),
    (r"Inputs have incompatible shapes. Received shapes (\(.*?\)) and (\(.*?\))", _added),
    (
        r"expected axis -1 of input shape to have value (\d+), "
        r"but received input with shape \(.*?, (\d+)\)",
        _layer_used_again,
    ),
    (rf"{_OTHER_DEPTHS}.*\[Op:Conv2DBackpropInput\]", _channels_of_output_shape),
    (rf"{_OTHER_DEPTHS}|Depth of input .* is not a multiple of", _channels_of_filters),
    (r"\Aname '(\w+)' is not defined", _unknown_name),
    (r"cannot access local variable '(\w+)' where it is not associated", _no_value_yet),
    (r"attr 'Tlabels' of (\w+) is not in the list", _labels_too_small),
    (r"[Cc]an ?not squeeze dim\[(\d+)\], expected a dimension of 1, got (\d+)", _squeezed_axis),
    (r"[Cc]annot (squeeze axis=|select an axis to squeeze out which has)", _squeezed_axis_of_array),
    (r"(\S+)\(\) missing \d+ required positional arguments?: (.+)", _missing_argument),
    (r"(\S+)\(\) got an unexpected keyword argument ('\w+')", _unknown_argument),
)
