"""Shapes that do not fit together: joined, added, squeezed, convolved, compared."""

import ast
import re

from grader.judging.explanations.calls import called_on, tensors_for_cropping
from grader.judging.explanations.failure import Failure, Kind, called, calls_in, nodes_in, on_line
from grader.judging.explanations.vocabulary import (
    ACTIVATIONS,
    COURSE_FUNCTIONS,
    PADDINGS,
    layer_class,
)

Shape = tuple[int | None, ...]

_CONCATENATE = r"`Concatenate` layer requires inputs with matching shapes.*?input_shape=(\[.*\])"


# --- joining and adding ---------------------------------------------------------------------------


def concatenated_shapes(message: str) -> list[Shape]:
    """Shapes of the tensors that could not be concatenated; none when that was not the error."""
    found = re.search(_CONCATENATE, message, re.DOTALL)
    try:
        shapes = [tuple(shape) for shape in ast.literal_eval(found.group(1))] if found else []
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return []
    sizes = [size for shape in shapes for size in shape]
    return shapes if all(isinstance(size, int | None) for size in sizes) else []


def _concatenate(found: re.Match[str], failure: Failure) -> str:
    shapes = concatenated_shapes(found.group(0))
    got = " and ".join(str(shape) for shape in shapes)
    return (
        f"Concatenate got {got}, expected tensors of one height and width, joined along the "
        f"channels. {_not_enlarged(failure) or _why_sizes_differ(shapes)}"
    )


def _not_enlarged(failure: Failure) -> str:
    """For an ``upsampling_block`` or ``expanding_block`` that joins before it enlarges."""
    joined = [node.id for node in nodes_in(failure.line) if isinstance(node, ast.Name)]
    if not {"expansive_input", "contractive_input"} <= set(joined):
        return ""
    return (
        "expansive_input is joined as it came in. Call Conv2DTranspose on it first, and join what "
        "that gives."
    )


def _why_sizes_differ(shapes: list[Shape]) -> str:
    sizes = [shape[1:3] for shape in shapes]
    if len(sizes) > 2:
        return "Join only what has the height and width of the first."
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


def _keras_operator(found: re.Match[str], failure: Failure) -> str:
    if for_cropping := tensors_for_cropping(failure):
        return for_cropping
    return (
        f"two tensors of shapes {_shape(found.group(1))} and {_shape(found.group(2))} met in an "
        "operation that goes number by number, expected equal shapes. To lay a skip connection "
        "beside other channels, write keras.layers.concatenate([a, b], axis=3)."
    )


def _elementwise(found: re.Match[str], failure: Failure) -> str:
    first, second = _shape(found.group(1)), _shape(found.group(2))
    return (
        f"arrays of shapes {first} and {second} met in an operation that goes number by number, "
        "expected equal lengths, or 1, counted from the last axis. "
        f"{_why_axes_differ(first, second, failure)}"
    )


def _reduced(failure: Failure) -> str | None:
    """The one maximum that lost its axis, or the one sum, where its line divides by it."""
    found = re.search(r"\. It lost its axis in `([^`]*)`\Z", failure.point)
    calls = found[1].split(" and ") if found else []
    is_meant = len(calls) == 1 and (re.search(r"max\(", calls[0]) or "/" in failure.line)
    return calls[0] if is_meant else None


