"""The five outputs of the encoder as they should be, and what is said of other ones."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.checks.arrays import compare, numbers_of, say_shape
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement
from grader.exercises.transfer_learning.judge import mobilenet
from grader.exercises.transfer_learning.judge.mobilenet import LAYERS
from grader.graph.table import Graph
from grader.judging.evidence import Raised
from grader.judging.layer_numbers import agree
from grader.judging.layer_tables import result_words

_DEFAULT_SIZE = (256, 256, 3)
_WIDEST = 1.0
_SMALL = 0.35


def _case(size: Sequence[int], alpha: float, weights_seed: int | None = None) -> Case:
    arguments: dict[str, Any] = {"input_size": list(size), "alpha": alpha}
    if weights_seed is not None:
        arguments["weights_seed"] = weights_seed
    name = f"encoder(input_size={tuple(size)}, alpha={alpha}, weights=None)"
    return Case(name, arguments)


def _case_of_missing_file(name: str) -> Case:
    return Case(
        f"encoder(input_size={_DEFAULT_SIZE}, alpha={_SMALL}, weights={name!r})",
        {"input_size": list(_DEFAULT_SIZE), "alpha": _SMALL, "missing_file": name},
    )


CASES = (
    _case(_DEFAULT_SIZE, _WIDEST),
    _case((64, 96, 3), _SMALL, weights_seed=3),
    _case_of_missing_file("no_such_file.weights.h5"),
)


def draw_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Another size and width; building a MobileNetV2 takes seconds, so there is one."""
    height, width = (32 * int(number) for number in rng.integers(2, 5, 2))
    alpha = float(rng.choice([0.35, 0.5, 0.75]))
    return (_case((height, width, 3), alpha, int(rng.integers(2**31))),)


def judge_encoder(case: Case, evidence: Evidence) -> Judgement:
    """Whether a frozen model with the five tensors comes back, in order, with their numbers."""
    if "missing_file" in case.arguments:
        return Judgement(tuple(_about_missing_file(case, evidence)))
    if evidence["returned"] != "model":
        return Judgement((_wrong_result(case, str(evidence["returned"])),))
    size, alpha = tuple(case.arguments["input_size"]), case.arguments["alpha"]
    expected = mobilenet.shapes(size, alpha)
    outputs = evidence["outputs"]
    findings = [
        *_about_outputs(case, outputs, expected),
        *_about_top(case, evidence),
        *_about_freezing(case, evidence),
    ]
    if not findings:
        findings = [*_about_parameters(case, evidence, mobilenet.parameters(alpha))]
    if not findings and "weights_seed" in case.arguments:
        findings = [*_about_numbers(case, evidence)]
    return Judgement(tuple(findings), _compare(case, evidence, expected))


def _about_missing_file(case: Case, evidence: Evidence) -> Iterator[Finding]:
    if not evidence["missed"]:
        yield case.finding(
            ("weights", "ignored", "passed on"),
            f"returned {evidence['returned']}, expected MobileNetV2's complaint that there is no "
            "such file. The argument is not used. Pass it on: weights=weights.",
        )


_WORDS = {"nothing": "None", "list": "a list", "tuple": "a tuple"}


def _wrong_result(case: Case, returned: str) -> Finding:
    words = _WORDS.get(returned) or result_words(Graph((), (), returned))
    return case.finding(
        ("returned", returned, "model"),
        f"returned {words}, expected a keras.Model with {len(LAYERS)} outputs. End with return "
        "and the model, keras.Model(inputs=base.input, outputs=[...]).",
    )


def _about_outputs(
    case: Case, outputs: Sequence[Evidence], expected: Sequence[tuple[int | None, ...]]
) -> Iterator[Finding]:
    """The first thing that is wrong with the outputs' number, order or shapes."""
    shapes = [tuple(output["shape"]) for output in outputs]
    layers = [str(output["layer"]) for output in outputs]
    if shapes == expected:
        return
    if said := _say_outputs(layers, shapes, expected):
        yield case.finding((said[0], layers[:10], list(LAYERS)), said[1])
    else:
        yield _about_shapes(case, layers, shapes, expected)


