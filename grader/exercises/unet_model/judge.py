"""The whole network as it should be, and what is said of a wrong one."""

from typing import Any

import numpy as np

from grader.checks.exercise import (
    Case,
    Evidence,
    Exercise,
    Finding,
    Judge,
    Judgement,
    Part,
    Reference,
)
from grader.exercises.conv_block.judge import add_conv_block
from grader.exercises.unet_model.probe import FUNCTIONS, NOTEBOOK, PROBES
from grader.exercises.upsampling_block.judge import add_upsampling_block, advice_replaced
from grader.graph.diff import Difference
from grader.graph.table import Graph
from grader.judging.layer_numbers import findings_about_numbers
from grader.judging.layer_tables import (
    Belongs,
    Rules,
    Spec,
    everything,
    first_rows,
    in_part,
    judge_layers,
    judge_unfinished,
    judgement,
    neighbour,
    read,
    without_consequences,
    wrong_defaults,
    wrong_result,
)

DEFAULTS: dict[str, Any] = {"input_size": [96, 128, 3], "n_filters": 32, "n_classes": 23}


# --- the specification --------------------------------------------------------------------------


def expected_graph(arguments: Any) -> Graph:
    """The U-Net as a graph: five blocks down, four up, two convolutions to the logits."""
    options = {**DEFAULTS, **arguments["options"]}
    n_filters = options["n_filters"]
    spec = Spec()
    tensor = spec.input(options["input_size"])
    skips = []
    spec.part = "contracting_path"
    for level in range(5):
        spec.place = f"block {level + 1}"
        tensor, skip = add_conv_block(
            spec,
            tensor,
            n_filters=n_filters * 2**level,
            dropout_prob=0.3 if level in (3, 4) else 0,
            max_pooling=level < 4,
            spelling=_filters_in_code(level),
        )
        skips.append(skip)
    for level in (3, 2, 1, 0):
        spec.place = f"block {9 - level}"
        skip = skips[level]
        tensor = add_upsampling_block(
            spec,
            tensor,
            lambda skip=skip: skip,
            n_filters=n_filters * 2**level,
            spelling=_filters_in_code(level),
            parts=("expanding_path",) * 3,
        )
    spec.place, spec.part = "the output", "output"
    tensor = spec.conv2d(tensor, n_filters)
    logits = spec.conv2d(
        tensor,
        options["n_classes"],
        kernel=1,
        activation="linear",
        initializer="GlorotUniform",
        spelling="n_classes",
    )
    return spec.graph([logits], "model")


def _filters_in_code(level: int) -> str:
    return f"n_filters * {2**level}" if level else "n_filters"


# --- the judges ---------------------------------------------------------------------------------


def _judge(part: str) -> Judge:
    belongs: Belongs = everything if part == "whole" else in_part(part)

    def judge(case: Case, evidence: Evidence) -> Judgement:
        got, expected = read(evidence), expected_graph(case.arguments)
        if "raised" in evidence:
            last = part in ("output", "whole")
            return judge_unfinished(case, evidence, belongs, expected, RULES, last)
        result = _finding_about_result(case, got)
        if result and not any(row.inputs for row in got.rows):
            return judgement(case, got, expected, result, RULES)
        found = judge_layers(case, got, expected, belongs, RULES)
        findings = [finding for finding, _ in found]
        if part == "whole":
            defaults = wrong_defaults(case, evidence, RULES)
            findings = without_consequences(defaults, findings)
        if part in ("output", "whole"):
            findings = result + findings
        if not findings and "weights_seed" in case.arguments:
            findings = findings_about_numbers(case, evidence, expected)
        marked = first_rows(found)
        return judgement(case, got, expected, findings, RULES, marked)

    return judge


def _finding_about_result(case: Case, got: Graph) -> list[Finding]:
    if got.returned == "model" and len(got.outputs) == 1:
        return []
    return [wrong_result(case, got, RULES)]