def _why_axes_differ(first: str, second: str, failure: Failure) -> str:
    line = failure.line
    ours, theirs = _lengths(first), _lengths(second)
    for longer, shorter, name in ((ours, theirs, first), (theirs, ours, second)):
        if len(longer) == len(shorter) + 1 and longer[-1] == 1:
            return f"{name} has an axis of length 1 at its end. Take it away: mask[..., 0]."
        if len(longer) == len(shorter) + 1 and longer[:-1] == shorter:
            if call := _reduced(failure):
                return (
                    f"`{call}` took the last axis away. Write {call[:-1]}, keepdims=True), which "
                    "leaves it there with the length 1."
                )
            return (
                f"{name} has one axis more, at its end. Give the other one it too, by "
                "keepdims=True or x[..., None]; or take it away, where a sum was forgotten: "
                "axis=-1."
            )
    if len(ours) == len(theirs) == 3 and ours[:-1] == theirs[:-1]:
        return (
            f"They differ in the last axis, {ours[-1]} and {theirs[-1]}. Where one comes of a sum, "
            "a maximum or an argmax over the classes, it ran over another axis: the classes are "
            "the last one, axis=-1."
        )
    if len(ours) == len(theirs) > 3 and ours[:-1] == theirs[:-1]:
        return (
            f"They differ in the last axis, {ours[-1]} and {theirs[-1]}. Where it counts classes, "
            "take the number from the tensor, as in logits.shape[-1], and write none into the code."
        )
    if len(ours) == 4 and sorted(ours) == sorted(theirs):
        return (
            "Their axes stand in another order. The last one holds the classes here, (batch, "
            "height, width, classes), as Keras has it. Leave out what moves it to the front."
        )
    missing = {abs(one - other) for one, other in zip(ours, theirs, strict=False)}
    if len(ours) == len(theirs) == 2 and len(missing) == 1 and min(ours) != min(theirs):
        if whole := re.search(r"\b(\w+)\b(?![\w[(.])(?=.*\b\1\[)", line):
            return (
                f"{whole[1]} stands whole beside views that are cut from it. Its middle is "
                f"{whole[1]}[1:-1, 1:-1]. Write that in its place."
            )
        return (
            f"The smaller lacks {missing.pop()} in both. Windows of 3x3 take off 2: pad by 1 "
            "before them, np.pad(mask, 1), and by no more."
        )
    if len(ours) == len(theirs) == 2 and (9 in ours) != (9 in theirs):
        views = "Where 9 counts the views of a pixel's square, take them together along axis=0."
        return " ".join(filter(None, [_padding_left(ours, theirs), views]))
    if len(ours) == len(theirs) == 2 and (words := _padding_left(ours, theirs)):
        return words
    if len(ours) == len(theirs) == 2 and missing <= {0, 1} and re.search(r":-?\d", line):
        return (
            "They differ by 1: a slice of one starts or ends one pixel off. Beside the middle "
            "[1:-1] the neighbours are [:-2] and [2:]."
        )
    return "Print both shapes in the line before."


def _padding_left(ours: list[int], theirs: list[int]) -> str:
    """The step where one of two masks has the same padding on both sides of one axis."""
    rows, columns = (abs(one - other) for one, other in zip(ours, theirs, strict=True))
    if (rows == 0) == (columns == 0) or (rows + columns) % 2:
        return ""
    cut = f"{(rows + columns) // 2}:-{(rows + columns) // 2}"
    where, step = ("rows", f"[{cut}]") if rows else ("columns", f"[:, {cut}]")
    return f"Where the padding is still in the {where}, cut it off: {step}."


def _tensor_in_brackets(found: re.Match[str], _: Failure) -> str:
    fact = "a tensor stands in the brackets of a tensor, expected whole numbers and slices."
    if "shape=()" in found.group(1):
        return f"{fact} Make it one: int(x)."
    if "dtype=bool" in found.group(1):
        return f"{fact} To pick where it is True write tf.boolean_mask(x, condition)."
    return (
        f"{fact} To pick by class ids write tf.gather(x, tf.cast(ids, tf.int32), axis=-1, "
        "batch_dims=3), ids without the last axis of 1."
    )


def _lengths(shape: str) -> list[int]:
    return [int(length) for length in re.findall(r"\d+", shape)]


def _shape(text: str) -> str:
    """A shape as Python writes it, from any library's: "[2,3]" is (2, 3)."""
    inside = [part.strip() for part in text.strip("()[] ").split(",") if part.strip()]
    comma = "," if len(inside) == 1 else ""
    return f"({', '.join(inside)}{comma})"


def _multiplied(found: re.Match[str], _: Failure) -> str:
    return (
        f"matrices of shapes {_shape(found.group(1))} and {_shape(found.group(2))} were to be "
        "multiplied, expected the second number of the first to be the first of the second. For "
        "products number by number write a * b."
    )


def _joined_in_tensorflow(found: re.Match[str], _: Failure) -> str:
    first, second = map(_shape, found.groups())
    fact = (
        f"tensors of shapes {first} and {second} were to be joined, expected equal lengths but for "
        "the axis along which they are joined."
    )
    if len(_lengths(first)) == 4 and _lengths(first)[1:3] != _lengths(second)[1:3]:
        return (
            f"{fact} Height and width differ. Of skip connections the last one made is the first "
            "to be joined on the way up: print both shapes in each step."
        )
    return f"{fact} Print both shapes in the line before, and look at axis=."


# --- axes -----------------------------------------------------------------------------------------


