"""The blocks and the network of 2015 as they should be, and what is said of wrong ones."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from grader.checks.exercise import Case, Evidence, Finding, Judgement
from grader.exercises.original_unet.judge.sizes import level_words, nearest_valid
from grader.exercises.upsampling_block.judge import advice_replaced
from grader.graph.diff import Difference
from grader.graph.table import Graph
from grader.judging.evidence import Raised
from grader.judging.explanations import concatenated_shapes
from grader.judging.layer_numbers import findings_about_numbers
from grader.judging.layer_tables import (
    Rules,
    Spec,
    everything,
    first_rows,
    judge_layers,
    judge_unfinished,
    judgement,
    kind_of,
    layer_words,
    neighbour,
    read,
    without_consequences,
    wrong_defaults,
    wrong_result,
)

BLOCK_DEFAULTS: dict[str, Any] = {"n_filters": 64, "max_pooling": True}
NETWORK_DEFAULTS: dict[str, Any] = {"input_size": [572, 572, 3], "n_filters": 64, "n_classes": 2}

ExpectedGraph = Callable[[Any], Graph]


# --- the specification --------------------------------------------------------------------------


def expected_contracting(arguments: Any) -> Graph:
    """A block on the way down: two convolutions without padding, pooling when asked for."""
    spec = Spec()
    inputs = spec.input(arguments["input_shape"], "inputs")
    options = {**BLOCK_DEFAULTS, **arguments["options"]}
    skip = _two_convolutions(spec, inputs, options["n_filters"])
    next_layer = spec.max_pooling(skip) if options["max_pooling"] else skip
    return spec.graph((next_layer, skip), "tuple")


def expected_expanding(arguments: Any) -> Graph:
    """A block on the way up: double the size, crop the skip connection, join, convolve twice."""
    spec = Spec()
    expansive = spec.input(arguments["expansive_shape"], "expansive_input")
    n_filters = arguments["options"].get("n_filters", BLOCK_DEFAULTS["n_filters"])
    up = spec.conv2d_transpose(expansive, n_filters, kernel=2)
    contractive = spec.input(arguments["contractive_shape"], "contractive_input")
    return spec.graph([_merge(spec, up, contractive, n_filters)], "tensor")


def expected_graph(arguments: Any) -> Graph:
    """The whole network: four blocks down, two convolutions, four blocks up, the logits."""
    options = {**NETWORK_DEFAULTS, **arguments["options"]}
    n_filters = options["n_filters"]
    spec = Spec()
    tensor = spec.input(options["input_size"])
    skips = []
    for level in range(5):
        spec.place = f"block {level + 1}"
        tensor = _two_convolutions(spec, tensor, n_filters * 2**level, _filters_in_code(level))
        skips.append(tensor)
        tensor = spec.max_pooling(tensor) if level < 4 else tensor
    for level in (3, 2, 1, 0):
        spec.place = f"block {9 - level}"
        n_here, spelling = n_filters * 2**level, _filters_in_code(level)
        up = spec.conv2d_transpose(tensor, n_here, spelling, kernel=2)
        tensor = _merge(spec, up, skips[level], n_here, spelling)
    spec.place = "the output"
    logits = spec.conv2d(
        tensor,
        options["n_classes"],
        kernel=1,
        activation="linear",
        initializer="GlorotUniform",
        spelling="n_classes",
    )
    return spec.graph([logits], "model")


def _two_convolutions(spec: Spec, source: int, n_filters: int, spelling: str = "n_filters") -> int:
    for _ in range(2):
        source = spec.conv2d(source, n_filters, spelling=spelling, padding="valid")
    return source


def _merge(spec: Spec, up: int, skip: int, n_filters: int, spelling: str = "n_filters") -> int:
    merged = spec.concatenate([up, spec.cropping(skip, up)])
    return _two_convolutions(spec, merged, n_filters, spelling)


def _filters_in_code(level: int) -> str:
    return f"n_filters * {2**level}" if level else "n_filters"


# --- the judges ---------------------------------------------------------------------------------


def judge_contracting(case: Case, evidence: Evidence) -> Judgement:
    """Layers, defaults, and the two tensors that come back."""
    judged = _judge_rows(case, evidence, expected_contracting, CONTRACTING)
    if judged.findings or "raised" in evidence:
        return judged
    finding = _finding_about_outputs(case, read(evidence), expected_contracting(case.arguments))
    return judged if finding is None else replace(judged, findings=(finding,))


def judge_expanding(case: Case, evidence: Evidence) -> Judgement:
    """Layers and the default of the block on the way up."""
    return _judge_rows(case, evidence, expected_expanding, EXPANDING)


def judge_network(case: Case, evidence: Evidence) -> Judgement:
    """Every row of the network; where the case has a ``weights_seed``, what it computes too."""
    judged = _judge_rows(case, evidence, expected_graph, NETWORK)
    if judged.findings or "weights_seed" not in case.arguments:
        return judged
    found = findings_about_numbers(case, evidence, expected_graph(case.arguments))
    return replace(judged, findings=tuple(found))


def judge_arguments(case: Case, evidence: Evidence) -> Judgement:
    """The network with other arguments, and whether an invalid size is refused."""
    if "refused" in case.arguments:
        finding = _finding_about_refused_size(case, evidence)
        return Judgement(() if finding is None else (finding,))
    return judge_network(case, {**evidence, "defaults": {}})  # these belong to the part before


def _judge_rows(case: Case, evidence: Evidence, expect: ExpectedGraph, rules: Rules) -> Judgement:
    got, expected = read(evidence), expect(case.arguments)
    if "raised" in evidence:
        return _judge_stopped(case, evidence, expected, rules)
    if got.returned not in _RETURNED[rules.function] or len(got.outputs) != len(expected.outputs):
        findings = [wrong_result(case, got, rules)]
        return judgement(case, got, expected, findings, rules)
    if swapped := _joined_the_other_way(got):
        return judgement(case, got, expected, [_say_order(case, swapped[0])], rules, swapped)
    found = judge_layers(case, got, expected, everything, rules)
    defaults = wrong_defaults(case, evidence, rules)
    findings = without_consequences(defaults, _causes([finding for finding, _ in found]))
    if not findings and None in got.outputs:
        findings = [wrong_result(case, got, rules)]
    marked = first_rows(found)
    return judgement(case, got, expected, findings, rules, marked)


_RETURNED = {
    "contracting_block": ("tuple", "list"),
    "expanding_block": ("tensor",),
    "original_unet": ("model",),
}


def _joined_the_other_way(got: Graph) -> tuple[int, None] | None:
    """The first row that joins a cropped skip and an upsampled tensor, in this order.

    The order decides in which order all rows are listed, so nothing else is compared then.
    """
    for position, row in enumerate(got.rows):
        kinds = [got.rows[source].kind for source in row.inputs]
        if row.kind == "Concatenate" and kinds == ["Cropping2D", "Conv2DTranspose"]:
            return position, None
    return None


def _say_order(case: Case, row: int) -> Finding:
    message = (
        f"Row {row + 1}: Concatenate joins [the Cropping2D, the Conv2DTranspose], expected [the "
        "Conv2DTranspose, the Cropping2D]. Both orders make a working network; this exercise asks "
        "for the upsampled tensor first. Write concatenate([up, cropped], axis=3)."
    )
    return Finding(message, case.name, row + 1, "Concatenate", "inputs")


def _causes(findings: Sequence[Finding]) -> list[Finding]:
    """Without those about the number of cropped pixels, where these follow from something else."""
    others = [finding for finding in findings if finding.attribute != "cropping"]
    return others or list(findings)


def _judge_stopped(case: Case, evidence: Evidence, expected: Graph, rules: Rules) -> Judgement:
    """What a function had built when it raised; joining a skip that was not cropped is known."""
    judged = judge_unfinished(case, evidence, everything, expected, rules, to_the_end=True)
    shapes = concatenated_shapes(Raised.from_json(evidence["raised"]).message)
    sizes = [shape[1:3] for shape in shapes]
    if len(sizes) != 2 or any(None in size or len(size) != 2 for size in sizes):
        return replace(judged, findings=(*_causes(judged.findings[:-1]), judged.findings[-1]))
    if said := _say_cropped_too_far(shapes, read(evidence)):
        stop = Finding(f"{case.name}: {said}", case.name, attribute="error", got="ValueError")
        return replace(judged, findings=(stop,))
    said = _say_joined_before(shapes, read(evidence)) or _say_not_joined(shapes, sizes)
    message = f"{case.name}: {said}"
    stop = Finding(message, case.name, attribute="error", got="ValueError")
    return replace(judged, findings=(*_causes(judged.findings[:-1]), stop))


def _say_cropped_too_far(shapes: Any, got: Graph) -> str | None:
    """For a skip connection that was cropped to the size of what is enlarged only afterwards."""
    up, skip = (tuple(shape) for shape in shapes)
    half = tuple(size // 2 for size in up[1:3])
    if skip[1:3] != half or ("Cropping2D", skip) not in [(row.kind, row.shape) for row in got.rows]:
        return None
    return (
        f"Concatenate got {up} and {skip}, expected one height and width. The skip connection was "
        "cropped to the size of expansive_input, before that was enlarged. Call Conv2DTranspose "
        "first, then get_cropping_shape(contractive_input.shape, up.shape) with what it gives."
    )


def _say_joined_before(shapes: Any, got: Graph) -> str | None:
    """For a skip connection that was cropped rightly, and joined as it was before."""
    up, skip = (tuple(shape) for shape in shapes)
    if ("Cropping2D", (*up[:3], skip[3])) not in [(row.kind, row.shape) for row in got.rows]:
        return None
    return (
        f"Concatenate got {up} and {skip}, expected one height and width. The second is the skip "
        "connection as it was before Cropping2D. Join what Cropping2D gives: concatenate([up, "
        "cropped], axis=3)."
    )


def _say_not_joined(shapes: Any, sizes: Any) -> str:
    fact = f"Concatenate got {shapes[0]} and {shapes[1]}, expected one height and width."
    small, large = sorted(sizes)
    rows, columns = large[0] - small[0], large[1] - small[1]
    if rows >= 0 and columns >= 0 and rows % 2 == columns % 2 == 0:
        return (
            f"{fact} One is larger by {rows} rows and {columns} columns. Cut half of that from "
            "each side of the skip connection with Cropping2D before you join."
        )
    return f"{fact} Print both shapes before they are joined."


def _finding_about_outputs(case: Case, got: Graph, expected: Graph) -> Finding | None:
    """Whether the block, whose layers are right, returns the right ones of them."""
    if got.outputs == expected.outputs:
        return None
    names = CONTRACTING.output_names
    if got.outputs == expected.outputs[::-1]:
        message = (
            f"{case.name}: the two outputs are swapped: skip_connection comes first, expected "
            f"next_layer first. Write `{CONTRACTING.last_line}`."
        )
        return Finding(message, case.name, attribute="returned")
    number = 0 if got.outputs[0] != expected.outputs[0] else 1
    row, wanted = got.outputs[number], expected.outputs[number]
    assert row is not None and wanted is not None
    message = (
        f"{case.name}: {names[number]} is the output of {layer_words(got, row)} (row {row + 1}), "
        f"expected that of {layer_words(expected, wanted)}. {_ADVICE_OUTPUTS[names[number]]}"
    )
    return Finding(message, case.name, row + 1, attribute=names[number])


_ADVICE_OUTPUTS = {
    "next_layer": "Return what the block ends with.",
    "skip_connection": "Keep the tensor after both convolutions and before the pooling.",
}


def _finding_about_refused_size(case: Case, evidence: Evidence) -> Finding | None:
    sides = dict(zip(("height", "width"), case.arguments["refused"], strict=False))
    name = str(case.arguments["invalid"])
    side = sides[name]
    told = f"expected the ValueError of validate_input: the {name} {side} fails at "
    told += f"{level_words(side)}. "
    by_itself = evidence.get("by_itself")
    told += (
        _STEP_FOR_REFUSING
        if by_itself is None or _is_right_refusal(by_itself, side)
        else f"Fix validate_input first: {_words_by_itself(by_itself, case)}."
    )
    if "raised" not in evidence:
        message = f"{case.name} returned an object of type {evidence['returned']}, {told}"
        return Finding(message, case.name, attribute="raised")
    if _is_right_refusal(evidence, side):
        return _finding_about_turned_size(case, evidence, name)
    raised = Raised.from_json(evidence["raised"])
    origin = "your validate_input" if _raise_alike(evidence, by_itself) else "somewhere else"
    message = f"{case.name} raised {raised.type} from {origin}, {told}"
    return Finding(message, case.name, attribute="raised", got=raised.type)


_STEP_FOR_REFUSING = "Call validate_input(height, width) first, outside of any try."


def _is_right_refusal(answer: Evidence, side: int) -> bool:
    """Whether a call raised the ValueError of a right ``validate_input``."""
    if not answer.get("is_value_error"):
        return False
    message = Raised.from_json(answer["raised"]).message
    return all(str(valid) in message for valid in nearest_valid(side))


def _raise_alike(answer: Evidence, other: Evidence | None) -> bool:
    if other is None or "raised" not in other:
        return False
    one, another = (Raised.from_json(it["raised"]) for it in (answer, other))
    return (one.type, one.message) == (another.type, another.message)


def _words_by_itself(answer: Evidence, case: Case) -> str:
    """What the student's ``validate_input`` does with a size that it should refuse."""
    height, width, _ = case.arguments["refused"]
    call = f"validate_input({height}, {width})"
    if "raised" not in answer:
        return f"{call} raises nothing"
    raised = Raised.from_json(answer["raised"])
    return f'{call} raises {raised.type} and says "{raised.message}"'


