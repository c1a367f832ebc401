"""The four operations in NumPy, and what is said of other tensors.

Everything is computed here in float64. ``tests/grader/test_raw_ops_check.py`` holds it to Keras.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.arrays import Numbers, is_array, next_step_of_type, plain, say_shape
from grader.checks.exercise import (
    Case,
    Comparison,
    Evidence,
    Finding,
    Judgement,
    Look,
    Mistake,
    Shape,
)
from grader.exercises.raw_ops.operations.probe import array_of
from grader.judging.evidence import Raised
from grader.judging.explanations.vocabulary import LAYERS, MODULES
from grader.judging.pictures import bilinear, convolve, convolve_transposed
from grader.judging.values import (
    compare_numbers,
    judge_values,
    look_at,
    no_numbers,
    only_shape,
    other_shape,
    other_value,
    places_apart,
)

SLOPE = 0.2  # of leaky relu, below zero
TOLERANCE = 1e-5  # relative and absolute: what float32 can promise for these sums

# The specification -------------------------------------------------------------------------------


def sigmoid(values: Numbers) -> Numbers:
    """1 / (1 + exp(−values))."""
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -500, 500))))


def leaky_relu(values: Numbers, slope: float = SLOPE) -> Numbers:
    """The values, those below zero times ``slope``."""
    return np.where(values > 0, values, slope * values)


def pool(inputs: Numbers, choose: Callable[..., Any] = np.max) -> Numbers:
    """The largest of each 2 × 2 square; an odd last row or column is left out."""
    n_images, rows, columns, n_channels = inputs.shape
    rows, columns = rows // 2, columns // 2
    squares = inputs[:, : 2 * rows, : 2 * columns].reshape(
        n_images, rows, 2, columns, 2, n_channels
    )
    return np.asarray(choose(squares, axis=(2, 4)))


def enlarge(inputs: Numbers) -> Numbers:
    """Each pixel four times, as a square of 2 × 2."""
    return inputs.repeat(2, axis=1).repeat(2, axis=2)


# Judging a tensor --------------------------------------------------------------------------------


def are_close(got: Any, right: Any) -> NDArray[np.bool_]:
    """Where two arrays agree to 1e-5; NaN agrees with nothing."""
    return np.asarray(np.isclose(got, right, TOLERANCE, TOLERANCE))


def judge_tensor(
    case: Case, recorded: Evidence, right: Numbers, advice_of_shape: str, advice: str
) -> Judgement:
    """Compare what was recorded with what is right.

    The advices are the next steps where no known mistake explains the shape or the values.
    """
    kind = "tuple" if is_array(recorded) else recorded["type"]

    def odd(case: Case, recorded: Evidence, right: Numbers) -> Finding:
        if is_array(recorded) and tuple(recorded["shape"][1:]) != right.shape:
            return other_shape(case, recorded["shape"], right.shape, advice_of_shape)
        return _no_tensor(case, kind, right)

    def wrong(case: Case, got: Numbers, right: Numbers) -> Finding:
        place = places_apart(got, right, are_close)[0]
        return other_value(case, got[place], right[place], advice, f" at {_say_place(place)}")

    if recorded["type"] in ("tuple", "list"):
        return Judgement((_no_tensor(case, kind, right),))
    return judge_values(case, recorded, right, odd, wrong, _compare, are_close)


def _no_tensor(case: Case, kind: str, right: Numbers) -> Finding:
    wanted = f"a tensor of shape {say_shape(right.shape)}"
    return no_numbers(case, kind, wanted, step_to_value(kind, "the tensor"))


def step_to_value(kind: str, value: str) -> str:
    """The next step where something of another type stands for ``value``, "the tensor"."""
    if kind in LAYERS or kind in MODULES["keras.losses"]:
        return (
            f"It was made and not called. Its settings stand in a first pair of brackets, what it "
            f"is called on in a second: {kind}(…)(…)."
        )
    if kind in ("tuple", "list"):
        return f"Several things, or a comma at the end, make a {kind}. Return {value} alone."
    return next_step_of_type(kind, value)


def _say_place(place: tuple[int, ...]) -> str:
    image, row, column, channel = place
    return f"image {image}, pixel ({row}, {column}), channel {channel}"


def _compare(case: Case, got: Numbers, right: Numbers) -> Comparison:
    title = f"{case.name}: the first of {right.size} numbers"
    return compare_numbers(title, got, right, _say_place, are_close)


_SIZE_IS_NONE = re.compile(
    r"'NoneType'|None values not supported|partially known TensorShape|convert a value \(None\)"
)


def findings_of_tracing(case: Case, traced: Evidence, shape: Any) -> Iterator[Finding]:
    """What is wrong when the function runs inside ``tf.function``, which knows few sizes."""
    if "raised" in traced:
        error = Raised.from_json(traced["raised"])
        got, fact = error.type, f"raised {error.type}"
        if not _SIZE_IS_NONE.search(error.message):
            sentence = error.sentence(f"{case.name} inside tf.function")
            yield Finding(sentence, case.name, None, None, "tracing", got, list(shape))
            return
    elif traced["shape"] == list(shape):
        return
    else:
        got = say_shape(traced["shape"])
        fact = f"gave the shape {got}"
    yield case.finding(
        ("tracing", got, list(shape)),
        f"{fact} inside tf.function, where sizes may be unknown, expected the "
        f"shape {say_shape(shape)}. inputs.shape holds None there. Take the sizes from "
        "tf.shape(inputs), which is filled in when the graph runs.",
    )


def with_tracing(judgement: Judgement, case: Case, traced: Evidence, shape: Any) -> Judgement:
    """The judgement; where it found nothing, with what tracing shows."""
    if judgement.findings:
        return judgement
    return Judgement(tuple(findings_of_tracing(case, traced, shape)), judgement.comparison)


def with_chance(judgement: Judgement, case: Case, repeats: bool) -> Judgement:
    """The judgement; where it found something in numbers of chance, with that."""
    if repeats or not judgement.findings:
        return judgement
    finding = case.finding(
        ("repetition", "different", "the same"),
        "gave other numbers when it was called again with the same arguments, "
        "expected the same ones. A Keras layer makes weights of its own, and dropout draws at "
        "random. Use tf.nn's operations with the weights that are given, and no dropout.",
    )
    return Judgement((finding,), judgement.comparison)


@dataclass(frozen=True)
class Operation:
    """What is right, what known mistakes give, and what is advised where none explains it."""

    right: Callable[[Case], Numbers]
    mistakes: Callable[[Case], Iterator[Mistake]]
    advice_of_shape: str
    advice: str

    def judge(self, case: Case, evidence: Evidence) -> Judgement:
        """The tensor, whether it comes again, and whether the operation can be traced."""
        right = self.right(case)
        judgement = judge_tensor(case, evidence["result"], right, self.advice_of_shape, self.advice)
        judgement = with_chance(judgement, case, evidence.get("repeats", True))
        return with_tracing(judgement, case, evidence["traced"], right.shape)

    def look(self, case: Case, evidence: Evidence) -> Look | None:
        """The tensor beside those of known mistakes."""
        return look_at(evidence["result"], self.right(case), self.mistakes(case))


def _convolution_of(case: Case) -> tuple[Numbers, Numbers]:
    return array_of(case, "inputs"), array_of(case, "kernel")


# conv2d_down -------------------------------------------------------------------------------------


def _other_activations(inputs: Numbers, sums: Numbers) -> Iterator[Mistake]:
    """What other activations make of the sums of a convolution, and those of its inputs."""
    wanted = f"Apply tf.nn.leaky_relu(…, alpha={SLOPE}) to the sums."
    yield Mistake(
        "no activation",
        sums,
        f"Sums below zero came through as they are: no activation. {wanted}",
    )
    yield Mistake("relu", np.maximum(sums, 0), f"Sums below zero became 0: that is relu. {wanted}")
    slopes = {0.3: ", Keras's default", 0.01: ", PyTorch's default", SLOPE**2: ": it came twice"}
    slopes |= dict.fromkeys((-SLOPE, 0.02, 0.1, 0.5, 2.0), "")
    for slope, why in slopes.items():
        yield Mistake(
            f"slope {slope:g}",
            leaky_relu(sums, slope),
            f"Sums below zero were multiplied by {slope:g}{why}. {wanted}",
        )
    yield Mistake(
        "0.2 for a bound",
        np.maximum(sums, SLOPE),
        f"Sums below {SLOPE} became {SLOPE}. Multiply those below zero by {SLOPE}: "
        f"tf.maximum({SLOPE} * sums, sums).",
    )
    yield from _not_convolved(inputs, wanted)
    exponential = np.exp(np.minimum(sums, 0))
    for name, values in {
        "sigmoid": sigmoid(sums),
        "tanh": np.tanh(sums),
        "elu": np.where(sums > 0, sums, exponential - 1),
        "selu": 1.05070099 * np.where(sums > 0, sums, 1.67326324 * (exponential - 1)),
        "softplus": np.logaddexp(sums, 0),
        "relu6": np.clip(sums, 0, 6),
        "swish": sums * sigmoid(sums),
        "abs": np.abs(sums),
    }.items():
        yield Mistake(name, values, f"The sums went through {name}. {wanted}")


def _not_convolved(inputs: Numbers, wanted: str) -> Iterator[Mistake]:
    for name, values in {
        "leaky relu of the inputs": leaky_relu(inputs),
        "the inputs themselves": inputs,
    }.items():
        yield Mistake(
            name, values, f"That is {name}: what the convolution gave was not used. {wanted}"
        )


def _other_convolutions(inputs: Numbers, kernel: Numbers) -> Iterator[Mistake]:
    yield from _other_activations(inputs, convolve(inputs, kernel))
    yield Mistake(
        "activation first",
        convolve(leaky_relu(inputs), kernel),
        "The activation came before the convolution. Convolve first, then apply leaky relu.",
    )
    yield Mistake(
        "relu first",
        convolve(np.maximum(inputs, 0), kernel),
        "A relu came before the convolution, and no activation behind. Convolve first, then apply "
        "leaky relu.",
    )
    yield Mistake(
        "kernel flipped",
        leaky_relu(convolve(inputs, kernel[::-1, ::-1])),
        "The kernel was flipped. Pass it to tf.nn.conv2d as it is.",
    )
    yield Mistake(
        "kernel on its side",
        leaky_relu(convolve(inputs, kernel.transpose(1, 0, 2, 3))),
        "Height and width of the kernel are exchanged. Pass it to tf.nn.conv2d as it is.",
    )
    yield Mistake(
        "padding VALID",
        _shape_of(convolve(inputs, kernel, padding="valid")),
        'The border was cut off: padding is "VALID". Use padding="SAME".',
    )
    yield Mistake(
        "stride 2",
        _shape_of(convolve(inputs, kernel)[:, ::2, ::2]),
        "Height and width were halved: the stride is 2. Use strides=1.",
    )
    n_images, height, width, n_in = inputs.shape
    yield Mistake(
        "pooled",
        Shape((n_images, height // 2, width // 2, kernel.shape[3])),
        "The map was pooled as well. Leave that to maxpool_down.",
    )
    yield Mistake(
        "depthwise",
        Shape((n_images, height, width, n_in * kernel.shape[3])),
        "Every channel was convolved on its own. Use tf.nn.conv2d, which adds the channels up.",
    )


CONV2D_DOWN = Operation(
    right=lambda case: leaky_relu(convolve(*_convolution_of(case))),
    mistakes=lambda case: _other_convolutions(*_convolution_of(case)),
    advice_of_shape='Use tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME").',
    advice="Compute this sum by hand, then compare: tf.nn.conv2d with strides=1 and "
    f'padding="SAME", then leaky relu with alpha={SLOPE}.',
)


def _shape_of(tensor: Numbers) -> Shape:
    return Shape(tensor.shape)


# maxpool_down ------------------------------------------------------------------------------------


def _other_poolings(inputs: Numbers) -> Iterator[Mistake]:
    yield Mistake(
        "mean", pool(inputs, np.mean), "That is the mean of each square. Use tf.nn.max_pool2d."
    )
    yield Mistake(
        "smallest",
        pool(inputs, np.min),
        "That is the smallest of each square. Use tf.nn.max_pool2d.",
    )
    yield Mistake(
        "upper left",
        inputs[:, : inputs.shape[1] // 2 * 2 : 2, : inputs.shape[2] // 2 * 2 : 2],
        "That is the upper left pixel of each square. Use tf.nn.max_pool2d with ksize=2.",
    )
    yield Mistake(
        "every second pixel",
        inputs[:, ::2, ::2],
        "That is every second pixel. Take the largest of each square: tf.nn.max_pool2d with "
        "ksize=2.",
    )
    yield Mistake(
        "relu",
        np.maximum(pool(inputs), 0),
        "Numbers below zero became 0. Pooling keeps the largest as it is: no relu.",
    )
    for size, stride in ((3, 2), (2, 3), (3, 3), (4, 2), (4, 4)):
        windows = np.lib.stride_tricks.sliding_window_view(inputs, (size, size), axis=(1, 2))
        yield Mistake(
            f"{size} × {size}, {stride} apart",
            np.asarray(windows[:, ::stride, ::stride].max(axis=(-2, -1))),
            f"Squares of {size} × {size} were looked at, {stride} apart. Use ksize=2 and "
            "strides=2.",
        )
    yield Mistake(
        "padding SAME",
        _shape_of(inputs[:, ::2, ::2]),
        'A last row or column without a partner was pooled too: padding is "SAME". Use '
        'padding="VALID", which keeps whole squares only.',
    )
    yield Mistake(
        "stride 1",
        _shape_of(inputs[:, 1:, 1:]),
        "The squares overlap: the stride is 1. Use strides=2.",
    )
    yield Mistake("as large", _shape_of(inputs), "Nothing became smaller. Use strides=2.")
    n_images, height, width, n_channels = inputs.shape
    both = "Use ksize=2 and strides=2, each one number for both directions."
    for name, sides in {
        "only rows": (height // 2, width),
        "only columns": (height, width // 2),
    }.items():
        yield Mistake(
            name,
            Shape((n_images, *sides, n_channels)),
            f"Only one of height and width was halved. {both}",
        )
    whole = "The largest of the whole map was taken. Take that of each square: tf.nn.max_pool2d."
    yield Mistake("whole map", Shape((n_images, n_channels)), whole)


MAXPOOL_DOWN = Operation(
    right=lambda case: pool(array_of(case, "inputs")),
    mistakes=lambda case: _other_poolings(array_of(case, "inputs")),
    advice_of_shape='Use tf.nn.max_pool2d(inputs, ksize=2, strides=2, padding="VALID").',
    advice="Look at the square of four pixels above it by hand: the largest is wanted, channel by "
    "channel.",
)


# conv2d_up ---------------------------------------------------------------------------------------


OUTPUT_SHAPE = (
    "output_shape is (batch, height · strides, width · strides, kernel.shape[2]), from "
    "tf.shape(inputs)."
)


def _finding_of_asked(case: Case, evidence: Evidence, shape: tuple[int, ...]) -> Finding:
    """The finding about a transposed convolution that failed at its sizes."""
    asked, error = tuple(evidence["asked"]), Raised.from_json(evidence["raised"])
    raised = f"raised {error.type}{error.where}"
    if asked == shape:
        return case.finding(
            ("error", error.type, None),
            f"{raised}: the sizes in output_shape are right, {say_shape(shape)}, "
            "but padding, strides or kernel do not fit them. Write "
            'tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, padding="SAME").',
        )
    return case.finding(
        ("shape", list(asked), list(shape)),
        f"{raised}: it asked for the shape {say_shape(asked)}, expected {say_shape(shape)}.",
        OUTPUT_SHAPE,
    )


def _other_transposed(inputs: Numbers, kernel: Numbers, strides: int) -> Iterator[Mistake]:
    yield from _other_activations(inputs, convolve_transposed(inputs, kernel, strides))
    grown = inputs.repeat(strides, axis=1).repeat(strides, axis=2)
    yield Mistake(
        "enlarged and convolved",
        leaky_relu(convolve(grown, kernel.transpose(0, 1, 3, 2))),
        "That is tf.nn.conv2d with the kernel's last axes exchanged. A transposed convolution "
        "puts the kernel down like a stamp; use tf.nn.conv2d_transpose.",
    )
    yield Mistake(
        "enlarged and stamped",
        leaky_relu(convolve_transposed(grown, kernel, 1)),
        "The map was enlarged first, and stamped with stride 1. tf.nn.conv2d_transpose enlarges by "
        "itself: give strides to it.",
    )
    yield Mistake(
        "activation first",
        convolve_transposed(leaky_relu(inputs), kernel, strides),
        "The activation came before the convolution. Convolve first, then apply leaky relu.",
    )
    yield Mistake(
        "kernel flipped",
        leaky_relu(convolve_transposed(inputs, kernel[::-1, ::-1], strides)),
        "The kernel was flipped. Pass it to tf.nn.conv2d_transpose as it is.",
    )
    yield Mistake(
        "kernel on its side",
        leaky_relu(convolve_transposed(inputs, kernel.transpose(1, 0, 2, 3), strides)),
        "Height and width of the kernel are exchanged. Pass it to tf.nn.conv2d_transpose as it is.",
    )
    n_images, height, width, _ = inputs.shape
    size = "Height and width are multiplied by strides."
    for name, sides, cause in (
        (
            "strides not passed on",
            (height, width),
            "Nothing was enlarged. Height and width in output_shape are multiplied by strides, and "
            "tf.nn.conv2d_transpose gets strides as well.",
        ),
        (
            "padding VALID",
            tuple((length - 1) * strides + 3 for length in (height, width)),
            'The stamps stick out at the border: padding is "VALID". Use padding="SAME".',
        ),
        (
            "always 2",
            (2 * height, 2 * width),
            "The map was doubled, whatever strides is. Write strides in place of 2.",
        ),
        ("strides added", (height + strides, width + strides), f"Strides were added. {size}"),
        (
            "exchanged",
            (width * strides, height * strides),
            "Height and width are exchanged. Take height from tf.shape(inputs)[1], width from "
            "tf.shape(inputs)[2].",
        ),
    ):
        yield Mistake(name, Shape((n_images, *sides, kernel.shape[2])), cause)


CONV2D_UP = Operation(
    right=lambda case: leaky_relu(
        convolve_transposed(*_convolution_of(case), case.arguments["strides"])
    ),
    mistakes=lambda case: _other_transposed(*_convolution_of(case), case.arguments["strides"]),
    advice_of_shape=f"Use tf.nn.conv2d_transpose. Its {OUTPUT_SHAPE}",
    advice='Compare with tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, "SAME"), '
    f"then leaky relu with alpha={SLOPE}.",
)


def judge_conv2d_up(case: Case, evidence: Evidence) -> Judgement:
    """As of any operation; where it failed at its sizes, the shape that it asked for."""
    if "asked" in evidence:
        return Judgement((_finding_of_asked(case, evidence, CONV2D_UP.right(case).shape),))
    return CONV2D_UP.judge(case, evidence)


def look_at_conv2d_up(case: Case, evidence: Evidence) -> Look | None:
    """As at any operation; where it failed at its sizes, the shape that it asked for."""
    if "asked" in evidence:
        asked = only_shape(evidence["asked"])
        return Look(asked, CONV2D_UP.right(case), CONV2D_UP.mistakes(case))
    return CONV2D_UP.look(case, evidence)


# maxpool_up --------------------------------------------------------------------------------------


def _other_enlargings(inputs: Numbers) -> Iterator[Mistake]:
    yield Mistake(
        "bilinear",
        bilinear(inputs, 2 * inputs.shape[1], 2 * inputs.shape[2]),
        'Neighbours were mixed: that is the bilinear method. Pass method="nearest".',
    )
    yield Mistake(
        "tiled",
        np.tile(inputs, (1, 2, 2, 1)),
        "The whole map stands there four times. Repeat each pixel, not the map: "
        'tf.image.resize with method="nearest".',
    )
    stamped = np.zeros_like(enlarge(inputs))
    stamped[:, ::2, ::2] = inputs
    yield Mistake(
        "zeros between",
        stamped,
        "Three of each four pixels are 0. Repeat the pixel instead: tf.image.resize with "
        'method="nearest".',
    )
    yield from _other_sizes(inputs.shape)


def _other_sizes(shape: tuple[int, ...]) -> Iterator[Mistake]:
    """Shapes of maps that were enlarged in another way."""
    n_images, height, width, n_channels = shape
    twice = "The new size is (2 · height, 2 · width)."
    axes = "Height and width are tf.shape(inputs)[1:3]."
    square = "The map was made square. Take height and width each from its own axis."
    for name, sides, cause in (
        (
            "exchanged",
            (2 * width, 2 * height),
            "Height and width are exchanged. The size is (height, width), in this order.",
        ),
        ("square of the height", (2 * height, 2 * height), square),
        ("square of the width", (2 * width, 2 * width), square),
        ("as large", (height, width), f"Nothing was enlarged. {twice}"),
        ("halved", (height // 2, width // 2), f"The map was halved, not doubled. {twice}"),
        ("four times", (4 * height, 4 * width), f"Both sides are four times as long. {twice}"),
        ("2 added", (height + 2, width + 2), f"2 was added to both sides. {twice}"),
        ("squared", (height**2, width**2), f"Both sides were multiplied by themselves. {twice}"),
        ("only rows", (2 * height, width), f"Only the height was doubled. {twice}"),
        ("only columns", (height, 2 * width), f"Only the width was doubled. {twice}"),
        (
            "width and channels",
            (2 * width, 2 * n_channels),
            f"Width and channels were taken for the size. {axes}",
        ),
        (
            "batch and height",
            (2 * n_images, 2 * height),
            f"Batch and height were taken for the size. {axes}",
        ),
        ("128", (128, 128), f"The size is fixed at 128. {twice}"),
        ("256", (256, 256), f"The size is fixed at 256. {twice}"),
    ):
        yield Mistake(name, Shape((n_images, *sides, n_channels)), cause)
    yield Mistake(
        "batch and height doubled",
        Shape((2 * n_images, 2 * height, width, n_channels)),
        "The number of images and the height were doubled, axes 0 and 1. Height and width are axes "
        "1 and 2.",
    )
    yield Mistake(
        "along the channels",
        Shape((n_images, height, width, 4 * n_channels)),
        f"Every number stands four times along the channels, not along both sides. {twice}",
    )


MAXPOOL_UP = Operation(
    right=lambda case: enlarge(array_of(case, "inputs")),
    mistakes=lambda case: _other_enlargings(array_of(case, "inputs")),
    advice_of_shape="The new size is (2 · height, 2 · width).",
    advice='Each pixel becomes four equal ones: tf.image.resize with method="nearest".',
)


# The cases ---------------------------------------------------------------------------------------


def _case(call: str, what: str, **arguments: Any) -> Case:
    arrays = {
        name: plain(value) if isinstance(value, np.ndarray) else value
        for name, value in arguments.items()
    }
    return Case(f"{call} {what}", arrays)


def _of_shape(shape: tuple[int, ...]) -> str:
    return f"of shape {say_shape(shape)}"


def _random(rng: np.random.Generator, *shape: int) -> Numbers:
    return rng.normal(0, 1, shape).round(3)


def _column(numbers: list[list[float]]) -> Numbers:
    """A small map by hand: one image, one channel."""
    return np.array(numbers, dtype=np.float64)[np.newaxis, ..., np.newaxis]


def _convolution(rng: np.random.Generator, shape: tuple[int, ...], n_out: int) -> Case:
    return _case(
        "conv2d_down(inputs, kernel)",
        f"with inputs {_of_shape(shape)} and {n_out} filters",
        inputs=_random(rng, *shape),
        kernel=_random(rng, 3, 3, shape[-1], n_out),
    )


def _transposed(rng: np.random.Generator, shape: tuple[int, ...], n_out: int, strides: int) -> Case:
    return _case(
        f"conv2d_up(inputs, kernel, strides={strides})",
        f"with inputs {_of_shape(shape)} and {n_out} filters",
        inputs=_random(rng, *shape),
        kernel=_random(rng, 3, 3, n_out, shape[-1]),
        strides=strides,
    )


def _plain_case(rng: np.random.Generator, function: str, shape: tuple[int, ...]) -> Case:
    return _case(
        f"{function}(inputs)", f"with inputs {_of_shape(shape)}", inputs=_random(rng, *shape)
    )


def _drawn_shape(rng: np.random.Generator) -> tuple[int, int, int, int]:
    """Batch, height, width, channels; height and width differ, one is odd."""
    height, width = (int(size) for size in rng.permutation([4, 5, 6, 7])[:2])
    if height % 2 == width % 2:
        width += 1
    return int(rng.integers(1, 4)), height, width, int(rng.integers(2, 5))


_EDGES = _column([[1, 2, 0], [0, -3, 1], [2, 0, -1]])
_CROSS = np.array([[0, 1, 0], [1, -2, 1], [0, 1, 0]], dtype=np.float64)[..., None, None]
_RNG = np.random.default_rng(8)

CONV2D_DOWN_CASES = (
    _case("conv2d_down(inputs, kernel)", "on one 3 × 3 map by hand", inputs=_EDGES, kernel=_CROSS),
    _convolution(_RNG, (2, 5, 6, 3), 4),
)
MAXPOOL_DOWN_CASES = (
    _case(
        "maxpool_down(inputs)",
        "on one 5 × 5 map by hand",
        inputs=_column(
            [[1, 5, 2, 0, 9], [3, 4, 7, 1, 9], [0, -1, -8, -2, 9], [-5, -3, -4, -6, 9], [9] * 5]
        ),
    ),
    _plain_case(_RNG, "maxpool_down", (2, 6, 4, 3)),
)
CONV2D_UP_CASES = (
    _case(
        "conv2d_up(inputs, kernel, strides=2)",
        "on one 2 × 2 map by hand",
        inputs=_column([[1, -2], [3, 0]]),
        kernel=_column([[1, 2, 3], [4, 5, 6], [7, 8, 9]])[0][..., None],
        strides=2,
    ),
    _transposed(_RNG, (2, 4, 5, 3), 2, 2),
    _transposed(_RNG, (3, 5, 4, 2), 3, 1),
)
MAXPOOL_UP_CASES = (
    _case("maxpool_up(inputs)", "on one 2 × 2 map by hand", inputs=_column([[1, 2], [3, 4]])),
    _plain_case(_RNG, "maxpool_up", (2, 3, 5, 3)),
)


def draw_conv2d_down(rng: np.random.Generator) -> tuple[Case, ...]:
    """One case of another shape."""
    return (_convolution(rng, _drawn_shape(rng), int(rng.integers(1, 6))),)


def draw_maxpool_down(rng: np.random.Generator) -> tuple[Case, ...]:
    """One case of another shape, with an odd side."""
    return (_plain_case(rng, "maxpool_down", _drawn_shape(rng)),)


def draw_conv2d_up(rng: np.random.Generator) -> tuple[Case, ...]:
    """One case with each stride."""
    return tuple(
        _transposed(rng, _drawn_shape(rng), int(rng.integers(1, 6)), strides) for strides in (1, 2)
    )


def draw_maxpool_up(rng: np.random.Generator) -> tuple[Case, ...]:
    """One case of another shape."""
    return (_plain_case(rng, "maxpool_up", _drawn_shape(rng)),)
