"""The cases, parts and hints of the U-Net of 2015; ``expected_graph`` is the whole network."""

from typing import Any

import numpy as np

from grader.checks.exercise import (
    Case,
    DrawCases,
    Exercise,
    Judge,
    Part,
    Reference,
    TakeLook,
    no_look,
)
from grader.exercises.original_unet.judge.layers import (
    NETWORK_DEFAULTS,
    expected_graph,
    judge_arguments,
    judge_contracting,
    judge_expanding,
    judge_network,
)
from grader.exercises.original_unet.judge.sizes import (
    failing_level,
    judge_cropping,
    judge_message,
    judge_refusal,
    judge_valid_sizes,
    look_at_cropping,
    look_at_message,
    look_at_refusal,
    look_at_valid_sizes,
    valid_between,
)
from grader.exercises.original_unet.probe import FUNCTIONS, NOTEBOOK, PROBES

__all__ = ["EXERCISE", "expected_graph"]

# Smaller valid sizes leave nothing on the way up.
_SMALLEST_NETWORK, _LARGEST_DRAWN = 188, 620


def _written(values: Any) -> str:
    return ", ".join(
        f"{name}={tuple(value) if isinstance(value, list) else value}"
        for name, value in values.items()
    )


# --- sizes --------------------------------------------------------------------------------------


def _sizes_case(lowest: int, highest: int) -> Case:
    return Case(f"valid_sizes({lowest}, {highest})", {"lowest": lowest, "highest": highest})


def _draw_sizes_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    lowest, highest = (int(number) for number in rng.integers((1, 300), (140, 700)))
    valid = valid_between(200, 700)
    start = int(rng.integers(len(valid) - 6))
    return _sizes_case(lowest, highest), _sizes_case(valid[start], valid[start + 5])


def _validation_case(height: int, width: int) -> Case:
    return Case(f"validate_input({height}, {width})", {"height": height, "width": width})


def _draw_valid(rng: np.random.Generator) -> int:
    return int(rng.choice(valid_between(_SMALLEST_NETWORK, _LARGEST_DRAWN)))


def _draw_invalid(rng: np.random.Generator, level: int) -> int:
    """A side length that fails at this level."""
    sides = range(_SMALLEST_NETWORK, _LARGEST_DRAWN)
    return int(rng.choice([side for side in sides if failing_level(side) == level]))


def _draw_refusals(rng: np.random.Generator) -> tuple[Case, ...]:
    """Both valid; an invalid height; an invalid width, too small for the bottom now and then."""
    levels = rng.integers(1, 5, size=2)
    return (
        _validation_case(_draw_valid(rng), _draw_valid(rng)),
        _validation_case(_draw_invalid(rng, levels[0]), _draw_valid(rng)),
        _validation_case(_draw_valid(rng), _draw_invalid(rng, levels[1])),
        _validation_case(_draw_valid(rng), int(rng.choice([76, 92, 108, 124]))),
    )


def _draw_messages(rng: np.random.Generator) -> tuple[Case, ...]:
    """One side invalid, at levels that differ."""
    first, second = rng.permutation([1, 2, 3, 4])[:2]
    return (
        _validation_case(_draw_invalid(rng, first), _draw_valid(rng)),
        _validation_case(_draw_valid(rng), _draw_invalid(rng, second)),
    )


def _cropping_case(previous: list[int], current: list[int]) -> Case:
    shapes = {"previous": [None, *previous], "current": [None, *current]}
    written = ", ".join(str(tuple(shape)) for shape in shapes.values())
    return Case(f"get_cropping_shape({written})", shapes)


def _draw_croppings(rng: np.random.Generator) -> tuple[Case, ...]:
    height, width, rows, columns = (
        int(number) for number in rng.integers((20, 40, 1, 10), (40, 90, 9, 20))
    )
    return (_cropping_case([height + 2 * rows, width + 2 * columns, 8], [height, width, 16]),)


# --- blocks and network -------------------------------------------------------------------------