def _finding_about_turned_size(case: Case, evidence: Evidence, name: str) -> Finding | None:
    """For a validate_input that blames the right side, and the other one when it is called here."""
    if "raised" not in evidence.get("by_itself", {}):
        return None
    said, right = (
        Raised.from_json(answer["raised"]).message for answer in (evidence, evidence["by_itself"])
    )
    if said == right or name in said.lower() or name not in right.lower():
        return None
    height, width, _ = case.arguments["refused"]
    message = (
        f'{case.name} raised the error "{said}", expected that of validate_input({height}, '
        f'{width}): "{right}". Height and width are exchanged in the call. Write '
        "validate_input(input_size[0], input_size[1])."
    )
    return Finding(message, case.name, attribute="raised", got=said, expected=right)


# --- sentences ----------------------------------------------------------------------------------


def advise(difference: Difference, got: Graph, expected: Graph) -> str | None:
    """Causes and next steps that belong to this network; ``None`` for the usual ones."""
    place = neighbour(difference, expected).place
    is_up = any(row.kind == "Conv2DTranspose" for row in expected.rows)
    if not place and not is_up and kind_of(difference, got, expected) == "MaxPooling2D":
        return _ADVICE_POOLING.get(difference.aspect)
    if not place and difference.aspect == "missing" and _joins_nothing(got):
        return (
            "Without it the skip connection has no effect. Crop it, join both, and call the first "
            "convolution on the joined tensor."
        )
    if difference.aspect == "missing" and place == "the output":
        return "End with Conv2D(n_classes, 1), which makes the logits, without activation."
    if difference.aspect == "missing":
        return _ADVICE_MISSING.get(expected.rows[difference.expected].kind)
    kind = got.rows[difference.got].kind
    if difference.aspect == "extra":
        return _ADVICE_EXTRA.get(kind)
    if difference.aspect == "replaced":
        return _advice_replaced(kind, expected.rows[difference.expected].kind)
    if difference.aspect == "inputs":
        return _advice_inputs(difference, got, expected)
    return _advice_attribute(difference, kind, place, layer_words(expected, difference.expected))