def advise(difference: Difference, got: Graph, expected: Graph) -> str | None:
    """Causes and next steps that belong to this network; ``None`` for the usual ones."""
    place = neighbour(difference, expected).place
    if difference.aspect == "missing" and difference.got == len(got.rows) and place != "block 1":
        return (
            "Go on from there, and return the model at the end. In a loop, return stands behind it."
        )
    if difference.aspect == "missing" and _begins_anew(difference, got):
        return (
            f"The next block is called on the Input again, expected on the output of {place}. In a "
            "loop write x, skip = conv_block(x, …), and x = inputs before it."
        )
    if difference.aspect == "missing":
        return _advice_missing(expected.rows[difference.expected].kind, place, got)
    mine = got.rows[difference.got]
    if difference.aspect == "extra" and mine.kind == "Dropout" and _is_late(place):
        return "The way up goes without dropout. Remove it."
    if difference.aspect == "extra":
        return _ADVICE_EXTRA.get(mine.kind)
    if difference.aspect == "replaced" and place == "the output":
        return (
            "Block 9 is as large as the picture, and nothing is enlarged behind it. Write "
            "keras.layers.Conv2D(n_classes, 1, padding='same')."
            if mine.kind == "Conv2DTranspose"
            else None
        )
    if difference.aspect == "replaced":
        return advice_replaced(mine.kind, expected.rows[difference.expected].kind)
    if difference.aspect == "inputs" and mine.kind == "Concatenate":
        return _advice_joining(difference, got, expected)
    if difference.aspect == "inputs":
        return _say_exchanged(difference, got, expected) or _advice_fed(difference, expected, place)
    return _advice_attribute(difference, place)


def _begins_anew(difference: Difference, got: Graph) -> bool:
    """Whether what comes in the place of a missing row is called on the Input."""
    if not 1 < difference.got < len(got.rows):
        return False
    sources = got.rows[difference.got].inputs
    return [got.rows[row].kind for row in sources] == ["InputLayer"]


def _is_late(place: str) -> bool:
    """Whether a place is on the way up or behind it."""
    return place not in [f"block {number}" for number in range(1, 6)]


def _advice_missing(kind: str, place: str, got: Graph) -> str | None:
    if kind == "Dropout":
        return f"Pass dropout_prob=0.3 to the conv_block of {place}."
    if kind == "MaxPooling2D":
        return f"Only block 5 goes without pooling. Leave max_pooling at True in {place}."
    if place == "the output":
        return (
            "After block 9 come one 3 × 3 convolution and one 1 × 1 convolution with n_classes "
            "filters. Add the one that is missing."
        )
    n_up = sum(row.kind == "Conv2DTranspose" for row in got.rows)
    if kind == "Conv2DTranspose" and n_up:
        return f"Call upsampling_block four times, not {n_up}; in a loop, count its rounds."
    if place not in [row.place for row in got.rows] and not _is_late(place):
        return f"Call conv_block five times, for {place} as well; in a loop, count its rounds."
    return f"Check that {place} is complete and that the next block starts from its output."


_ADVICE_EXTRA = {
    "Dropout": "Dropout belongs to blocks 4 and 5 only. Leave dropout_prob out of this block.",
    "MaxPooling2D": "Block 5 is the bottom of the U. Pass max_pooling=False to it.",
    "Activation": "The loss works on logits and applies the softmax itself. Remove the activation.",
}


def _advice_joining(difference: Difference, got: Graph, expected: Graph) -> str:
    """Whether it is the order, the pooled tensor, a skip taken too early or another level."""
    fed_by, wanted = difference.values
    kinds = [got.rows[row].kind for row in fed_by]
    if len(fed_by) != 2:
        return "Pass a list of exactly these two tensors to concatenate."
    if kinds[1] == "Conv2DTranspose" and kinds[0] != "Conv2DTranspose":
        return (
            "Both orders make a working network; this exercise asks for the upsampled tensor "
            "first. Pass the tensor from below first, the skip connection second."
        )
    source = expected.rows[wanted[1]].place
    if kinds[-1] != "MaxPooling2D" and got.rows[fed_by[-1]].place == source:
        return (
            "The skip connection is taken too early in conv_block. Take it after both convolutions "
            "and the dropout."
        )
    if kinds[-1] == "MaxPooling2D":
        return (
            f"That is the pooled tensor, element 0 of what conv_block returns. Pass element 1, "
            f"the skip connection of {source}."
        )
    return f"Pass the skip connection of {source}, element 1 of what its conv_block returns."


def _say_exchanged(difference: Difference, got: Graph, expected: Graph) -> str | None:
    """For an upsampling_block that enlarges the skip connection which it should join."""
    mine, place = got.rows[difference.got], expected.rows[difference.expected].place
    ours, below = got.rows[difference.values[0][0]], expected.rows[difference.values[1][0]]
    if mine.kind != "Conv2DTranspose" or ours.kind == "MaxPooling2D":
        return None
    if ours.place != f"block {10 - int(place.removeprefix('block '))}":
        return None
    return (
        f"That is the skip connection, which comes second. Pass to {place} the output of "
        f"{below.place} first, and the skip connection of {ours.place} second."
    )


def _advice_fed(difference: Difference, expected: Graph, place: str) -> str | None:
    """For a block that starts from the wrong one."""
    source = expected.rows[difference.values[1][0]]
    if source.place == place or not source.place:
        return None
    if source.part == "contracting_path":
        return f"Pass element 0 of what the conv_block of {source.place} returns to {place}."
    return f"Pass the output of {source.place} to {place}."