def _contracting_case(shape: list[int], **options: Any) -> Case:
    written = ", ".join(filter(None, ["inputs", _written(options)]))
    return Case(f"contracting_block({written})", {"input_shape": shape, "options": options})


def _draw_contracting(rng: np.random.Generator) -> tuple[Case, ...]:
    return tuple(
        _contracting_case(
            [2 * int(rng.integers(10, 40)), 2 * int(rng.integers(10, 40)), int(rng.integers(1, 6))],
            n_filters=int(rng.integers(3, 40)),
            max_pooling=max_pooling,
        )
        for max_pooling in (True, False)
    )


def _expanding_case(size: list[int], cut: list[int], channels: list[int], **options: Any) -> Case:
    """``size`` (height, width) from below, ``cut`` rows and columns per side, two ``channels``."""
    skip = [2 * side + 2 * lost for side, lost in zip(size, cut, strict=True)]
    written = ", ".join(
        filter(None, ["expansive_input", "contractive_input", _written(options)]),
    )
    return Case(
        f"expanding_block({written})",
        {
            "expansive_shape": [*size, channels[0]],
            "contractive_shape": [*skip, channels[1]],
            "options": options,
        },
    )


def _draw_expanding(rng: np.random.Generator) -> tuple[Case, ...]:
    sides, cut = rng.integers(8, 20, size=2), rng.permutation(np.arange(3, 12))[:2]
    channels = [int(number) for number in rng.integers(3, 20, size=2)]
    size, lost = ([int(number) for number in numbers] for numbers in (sides, cut))
    return (_expanding_case(size, lost, channels, n_filters=int(rng.integers(3, 40))),)


def _network_case(weights_seed: int | None = None, **options: Any) -> Case:
    """A call with these options; with a ``weights_seed`` the network's numbers count too."""
    numbers = {} if weights_seed is None else {"weights_seed": weights_seed}
    return Case(f"original_unet({_written(options)})", {"options": options, **numbers})


def _refused_case(size: list[int], invalid: str) -> Case:
    """A call with a size of which the ``invalid`` side, height or width, does not work out."""
    return Case(f"original_unet(input_size={tuple(size)})", {"refused": size, "invalid": invalid})


def _draw_networks(rng: np.random.Generator) -> tuple[Case, ...]:
    sizes = [_draw_valid(rng), _draw_valid(rng), int(rng.integers(1, 5))]
    return (_network_case(**{**NETWORK_DEFAULTS, "input_size": sizes}),)


def _draw_arguments(rng: np.random.Generator) -> tuple[Case, ...]:
    small = valid_between(204, 240)
    size = [*(int(side) for side in rng.choice(small, 2)), int(rng.integers(1, 4))]
    refused = [_draw_valid(rng), _draw_invalid(rng, int(rng.integers(2, 5))), 3]
    invalid = "width"
    if rng.integers(2):
        refused, invalid = [refused[1], refused[0], 3], "height"
    return (
        _network_case(
            input_size=size,
            n_filters=int(rng.integers(2, 6)),
            n_classes=int(rng.integers(3, 20)),
            weights_seed=int(rng.integers(2**32)),
        ),
        _refused_case(refused, invalid),
    )


# --- the exercise -------------------------------------------------------------------------------


def _part(
    name: str,
    title: str,
    points: int,
    judge: Judge,
    draw_cases: DrawCases,
    *cases: Case,
    look: TakeLook = no_look,
) -> Part:
    return Part(
        name, title, points, FUNCTIONS[name], cases, PROBES[name], judge, draw_cases, look=look
    )


# Down, the bottom, up by four blocks (transposed, cropped, joined, two convolutions), the logits.
# Published is the sum, 31,031,810; the rows follow from the layers.
# fmt: off
PUBLISHED = (
    0,
    1792, 36928, 0, 73856, 147584, 0, 295168, 590080, 0, 1180160, 2359808, 0,
    4719616, 9438208,
    2097664, 0, 0, 4719104, 2359808, 524544, 0, 0, 1179904, 590080,
    131200, 0, 0, 295040, 147584, 32832, 0, 0, 73792, 36928,
    130,
)
# fmt: on

