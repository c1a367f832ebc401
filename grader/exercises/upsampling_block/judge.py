"""The layers of upsampling_block as they should be, and what is said of a wrong one."""

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
from grader.exercises.upsampling_block.probe import FUNCTIONS, NOTEBOOK, PROBES
from grader.graph.diff import Difference
from grader.graph.table import Graph
from grader.judging.layer_tables import (
    Rules,
    Spec,
    first_rows,
    in_part,
    judge_layers,
    judge_unfinished,
    judgement,
    read,
    without_consequences,
    wrong_defaults,
    wrong_result,
)

# --- the specification --------------------------------------------------------------------------


def expected_graph(arguments: Any) -> Graph:
    """The block as a graph: double the size, join the skip connection, convolve twice."""
    spec = Spec()
    expansive = spec.input(arguments["expansive_shape"], "expansive_input")
    output = add_upsampling_block(
        spec,
        expansive,
        lambda: spec.input(arguments["contractive_shape"], "contractive_input"),
        **arguments["options"],
    )
    return spec.graph([output], "tensor")


def add_upsampling_block(
    spec: Spec,
    expansive: int,
    contractive: Any,
    n_filters: int = 32,
    spelling: str = "n_filters",
    parts: tuple[str, str, str] = ("upsampling", "merging", "convolutions"),
) -> int:
    """Add the block to ``spec``; the row of its output.

    ``contractive`` is called for the row of the skip connection once the transposed convolution
    is written down, as the table lists a layer's inputs in order.
    """
    spec.part = parts[0]
    up = spec.conv2d_transpose(expansive, n_filters, spelling=spelling)
    spec.part = parts[1]
    merged = spec.concatenate([up, contractive()])
    spec.part = parts[2]
    conv = spec.conv2d(merged, n_filters, spelling=spelling)
    return spec.conv2d(conv, n_filters, spelling=spelling)


# --- the judges ---------------------------------------------------------------------------------


def _judge(part: str) -> Judge:
    def judge(case: Case, evidence: Evidence) -> Judgement:
        got, expected = read(evidence), expected_graph(case.arguments)
        if "raised" in evidence:
            last = part == "convolutions"
            return judge_unfinished(case, evidence, in_part(part), expected, RULES, last)
        result = _finding_about_result(case, got)
        if not got.rows:
            return judgement(case, got, expected, result, RULES)
        found = judge_layers(case, got, expected, in_part(part), RULES)
        findings = [finding for finding, _ in found]
        if part == "upsampling":
            defaults = wrong_defaults(case, evidence, RULES)
            findings = without_consequences(defaults, findings)
        if part == "convolutions":
            findings = findings or result
        marked = first_rows(found)
        return judgement(case, got, expected, findings, RULES, marked)

    return judge


def _finding_about_result(case: Case, got: Graph) -> list[Finding]:
    if got.returned == "tensor":
        return []
    return [wrong_result(case, got, RULES)]


def advise(difference: Difference, got: Graph, expected: Graph) -> str | None:
    """Causes and next steps that belong to this block; ``None`` for the usual ones."""
    if difference.aspect == "missing":
        return _ADVICE_MISSING.get(expected.rows[difference.expected].kind)
    mine = got.rows[difference.got]
    if difference.aspect == "extra" and mine.kind == "MaxPooling2D":
        return (
            "This block does not pool. If it comes out of conv_block, pass max_pooling=False there."
        )
    if difference.aspect == "extra" and mine.kind == "InputLayer":
        return "The block gets both tensors as arguments. Use them in place of an Input of its own."
    if difference.aspect == "replaced":
        return advice_replaced(mine.kind, expected.rows[difference.expected].kind)
    if difference.aspect == "inputs" and mine.kind == "Concatenate":
        return _advice_joining(difference, got)
    if difference.aspect == "inputs" and mine.kind == "Conv2DTranspose":
        return "What comes from below is made larger. Call Conv2DTranspose on expansive_input."
    if difference.attribute == "filters":
        return f"Pass n_filters itself to each {mine.kind}."
    return None


_MADE_SMALLER = ("MaxPooling2D", "AveragePooling2D", "Cropping2D", "CenterCrop", "Resizing")