def _advice_attribute(difference: Difference, place: str) -> str | None:
    name, (_, wanted) = difference.attribute, difference.values
    if name == "shape":
        return "The input does not follow the argument. Write keras.Input(shape=input_size)."
    if name == "rate":
        return f"Pass dropout_prob={wanted} to the conv_block of {place}."
    if name == "activation" and wanted == "linear" and place == "the output":
        return (
            "The loss works on logits and applies the softmax itself. Leave activation out of the "
            "1 × 1 Conv2D."
        )
    if name == "filters" and place.startswith("block"):
        return f"Pass {_FILTERS[place]} to {place}."
    return None


_FILTERS = {
    f"block {number}": _filters_in_code(min(number - 1, 9 - number)) for number in range(1, 10)
}


RULES = Rules(
    function="unet_model",
    defaults=DEFAULTS,
    advise=advise,
    result="a keras.Model",
    last_line="return keras.Model(inputs=inputs, outputs=logits)",
)


# --- the cases ----------------------------------------------------------------------------------


def _case(weights_seed: int | None = None, **options: Any) -> Case:
    """A call with these options; with a ``weights_seed`` the network's numbers count too."""
    written = ", ".join(
        f"{name}={tuple(value) if isinstance(value, list) else value}"
        for name, value in options.items()
    )
    numbers = {} if weights_seed is None else {"weights_seed": weights_seed}
    return Case(f"unet_model({written})", {"options": options, **numbers})


def _draw_size(rng: np.random.Generator) -> list[int]:
    """Height, width and channels, none as in the default."""
    height, width = 16 * rng.integers(2, 6, size=2)
    return [int(height), int(width), int(rng.choice([1, 2, 4]))]


def draw_sizes(rng: np.random.Generator) -> tuple[Case, ...]:
    """A small image; the numbers of filters and classes stay at their defaults."""
    return (_case(**{**DEFAULTS, "input_size": _draw_size(rng)}),)


def draw_networks(rng: np.random.Generator) -> tuple[Case, ...]:
    """A small network with another size, other numbers of filters and classes."""
    network = _case(
        input_size=_draw_size(rng),
        n_filters=int(rng.integers(2, 8)),
        n_classes=int(rng.integers(6, 20)),
        weights_seed=int(rng.integers(2**32)),
    )
    return (network,)


def _part(name: str, title: str, points: int) -> Part:
    whole = name == "whole"
    other = _case(weights_seed=1, input_size=[64, 64, 1], n_filters=8, n_classes=5)
    default = _case() if whole else _case(**DEFAULTS)
    return Part(
        name=name,
        title=title,
        points=points,
        function=FUNCTIONS[name],
        cases=(default, other) if whole else (default,),
        probe=PROBES[name],
        judge=_judge(name),
        draw_cases=draw_networks if whole else draw_sizes,
    )


# Down (two blocks with dropout), up, and the last two convolutions: one line each.
# fmt: off
PUBLISHED = (
    0,
    896, 9248, 0, 18496, 36928, 0, 73856, 147584, 0,
    295168, 590080, 0, 0, 1180160, 2359808, 0,
    1179904, 0, 1179904, 590080, 295040, 0, 295040, 147584,
    73792, 0, 73792, 36928, 18464, 0, 18464, 9248,
    9248, 759,
)
# fmt: on

EXERCISE = Exercise(
    name="unet_model",
    title="The U-Net",
    notebook=NOTEBOOK,
    parts=(
        _part("contracting_path", "the five blocks on the way down", 6),
        _part("expanding_path", "the four blocks on the way up", 6),
        _part("output", "the last two convolutions and the model", 4),
        _part("whole", "the whole network, also with other arguments", 4),
    ),
    hints=(
        "Draw the U: five blocks down, each with twice the filters of the one before, then four "
        "blocks up. Each block on the way up meets the skip connection of the same height.",
        "`conv_block` returns two tensors: element 0 goes on to the next block down, element 1 "
        "waits for its `upsampling_block`. Only blocks 4 and 5 have dropout 0.3; block 5 has no "
        "pooling.",
        "Down: `conv_block(cblock1[0], n_filters * 2)`, and so on to `n_filters * 16`. Up: "
        "`upsampling_block(cblock5[0], cblock4[1], n_filters * 8)`, then the next skip with "
        "`n_filters * 4`. After the last one a 3 × 3 `Conv2D` and `Conv2D(n_classes, 1, "
        "padding='same')`, and `keras.Model(inputs=inputs, outputs=...)`.",
    ),
    references=(Reference("unet_model", "unet_model", {"options": {}}, expected_graph, PUBLISHED),),
)