EXERCISE = Exercise(
    name="original_unet",
    title="The original U-Net",
    notebook=NOTEBOOK,
    parts=(
        _part(
            "valid_sizes",
            "the side lengths that work out",
            2,
            judge_valid_sizes,
            _draw_sizes_cases,
            _sizes_case(140, 188),
            _sizes_case(561, 600),
            _sizes_case(1, 160),
            _sizes_case(573, 587),
            look=look_at_valid_sizes,
        ),
        _part(
            "refuses",
            "which inputs are refused",
            2,
            judge_refusal,
            _draw_refusals,
            _validation_case(572, 572),
            _validation_case(188, 332),
            _validation_case(188, 220),
            _validation_case(140, 156),
            _validation_case(604, 1004),
            _validation_case(571, 572),
            _validation_case(572, 570),
            _validation_case(564, 572),
            _validation_case(188, 330),
            _validation_case(572, 108),
            _validation_case(576, 592),
            _validation_case(571, 570),
            look=look_at_refusal,
        ),
        _part(
            "message",
            "what the error says",
            2,
            judge_message,
            _draw_messages,
            _validation_case(570, 572),
            _validation_case(572, 564),
            _validation_case(220, 100),
            _validation_case(574, 572),
            _validation_case(108, 572),
            look=look_at_message,
        ),
        _part(
            "cropping",
            "how much of a skip connection is cut off",
            2,
            judge_cropping,
            _draw_croppings,
            _cropping_case([64, 64, 512], [56, 56, 512]),
            _cropping_case([568, 568, 64], [392, 392, 64]),
            _cropping_case([64, 80, 512], [56, 60, 512]),
            look=look_at_cropping,
        ),
        _part(
            "contracting",
            "the block on the way down",
            3,
            judge_contracting,
            _draw_contracting,
            _contracting_case([572, 572, 3]),
            _contracting_case([68, 84, 8], n_filters=16),
            _contracting_case([32, 32, 64], n_filters=128, max_pooling=False),
        ),
        _part(
            "expanding",
            "the block on the way up",
            4,
            judge_expanding,
            _draw_expanding,
            _expanding_case([196, 196], [88, 88], [128, 64]),
            _expanding_case([28, 28], [4, 4], [1024, 512], n_filters=512),
            _expanding_case([10, 14], [4, 6], [32, 16], n_filters=16),
        ),
        _part(
            "network",
            "the whole network",
            3,
            judge_network,
            _draw_networks,
            _network_case(),
        ),
        _part(
            "arguments",
            "the network with other arguments",
            2,
            judge_arguments,
            _draw_arguments,
            _network_case(weights_seed=1, input_size=[204, 220, 1], n_filters=4, n_classes=5),
            _refused_case([572, 570, 3], "width"),
        ),
    ),
    hints=(
        "Follow one side length on paper: minus 4, half of it, minus 4, half of it, and so on. "
        "Everything in this exercise follows from where that sum works out: the valid sizes, the "
        "error, and how much larger a skip connection is than what it meets on the way up.",
        "Test height and width each by itself, in one loop over the two. A level fails when its "
        "size is odd or no longer positive before the pooling; a fifth step asks whether anything "
        "is left at the bottom. In `expanding_block` the cropping needs the shapes of two "
        "tensors: take them after the transposed convolution.",
        "In a loop over levels 1 to 4: `side = side - 4`; if `side < 1 or side % 2`, that level "
        "fails; `side = side // 2`. At the bottom `side - 4` must be at least 1. For the error, "
        "look for the next smaller and larger number of `valid_sizes`. In the block: `up = "
        "Conv2DTranspose(n_filters, 2, strides=2)(…)`, then "
        "`Cropping2D(get_cropping_shape(contractive_input.shape, up.shape))(contractive_input)`, "
        "concatenate both, two `Conv2D` without padding.",
    ),
    references=(
        Reference("original_unet", "original_unet", {"options": {}}, expected_graph, PUBLISHED),
    ),
)