def _say_outputs(
    layers: Sequence[str],
    shapes: Sequence[tuple[int | None, ...]],
    expected: Sequence[tuple[int | None, ...]],
) -> tuple[str, str] | None:
    """What is wrong with the outputs as a whole, and its sentence."""
    if shapes == expected[:1]:
        return "outputs", (
            f"has 1 output, expected {len(expected)}, and that one is the first, {LAYERS[0]}. "
            "Where return stands inside the loop, it ends the function in the first turn. Move it "
            "to the left, behind the loop."
        )
    if layers == [LAYERS[-1]]:
        return "outputs", (
            f"has 1 output, expected {len(expected)}, and that one is the last, {LAYERS[-1]}. In a "
            "loop that sets one name, each tensor takes the place of the one before. Put them into "
            "a list: outputs.append(base.get_layer(name).output)."
        )
    if layers == [_END_OF_BASE]:
        return "outputs", (
            f"has 1 output, expected {len(expected)}. It is MobileNetV2 itself, which ends in "
            f"{_END_OF_BASE}. Return the model with the {len(expected)} outputs in its place, the "
            "one that keras.Model(inputs=base.input, outputs=[…]) gives."
        )
    if len(shapes) != len(expected):
        return "outputs", (
            f"has {len(shapes)} output{'' if len(shapes) == 1 else 's'}, expected "
            f"{len(expected)}: {', '.join(LAYERS)}. Collect base.get_layer(name).output for each "
            "of these names in a list."
        )
    if shapes == expected[::-1]:
        return "order", (
            "gives the smallest maps first, expected the largest first. The decoder takes the last "
            "output as its start. List the layers in the order of the table."
        )
    if layers != list(LAYERS) and sorted(layers) == sorted(LAYERS):
        why = "A dict sorts its outputs by their names. " if layers == sorted(layers) else ""
        return "order", (
            f"gives {', '.join(layers)} in this order, expected {', '.join(LAYERS)}. {why}"
            "Pass a list in the order of the table."
        )
    if tuple(layers) == _BEFORE:
        return "layer", (
            f"gives the tensors of {', '.join(layers)}, expected those of {', '.join(LAYERS)}. "
            "They are what goes into these layers. Write base.get_layer(name).output."
        )
    return None


_END_OF_BASE = "out_relu"
_BEFORE = (
    *("block_1_expand_BN", "block_3_expand_BN", "block_6_expand_BN", "block_13_expand_BN"),
    "block_16_depthwise_relu",
)


def _about_top(case: Case, evidence: Evidence) -> Iterator[Finding]:
    if evidence["top"]:
        yield case.finding(
            ("include_top", True, False),
            "is built with the top of MobileNetV2, which tells classes of whole pictures, expected "
            "it without. With its ImageNet weights that takes pictures of 224 × 224 only. Pass "
            "include_top=False.",
        )


def _about_shapes(
    case: Case,
    layers: Sequence[str],
    shapes: Sequence[tuple[int | None, ...]],
    expected: Sequence[tuple[int | None, ...]],
) -> Finding:
    size, alpha = tuple(case.arguments["input_size"]), case.arguments["alpha"]
    number = next(
        n for n, pair in enumerate(zip(shapes, expected, strict=True)) if pair[0] != pair[1]
    )
    if shapes in (mobilenet.shapes(size, _WIDEST), mobilenet.shapes(_DEFAULT_SIZE, _WIDEST)):
        cause = f"That is a network with alpha=1.0. Pass alpha={alpha} on: alpha=alpha."
    elif shapes == mobilenet.shapes(_DEFAULT_SIZE, alpha) or shapes[0][1:3] == (None, None):
        cause = "The size of the input is another one. Pass input_shape=input_size to MobileNetV2."
    elif layers[number] != LAYERS[number]:
        cause = f"It comes from the layer {layers[number]}. Take {LAYERS[number]}."
    else:
        cause = "Pass input_shape=input_size and alpha=alpha to MobileNetV2."
    return case.finding(
        ("shape", list(shapes[number]), list(expected[number])),
        f"has an output {number + 1} of shape {say_shape(shapes[number])}, expected "
        f"{say_shape(expected[number])}, that of {LAYERS[number]}. {cause}",
    )


