"""The judges of the structural exercises on written-down evidence: no TensorFlow is needed."""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from grader import exercises
from grader.checks.exercise import Case, Evidence, Judgement, Part
from grader.checks.layer_numbers import chosen_input, chosen_weights
from grader.exercises.conv_block import judge as conv_block
from grader.exercises.unet_model import judge as unet_model
from grader.exercises.upsampling_block import judge as upsampling_block
from grader.graph.table import Graph, Row, sample
from grader.judging.evidence import NotConfirmed
from grader.judging.layer_numbers import expected_logits
from grader.judging.layer_tables import Spec
from grader.judging.verdicts import judge_case

MODULES = {"conv_block": conv_block, "upsampling_block": upsampling_block, "unet_model": unet_model}
PARTS = [
    pytest.param(name, part, id=f"{name}-{part.name}")
    for name in MODULES
    for part in exercises.find(name).parts
]


def as_evidence(graph: Graph) -> Evidence:
    """What a probe would have written of this graph."""
    return {"graph": {**vars(graph), "rows": [as_json(row) for row in graph.rows]}, "defaults": {}}


def as_json(row: Row) -> dict[str, Any]:
    attributes = dict(row.attributes)
    if "activation" in attributes:
        attributes["activation"] = activation(attributes["activation"], row.shape)
    data = {**vars(row), "attributes": attributes}
    return {key: data[key] for key in ("kind", "shape", "parameters", "attributes", "inputs")}


def activation(named: str, shape: Sequence[int | None]) -> dict[str, Any]:
    """What a probe writes of the activation of a layer with this output shape."""
    values = np.maximum(sample(shape), 0) if named == "relu" else sample(shape)
    return {"named": named, "values": values.reshape(-1).tolist()}


def right_evidence(name: str, case: Case) -> Evidence:
    evidence = as_evidence(MODULES[name].expected_graph(case.arguments))
    if "weights_seed" in case.arguments:
        graph = unet_model.expected_graph(case.arguments)
        evidence["logits"] = expected_logits(graph, case.arguments["weights_seed"]).tolist()
    if name == "conv_block":
        default = {**case.arguments, "options": {}}
        evidence["default_graph"] = as_evidence(conv_block.expected_graph(default))["graph"]
    return json.loads(json.dumps(evidence))  # type: ignore[no-any-return]


def judge_changed(name: str, part_name: str, row: int, **changes: Any) -> Judgement:
    """The judgement of right evidence for the part's first case with one row changed."""
    part = exercises.find(name).part(part_name)
    evidence = right_evidence(name, part.cases[0])
    data = evidence["graph"]["rows"][row - 1]
    data["attributes"].update(changes.pop("attributes", {}))
    data.update(changes)
    return part.judge(part.cases[0], evidence)


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_the_specification_satisfies_its_own_judge(name: str, part: Part) -> None:
    cases = part.cases + part.draw_cases(np.random.default_rng(0))
    findings = [part.judge(case, right_evidence(name, case)).findings for case in cases]
    assert [()] * len(cases) == findings


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_each_part_can_fail(name: str, part: Part) -> None:
    """Every part looks at something: an input that is returned untouched passes none."""
    evidence = right_evidence(name, part.cases[0])
    evidence["graph"]["rows"] = evidence["graph"]["rows"][:1]
    evidence["graph"]["outputs"] = [0] * len(evidence["graph"]["outputs"])
    assert part.judge(part.cases[0], evidence).findings