def _number_of_axes(found: re.Match[str], failure: Failure) -> str:
    name, wanted, got, shape = found.groups()
    layer = layer_class(name)
    sizes = _shape(shape)
    fact = (
        f"{layer} got a tensor of shape {sizes}, expected {wanted} axes: batch, height, width, "
        "channels."
    )
    if other := _layer_of_other_dimension(failure):
        return f"{other[0]} got a tensor of shape {sizes}, expected {wanted} axes. {other[1]}"
    if int(got) == int(wanted) - 1 and not sizes.startswith("(None"):
        return f"{fact} The batch is missing. {_why_batch_missing(failure)}"
    if int(got) == int(wanted) - 1:
        return f"{fact} The channels are missing. Write keras.Input((height, width, 3))."
    if int(got) == int(wanted) + 1:
        return f"{fact} {_one_axis_too_many(sizes)}"
    return f"{fact} Print the shape of what it is called on."


def _why_batch_missing(failure: Failure) -> str:
    match called_on(failure):
        case ast.Subscript(value=ast.Name(name), slice=ast.Constant()) as indexed:
            return (
                f"{ast.unparse(indexed)} is one picture of the batch where {name} is one tensor, "
                f"not a pair. Write {name}."
            )
    return (
        "keras.Input(shape=…) has it, batch_shape= has not; an index such as [0] takes it away, "
        "and picture[None] puts it in front. See which of them made this tensor."
    )


def _one_axis_too_many(sizes: str) -> str:
    if sizes.startswith("(None, None,"):
        return (
            "The batch stands there twice: Input puts it in front by itself. Leave it out of the "
            "shape: keras.Input((height, width, 3))."
        )
    return (
        "One is too many. Input puts the batch in front by itself: give it the shape of one "
        "picture, keras.Input((height, width, 3))."
    )


def _layer_of_other_dimension(failure: Failure) -> tuple[str, str] | None:
    """A layer such as Conv1D in the line that raised, and what to do about it."""
    found = re.search(r"\b([A-Z]\w*)[13]D\(", failure.line)
    if found is None:
        return None
    name = f"{found.group(1)}2D"
    return found.group(0)[:-1], f"Pictures have height and width. Write {name}."


def _kernel_axes(found: re.Match[str], failure: Failure) -> str:
    sizes = _shape(found.group(1))
    if other := _layer_of_other_dimension(failure):
        return f"{other[0]} got a tensor of shape {sizes}, expected fewer axes. {other[1]}"
    return (
        f"a convolution got a tensor of shape {sizes}, expected 4 axes: batch, height, width, "
        f"channels. {_one_axis_too_many(sizes)}"
    )


def _picture_for_batch(found: re.Match[str], failure: Failure) -> str:
    wanted, got = map(_shape, found.groups())
    missing = (
        len(_lengths(got)) + got.count("None") == len(_lengths(wanted)) + wanted.count("None") - 1
    )
    step = (
        "One picture is a batch of one: picture[None]. In a tf.data pipeline the step .batch(…) is "
        "missing."
        if missing
        else "Print the shape of what goes in."
    )
    return f"the model got the shape {got}, expected {wanted}. {step}"


def _axis_beyond(found: re.Match[str], _: Failure) -> str:
    axis, n_axes = found.group("axis"), found.group("n_axes")
    return (
        f"the axis {axis} was asked for in an array of {n_axes} axes, expected 0 to "
        f"{int(n_axes) - 1}, or -1 for the last. Pass axis=-1 for the classes."
    )


# --- channels and filters -------------------------------------------------------------------------


def _layer_used_again(found: re.Match[str], failure: Failure) -> str:
    if failure.inside in ("Sequential", "Functional", "Model"):
        return (
            f"a model for {found.group(1)} channels got a tensor with {found.group(2)}, expected "
            f"{found.group(1)}. Print the shape of what goes in."
        )
    return (
        f"a layer built for {found.group(1)} channels got a tensor with {found.group(2)}. This "
        "happens when one layer object is called twice; expected a new layer for each call. "
        "Create the layer inside the function, once for each place."
    )


# TensorFlow words the next two errors otherwise on other processors, and in other order of numbers.
_OTHER_DEPTHS = r"input depth must be evenly divisible by filter depth"