def _joins_nothing(got: Graph) -> bool:
    kinds = {row.kind for row in got.rows}
    return "Conv2DTranspose" in kinds and not {"Concatenate", "Cropping2D"} & kinds


_ADVICE_POOLING = {
    "missing": "When max_pooling is True, `if max_pooling:`, call MaxPooling2D(2) on it.",
    "extra": "Pool once at the end, and only `if max_pooling:`.",
}
_ADVICE_MISSING = {
    "Conv2D": "Each block has two 3 × 3 convolutions, the second called on the first one's output.",
    "MaxPooling2D": "Blocks 1 to 4 end with MaxPooling2D(2), `if max_pooling:`.",
    "Conv2DTranspose": (
        "Without it the maps do not grow. Call Conv2DTranspose(n_filters, 2, strides=2) on the "
        "tensor from below."
    ),
    "Cropping2D": (
        "The skip connection is larger than what it joins. Cut it with "
        "Cropping2D(get_cropping_shape(…)) first."
    ),
    "Concatenate": "Without it the skip connection has no effect. Join it along axis 3.",
}
_ADVICE_EXTRA = {
    "InputLayer": "A block works on the tensors it is called with. Remove the Input.",
    "ZeroPadding2D": "The network of 2015 does without padding. Remove it.",
    "Dropout": "This exercise goes without dropout. Remove it.",
    "BatchNormalization": "It was published in the same year and is not part of it. Remove it.",
    "MaxPooling2D": (
        "Neither the bottom nor the way up has a pooling. Pass max_pooling=False to the block "
        "that makes it, or remove it."
    ),
    "Activation": "The loss works on logits. Remove the activation behind the last convolution.",
}


