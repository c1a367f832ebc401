"""Well-known errors of TensorFlow and Keras in a beginner's words.

``explain`` knows an error by its message; it needs neither TensorFlow nor Keras.
"""

import ast
import re
from collections.abc import Callable

Shape = tuple[int | None, ...]


def explain(error: str, message: str) -> str | None:
    """What was got, what was expected, why, and what to do; ``None`` for an unknown error.

    ``error`` is the name of the exception's class.
    """
    for pattern, explanation in _KNOWN:
        found = re.search(pattern, message, re.DOTALL)
        if found:
            return explanation(found)
    if error == "RecursionError":
        return "The function calls itself without end. Expected: it calls other functions only."
    return None


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


def _concatenate(found: re.Match[str]) -> str:
    try:
        shapes = [tuple(shape) for shape in ast.literal_eval(found.group(1))]
    except (ValueError, SyntaxError, TypeError):
        shapes = []
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


_KNOWN: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"KerasTensor cannot be used as input to a TensorFlow function", _tensorflow_function),
    (r"KerasTensor is symbolic: .* NumPy array", _numpy_function),
    (
        r"`Concatenate` layer requires inputs with matching shapes.*?input_shape=(\[.*\])",
        _concatenate,
    ),
    (r"Inputs have incompatible shapes. Received shapes (\(.*?\)) and (\(.*?\))", _added),
    (
        r"expected axis -1 of input shape to have value (\d+), "
        r"but received input with shape \(.*?, (\d+)\)",
        _layer_used_again,
    ),
    (r"(\S+)\(\) missing \d+ required positional arguments?: (.+)", _missing_argument),
    (r"(\S+)\(\) got an unexpected keyword argument ('\w+')", _unknown_argument),
)