def advice_replaced(mine: str, wanted: str) -> str | None:
    """What to do about a layer of another kind; ``None`` when naming the right one says it."""
    if wanted == "Conv2DTranspose" and mine == "UpSampling2D":
        return "UpSampling2D repeats pixels and learns nothing. Use keras.layers.Conv2DTranspose."
    if wanted == "Conv2DTranspose" and mine == "Conv2D":
        return (
            "Conv2D does not make the image larger; with strides=2 it halves it. Use "
            "keras.layers.Conv2DTranspose."
        )
    if wanted == "Conv2DTranspose" and mine in _MADE_SMALLER:
        return (
            "What comes from below is made larger, not the skip connection smaller. Call "
            "Conv2DTranspose on the tensor from below."
        )
    if wanted == "Concatenate" and mine in ("Add", "Average", "Multiply", "Maximum"):
        return "Joining keeps the channels of both side by side. Use keras.layers.concatenate."
    return None


def _advice_joining(difference: Difference, got: Graph) -> str:
    fed_by, wanted = difference.values
    kinds = [got.rows[row].kind for row in fed_by]
    if len(fed_by) == 2 and kinds == ["InputLayer", "Conv2DTranspose"]:
        return SAY_ORDER
    if len(fed_by) != len(wanted):
        return "Pass a list of exactly these two tensors to concatenate."
    return "Join the upsampled tensor with contractive_input, in this order."


SAY_ORDER = (
    "Both orders make a working network; this exercise asks for the upsampled tensor first. Write "
    "concatenate([up, contractive_input], axis=3)."
)

_ADVICE_MISSING = {
    "Conv2DTranspose": (
        "Without it the image does not grow. Call Conv2DTranspose(n_filters, 3, strides=2, "
        "padding='same') on expansive_input."
    ),
    "Concatenate": (
        "Without it the skip connection has no effect. Join the upsampled tensor with "
        "contractive_input along axis 3."
    ),
    "Conv2D": "Two convolutions follow the concatenation. Add the one that is missing.",
}


RULES = Rules(
    function="upsampling_block",
    defaults={"n_filters": 32},
    advise=advise,
    result="one tensor, the output of the second Conv2D",
    last_line="return conv",
)


# --- the cases ----------------------------------------------------------------------------------


def _case(height: int, width: int, channels: tuple[int, int], **options: Any) -> Case:
    """``channels`` of the expansive and the contractive input; the latter is twice as large."""
    inputs = ["expansive_input", "contractive_input"]
    written = ", ".join([*inputs, *(f"{name}={value}" for name, value in options.items())])
    return Case(
        f"upsampling_block({written})",
        {
            "expansive_shape": [height, width, channels[0]],
            "contractive_shape": [2 * height, 2 * width, channels[1]],
            "options": options,
        },
    )


_DEFAULT = _case(12, 16, (256, 128))
_PUBLISHED = _case(12, 16, (256, 128), n_filters=32)
_SMALL = _case(6, 8, (32, 16), n_filters=16)


def draw_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Other sizes, channels and numbers of filters, among them those of the whole network."""
    cases = []
    for _ in range(2):
        height, width, low, high = (int(number) for number in rng.integers(3, 12, size=4))
        cases.append(_case(height, width, (low, high), n_filters=int(rng.integers(3, 129))))
    return tuple(cases)


def _part(name: str, title: str, points: int) -> Part:
    return Part(
        name=name,
        title=title,
        points=points,
        function=FUNCTIONS[name],
        cases=(_DEFAULT if name == "upsampling" else _PUBLISHED, _SMALL),
        probe=PROBES[name],
        judge=_judge(name),
        draw_cases=draw_cases,
    )


EXERCISE = Exercise(
    name="upsampling_block",
    title="The upsampling block",
    notebook=NOTEBOOK,
    parts=(
        _part("upsampling", "the transposed convolution", 7),
        _part("merging", "the concatenation with the skip connection", 6),
        _part("convolutions", "the two convolutions and what is returned", 7),
    ),
    hints=(
        "The block goes one level up: make the tensor from below as large as the skip connection, "
        "lay both side by side, and let two convolutions mix them.",
        "`Conv2DTranspose` belongs on `expansive_input`; `contractive_input` enters only in the "
        "concatenation, after the upsampled tensor. The convolutions are those of `conv_block`.",
        "`Conv2DTranspose(n_filters, 3, strides=2, padding='same')` doubles height and width. "
        "`concatenate` takes a list of two tensors and `axis=3`, where the channels are. Return "
        "the output of the second `Conv2D`.",
    ),
    references=(
        Reference(
            "upsampling_block",
            "upsampling_block",
            {
                "expansive_shape": [12, 16, 256],
                "contractive_shape": [24, 32, 128],
                "options": {"n_filters": 32},
            },
            expected_graph,
            (0, 73760, 0, 0, 46112, 9248),
        ),
    ),
)