def _advice_replaced(mine: str, wanted: str) -> str | None:
    if wanted == "Cropping2D" and mine == "Resizing":
        return "Resizing squeezes the picture and moves every edge. Use keras.layers.Cropping2D."
    return advice_replaced(mine, wanted)


def _advice_inputs(difference: Difference, got: Graph, expected: Graph) -> str | None:
    kind = got.rows[difference.got].kind
    fed_by, wanted = difference.values
    if kind == "Cropping2D" and _is_first_for_last(difference, got, expected):
        return "The way up takes the skips in reverse order. In a loop write reversed(skips)."
    if kind == "Cropping2D":
        return f"What is cropped is the skip connection: {layer_words(expected, wanted[0])}."
    if kind == "Conv2DTranspose":
        return (
            "What comes from below is made larger. It is the first argument of expanding_block, "
            "the skip connection the second."
        )
    if kind != "Concatenate":
        return _advice_fed(difference, expected)
    if len(fed_by) != 2:
        return "Pass a list of exactly these two tensors to concatenate."
    return "Join the upsampled tensor with the cropped skip connection, in this order."


def _advice_fed(difference: Difference, expected: Graph) -> str | None:
    """For a block on the way down that starts from another one than that before it."""
    place = expected.rows[difference.expected].place
    source = expected.rows[difference.values[1][0]]
    if source.place in ("", place):
        return None
    if source.kind == "Conv2D":
        return f"Call it on the output of {source.place}."
    return f"Pass element 0 of what the block of {source.place} returns to {place}."