def _about_freezing(case: Case, evidence: Evidence) -> Iterator[Finding]:
    trainable, misspelt = int(evidence["trainable"]), str(evidence["misspelt"])
    if trainable and misspelt:
        yield case.finding(
            ("trainable", trainable, 0),
            f"has {trainable:,} trainable parameters, expected 0. Your code sets {misspelt}, a "
            "name that Keras does not know. It is spelled trainable: write trainable = False.",
        )
    elif trainable:
        yield case.finding(
            ("trainable", trainable, 0),
            f"has {trainable:,} trainable parameters, expected 0. The first, large steps of an "
            "untrained decoder would spoil what it has learned. Set trainable = False on the model "
            "that you return.",
        )


def _about_parameters(case: Case, evidence: Evidence, expected: int) -> Iterator[Finding]:
    got = int(evidence["parameters"])
    if got == expected:
        return
    layers = [str(output["layer"]) for output in evidence["outputs"]]
    others = [
        pair
        for pair in zip(layers, LAYERS, strict=True)
        if pair[0] != pair[1] and _is_of_base(pair[0])
    ]
    why = (
        f"One output comes from the layer {others[0][0]}. Take {others[0][1]}."
        if others
        else "Its layers are not those of MobileNetV2 up to block_16_project. Build it with "
        "keras.applications.MobileNetV2."
    )
    yield case.finding(
        ("parameters", got, expected),
        f"has {got:,} parameters, expected {expected:,}. {why}",
    )


def _is_of_base(layer: str) -> bool:
    """Whether a layer has a name as MobileNetV2 gives them."""
    return layer.startswith(("block_", "expanded_conv", "Conv"))


def _about_numbers(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """Outputs of the right shape must also be the right tensors."""
    got = evidence["numbers"]
    if isinstance(got, dict):
        message = Raised.from_json(got["error"]).sentence("the model, given an image,")
        yield Finding(f"{case.name}: {message}", case.name, attribute="error")
        return
    size, alpha = tuple(case.arguments["input_size"]), case.arguments["alpha"]
    expected = mobilenet.numbers(size, alpha, case.arguments["weights_seed"])
    for number, (ours, theirs) in enumerate(zip(got, expected, strict=True)):
        if not agree(numbers_of(ours), theirs):
            layer = str(evidence["outputs"][number]["layer"])
            whose = f"the tensor of {layer}" if _is_of_base(layer) else "other numbers"
            yield case.finding(
                ("layer", layer, LAYERS[number]),
                f"gives {whose} as output {number + 1}, expected that of "
                f"{LAYERS[number]}. {_why(layer, LAYERS[number])}",
            )
            return


def _why(layer: str, wanted: str) -> str:
    if layer == wanted:
        return "Something stands before it that MobileNetV2 does not have. Leave the base as it is."
    if not _is_of_base(layer):
        return (
            "Something stands before or behind the base that MobileNetV2 does not have. Pass "
            "base.input and the outputs of its layers to keras.Model, and nothing else."
        )
    if wanted.startswith(layer.removesuffix("_BN")):
        return "That is before the activation. Take the layer whose name ends in _relu."
    return "Its shape is the same, its numbers are not. Compare the names with the table."


def _compare(
    case: Case, evidence: Evidence, expected: Sequence[tuple[int | None, ...]]
) -> Comparison | None:
    outputs = evidence["outputs"]
    if len(outputs) != len(expected):
        return None
    rows = [
        (
            f"output {number}",
            f"{output['layer']} {say_shape(output['shape'])}",
            f"{layer} {say_shape(shape)}",
        )
        for number, (output, layer, shape) in enumerate(
            zip(outputs, LAYERS, expected, strict=True), start=1
        )
    ]
    rows += [
        ("parameters", f"{int(evidence['parameters']):,}",
         f"{mobilenet.parameters(case.arguments['alpha']):,}"),
        ("trainable", f"{int(evidence['trainable']):,}", "0"),
    ]  # fmt: skip
    return compare(case.name, rows)