def _setting_of_two_numbers(found: re.Match[str], _: Failure) -> str:
    name, value = found.groups()
    for argument, words in (("activation", ACTIVATIONS), ("padding", PADDINGS)):
        if value in words:
            return (
                f"{name} is {value!r}, expected numbers. By its place in the brackets it is taken "
                f"for {name}. Give it by its name: {argument}={value!r}."
            )
    return (
        f"{name} is {value}, expected one number above 0, or two for height and width. Write "
        f"{name}={'3' if name == 'kernel_size' else '2'} or the one that the exercise asks for."
    )


def _filters_in_groups(found: re.Match[str], failure: Failure) -> str:
    filters = found.group(1).rstrip(".")
    fact = f"the number of filters is {filters}, expected a whole number from 1 on."
    blocks = calls_in(failure.lines[-2]) if len(failure.lines) > 1 else []
    block = next((called(call) for call in blocks if called(call) in COURSE_FUNCTIONS), None)
    if block is None:
        return f"{fact} Filters come first in the brackets. Write Conv2D(n_filters, 3)."
    return (
        f"{fact} It comes from the line `{failure.lines[-2]}`. The order of its arguments is "
        f"{block}({', '.join(COURSE_FUNCTIONS[block])})."
    )


def _other_channels(_: re.Match[str], failure: Failure) -> str:
    for call in failure.calls():
        match call.args[:2]:
            case [
                ast.Name("kernel" | "kernels" | "filters" | "weights" as first),
                ast.Name(second),
            ]:
                function = ast.unparse(call.func)
                return (
                    f"{called(call)} got {first} first and {second} behind it, expected the tensor "
                    f"first, then its filters. Write {function}({second}, {first}, …)."
                )
    return (
        "the tensor has another number of channels than the filters were made for. Expected: "
        "the filters have the shape (height, width, channels in, channels out), and the tensor "
        "has the channels in. Print both shapes."
    )


def _cropping(found: re.Match[str], failure: Failure) -> str:
    value = found.group(1).rstrip(",")
    function = re.match(r"<function (\w+)", value)
    if function:
        return (
            f"cropping is the function {function.group(1)} itself, expected what it gives. Write "
            f"{function.group(1)}(contractive_input.shape, up.shape)."
        )
    fact = f"cropping is {value}, expected whole numbers from 0 on: one for all sides, or "
    fact += "(rows, columns)."
    if "." in value:
        return f"{fact} Divide by // for whole numbers."
    if "-" not in value:
        return f"{fact} Write Cropping2D((rows, columns))."
    if len(failure.lines) > 1:
        return (
            f"{fact} The tensor to be cropped is smaller than the one it is to meet. In the line "
            f"`{failure.lines[-2]}` pass the skip connection of the same level, element 1 of what "
            "its block on the way down returns."
        )
    return (
        f"{fact} The larger shape comes first. Write get_cropping_shape(contractive_input.shape, "
        "up.shape)."
    )


def _made_for_another_shape(found: re.Match[str], failure: Failure) -> str:
    wanted, got = found.groups()
    model = next((called(call) for call in failure.calls() if called(call)), "")
    if model and failure.inside != "Sequential":
        return (
            f"{model} got the shape {got}, expected {wanted}, for which this model was made. Give "
            "Input and pictures that shape. To build on a model that is there, do without an "
            f"Input of your own: take {model}.outputs, and end with keras.Model({model}.inputs, …)."
        )
    return (
        f"a block or model that works on the shape {wanted} got {got}, expected the one that it "
        "was made for. A Sequential keeps the shape of its Input or of its first call. Leave "
        "Input out of it, make a new block for each place, and look at the shape of what goes in."
    )


