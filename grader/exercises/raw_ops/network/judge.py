"""The bounds of Glorot's weights and the network in NumPy, and what is said of other ones."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.arrays import Numbers, compare, is_array, say, say_shape
from grader.exercise import (
    Case,
    Comparison,
    Evidence,
    Finding,
    Judgement,
    Look,
    Mistake,
    Near,
    Shape,
)
from grader.exercises.raw_ops.network.probe import (
    N_LEVELS,
    SAMPLED,
    Sizes,
    images_and_kernels,
    kernel_shapes,
)
from grader.exercises.raw_ops.operations.judge import (
    convolve,
    convolve_transposed,
    enlarge,
    findings_of_tracing,
    judge_tensor,
    leaky_relu,
    look_at_tensor,
    other_shape,
    pool,
)
from grader.mistakes import causes_of

SIGMAS = 6  # how far a mean or a spread may be from the expected one, in standard errors
CLEAR = 500  # numbers of a kernel from which they tell how they were drawn
SAME_DRAW = 1e-3  # distance, as a share of the bound, of numbers that come from one draw

# make_weights ------------------------------------------------------------------------------------


def fans(shape: Sizes) -> tuple[int, int]:
    """How many numbers come into one output of a kernel (h, w, in, out), and leave one input."""
    height, width, n_in, n_out = shape
    return height * width * n_in, height * width * n_out


def glorot_limit(shape: Sizes) -> float:
    """√(6 / (fan_in + fan_out)): Glorot and Bengio (2010), equation 16."""
    return math.sqrt(6 / sum(fans(shape)))


def judge_weights(case: Case, evidence: Evidence) -> Judgement:
    """The first thing that is wrong with the variables, their bounds or their seed."""
    shapes = [tuple(shape) for shape in case.arguments["shapes"]]
    if evidence["returned"] != "list":
        return Judgement((_no_list(case, evidence["returned"]),))
    first, again, other = evidence["draws"]
    finding = next(_findings_of_draws(case, shapes, first, again, other), None)
    return Judgement((finding,) if finding else (), _compare_weights(case, shapes, first))


def _no_list(case: Case, returned: str) -> Finding:
    return _finding(
        case,
        "type",
        returned,
        "list",
        f"gave {returned}, expected a list with one tf.Variable for each shape. Collect the "
        "variables in a list and return it.",
    )


def _finding(case: Case, attribute: str, got: Any, expected: Any, sentence: str) -> Finding:
    return Finding(f"{case.name} {sentence}", case.name, None, None, attribute, got, expected)


def _findings_of_draws(
    case: Case,
    shapes: Sequence[Sizes],
    first: list[Evidence],
    again: list[Evidence],
    other: list[Evidence],
) -> Iterator[Finding]:
    yield from _about_variables(case, shapes, first)
    yield from _about_bounds(case, shapes, first)
    yield from _about_seed(case, shapes, first, again, other)


def _about_variables(
    case: Case, shapes: Sequence[Sizes], draw: list[Evidence]
) -> Iterator[Finding]:
    if len(draw) != len(shapes):
        yield _finding(
            case,
            "number",
            len(draw),
            len(shapes),
            f"gave {len(draw)} weights, expected {len(shapes)}, one for each shape. Go through all "
            "of shapes.",
        )
    for number, (shape, weight) in enumerate(zip(shapes, draw, strict=False), start=1):
        if weight["type"] != "Variable":
            yield _finding(
                case,
                "type",
                weight["type"],
                "Variable",
                f"gave {weight['type']} as weight {number}, expected a tf.Variable. A tensor "
                "cannot be changed, so nothing could be learned. Wrap it: tf.Variable(values).",
            )
            return
        if tuple(weight["shape"]) != shape:
            yield _finding(
                case,
                "shape",
                weight["shape"],
                list(shape),
                f"gave weight {number} the shape {say_shape(weight['shape'])}, expected "
                f"{say_shape(shape)}. Keep the order of shapes.",
            )
            return
        if not weight["trainable"]:
            yield _finding(
                case,
                "trainable",
                False,
                True,
                f"made weight {number} not trainable, expected a trainable one: a GradientTape "
                "does not watch it. Leave trainable at its default.",
            )
        if weight["dtype"] != "float32":
            yield _finding(
                case,
                "dtype",
                weight["dtype"],
                "float32",
                f"gave weight {number} the type {weight['dtype']}, expected float32, as the images "
                "have. Draw the numbers as float32.",
            )


def _about_bounds(case: Case, shapes: Sequence[Sizes], draw: list[Evidence]) -> Iterator[Finding]:
    """What one draw gives away: the bound, the middle and the spread of each kernel.

    Kernels whose fans differ and that have many numbers come first: they tell most about the
    cause.
    """
    order = sorted(
        range(len(shapes)),
        key=lambda k: (shapes[k][2] == shapes[k][3], -math.prod(shapes[k]), k),
    )
    causes = _causes_of_bounds(shapes, draw)
    for k in order:
        shape, weight = shapes[k], draw[k]
        if _is_drawn_right(shape, weight):
            continue
        low, high = say(weight["low"]), say(weight["high"])
        limit = glorot_limit(shape)
        n_in, n_out = fans(shape)
        yield _finding(
            case,
            "bounds",
            [weight["low"], weight["high"]],
            [-limit, limit],
            f"filled weight {k + 1} of shape {say_shape(shape)} with numbers from {low} to {high} "
            f"(standard deviation {say(weight['std'])}), expected uniform ones from −limit to "
            f"limit with limit = √(6 / ({n_in} + {n_out})) = {say(limit)} (standard deviation "
            f"{say(limit / math.sqrt(3))}). {_plain_cause(weight) or causes.get(k) or ADVICE}",
        )


ADVICE = (
    "fan_in is height · width · in, fan_out is height · width · out. Use limit = √(6 / (fan_in + "
    "fan_out))."
)


def _is_drawn_right(shape: Sizes, weight: Evidence) -> bool:
    """Within the bound, its middle and its spread where chance can have put them."""
    limit, n = glorot_limit(shape), math.prod(shape)
    spread = limit / math.sqrt(3)
    # The spread of n uniform numbers itself has a standard error of limit / √(15 n).
    return (
        _largest(weight) <= limit * (1 + 1e-5)
        and abs(float(weight["mean"])) <= SIGMAS * spread / math.sqrt(n)
        and abs(float(weight["std"]) - spread) <= SIGMAS * limit / math.sqrt(15 * n)
    )


def _largest(weight: Evidence) -> float:
    return max(-float(weight["low"]), float(weight["high"]))


def _plain_cause(weight: Evidence) -> str | None:
    """What a single kernel shows."""
    low, high = float(weight["low"]), float(weight["high"])
    if low == high:
        return "All numbers are equal. Draw them: equal weights stay equal for ever."
    if low >= 0:
        return "None is negative. Draw from −limit to limit: minval=-limit, maxval=limit."
    return None


def _causes_of_bounds(shapes: Sequence[Sizes], draw: list[Evidence]) -> dict[int, str | None]:
    """For each kernel with many numbers the cause of their spread and of how far they reach."""
    clear = [k for k, shape in enumerate(shapes) if math.prod(shape) >= CLEAR]
    looks = []
    for k in clear:
        spread = float(draw[k]["std"])
        got = [spread, _largest(draw[k]) / spread] if spread else [0.0, 0.0]
        right = got if _is_drawn_right(shapes[k], draw[k]) else [math.nan, math.nan]
        looks.append(Look(got, right, _other_draws(shapes[k])))
    return dict(zip(clear, causes_of(looks), strict=True))


def _other_draws(shape: Sizes) -> Iterator[Mistake]:
    """What other bounds and distributions give: the spread, and how far beyond it they reach."""
    (_, _, n_in, n_out), n = shape, math.prod(shape)
    fan_in, fan_out = fans(shape)
    advice = "Use limit = √(6 / (fan_in + fan_out))."
    for name, bound, cause in (
        (
            "channels only",
            math.sqrt(6 / (n_in + n_out)),
            "The fans are channels only. Each channel counts height · width times, since so many "
            "numbers of it come in.",
        ),
        ("He", math.sqrt(6 / fan_in), f"That bound is He's, √(6 / fan_in). {advice}"),
        ("LeCun", math.sqrt(3 / fan_in), f"That bound is LeCun's, √(3 / fan_in). {advice}"),
        ("fan_out", math.sqrt(6 / fan_out), f"That bound has fan_out alone. {advice}"),
        (
            "deviation",
            math.sqrt(2 / (fan_in + fan_out)),
            "That is the standard deviation taken for the bound. A uniform distribution reaches √3 "
            "times as far: 6 in place of 2.",
        ),
        ("no root", 6 / (fan_in + fan_out), "The square root is missing."),
        ("0.05", 0.05, f"That is TensorFlow's plain uniform initialiser. {advice}"),
        # As when no bound is applied, and when height and width, 3 and 3, are taken for the fans.
        ("1", 1.0, f"The bound is 1 for any number of channels. {ADVICE}"),
    ):
        # Both numbers have a relative standard error of 1 / √(5 n) or less.
        near = Near([bound / math.sqrt(3), math.sqrt(3)], SIGMAS / math.sqrt(5 * n))
        yield Mistake(name, near, cause)
    for name, spread, cause in (
        (
            "Glorot normal",
            math.sqrt(2 / (fan_in + fan_out)),
            "Glorot's normal distribution has this spread. Draw uniform numbers.",
        ),
        (
            "He normal",
            math.sqrt(2 / fan_in),
            f"He's normal distribution has this spread. {advice}",
        ),
        ("normal", 1.0, f"Standard normal numbers have this spread. {advice}"),
    ):
        # Cut off at two standard deviations or not, normal numbers reach 2.3 to 4.8 times as far.
        near = Near([spread, 3.5], [SIGMAS / math.sqrt(2 * n), 0.38])
        yield Mistake(name, near, cause)


def _about_seed(
    case: Case,
    shapes: Sequence[Sizes],
    first: list[Evidence],
    again: list[Evidence],
    other: list[Evidence],
) -> Iterator[Finding]:
    drawn, once_more, with_other = (
        [weight["first"] for weight in draw] for draw in (first, again, other)
    )
    if drawn != once_more:
        yield _finding(
            case,
            "seed",
            "different",
            "the same",
            "gave other numbers when it was called again with the same seed, expected the same "
            "ones. Draw from a generator made of the seed: tf.random.Generator.from_seed(seed).",
        )
    if drawn == with_other:
        yield _finding(
            case,
            "seed",
            "the same",
            "different",
            "gave the same numbers with another seed, expected other ones. Make the generator of "
            "seed, not of a number of its own.",
        )
    shares = [
        np.array(values[:4], dtype=float) / glorot_limit(shape)
        for values, shape in zip(drawn, shapes, strict=True)
    ]
    twins = [
        (one, two)
        for two in range(len(shapes))
        for one in range(two)
        if np.allclose(*_of_one_length(shares[one], shares[two]), atol=SAME_DRAW)
    ]
    if twins:
        one, two = twins[0]
        yield _finding(
            case,
            "seed",
            "the same",
            "different",
            f"drew weight {one + 1} and weight {two + 1} with the same random numbers, expected "
            "independent ones. The generator starts anew for each kernel. Make it once, before the "
            "loop.",
        )


def _of_one_length(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    length = min(one.size, other.size)
    return one[:length], other[:length]


def _compare_weights(
    case: Case, shapes: Sequence[Sizes], draw: list[Evidence]
) -> Comparison | None:
    if len(draw) != len(shapes) or any(weight["type"] != "Variable" for weight in draw):
        return None
    rows = []
    for shape, weight in zip(shapes, draw, strict=True):
        limit = say(glorot_limit(shape))
        inside = max(-float(weight["low"]), float(weight["high"])) <= glorot_limit(shape) * 1.00001
        got = f"±{limit}" if inside else f"{say(weight['low'])} to {say(weight['high'])}"
        rows.append((f"within, shape {say_shape(shape)}", got, f"±{limit}"))
    return compare(f"{case.name}: bounds", rows)


def _weights_case(widths: Sequence[int], seed: int) -> Case:
    shapes = [list(shape) for shape in kernel_shapes(widths)]
    return Case(
        f"make_weights(shapes, seed={seed}) for widths {', '.join(map(str, widths))}",
        {"shapes": shapes, "seed": seed},
    )


WEIGHTS_CASES = (
    _weights_case((4, 8, 16, 32), seed=1),
    _weights_case((3, 6, 10, 15), seed=20),
)


def draw_weights_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Other widths and another seed."""
    widths = [int(width) for width in rng.integers(6, 20, N_LEVELS + 1)]
    return (_weights_case(widths, seed=int(rng.integers(1, 10_000))),)