def _is_first_for_last(difference: Difference, got: Graph, expected: Graph) -> bool:
    """Whether the first skip was passed where the last is expected."""
    (fed_by, *_), (wanted, *_) = difference.values
    return (got.rows[fed_by].place, expected.rows[wanted].place) == ("block 1", "block 4")


def _advice_attribute(difference: Difference, kind: str, place: str, layer: str) -> str | None:
    name, (mine, wanted) = difference.attribute, difference.values
    if name == "padding" and wanted == "valid":
        return (
            "It puts zeros around the picture; the network of 2015 uses only pixels that are "
            f"there. Leave padding out of {layer}."
        )
    if name == "cropping":
        return _advice_cropping(mine, wanted)
    if name == "kernel_size" and kind == "Conv2DTranspose":
        return f"The stamps are 2 × 2 and lie side by side. Pass 2 as kernel size to {layer}."
    if name == "activation" and place == "the output":
        return (
            "It changes the logits before the loss sees them. Leave activation out of the 1 × 1 "
            "Conv2D."
        )
    if name == "shape":
        return "The input does not follow the argument. Write keras.Input(shape=input_size)."
    return None


def _advice_cropping(mine: Any, wanted: Any) -> str:
    shifted = [sum(side) for side in mine] == [sum(side) for side in wanted]
    if shifted:
        return (
            "The same number is cut, but not from both sides alike, so the maps do not lie over "
            "each other. Pass the pair of get_cropping_shape to Cropping2D."
        )
    return (
        "Pass get_cropping_shape(contractive_input.shape, up.shape) to Cropping2D. If you do, fix "
        "get_cropping_shape first."
    )


CONTRACTING = Rules(
    function="contracting_block",
    defaults=BLOCK_DEFAULTS,
    advise=advise,
    result="two tensors, (next_layer, skip_connection)",
    last_line="return next_layer, skip_connection",
    output_names=("next_layer", "skip_connection"),
)
EXPANDING = Rules(
    function="expanding_block",
    defaults={"n_filters": 64},
    advise=advise,
    result="one tensor, the output of the second Conv2D",
    last_line="return conv",
)
NETWORK = Rules(
    function="original_unet",
    defaults=NETWORK_DEFAULTS,
    advise=advise,
    result="a keras.Model",
    last_line="return keras.Model(inputs=inputs, outputs=logits)",
)