KINDS: tuple[Kind, ...] = (
    (_CONCATENATE, _concatenate),
    (
        r"must match dimensions .* of updates",
        on_line(
            r"confusion_matrix\(",
            "confusion_matrix got pictures of ids, expected all ids in one row. Write "
            "tf.reshape(x, [-1]) around both.",
        ),
    ),
    (r"tensors are valid indices, got (<tf\.Tensor.*|Tensor\(.*)", _tensor_in_brackets),
    (
        r"Inputs have incompatible shapes. Received shapes (\(.*?\)) and (\(.*?\))",
        (
            r"a layer that computes number by number got tensors of shapes \1 and \2, expected "
            "equal shapes. A skip connection is not added but laid beside the other channels. Use "
            "keras.layers.concatenate."
        ),
    ),
    (r"Cannot broadcast shape.* Input shapes are: (\[.*?\]) and (\[.*?\])", _keras_operator),
    (
        r"Tensor's shape (\(.*?\)) is not compatible with supplied shape (\(.*?\))",
        (
            r"the tensor has the shape \1, expected \2: set_shape says which shape a tensor has, "
            "and changes none. Leave it out, or resize with tf.image.resize where that is asked "
            "for."
        ),
    ),
    (r"Incompatible shapes: (\[[\d,]*\]) vs\. (\[[\d,]*\])", _elementwise),
    (r"could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\))", _elementwise),
    (r"Dimensions must be equal.* with input shapes: (\[[\d,?]*\]), (\[[\d,?]*\])", _elementwise),
    (r"Matrix size-incompatible: In\[0\]: (\[.*?\]), In\[1\]: (\[.*?\])", _multiplied),
    (r"shape\[0\] = (\[[\d,]*\]) vs\. shape\[\d+\] = (\[[\d,]*\])", _joined_in_tensorflow),
    (
        r"element of shape (\(.*?\)), which is different from the first element's shape (\(.*?\))",
        _joined_in_tensorflow,
    ),
    (
        r"Input to reshape is a tensor with (\d+) values, but the requested shape has (\d+)",
        (
            r"a tensor of \1 numbers was to get a shape for \2, expected the same count: reshape "
            "neither adds nor drops numbers. To change a picture's size use tf.image.resize."
        ),
    ),
    (
        r"of layer [\"'](\w+)[\"'] is incompatible with the layer: expected (?:min_)?ndim=(\d+), "
        r"found ndim=(\d+)\. Full shape received: (\(.*?\))",
        _number_of_axes,
    ),
    (
        r"Kernel shape must have the same length as input.* input of shape \[\(",
        (
            "a block or model got a list of tensors, expected one. Take one of them, such as "
            "model.outputs[-1], or join them first: keras.layers.concatenate([a, b], axis=3)."
        ),
    ),
    (r"Kernel shape must have the same length as input.* input of shape (\(.*?\))", _kernel_axes),
    (
        r"\ACannot convert '(\d+)' to a shape",
        on_line(
            r"Input\(",
            r"Input got \1 for the shape, expected one tuple. Write keras.Input((height, width, "
            "3)), with two pairs of brackets.",
        ),
    ),
    (
        r"\ACannot convert '.*' to a shape\. .* '([\d.]+)' of type '<class 'float'>'",
        (
            r"a size or a number of filters is \1, a number with a point, expected a whole one. "
            "Division by / always gives a point, by // a whole number. Write // in its place."
        ),
    ),
    (r"Expected shape (\(.*?\)), but input has incompatible shape (\(.*?\))", _picture_for_batch),
    (
        r"expected axis -1 of input shape to have value (\d+), "
        r"but received input with shape \(.*?, (\d+)\)",
        _layer_used_again,
    ),
    (
        r"strides should be of length 1, 2 or 4\. Received: strides=\['",
        (
            "strides got a text, expected a number: the arguments stand in another order. Write "
            'their names: ksize=2, strides=2, padding="VALID".'
        ),
    ),
    (
        r"Shapes of all inputs must match: .*\[Op:Pack\]",
        (
            "tensors of different shapes were to make one, expected equal shapes. Keep them in a "
            "list, each on its own: [tf.Variable(x) for x in …]."
        ),
    ),
    (
        r"Pooling is not yet supported on the batch dimension",
        (
            "the window of the pooling goes over several pictures, expected one. Of four numbers "
            "the first is for the batch: (1, 2, 2, 1). Write ksize=2, strides=2."
        ),
    ),
    (
        rf"{_OTHER_DEPTHS}|output depth must be evenly divisible by number of groups|"
        r"only supports the NHWC tensor format",
        on_line(
            "NCHW",
            "data_format is NCHW, channels in front of height and width, expected NHWC, as "
            "pictures have it here. Leave data_format out.",
        ),
    ),
    (
        r"requires input_sizes to contain 4 values or 2 values, but got: (\d+)",
        (
            r"output_shape of tf.nn.conv2d_transpose has \1 numbers, expected 4: (batch, height, "
            "width, channels out). The batch is tf.shape(x)[0]."
        ),
    ),
    (
        rf"{_OTHER_DEPTHS}.*\[Op:Conv2DBackpropInput\]",
        (
            "output_shape asks for another number of channels than the filters give. Expected: the "
            "filters have the shape (height, width, channels out, channels in), and output_shape "
            "ends in the channels out. Take its last entry from the third of the filters' shape."
        ),
    ),
    (rf"{_OTHER_DEPTHS}|Depth of input .* is not a multiple of", _other_channels),
    (
        r"\[Op:Conv2DBackpropInput\]",
        (
            "tf.nn.conv2d_transpose got an output_shape that does not belong to its tensor and "
            "filters, expected (batch, strides × height, strides × width, channels out). Take the "
            "first three from tf.shape(x), the batch too, and the last from the filters, (height, "
            "width, channels out, channels in): kernel.shape[2]. Filters in this order need no "
            "tf.transpose."
        ),
    ),
    (
        r"filter must be 4-dimensional: .*\[Op:Conv2D\]",
        (
            "the filters of a convolution must have 4 axes: (height, width, channels in, channels "
            "out), expected a tensor of such a shape, not a size. Pass the weights."
        ),
    ),
    (
        r"The `(\w+)` argument must be a tuple of 2 integers\. Received \w+=(\([^()]*\)|[\w.-]+)",
        _setting_of_two_numbers,
    ),
    (
        r"filters must be evenly divisible by the number of groups\..* filters=(\S+)",
        _filters_in_groups,
    ),
    (
        r"is incompatible with the layer: expected shape=(\(.*?\)), found shape=(\(.*?\))",
        _made_for_another_shape,
    ),
    (r"entry of cropping` argument must be .* entry of cropping=(\S+)", _cropping),
    (
        r"`data_format` argument must be one of .*Received: data_format=(\d+)",
        "a number in the brackets is taken for data_format, by its place. Expected: the numbers of "
        "one setting in brackets of their own. Write Cropping2D((rows, columns)).",
    ),
    (
        r"Values in `cropping` argument should be smaller than .*shape=\(\w+, (\w+), (\w+).*"
        r"cropping=(.*?)\.?\Z",
        (
            r"cropping is \3, more than a tensor of height \1 and width \2 has. Expected half the "
            "difference of two shapes, as a right get_cropping_shape(contractive_input.shape, "
            "up.shape) gives it. Pass that."
        ),
    ),
    (r"\A`cropping` (?:should|cannot).* Received: cropping=(.*?)\.?\Z", _cropping),
    (
        r"Computed output size would be (zero or )?negative",
        (
            "nothing would be left of the picture: it is smaller than the window that goes over "
            "it, expected a larger one. Print the shape that goes in, and compare it with the "
            "window; in Conv2D(n_filters, 3) the filters come first and the window second."
        ),
    ),
    (
        r"[Cc]an ?not squeeze dim\[(\d+)\], expected a dimension of 1, got (\d+)",
        (
            r"squeeze got axis \1, which holds \2 numbers, expected an axis that holds one. In "
            "masks of shape (batch, height, width, 1) that is the last one. Pass axis=-1."
        ),
    ),
    (
        r"[Cc]annot (squeeze axis=|select an axis to squeeze out which has)",
        (
            "squeeze got an axis that holds more than one number, expected one that holds one. In "
            "masks of shape (batch, height, width, 1) that is the last one. Pass axis=-1."
        ),
    ),
    (
        r"inhomogeneous shape after",
        (
            "arrays of different shapes were put together, expected one shape for all. Slices "
            "differ in length where only the start moves, and where they reach over the edge: "
            "write padded[row : row + height]. Print the shape of each. That of a picture begins "
            "with its height: height, width = mask.shape."
        ),
    ),
    (
        r"slice index (-?\d+) of dimension (\d+) out of bounds",
        (
            r"the index \1 along axis \2 is larger than that axis allows, expected 0 to its length "
            "minus 1. Print the tensor's shape in the line before."
        ),
    ),
    (
        r"Index out of range using input dim (\d+); input has only",
        (
            r"more than \1 indices stand in the brackets of a tensor of \1 axes, expected \1 at "
            "most. Print its shape in the line before."
        ),
    ),
    (
        r"\ACannot batch tensors with different shapes",
        (
            "pictures of different shapes were to make one batch, expected one shape. Resize them "
            "before .batch(…)."
        ),
    ),
    (r"axis (?P<axis>\d+) is out of bounds for array of dimension (?P<n_axes>\d+)", _axis_beyond),
    (
        r"Expected dimension in the range \[-\d+, (?P<n_axes>\d+)\), but got (?P<axis>\d+)",
        _axis_beyond,
    ),
    (
        r"Invalid reduction dimension \(?(?P<axis>\d+) for input with (?P<n_axes>\d+) dimension",
        _axis_beyond,
    ),
)
