"""The bounds of Glorot's weights and the network in NumPy, and what is said of other ones."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

from grader.checks.arrays import Numbers, compare, is_array, plain, say, say_shape
from grader.checks.exercise import (
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
    enlarge,
    findings_of_tracing,
    judge_tensor,
    leaky_relu,
    pool,
    sigmoid,
    with_chance,
)
from grader.judging.evidence import Raised
from grader.judging.explanations import shapes_words
from grader.judging.mistakes import causes_of
from grader.judging.pictures import convolve, convolve_transposed
from grader.judging.values import look_at, only_shape, other_shape

N_DOWN = 2 * (N_LEVELS + 1)  # kernels on the way down and at the bottom
SIGMAS = 6  # how far a mean or a spread may be from the expected one, in standard errors
CLEAR = 500  # numbers of a kernel from which they tell how they were drawn
CUT_OFF = 0.8796  # spread of normal numbers of which those beyond two deviations are drawn again
TINY_STEP = 1e-6  # of a difference that stands for a derivative
SLOPES_APART = 0.01  # distance of slopes, computed in float32, that is no rounding
MOST_ROWS_FOR_SLOPES = 32  # of images whose slopes are computed, by many runs of the network
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
    findings = chain(
        _about_variables(case, shapes, first),
        _about_bounds(case, shapes, first),
        _about_seed(case, shapes, first, again, other),
    )
    finding = next(findings, None)
    return Judgement((finding,) if finding else (), _compare_weights(case, shapes, first))


def _no_list(case: Case, returned: str) -> Finding:
    return case.finding(
        ("type", returned, "list"),
        f"gave {returned}, expected a list with one tf.Variable for each shape. Collect the "
        "variables in a list and return it.",
    )


def _about_variables(
    case: Case, shapes: Sequence[Sizes], draw: list[Evidence]
) -> Iterator[Finding]:
    if len(draw) != len(shapes):
        yield case.finding(
            ("number", len(draw), len(shapes)),
            f"gave {len(draw)} weight{'s' * (len(draw) != 1)}, expected {len(shapes)}, one for "
            f"each shape. {_cause_of_number(shapes, draw)}",
        )
        return
    for number, (shape, weight) in enumerate(zip(shapes, draw, strict=True), start=1):
        if weight["type"] != "Variable":
            yield case.finding(
                ("type", weight["type"], "Variable"),
                f"gave {weight['type']} as weight {number}, expected a tf.Variable. "
                + (
                    "A GradientTape knows those of TensorFlow alone. Write tf.Variable(values)."
                    if weight["type"] == "keras.Variable"
                    else "A tensor cannot be changed, so nothing could be learned. Wrap it: "
                    "tf.Variable(values)."
                ),
            )
            return
        if tuple(weight["shape"]) != shape:
            yield case.finding(
                ("shape", weight["shape"], list(shape)),
                f"gave weight {number} the shape {say_shape(weight['shape'])}, expected "
                f"{say_shape(shape)}. Keep the order of shapes.",
            )
            return
        if not weight["trainable"]:
            yield case.finding(
                ("trainable", False, True),
                f"made weight {number} not trainable, expected a trainable one: a GradientTape "
                "does not watch it. Leave trainable at its default.",
            )
        if weight["dtype"] != "float32":
            yield case.finding(
                ("dtype", weight["dtype"], "float32"),
                f"gave weight {number} the type {weight['dtype']}, expected float32, as the images "
                "have. Draw the numbers as float32.",
            )


def _cause_of_number(shapes: Sequence[Sizes], draw: list[Evidence]) -> str:
    kinds = {weight["type"] for weight in draw}
    if kinds & {"list", "tuple", "ListWrapper"}:
        return "The list stands in another one. Return the list of variables alone."
    if len(draw) == 1 and kinds == {"Variable"}:
        shape = tuple(draw[0]["shape"])
        if shape == shapes[0]:
            return "It is the first one: return stands inside the loop. Move it behind the loop."
        if shape == shapes[-1]:
            return "It is the last one: append stands behind the loop. Move it into the loop."
    return "Go through all of shapes."


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
        yield case.finding(
            ("bounds", [weight["low"], weight["high"]], [-limit, limit]),
            f"filled weight {k + 1} of shape {say_shape(shape)} with numbers from {low} to {high} "
            f"(standard deviation {say(weight['std'])}), expected uniform ones from −limit to "
            f"limit with limit = √(6 / ({n_in} + {n_out})) = {say(limit)} (standard deviation "
            f"{say(limit / math.sqrt(3))}). "
            f"{_plain_cause(shape, weight) or causes.get(k) or ADVICE}",
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
        _is_inside(shape, weight)
        and abs(float(weight["mean"])) <= SIGMAS * spread / math.sqrt(n)
        and abs(float(weight["std"]) - spread) <= SIGMAS * limit / math.sqrt(15 * n)
    )


def _is_inside(shape: Sizes, weight: Evidence) -> bool:
    return _largest(weight) <= glorot_limit(shape) * (1 + 1e-5)


def _largest(weight: Evidence) -> float:
    return max(-float(weight["low"]), float(weight["high"]))


def _plain_cause(shape: Sizes, weight: Evidence) -> str | None:
    """What a single kernel shows."""
    low, high = float(weight["low"]), float(weight["high"])
    both = "minval=-limit, maxval=limit"
    if low == high == 0:
        return (
            "All numbers are 0. Either nothing is drawn, or the bound is 0, as a division of whole "
            f"numbers by // makes it. {ADVICE}"
        )
    if low == high:
        return "All numbers are equal. Draw them: equal weights stay equal for ever."
    limit, mean, std = glorot_limit(shape), float(weight["mean"]), float(weight["std"])
    is_normal = low < -2 * limit or high > 2 * limit
    if (
        math.prod(shape) >= CLEAR
        and is_normal
        and max(abs(mean + limit), abs(std - limit)) < (limit / 4)
    ):
        return (
            "They lie around −limit, as of normal(shape, -limit, limit), which takes the middle "
            "and the spread, not bounds. Write uniform(shape, -limit, limit)."
        )
    if low >= 0:
        return f"None is negative. Draw from −limit to limit: {both}."
    if math.prod(shape) >= CLEAR and -low <= glorot_limit(shape) and 0.9 < high <= 1:
        return f"The upper bound is 1, which it is where none is given. Give both: {both}."
    return None


def _causes_of_bounds(shapes: Sequence[Sizes], draw: list[Evidence]) -> dict[int, str | None]:
    """For each kernel with many numbers the cause of their spread and of how far they reach."""
    clear = [k for k, shape in enumerate(shapes) if math.prod(shape) >= CLEAR]
    looks = []
    for k in clear:
        got = [_largest(draw[k]), float(draw[k]["std"])]
        right = got if _is_drawn_right(shapes[k], draw[k]) else [math.nan, math.nan]
        looks.append(Look(got, right, _other_draws(shapes[k], shapes[0])))
    return dict(zip(clear, causes_of(looks), strict=True))


def _other_draws(shape: Sizes, first: Sizes) -> Iterator[Mistake]:
    """What other bounds and distributions give: the largest number, and the spread."""
    (_, _, n_in, n_out), n = shape, math.prod(shape)
    fan_in, fan_out = fans(shape)
    advice = "Use limit = √(6 / (fan_in + fan_out))."
    deviation = "A uniform distribution reaches √3 times as far: 6 in place of 2."
    limit, area = glorot_limit(shape), shape[0] * shape[1]
    for name, bound, cause in (
        (
            "channels only",
            math.sqrt(6 / (n_in + n_out)),
            "The fans are channels only. Each channel counts height · width times, since so many "
            "numbers of it come in.",
        ),
        ("He", math.sqrt(6 / fan_in), f"That bound is He's, √(6 / fan_in). {advice}"),
        (
            "LeCun",
            math.sqrt(3 / fan_in),
            "That bound is √(3 / fan_in): LeCun's, or fan_in stands for fan_out too. The sum is "
            f"{fan_in} + {fan_out} here. {advice}",
        ),
        (
            "fan_out twice",
            math.sqrt(3 / fan_out),
            f"That bound is √(3 / fan_out): fan_out stands for fan_in too. The sum is {fan_in} + "
            f"{fan_out} here. {advice}",
        ),
        (
            "brackets around all factors",
            math.sqrt(6 / shape[0] * shape[1] * (n_in + n_out)),
            "6 was divided by the height alone, and multiplied by what follows. Put brackets "
            "around all that stands below the line: 6 / (height * width * (n_in + n_out)).",
        ),
        (
            "brackets",
            math.sqrt(6 / fan_in + fan_out),
            "6 was divided by fan_in alone, and fan_out was added behind. Put brackets around the "
            f"sum. {advice}",
        ),
        ("fan_out", math.sqrt(6 / fan_out), f"That bound has fan_out alone. {advice}"),
        (
            "deviation",
            math.sqrt(2 / (fan_in + fan_out)),
            f"That is the standard deviation taken for the bound. {deviation}",
        ),
        ("no root", 6 / (fan_in + fan_out), "The square root is missing."),
        (
            "root above",
            math.sqrt(6) / (fan_in + fan_out),
            f"The root was taken of 6 alone. Take that of the whole fraction. {advice}",
        ),
        (
            "root below",
            6 / math.sqrt(fan_in + fan_out),
            f"The root was taken below the line alone. Take that of the whole fraction. {advice}",
        ),
        (
            "product",
            math.sqrt(6 / (fan_in * fan_out)),
            f"The fans were multiplied. Add them up. {advice}",
        ),
        (
            "fan_out without area",
            math.sqrt(6 / (fan_in + n_out)),
            f"fan_out has no height · width here. It is {area} · {n_out}, fan_in {area} · {n_in}.",
        ),
        (
            "fan_in without area",
            math.sqrt(6 / (n_in + fan_out)),
            f"fan_in has no height · width here. It is {area} · {n_in}, fan_out {area} · {n_out}.",
        ),
        (
            "all numbers",
            math.sqrt(6 / (n + n_out)),
            f"fan_in is the size of the whole kernel here. Leave out what it gives: it is {area} · "
            f"{n_in}, and fan_out {area} · {n_out}.",
        ),
        (
            "half",
            limit / 2,
            "These reach half as far as they should. Where numbers from 0 to 1 are moved by 0.5, "
            "they must be doubled: (2 * u − 1) * limit.",
        ),
        (
            "mean of the fans",
            limit * math.sqrt(2),
            "The mean of the fans stands below the line. Their sum belongs there: 6 / (fan_in + "
            "fan_out).",
        ),
        (
            "area only",
            math.sqrt(6 / area),
            f"The channels are missing below the line. fan_in is {area} · {n_in}, fan_out {area} · "
            f"{n_out}.",
        ),
        ("3 for 6", limit / math.sqrt(2), f"6 stands above the line, not 3. {advice}"),
        (
            "of the first kernel",
            glorot_limit(first),
            "That is the bound of the first kernel. Compute limit inside the loop, for each shape "
            "anew.",
        ),
        ("0.05", 0.05, f"That is TensorFlow's plain uniform initialiser. {advice}"),
        # As when no bound is applied, and when height and width, 3 and 3, are taken for the fans.
        ("1", 1.0, f"The bound is 1 for any number of channels. {ADVICE}"),
    ):
        # That all numbers stay 15 / n below the bound has a chance of e⁻¹⁵; the spread has a
        # relative standard error of 1 / √(5 n).
        near = Near([bound, bound / math.sqrt(3)], [15 / n, SIGMAS / math.sqrt(5 * n)])
        yield Mistake(name, near, cause)
    uniform = f"Draw uniform numbers. {advice}"
    for name, spread, cause in (
        (
            "Glorot normal",
            math.sqrt(2 / (fan_in + fan_out)),
            "Glorot's normal distribution has this spread. Draw uniform numbers.",
        ),
        (
            "He normal",
            math.sqrt(2 / fan_in),
            f"These are normal numbers. {uniform}",
        ),
        *(
            (
                f"normal {spread:g}",
                spread,
                f"These are normal numbers of spread {spread:g}. {uniform}",
            )
            for spread in (0.01, 0.02, 0.05, 0.1, 1.0)
        ),
    ):
        # Cut off at two standard deviations or not, normal numbers reach 2.3 to 4.8 times as far.
        distances = [0.38, SIGMAS / math.sqrt(2 * n)]
        for kind, width in (("whole", spread), ("cut off", CUT_OFF * spread)):
            yield Mistake(f"{name}, {kind}", Near([3.5 * width, width], distances), cause)


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
        yield case.finding(
            ("seed", "different", "the same"),
            "gave other numbers when it was called again with the same seed, expected the same "
            "ones. Draw from a generator made of the seed: tf.random.Generator.from_seed(seed).",
        )
    if drawn == with_other:
        yield case.finding(
            ("seed", "the same", "different"),
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
        yield case.finding(
            ("seed", "the same", "different"),
            f"drew weight {one + 1} and weight {two + 1} with the same random numbers, expected "
            "independent ones. For each kernel the seed begins anew. Make one generator before the "
            "loop, tf.random.Generator.from_seed(seed), and draw all kernels from it.",
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
        spread = f"{say(weight['low'])} to {say(weight['high'])}"
        got = f"±{limit}" if _is_inside(shape, weight) else spread
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


def _down(signal: Numbers, first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    """A level on the way down: what is pooled, and what is kept as skip."""
    signal = leaky_relu(convolve(leaky_relu(convolve(signal, first)), second))
    return signal, signal


def _up(signal: Numbers, kernel: Numbers) -> Numbers:
    return leaky_relu(convolve_transposed(enlarge(signal), kernel, 1))


def _join(signal: Numbers, skip: Numbers) -> Numbers:
    return np.concatenate([signal, skip], -1)


def forward(
    images: Numbers,
    kernels: Sequence[Numbers],
    down: Callable[[Numbers, Numbers, Numbers], tuple[Numbers, Numbers]] = _down,
    up: Callable[[Numbers, Numbers], Numbers] = _up,
    join: Callable[[Numbers, Numbers], Numbers] = _join,
) -> tuple[Numbers, Numbers]:
    """The sums of the last convolution, (batch, H, W, 1), and what comes into it.

    A known mistake has another one of the network's pieces.
    """
    waiting = iter(kernels)
    signal, skips = images, []
    for _ in range(N_LEVELS):
        signal, skip = down(signal, next(waiting), next(waiting))
        skips.append(skip)
        signal = pool(signal)
    signal, _ = _down(signal, next(waiting), next(waiting))
    for skip in reversed(skips):
        signal = up(signal, next(waiting))
        signal = leaky_relu(convolve_transposed(join(signal, skip), next(waiting), 1))
    return convolve(signal, next(waiting)), signal


def judge_model(case: Case, evidence: Evidence) -> Judgement:
    """The probabilities, batches of any size, and a gradient for every kernel."""
    images, kernels = images_and_kernels(case)
    if "stuck" in evidence:
        return Judgement((_finding_of_stuck(case, evidence, kernels),))
    sums, _ = forward(images, kernels)
    shape, recorded = sums.shape, evidence["result"]
    is_one = is_array(recorded) and recorded["type"] not in ("tuple", "list")
    if "shape" not in evidence and not is_one:
        return judge_tensor(case, recorded, sums, "", "")
    if "shape" not in evidence:
        sentence = (
            f"gave {recorded['type']}, expected a tensor: numbers of NumPy or Python have no "
            "gradient. Keep to TensorFlow's operations on the way, such as tf.sigmoid."
        )
        return Judgement((case.finding(("type", recorded["type"], "tensor"), sentence),))
    if recorded["dtype"].startswith("int"):
        sentence = (
            f"gave whole numbers, {recorded['dtype']}, expected probabilities. argmax decides "
            "between classes, and of a single channel it is always 0. Return tf.sigmoid of the "
            "last sums."
        )
        return Judgement((case.finding(("dtype", recorded["dtype"], "float32"), sentence),))
    if tuple(evidence["shape"]) != shape:
        got = tuple(evidence["shape"])
        return Judgement((other_shape(case, got, shape, ADVICE_OF_SHAPE),))
    judgement = judge_tensor(
        case,
        recorded,
        _sampled(sigmoid(sums)),
        ADVICE_OF_SHAPE,
        _advice_of_gradients(evidence["gradients"])
        or "Compare your model with the list in the exercise, line by line: each kernel is used "
        "once, in the order in which it is given. If a check above fails, fix that function "
        "first.",
    )
    if judgement.findings:
        return with_chance(judgement, case, evidence["repeats"])
    findings = (
        *_findings_of_list(case, kernels, evidence["left"]),
        *findings_of_tracing(case, evidence["traced"], shape),
        *_findings_of_gradients(case, kernels, evidence["gradients"]),
        *_findings_of_slopes(case, images, kernels, evidence["slopes"]),
    )
    return Judgement(findings[:1], judgement.comparison)


def _advice_of_gradients(gradients: list[Any]) -> str | None:
    """What the gradients tell where the numbers are wrong; None where each kernel has one."""
    unreached = [number for number, size in enumerate(gradients, start=1) if size is None]
    if len(unreached) == len(gradients):
        return (
            "No gradient reaches any kernel either. Rounding and comparing have no slope, and "
            "NumPy's functions are not seen: return the probabilities themselves, from tf.sigmoid."
        )
    if unreached:
        return (
            f"Kernel {unreached[0]} of {len(gradients)} was not used. Use each kernel once, in the "
            "order in which it is given."
        )
    return None


# What an operation refused ------------------------------------------------------------------------

_JOINED = re.compile(r"shape\[0\] = \[([\d,]+)\] vs\. shape\[1\] = \[([\d,]+)\]")


def _finding_of_stuck(case: Case, evidence: Evidence, kernels: Sequence[Numbers]) -> Finding:
    """The finding about an operation that refused its tensors: at which kernel, and what is due.

    TensorFlow's own words are about the student's conv2d_up, which is right.
    """
    error, reached = Raised.from_json(evidence["stuck"]), [int(k) for k in evidence["reached"]]
    where = f" in the line `{error.lines[0]}`" if error.lines else ""
    joined = _JOINED.search(error.message)
    number = max(reached, default=1)
    if not reached or number > len(kernels):
        sentence = error.sentence(case.name)
    elif reached != list(range(1, number + 1)):
        sentence = (
            f"{case.name} raised {error.type}{where}, where kernel {number} of {len(kernels)} was "
            "used before others, expected them in order. Begin with kernels = iter(weights), and "
            "write next(kernels) wherever one is needed."
        )
    elif joined and number in range(N_DOWN + 1, len(kernels), 2):
        first, second = (tuple(map(int, sizes.split(","))) for sizes in joined.groups())
        words = _say_joined(case, number, first, second)
        sentence = f"{case.name} raised {error.type}{where}: {words}"
    else:
        sentence = (
            f"{case.name} raised {error.type}{where}, at kernel {number} of {len(kernels)}, of "
            f"shape {say_shape(kernels[number - 1].shape)}. Expected there: "
            f"{_use_of(number, kernels[number - 1].shape)}. "
            f"{_step_where_stuck(error, case.arguments['n_images'])}"
        )
    return Finding(sentence, case.name, None, None, "error", error.type)


def _step_where_stuck(error: Raised, n_images: int) -> str:
    axis = re.search(r"concat\(.*axis=(0|1|2|-[234])\b", error.lines[0]) if error.lines else None
    if axis:
        return f"That line joins along axis {axis[1]}. Channels are the last: axis=-1."
    for name, sizes in (error.shapes[0] if error.shapes else {}).items():
        side = re.match(r"\(\d+, (\d+), (\d+), \d+\)", sizes)
        if sizes.startswith(f"({2 * n_images}, "):
            return (
                f"{name} has the shape {sizes} there, the maps of {2 * n_images} images in place "
                f"of {n_images}: two were joined along the batch, axis 0. Channels are the last: "
                "tf.concat([signal, skip], axis=-1)."
            )
        if side and sorted(map(int, side.groups())) in ([n, 2 * n] for n in (2, 4, 8, 16)):
            return (
                f"{name} has the shape {sizes} there: of square maps two were joined along the "
                "height or width. Channels are the last: tf.concat([signal, skip], axis=-1)."
            )
    seen = f"{shapes_words(error.shapes[0])}. " if error.shapes and error.shapes[0] else ""
    if error.lines and re.search(r"weights\[[^\]]*[a-z]", error.lines[0]):
        return (
            f"{seen}Count the index of each round by hand, or do without: kernels = iter(weights) "
            "before the loop, and next(kernels) wherever one is needed."
        )
    return (
        f"{seen}Look in that line and the one before which map stands in the brackets, and compare "
        "with the list in the exercise: each kernel is used once, in order."
    )


def _use_of(number: int, shape: Sizes) -> str:
    """What the kernel with this number is for."""
    if number <= N_DOWN and number % 2 == 0:
        return (
            f"conv2d_down, on the map of {shape[2]} channels that it made with kernel {number - 1}"
        )
    if number <= N_DOWN:
        return f"conv2d_down, on a map of {shape[2]} channels"
    if number > N_DOWN + 2 * N_LEVELS:
        return f"tf.nn.conv2d, on a map of {shape[2]} channels"
    if number % 2:
        below = f"conv2d_up, on what maxpool_up makes of a map of {shape[3]} channels"
        if number == N_DOWN + 1:
            return below
        return f"{below}, as conv2d_up makes it (conv2d_down would make {2 * shape[3]})"
    return (
        f"conv2d_up, on the {shape[3]} channels of tf.concat([signal, skip], axis=-1), where "
        "signal comes from the conv2d_up before"
    )


def _say_joined(case: Case, number: int, first: Sizes, second: Sizes) -> str:
    """What is said of two tensors that were to be joined behind this kernel and do not fit."""
    level = N_LEVELS - 1 - (number - N_DOWN) // 2
    n_images, size, widths = (case.arguments[name] for name in ("n_images", "size", "widths"))

    def of_level(number: int) -> Sizes:
        side = size >> number
        return n_images, side, side, widths[min(number, N_LEVELS)]

    right = of_level(level)
    half = (n_images, right[1] // 2, right[2] // 2, right[3])
    double = (n_images, 2 * right[1], 2 * right[2], right[3])
    others = [of_level(other) for other in range(N_LEVELS) if other != level]
    if (first, second) == (right, half):
        cause = "The skip is half as large: it was kept behind maxpool_down. Keep it before."
    elif (first, second) == (half, right):
        cause = (
            "The map is half as large as the skip: it was not enlarged. Call maxpool_up on it, "
            "then conv2d_up."
            if level < N_LEVELS - 1
            else "The map is half as large as the skip: it was not enlarged, or the bottom was "
            "pooled too. Call maxpool_down on three levels, and maxpool_up before each conv2d_up."
        )
    elif first == right and level < N_LEVELS - 1 and second == of_level(level + 1):
        cause = (
            "The skip is that of the level below, which was joined before. Keep one skip a level, "
            "behind its second conv2d_down, and take each once: for skip in reversed(skips)."
        )
    elif first == right and second in others:
        cause = (
            "The skip is that of another level. Join them from the last to the first, reversed "
            "once: for skip in reversed(skips)."
        )
    elif first == double and second == right:
        cause = (
            "The map is twice as large as the skip: it was enlarged twice. Call maxpool_up once, "
            "and conv2d_up with a stride of 1."
        )
    elif len(second) == len(right) - 1:
        cause = (
            "The skip is one image of a batch: the loop goes through a tensor, not through a list "
            "of skips. Write skips.append(signal) on each level."
        )
    elif second[1:3] == (size, size) and second[3:] == right[3:]:
        cause = (
            "The skip has the right channels, and is as large as the images: nothing was pooled "
            "before it. Call maxpool_down at the end of each level, inside the loop."
        )
    else:
        cause = "Print both shapes on each level."
    return (
        f"tf.concat got tensors of shapes {say_shape(first)} and {say_shape(second)}, expected "
        f"{say_shape(right)} for both. {cause}"
    )


ADVICE_OF_SHAPE = (
    "Each level down halves height and width once, and each level up doubles them once."
)


def _sampled(output: Numbers) -> Numbers:
    step = max(1, output.shape[1] // SAMPLED)
    return output[:, ::step, ::step]


def look_at_model(case: Case, evidence: Evidence) -> Look | None:
    """Beside other ends of the network and another order of joining."""
    if "shape" not in evidence:
        return None
    images, kernels = images_and_kernels(case)
    sums, before = forward(images, kernels)
    got = tuple(evidence["shape"])
    if got != sums.shape:
        mistakes = _other_model_shapes(sums, before, kernels)
        return Look(only_shape(got), only_shape(sums.shape), mistakes)
    mistakes = _other_models(images, kernels, sums, before)
    return look_at(evidence["result"], _sampled(sigmoid(sums)), mistakes)


def _other_models(
    images: Numbers, kernels: Sequence[Numbers], sums: Numbers, before: Numbers
) -> Iterator[Mistake]:
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
    for name, values in {
        "relu": np.maximum(sums, 0),
        "tanh": np.tanh(sums),
        "a second sigmoid": sigmoid(sigmoid(sums)),
        "1 − sigmoid": 1 - sigmoid(sums),
        "a hard sigmoid": np.clip(sums / 6 + 0.5, 0, 1),
    }.items():
        yield Mistake(name, _sampled(values), f"The last sums went through {name}. {end}")
    yield Mistake(
        "rounded",
        _sampled(np.round(sigmoid(sums))),
        "The probabilities were rounded. Return them as they are, from tf.sigmoid.",
    )
    yield Mistake(
        "sigmoid first",
        _sampled(convolve(sigmoid(before), kernels[-1])),
        f"The sigmoid came before the last convolution. {end}",
    )
    yield from _other_networks(images, kernels)


def _other_networks(images: Numbers, kernels: Sequence[Numbers]) -> Iterator[Mistake]:
    """What a network gives of which one piece is another."""

    def probabilities(images: Numbers, **pieces: Any) -> Numbers:
        return _sampled(sigmoid(forward(images, kernels, **pieces)[0]))

    yield Mistake(
        "skip in front",
        probabilities(images, join=lambda signal, skip: _join(skip, signal)),
        "The skip was joined in front of the enlarged map. The order is [enlarged, skip].",
    )
    yield Mistake(
        "joined with itself",
        probabilities(images, join=lambda signal, _: _join(signal, signal)),
        "The enlarged map was joined with itself. Join it with the skip: tf.concat([signal, skip], "
        "axis=-1).",
    )
    yield Mistake(
        "leaky relu behind the joining",
        probabilities(images, join=lambda signal, skip: leaky_relu(_join(signal, skip))),
        "A leaky relu stands behind tf.concat as well. conv2d_down and conv2d_up have theirs: take "
        "this one out.",
    )

    def keep_the_first(signal: Numbers, first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
        kept = leaky_relu(convolve(signal, first))
        return leaky_relu(convolve(kept, second)), kept

    def with_relu(signal: Numbers, *kernels: Numbers) -> tuple[Numbers, Numbers]:
        kept = np.maximum(_down(signal, *kernels)[0], 0)
        return kept, kept

    yield Mistake(
        "relu on each level",
        probabilities(images, down=with_relu),
        "A relu follows the second conv2d_down of a level. Its leaky relu is enough: take this one "
        "out.",
    )
    yield Mistake(
        "skip of the first",
        probabilities(images, down=keep_the_first),
        "The skip was kept behind the first conv2d_down of a level. Keep what the second gives.",
    )
    yield Mistake(
        "stride 2",
        probabilities(images, up=lambda signal, k: leaky_relu(convolve_transposed(signal, k, 2))),
        "The map was enlarged by a stride of 2. Call maxpool_up first, and conv2d_up with a stride "
        "of 1.",
    )
    yield Mistake(
        "enlarged behind",
        probabilities(
            images, up=lambda signal, k: enlarge(leaky_relu(convolve_transposed(signal, k, 1)))
        ),
        "The map was enlarged behind conv2d_up. Call maxpool_up first, then conv2d_up.",
    )
    yield Mistake(
        "divided by 255",
        probabilities(images / 255),
        "The images were divided by 255. They lie between 0 and 1 already.",
    )


def _other_model_shapes(
    sums: Numbers, before: Numbers, kernels: Sequence[Numbers]
) -> Iterator[Mistake]:
    n_images, height, width, _ = sums.shape
    lowest = 2 ** (N_LEVELS - 1)
    yield Mistake(
        "return in the loop",
        Shape((n_images, height // lowest, width // lowest, kernels[N_DOWN + 1].shape[2])),
        "That is what the first round of the way up gives: return stands inside the loop. Move it "
        "behind the loop.",
    )
    yield Mistake(
        "half as large",
        Shape((n_images, height // 2, width // 2, 1)),
        "It is half as large as the images. The last tf.nn.conv2d has strides=1, as every other "
        "one.",
    )
    no_axis = "The channel axis of length 1 is missing. Leave it: the targets have it as well."
    yield Mistake("no channel axis", Shape(sums.shape[:3]), no_axis)
    squeezed = Shape(tuple(length for length in sums.shape if length != 1))
    yield Mistake("squeezed", squeezed, no_axis)
    yield Mistake(
        "last kernel not used",
        Shape(before.shape),
        "The last kernel, 1 × 1, was not used: it leaves one channel.",
    )


def _findings_of_list(case: Case, kernels: Sequence[Numbers], left: int) -> Iterator[Finding]:
    if left != len(kernels):
        yield case.finding(
            ("weights", left, len(kernels)),
            f"gave the right numbers and left {left} of {len(kernels)} kernels in the list that it "
            "was given, expected that list to stay as it was: the next call gets it again. "
            "weights.pop takes out of it. Write kernels = iter(weights) and next(kernels).",
        )


def _findings_of_gradients(
    case: Case, kernels: Sequence[Numbers], gradients: list[Any]
) -> Iterator[Finding]:
    unreached = [number for number, size in enumerate(gradients, start=1) if not size]
    if unreached:
        number = unreached[0]
        yield case.finding(
            ("gradient", None, "a gradient"),
            f"gave the right numbers, but no gradient reaches kernel {number} of {len(kernels)}, "
            "expected one for each. The way is cut by tf.stop_gradient, or leaves TensorFlow at a "
            "NumPy function. Keep to tf operations on the way.",
        )


def _findings_of_slopes(
    case: Case, images: Numbers, kernels: Sequence[Numbers], got: list[Any]
) -> Iterator[Finding]:
    """What is wrong with gradients that reach every kernel, on images small enough for it."""
    if images.shape[1] > MOST_ROWS_FOR_SLOPES or None in got:
        return
    slopes = np.array(got, dtype=np.float64)
    expected = _slopes(images, kernels)
    apart = ~_are_near(slopes, expected)
    if not apart.any():
        return
    number = int(apart.argmax()) + 1
    if np.all(_are_near(slopes, _slopes(images, kernels, skips_cut_off=True))):
        cause = (
            "No gradient goes through the skips, as behind tf.stop_gradient. Join each skip as "
            "conv2d_down gave it."
        )
    else:
        cause = (
            "A part of the way is cut, as by tf.stop_gradient or where numbers leave TensorFlow. "
            "Keep to tf operations on the way."
        )
    yield case.finding(
        ("gradient", got[number - 1], plain(expected[number - 1])),
        f"gave the right numbers, but the gradient of kernel {number} of {len(kernels)} is not "
        f"that of the network: along this kernel the sum of the output grows by "
        f"{say(slopes[number - 1])}, expected {say(expected[number - 1])}. {cause}",
    )


def _are_near(slopes: Numbers, others: Numbers) -> Any:
    return np.isclose(slopes, others, rtol=SLOPES_APART, atol=SLOPES_APART * np.abs(others).max())


def _slopes(images: Numbers, kernels: Sequence[Numbers], skips_cut_off: bool = False) -> Numbers:
    """How fast the sum of the output changes as each kernel grows by a factor."""
    kept: list[Numbers] = []

    def keep(signal: Numbers, skip: Numbers) -> Numbers:
        kept.append(skip)
        return _join(signal, skip)

    forward(images, kernels, join=keep)

    def total(k: int, factor: float) -> float:
        changed = [*kernels[:k], factor * kernels[k], *kernels[k + 1 :]]
        waiting = iter(kept)
        if skips_cut_off:
            sums, _ = forward(images, changed, join=lambda signal, _: _join(signal, next(waiting)))
        else:
            sums, _ = forward(images, changed)
        return float(sigmoid(sums).sum())

    steps = range(len(kernels))
    return np.array(
        [(total(k, 1 + TINY_STEP) - total(k, 1 - TINY_STEP)) / (2 * TINY_STEP) for k in steps]
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
