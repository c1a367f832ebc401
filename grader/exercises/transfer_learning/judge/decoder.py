"""The layers of upsample and pets_unet as they should be, and what is said of wrong ones."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.checks.arrays import NO_RETURN
from grader.checks.exercise import Case, Evidence, Finding, Judge, Judgement
from grader.graph.diff import Difference
from grader.graph.table import Graph
from grader.judging.evidence import Raised
from grader.judging.explanations import concatenated_shapes
from grader.judging.layer_tables import (
    Belongs,
    Rules,
    Spec,
    everything,
    first_rows,
    judge_layers,
    judge_unfinished,
    judgement,
    neighbour,
    read,
    result_words,
    without_consequences,
    wrong_defaults,
    wrong_result,
)

FILTERS = (512, 256, 128, 64)
KERNEL = 4
DROPOUT = 0.5
INITIALIZER = "RandomNormal(mean=0, stddev=0.02)"


# --- the specification ----------------------------------------------------------------------------


class PetsSpec(Spec):
    """A specification with the layers that only this network has."""

    def frozen_convolution(self, source: int, filters: int) -> int:
        """A convolution of the check's own encoder, which halves height and width."""
        row = self.conv2d(source, filters, initializer="GlorotUniform")
        _, height, width, _ = self._rows[row].shape
        assert height is not None and width is not None
        shape = (None, height // 2, width // 2, filters)
        return self._change(row, shape=shape, strides=(2, 2), trainable=False)

    def upsample(self, source: int, filters: int, kernel: int = KERNEL, dropout: float = 0) -> int:
        """Transposed convolution, normalisation, dropout where asked for, ReLU."""
        row = self.conv2d_transpose(source, filters, spelling="filters")
        channels = self._size(source)[2]
        row = self._change(
            row,
            parameters=kernel * kernel * channels * filters,
            kernel_size=(kernel, kernel),
            use_bias=False,
            kernel_initializer=INITIALIZER,
        )
        size = self._size(row)
        weights = {"trainable": True, "dtype": "float32", "shares_weights_with": None}
        row = self._add("BatchNormalization", size, 4 * filters, weights, (row,))
        row = self.dropout(row, dropout) if dropout else row
        return self._add("Activation", size, 0, {"activation": "relu"}, (row,))

    def _change(
        self,
        position: int,
        shape: Sequence[int | None] | None = None,
        parameters: int | None = None,
        **attributes: Any,
    ) -> int:
        row = self._rows[position]
        self._rows[position] = replace(
            row,
            shape=row.shape if shape is None else tuple(shape),
            parameters=row.parameters if parameters is None else parameters,
            attributes={**row.attributes, **attributes},
        )
        return position


def expected_block(arguments: Any) -> Graph:
    """One block of the decoder as a graph."""
    spec = PetsSpec()
    source = spec.input(arguments["input_shape"], "inputs")
    dropout = DROPOUT if arguments["options"].get("apply_dropout") else 0
    output = spec.upsample(source, arguments["filters"], arguments["size"], dropout)
    return spec.graph([output], "tensor")


def expected_network(arguments: Any) -> Graph:
    """The decoder on the check's own encoder as a graph."""
    spec = PetsSpec()
    spec.part = "encoder"
    skips = [spec.input(arguments["input_size"])]
    for channels in arguments["channels"]:
        skips.append(spec.frozen_convolution(skips[-1], channels))
    tensor = skips[-1]
    for number, (filters, skip) in enumerate(zip(FILTERS, skips[-2:0:-1], strict=True), start=1):
        spec.place, spec.part = f"step {number}", "decoder"
        tensor = spec.concatenate([spec.upsample(tensor, filters), skip])
    spec.place, spec.part = "the output", "output"
    n_classes = arguments["options"].get("n_classes", 3)
    logits = spec.conv2d_transpose(tensor, n_classes, spelling="n_classes")
    return spec.graph([logits], "model")


# --- the judges -----------------------------------------------------------------------------------


def judge_upsample(case: Case, evidence: Evidence) -> Judgement:
    """Every layer of a block, and the default of its last argument."""
    got, expected = read(evidence), expected_block(case.arguments)
    if got.returned != "tensor" or not got.rows:
        return judgement(case, got, expected, [_no_block(case, got)], BLOCK_RULES)
    found = judge_layers(case, got, expected, everything, BLOCK_RULES)
    # Without the normalisation the ReLU counts as the convolution's, which is no second mistake.
    found = [pair for pair in found if _lacks_normalization(pair[1], expected)] or found
    marked = first_rows(found)
    findings = [
        *wrong_defaults(case, evidence, BLOCK_RULES),
        *(finding for finding, _ in found),
    ]
    return judgement(case, got, expected, findings, BLOCK_RULES, marked)


def _no_block(case: Case, got: Graph) -> Finding:
    words = {"nothing": "None", "list": "a list", "tuple": "a tuple"}
    returned = words.get(got.returned) or result_words(got)
    step = "Put the layers into a keras.Sequential and return it."
    if got.returned == "nothing":
        step = f"{NO_RETURN}, and so does block.add(…). End it with `return block`."
    return case.finding(
        ("returned", got.returned, "a block"),
        f"returned {returned}, expected something that can be called on a tensor "
        f"and gives one. {step}",
    )


def _lacks_normalization(difference: Difference, expected: Graph) -> bool:
    kind = "BatchNormalization"
    return difference.aspect == "missing" and expected.rows[difference.expected].kind == kind


def judge_part(part: str) -> Judge:
    """The judge of the decoder's steps, or of the output; mistakes in a block count in neither."""

    def judge(case: Case, evidence: Evidence) -> Judgement:
        got, expected = read(evidence), expected_network(case.arguments)
        belongs = _in_output if part == "output" else _in_decoder(evidence["kernel"])
        start = _started_elsewhere(case, got, expected)
        if start and (part == "decoder" or "raised" in evidence):
            return judgement(case, got, expected, [start], NETWORK_RULES)
        if "raised" in evidence:
            if joined := _joined_too_early(case, evidence, expected):
                return judgement(case, got, expected, [joined], NETWORK_RULES)
            last = part == "output"
            return judge_unfinished(case, evidence, belongs, expected, NETWORK_RULES, last)
        is_model = got.returned == "model" and len(got.outputs) == 1
        result = [] if is_model else [wrong_result(case, got, NETWORK_RULES)]
        if not got.rows:
            return judgement(case, got, expected, result, NETWORK_RULES)
        found = judge_layers(case, got, expected, belongs, NETWORK_RULES)
        findings = [finding for finding, _ in found]
        if part == "output":
            defaults = wrong_defaults(case, evidence, NETWORK_RULES)
            findings = result + without_consequences(defaults, findings)
        marked = first_rows(found)
        return judgement(case, got, expected, findings, NETWORK_RULES, marked)

    return judge


def _started_elsewhere(case: Case, got: Graph, expected: Graph) -> Finding | None:
    """A finding where the first step starts from another output of the encoder than the last.

    The table begins with that output, so that all its rows would seem to be moved.
    """
    steps = [row for row in got.rows if row.kind == "Conv2DTranspose"]
    encoder = [row.shape for row in expected.rows if row.part == "encoder"]
    start = got.rows[steps[0].inputs[0]] if steps else None
    if start is None or start.kind not in ("Conv2D", "InputLayer"):
        return None
    if start.shape not in encoder[:-1]:
        return None
    if len(steps) == 1 and got.returned == "model":
        message = (
            f"The output: Conv2DTranspose is called on {start.shape}, an output of backbone, "
            "expected what the last step gives. No step leads to the output. Call it on the "
            "tensor that Concatenate gave last."
        )
        return _fed_wrongly(case, start.shape, "the last step", message)
    message = (
        f"Step 1: upsample is called on {start.shape}, expected {encoder[-1]}, the last output of "
        "backbone, which is the smallest. Start from backbone.outputs[-1]."
    )
    return _fed_wrongly(case, start.shape, encoder[-1], message)


def _joined_too_early(case: Case, evidence: Evidence, expected: Graph) -> Finding | None:
    """A finding where the smallest output meets a skip connection before it was enlarged."""
    shapes = concatenated_shapes(Raised.from_json(evidence["raised"]).message)
    *_, skip, start = (row.shape for row in expected.rows if row.part == "encoder")
    if sorted(map(str, shapes)) != sorted(map(str, (skip, start))):
        return None
    message = (
        f"Step 1: Concatenate got {shapes[0]} and {shapes[1]}, expected the smaller one enlarged "
        "by upsample. What upsample gives has to be kept, and before they are joined: tensor = "
        "upsample(filters, 4)(tensor)."
    )
    return _fed_wrongly(case, [list(shape) for shape in shapes], "upsample first", message)


def _fed_wrongly(case: Case, got: Any, expected: Any, message: str) -> Finding:
    return Finding(message, case.name, None, None, "inputs", got, expected)


def _in_decoder(own_kernel: Any) -> Belongs:
    """Differences of the steps; ``own_kernel`` is what the student's ``upsample`` makes of 4."""

    def belongs(difference: Difference, got: Graph, expected: Graph) -> bool:
        if neighbour(difference, expected).part == "output":
            return False
        if difference.aspect == "attribute" and difference.attribute == "kernel_size":
            return bool(own_kernel == [KERNEL, KERNEL])
        return not _is_of_block(difference, got, expected)

    return belongs


def _in_output(difference: Difference, got: Graph, expected: Graph) -> bool:
    return neighbour(difference, expected).part == "output"


_INSIDE_A_BLOCK = ("BatchNormalization", "Activation")


def _is_of_block(difference: Difference, got: Graph, expected: Graph) -> bool:
    """Whether a difference is about the inside of a block, which ``upsample`` answers for."""
    if difference.aspect == "missing":
        return expected.rows[difference.expected].kind in _INSIDE_A_BLOCK
    mine = got.rows[difference.got].kind
    if difference.aspect == "attribute" and mine == "Conv2DTranspose":
        return difference.attribute not in ("filters", "shares_weights_with")
    return mine in _INSIDE_A_BLOCK


# --- the sentences --------------------------------------------------------------------------------


def advise_block(difference: Difference, got: Graph, expected: Graph) -> str | None:
    """Causes and next steps that belong to a block; ``None`` for the usual ones."""
    if difference.aspect == "missing":
        return _ADVICE_MISSING.get(expected.rows[difference.expected].kind)
    kind = got.rows[difference.got].kind
    if difference.aspect == "extra":
        return _ADVICE_EXTRA.get(kind)
    if difference.attribute == "activation" and kind == "Conv2DTranspose":
        return "ReLU comes last in the block, after the normalisation. Move it there."
    if difference.attribute == "kernel_size":
        return "Pass the argument size as kernel size to Conv2DTranspose."
    return _ADVICE_ATTRIBUTE.get(difference.attribute)


_ADVICE_MISSING = {
    "Conv2DTranspose": "Begin with Conv2DTranspose(filters, size, strides=2, padding='same', ...).",
    "BatchNormalization": "It brings the numbers near 0 and 1. Add it after Conv2DTranspose.",
    "Dropout": f"Add Dropout({DROPOUT}) after the normalisation when apply_dropout is True.",
    "Activation": "End the block with keras.layers.ReLU().",
}
_ADVICE_EXTRA = {
    "Dropout": "Dropout is asked for by apply_dropout, which is False here. Put it behind an if.",
    "InputLayer": "The block is called on a tensor that is there. Leave the Input out.",
}
_ADVICE_ATTRIBUTE = {
    "use_bias": (
        "The normalisation takes the mean away and with it any bias. Pass use_bias=False to "
        "Conv2DTranspose."
    ),
    "kernel_initializer": (
        "Pass kernel_initializer=keras.initializers.RandomNormal(0, 0.02) to Conv2DTranspose."
    ),
    "activation": "End the block with keras.layers.ReLU().",
    "rate": f"Write Dropout({DROPOUT}).",
    "strides": "Without it the map does not grow. Pass strides=2 to Conv2DTranspose.",
}

BLOCK_RULES = Rules(
    function="upsample",
    defaults={"apply_dropout": False},
    advise=advise_block,
    result="something that can be called on a tensor and gives one, such as a keras.Sequential",
    last_line="return block",
)


def advise_network(difference: Difference, got: Graph, expected: Graph) -> str | None:
    """Causes and next steps that belong to the whole network; ``None`` for the usual ones."""
    if difference.aspect == "missing":
        return _NETWORK_MISSING.get(expected.rows[difference.expected].kind)
    if difference.attribute == "trainable":
        return "train thaws the encoder later. Leave its trainable as it is here."
    if difference.aspect == "extra" and got.rows[difference.got].kind == "InputLayer":
        return (
            "backbone has an Input already. Leave keras.Input out, take every tensor from "
            f"backbone.outputs, and end with `{NETWORK_RULES.last_line}`."
        )
    if difference.aspect == "extra" and got.rows[difference.got].kind == "Dropout":
        return "The steps of this network have none. Call upsample without apply_dropout."
    wanted = (
        expected.rows[difference.expected] if difference.expected < len(expected.rows) else None
    )
    if wanted is None:
        return None
    if difference.attribute == "kernel_size" and wanted.part == "decoder":
        return f"Pass {KERNEL} as size to upsample."
    if wanted.part == "output" and _is_step(difference, got):
        return f"The output is no step of upsample, but one layer alone. Write {_LAST_LAYER}."
    if difference.aspect == "replaced" and wanted.part == "output":
        return f"The last map is half as large as the picture. Write {_LAST_LAYER}."
    if difference.attribute == "filters" and wanted.part == "decoder":
        return f"The steps have {', '.join(map(str, FILTERS))} filters, in this order."
    if difference.attribute == "activation" and wanted.part == "output":
        return (
            "The loss works on logits and applies the softmax itself. Leave activation out of the "
            "last Conv2DTranspose."
        )
    if difference.aspect == "replaced" and wanted.kind == "Concatenate":
        return "Joining keeps the channels of both side by side. Use keras.layers.Concatenate."
    if difference.aspect == "inputs" and wanted.kind == "Concatenate":
        return (
            "Join the output of upsample, first, with the encoder's output of the same height: "
            "the last but one in step 1, then upwards."
        )
    return None


_LAST_LAYER = "keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding='same')"


def _is_step(difference: Difference, got: Graph) -> bool:
    """Whether a normalisation works on what a row gives, as in a step of ``upsample``."""
    readers = [row.kind for row in got.rows if difference.got in row.inputs]
    is_convolution = got.rows[difference.got].kind == "Conv2DTranspose"
    return is_convolution and "BatchNormalization" in readers


_NETWORK_MISSING = {
    "Concatenate": (
        "Without it the skip connection has no effect. Join the output of upsample with the "
        "encoder's output of the same height."
    ),
    "Conv2DTranspose": (
        "Four steps and the output each double the height. Count how often upsample is called, "
        "and end with Conv2DTranspose(n_classes, 3, strides=2, padding='same')."
    ),
}

NETWORK_RULES = Rules(
    function="pets_unet",
    defaults={"n_classes": 3},
    advise=advise_network,
    result="a keras.Model with one output, the logits",
    last_line="return keras.Model(inputs=backbone.inputs, outputs=logits)",
)


# --- the cases ------------------------------------------------------------------------------------


def _block_case(shape: Sequence[int], filters: int, size: int, **options: Any) -> Case:
    written = [str(filters), str(size), *(f"{name}={value}" for name, value in options.items())]
    return Case(
        f"upsample({', '.join(written)})",
        {"input_shape": list(shape), "filters": filters, "size": size, "options": options},
    )


BLOCK_CASES = (
    _block_case((8, 8, 320), 512, KERNEL),
    _block_case((6, 10, 24), 16, 3, apply_dropout=True),
    _block_case((6, 10, 24), 16, KERNEL, apply_dropout=False),
)


def draw_block_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Other shapes, filters and kernels, with dropout and without."""
    return tuple(
        _block_case(
            [int(number) for number in rng.integers(3, 20, 3)],
            int(rng.integers(3, 100)),
            int(rng.integers(2, 6)),
            apply_dropout=apply_dropout,
        )
        for apply_dropout in (True, False)
    )


def _network_case(size: Sequence[int], channels: Sequence[int], **options: Any) -> Case:
    written = ["backbone", *(f"{name}={value}" for name, value in options.items())]
    return Case(
        f"pets_unet({', '.join(written)})",
        {
            "input_size": list(size),
            "channels": list(channels),
            "options": options,
            "size": KERNEL,
        },
    )


DECODER_CASES = (_network_case((64, 96, 3), (8, 12, 16, 24, 20)),)
OUTPUT_CASES = (
    _network_case((64, 96, 3), (8, 12, 16, 24, 20)),
    _network_case((32, 64, 3), (6, 8, 10, 12, 14), n_classes=5),
)


def draw_networks(rng: np.random.Generator) -> tuple[Case, ...]:
    """An encoder of another size and other channels."""
    size = [32 * int(number) for number in rng.integers(1, 4, 2)]
    channels = [int(number) for number in rng.integers(4, 40, len(FILTERS) + 1)]
    return (_network_case([*size, 3], channels, n_classes=int(rng.integers(4, 12))),)