# model -------------------------------------------------------------------------------------------


def forward(
    images: Numbers, kernels: Sequence[Numbers], skip_first: bool = False
) -> tuple[Numbers, Numbers]:
    """The sums of the last convolution, (batch, H, W, 1), and what comes into it.

    ``skip_first`` joins the skip in front of the enlarged map instead of behind it.
    """
    waiting = iter(kernels)
    signal, skips = images, []
    for _ in range(N_LEVELS):
        signal = leaky_relu(convolve(signal, next(waiting)))
        signal = leaky_relu(convolve(signal, next(waiting)))
        skips.append(signal)
        signal = pool(signal)
    signal = leaky_relu(convolve(signal, next(waiting)))
    signal = leaky_relu(convolve(signal, next(waiting)))
    for skip in reversed(skips):
        signal = leaky_relu(convolve_transposed(enlarge(signal), next(waiting), 1))
        joined = [skip, signal] if skip_first else [signal, skip]
        signal = leaky_relu(convolve_transposed(np.concatenate(joined, -1), next(waiting), 1))
    return convolve(signal, next(waiting)), signal


def sigmoid(values: Numbers) -> Numbers:
    """1 / (1 + exp(−values))."""
    return np.asarray(1 / (1 + np.exp(-values)))


def judge_model(case: Case, evidence: Evidence) -> Judgement:
    """The probabilities, batches of any size, and a gradient for every kernel."""
    images, kernels = images_and_kernels(case)
    sums, _ = forward(images, kernels)
    shape, recorded = sums.shape, evidence["result"]
    if is_array(recorded) and tuple(evidence["shape"]) != shape:
        got = tuple(evidence["shape"])
        return Judgement((other_shape(case, got, shape, ADVICE_OF_SHAPE),))
    judgement = judge_tensor(
        case,
        recorded,
        _sampled(sigmoid(sums)),
        ADVICE_OF_SHAPE,
        "Compare your model with the list in the exercise, line by line: each kernel is used once, "
        "in the order in which it is given. If a check above fails, mend that function first.",
    )
    if judgement.findings:
        return judgement
    findings = (
        *findings_of_tracing(case, evidence["traced"], shape),
        *_findings_of_gradients(case, kernels, evidence["gradients"]),
    )
    return Judgement(findings[:1], judgement.comparison)