@pytest.mark.parametrize(("name", "part"), PARTS)
@pytest.mark.parametrize(
    "forged",
    [
        {},
        {"graph": None},
        {"graph": {"rows": "many", "outputs": [], "returned": "tuple"}},
        {"graph": {"rows": [], "outputs": [3], "returned": "tuple"}},
        {"graph": {"rows": [{}] * 100_000, "outputs": [], "returned": "tuple"}},
    ],
    ids=["empty", "no graph", "rows of text", "output without row", "too many rows"],
)
def test_evidence_that_no_probe_wrote_is_refused(name: str, part: Part, forged: Evidence) -> None:
    with pytest.raises(NotConfirmed, match="the record of this check cannot be read"):
        judge_case(part, part.cases[0], forged)


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_drawn_cases_are_the_same_for_the_same_seed(name: str, part: Part) -> None:
    first, second = (part.draw_cases(np.random.default_rng(7)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", MODULES)
def test_points_and_hints(name: str) -> None:
    exercise = exercises.find(name)
    assert (exercise.max_score, len(exercise.hints)) == (20, 3)


def test_the_published_number_of_parameters() -> None:
    graph = unet_model.expected_graph({"options": {}})
    assert (len(graph.rows), graph.parameters) == (35, 8_640_471)


def test_the_published_rows_of_the_upsampling_block() -> None:
    case = exercises.find("upsampling_block").parts[0].cases[0]
    rows = [
        (row.kind, row.parameters) for row in upsampling_block.expected_graph(case.arguments).rows
    ]
    assert rows == [
        ("InputLayer", 0),
        ("Conv2DTranspose", 73760),
        ("InputLayer", 0),
        ("Concatenate", 0),
        ("Conv2D", 46112),
        ("Conv2D", 9248),
    ]


def test_a_finding_carries_what_the_sentence_says() -> None:
    finding = judge_changed("conv_block", "layers", 3, attributes={"padding": "valid"}).findings[0]
    assert (
        finding.row,
        finding.layer,
        finding.attribute,
        finding.got,
        finding.expected,
    ) == (3, "Conv2D", "padding", "valid", "same")


def test_the_comparison_marks_the_first_difference_in_both_tables() -> None:
    comparison = judge_changed("unet_model", "whole", 13, attributes={"rate": 0.5}).comparison
    assert comparison is not None
    assert (comparison.got.marked, comparison.expected.marked) == (12, 12)


def test_the_comparison_shows_which_row_is_returned() -> None:
    part = exercises.find("conv_block").part("outputs")
    judgement = part.judge(part.cases[0], right_evidence("conv_block", part.cases[0]))
    assert judgement.comparison is not None
    returned = [row[-1] for row in judgement.comparison.got.rows]
    assert returned == ["", "", "skip_connection", "next_layer"]


def test_at_most_three_findings_a_case() -> None:
    part = exercises.find("unet_model").part("whole")
    evidence = right_evidence("unet_model", part.cases[0])
    for row in evidence["graph"]["rows"]:
        row["attributes"]["trainable"] = False
    assert len(part.judge(part.cases[0], evidence).findings) == 3


def test_one_missing_layer_is_one_finding() -> None:
    part = exercises.find("unet_model").part("whole")
    evidence = right_evidence("unet_model", part.cases[0])
    rows = evidence["graph"]["rows"]
    del rows[12]
    for row in rows[12:]:
        row["inputs"] = [source - (source >= 12) for source in row["inputs"]]
    evidence["graph"]["outputs"] = [33]
    findings = part.judge(part.cases[0], evidence).findings
    assert [(f.row, f.layer, f.attribute) for f in findings] == [(13, "Dropout", "missing")]


def test_wrong_sizes_alone_are_found() -> None:
    """Sizes follow from attributes; should that ever fail, the sizes themselves count."""
    finding = judge_changed("conv_block", "layers", 3, parameters=9249).findings[0]
    assert (finding.attribute, finding.got, finding.expected) == ("parameters", 9249, 9248)


def test_the_modules_do_not_import_keras() -> None:
    code = (
        "import sys; from grader import exercises; exercises.all_exercises(); "
        "sys.exit('keras' in sys.modules or 'tensorflow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# For each attribute: values as a table shows them, and how each is written in a call.
IN_CODE: dict[str, dict[Any, tuple[str, ...]]] = {
    "padding": {"same": ("padding='same'",), "valid": ("padding='valid'",)},
    "strides": {(1, 1): ("strides=1",), (2, 2): ("strides=2",), (3, 3): ("strides=3",)},
    "pool_size": {(2, 2): ("pool_size=2",), (3, 3): ("pool_size=3",)},
    "kernel_size": {(1, 1): ("Pass 1 ",), (3, 3): ("Pass 3 ",), (2, 2): ("Pass 2 ",)},
    "dilation_rate": {(1, 1): ("dilation_rate=1",), (2, 2): ("dilation_rate=2",)},
    "groups": {1: ("groups=1",), 2: ("groups=2",)},
    "use_bias": {True: ("use_bias=True",), False: ("use_bias=False",)},
    "kernel_initializer": {
        "HeNormal": ("kernel_initializer='he_normal'",),
        "GlorotUniform": ("kernel_initializer='glorot_uniform'",),
    },
    "bias_initializer": {"Zeros": ("bias_initializer='zeros'",), "Ones": ("'ones'",)},
    "activation": {"relu": ("activation='relu'",), "linear": ("activation='linear'",)},
    "axis": {1: ("axis=1",), 3: ("axis=3",)},
    "trainable": {True: ("trainable at True",), False: ("trainable at False",)},
    "rate": {0.3: ("dropout_prob=0.3",), 0.5: ("dropout_prob=0.5",)},
}
# Leaving an argument out recommends what Keras takes then.
WITHOUT: dict[str, Any] = {
    "padding": "valid",
    "dilation_rate": (1, 1),
    "groups": 1,
    "use_bias": True,
    "kernel_initializer": "GlorotUniform",
    "bias_initializer": "Zeros",
    "activation": "linear",
}


def changed_attributes(name: str) -> list[tuple[int, str, Any]]:
    """Every row of the exercise's largest case with each attribute set to each other value."""
    case = exercises.find(name).parts[-1].cases[0]
    return [
        (position, attribute, value)
        for position, row in enumerate(MODULES[name].expected_graph(case.arguments).rows)
        for attribute in row.attributes
        for value in IN_CODE.get(attribute, {})
        if value != row.attributes[attribute]
    ]


@pytest.mark.parametrize("name", MODULES)
def test_the_advice_never_recommends_the_value_that_was_got(name: str) -> None:
    part = exercises.find(name).parts[-1]
    contradictions: list[str] = []
    for position, attribute, value in changed_attributes(name):
        evidence = right_evidence(name, part.cases[0])
        row = evidence["graph"]["rows"][position]
        is_function = attribute == "activation"
        row["attributes"][attribute] = activation(value, row["shape"]) if is_function else value
        for finding in part.judge(part.cases[0], evidence).findings:
            advice = finding.message.split("expected", 1)[1].split(". ", 1)[1]
            left_out = f"Leave {attribute} out" in advice
            if left_out and WITHOUT.get(attribute, finding.expected) != finding.expected:
                contradictions.append(advice)
            if any(code in _last_sentence(advice) for code in IN_CODE[attribute][value]):
                contradictions.append(advice)
    assert contradictions == []


def _last_sentence(advice: str) -> str:
    """The next step; a sentence before it may well name what was got, as the cause."""
    return advice.rsplit(". ", 1)[-1]


def test_the_advice_on_pooling_speaks_of_pooling() -> None:
    changes = {"pool_size": [3, 3], "padding": "same"}
    judgement = judge_changed("conv_block", "layers", 4, attributes=changes)
    assert [finding.message for finding in judgement.findings] == [
        "Row 4: MaxPooling2D has pool_size (3, 3), expected (2, 2). Pass pool_size=2 to the "
        "MaxPooling2D.",
        "Row 4: MaxPooling2D has padding same, expected valid. Leave padding out of the "
        "MaxPooling2D.",
    ]


def test_a_pooling_on_the_input_passes_no_dropout_by() -> None:
    part = exercises.find("conv_block").part("outputs")
    evidence = right_evidence("conv_block", part.cases[0])
    first, *convolutions, pooling = evidence["graph"]["rows"]
    rows = [first, {**pooling, "inputs": [0]}, {**convolutions[0], "inputs": [0]}]
    rows += [{**convolutions[1], "inputs": [2]}]
    evidence["graph"] |= {"rows": rows, "outputs": [1, 3]}
    assert part.judge(part.cases[0], evidence).findings[0].message == (
        "next_layer pools the output of inputs, expected the output of the second Conv2D. Call "
        "MaxPooling2D on that."
    )


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        (
            ["MaxPooling2D layer", ""],
            "conv_block returned a tuple of two things; element 0 is a MaxPooling2D layer that was "
            "not called on a tensor, expected two tensors, (next_layer, skip_connection). Call it "
            "on a tensor: MaxPooling2D(2)(conv).",
        ),
        (
            ["", "nothing"],
            "conv_block returned a tuple of two things; element 1 is None, expected two tensors, "
            "(next_layer, skip_connection). Give skip_connection a tensor on every way through the "
            "function.",
        ),
        (
            ["tuple", ""],
            "conv_block returned a tuple of two things; element 0 is a tuple, expected two "
            "tensors, (next_layer, skip_connection). End it with "
            "`return next_layer, skip_connection`.",
        ),
    ],
)
def test_an_element_that_is_no_tensor_is_named(others: list[str], sentence: str) -> None:
    part = exercises.find("conv_block").part("outputs")
    evidence = right_evidence("conv_block", part.cases[0])
    evidence["graph"]["others"] = others
    evidence["graph"]["outputs"] = [None if other else 2 for other in others]
    assert part.judge(part.cases[0], evidence).findings[0].message == sentence


@pytest.mark.parametrize(
    ("n_rows", "passed"),
    [(18, ["contracting_path"]), (33, ["contracting_path", "expanding_path"])],
)
def test_what_was_built_before_an_error_counts(n_rows: int, passed: list[str]) -> None:
    exercise = exercises.find("unet_model")
    case = exercise.parts[0].cases[0]
    evidence = right_evidence("unet_model", case)
    evidence["graph"]["rows"] = evidence["graph"]["rows"][:n_rows]
    evidence["graph"]["outputs"] = [n_rows - 1]
    evidence["raised"] = {"type": "ValueError", "message": "no", "lines": ["x"]}
    parts = [part.name for part in exercise.parts if not part.judge(case, evidence).findings]
    assert passed == parts


def test_the_forward_pass_of_a_transposed_convolution_is_that_of_its_definition() -> None:
    """One pixel of 1 leaves the kernel where it stands; the rest is cut off at the edge."""
    spec = Spec()
    graph = spec.graph([spec.conv2d_transpose(spec.input([1, 1, 1]), 1)], "model")
    rng = np.random.default_rng(5)
    kernel, (bias,) = chosen_weights(rng, (3, 3, 1, 1)), chosen_weights(rng, (1,))
    pixel = chosen_input(5, (1, 1, 1)).item()
    assert expected_logits(graph, seed=5).tolist() == [[[pixel * kernel[0, 0, 0, 0] + bias]]]


@pytest.mark.parametrize(("change", "passes"), [(0, True), (1e-5, True), (0.1, False)])
def test_the_numbers_of_the_network_count(change: float, passes: bool) -> None:
    part = exercises.find("unet_model").part("whole")
    evidence = right_evidence("unet_model", part.cases[1])
    evidence["logits"][3][2][1] += change
    assert passes == (part.judge(part.cases[1], evidence).findings == ())


def test_a_network_that_does_not_run_is_told_its_error() -> None:
    part = exercises.find("unet_model").part("whole")
    evidence = right_evidence("unet_model", part.cases[1])
    evidence["logits"] = {"error": {"type": "ValueError", "message": "no", "lines": []}}
    (finding,) = part.judge(part.cases[1], evidence).findings
    assert finding.message.startswith(f"{part.cases[1].name}: the model, given an image, raised")


def test_a_level_too_many_is_told_as_such() -> None:
    """Not in the museum: heights that 16 divides and 32 does not make other parts fail too."""
    spec = Spec()
    tensor, skips = spec.input([96, 128, 3]), []
    for level in range(6):
        tensor, skip = conv_block.add_conv_block(
            spec,
            tensor,
            n_filters=32 * 2**level,
            dropout_prob=0.3 if level >= 3 else 0,
            max_pooling=level < 5,
        )
        skips.append(skip)
    for level in (4, 3, 2, 1, 0):
        skip = skips[level]
        tensor = upsampling_block.add_upsampling_block(
            spec, tensor, lambda skip=skip: skip, n_filters=32 * 2**level
        )
    part = exercises.find("unet_model").part("contracting_path")
    evidence = as_evidence(spec.graph([tensor], "model"))
    assert judge_case(part, part.cases[0], evidence).findings[0].message == (
        "Block 5, row 18: MaxPooling2D is one layer too many, expected Conv2DTranspose here. The "
        "network goes 5 levels down and up again, expected 4. Leave the deepest out; in a loop, "
        "count its rounds."
    )