ADVICE_OF_SHAPE = (
    "Each level down halves height and width once, and each level up doubles them once."
)


def _sampled(output: Numbers) -> Numbers:
    step = max(1, output.shape[1] // SAMPLED)
    return output[:, ::step, ::step]


def look_at_model(case: Case, evidence: Evidence) -> Look | None:
    """Beside other ends of the network and another order of joining."""
    if not is_array(evidence["result"]):
        return None
    images, kernels = images_and_kernels(case)
    sums, before = forward(images, kernels)
    got = tuple(evidence["shape"])
    if got != sums.shape:
        nothing = np.full(sums.shape, math.nan)
        return Look(np.broadcast_to(math.nan, got), nothing, _other_model_shapes(sums, before))
    mistakes = _other_models(images, kernels, sums)
    return look_at_tensor(evidence["result"], _sampled(sigmoid(sums)), mistakes)


def _other_models(images: Numbers, kernels: Sequence[Numbers], sums: Numbers) -> Iterator[Mistake]:
    end = "The last kernel gets tf.nn.conv2d and tf.sigmoid, nothing between."
    yield Mistake("sums", _sampled(sums), f"These are the sums before the sigmoid. {end}")
    yield Mistake(
        "leaky relu before the sigmoid",
        _sampled(sigmoid(leaky_relu(sums))),
        f"A leaky relu came between the last convolution and the sigmoid. {end}",
    )
    yield Mistake(
        "leaky relu at the end",
        _sampled(leaky_relu(sums)),
        f"The last convolution was followed by a leaky relu. {end}",
    )
    yield Mistake(
        "softmax",
        np.ones_like(_sampled(sums)),
        "Softmax over a single channel is always 1: it has nothing to compare with. Use "
        "tf.sigmoid.",
    )
    swapped, _ = forward(images, kernels, skip_first=True)
    yield Mistake(
        "skip in front",
        _sampled(sigmoid(swapped)),
        "The skip was joined in front of the enlarged map. The order is [enlarged, skip].",
    )


def _other_model_shapes(sums: Numbers, before: Numbers) -> Iterator[Mistake]:
    no_axis = "The channel axis of length 1 is missing. Leave it: the targets have it as well."
    yield Mistake("no channel axis", Shape(sums.shape[:3]), no_axis)
    squeezed = Shape(tuple(length for length in sums.shape if length != 1))
    yield Mistake("squeezed", squeezed, no_axis)
    yield Mistake(
        "last kernel not used",
        Shape(before.shape),
        "The last kernel, 1 × 1, was not used: it leaves one channel.",
    )


def _findings_of_gradients(
    case: Case, kernels: Sequence[Numbers], gradients: list[Any]
) -> Iterator[Finding]:
    unreached = [number for number, size in enumerate(gradients, start=1) if not size]
    if unreached:
        number = unreached[0]
        yield _finding(
            case,
            "gradient",
            None,
            "a gradient",
            f"gave the right numbers, but no gradient reaches kernel {number} of {len(kernels)}, "
            "expected one for each. The way is cut by tf.stop_gradient, or leaves TensorFlow at a "
            "NumPy function. Keep to tf operations on the way.",
        )


def _model_case(widths: Sequence[int], n_images: int, size: int, seed: int) -> Case:
    images = f"{n_images} image{'s' * (n_images > 1)} of {size} × {size} × 3"
    return Case(
        f"model(images, weights) on {images} with widths {', '.join(map(str, widths))}",
        {"widths": list(widths), "n_images": n_images, "size": size, "seed": seed},
    )


MODEL_CASES = (
    _model_case((2, 3, 4, 5), n_images=2, size=16, seed=3),
    _model_case((2, 2, 3, 4), n_images=1, size=128, seed=4),
)


def draw_model_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Other widths, another batch."""
    widths = [int(width) for width in rng.integers(2, 6, N_LEVELS + 1)]
    return (
        _model_case(
            widths, n_images=int(rng.integers(1, 4)), size=24, seed=int(rng.integers(2**31))
        ),
    )
