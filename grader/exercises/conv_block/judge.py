"""The layers of conv_block as they should be, its cases, and what is said of a wrong one."""

from dataclasses import replace
from typing import Any

import numpy as np

from grader.checks.exercise import Case, Evidence, Exercise, Finding, Judgement, Part, Reference
from grader.exercises.conv_block.probe import DEFAULTS, FUNCTIONS, NOTEBOOK, PROBES
from grader.graph.diff import Alignment, Difference, align, compare, passed_extra, passed_missing
from grader.graph.table import LAYER, Graph
from grader.judging.layer_tables import (
    Belongs,
    Rules,
    Spec,
    case_words,
    everything,
    first_rows,
    judge_layers,
    judgement,
    layer_words,
    read,
    without_consequences,
    wrong_defaults,
    wrong_result,
)

_STREET = [96, 128, 3]


# --- the specification --------------------------------------------------------------------------


def expected_graph(arguments: Any) -> Graph:
    """The block as a graph: input, two convolutions, dropout and pooling when asked for."""
    spec = Spec()
    inputs = spec.input(arguments["input_shape"], "inputs")
    outputs = add_conv_block(spec, inputs, **arguments["options"])
    return spec.graph(outputs, "tuple")


def add_conv_block(
    spec: Spec,
    inputs: int,
    n_filters: int = 32,
    dropout_prob: float = 0,
    max_pooling: bool = True,
    spelling: str = "n_filters",
) -> tuple[int, int]:
    """Add the block to ``spec``; the rows of ``next_layer`` and ``skip_connection``."""
    conv = spec.conv2d(inputs, n_filters, spelling=spelling)
    conv = spec.conv2d(conv, n_filters, spelling=spelling)
    skip = spec.dropout(conv, dropout_prob) if dropout_prob > 0 else conv
    return (spec.max_pooling(skip) if max_pooling else skip), skip


# --- the judges ---------------------------------------------------------------------------------


def judge_the_layers(case: Case, evidence: Evidence) -> Judgement:
    """Every row of the default block, and the default values in the def line."""
    got, expected = read(evidence), expected_graph(case.arguments)
    defaults = wrong_defaults(case, evidence, RULES)
    return _judgement_of_rows(case, got, expected, defaults, everything, RULES)


def judge_the_options(case: Case, evidence: Evidence) -> Judgement:
    """What n_filters, dropout_prob and max_pooling decide, and all that the default hides.

    A difference that the default block has as well belongs to the part ``layers``.
    """
    got, expected = read(evidence), expected_graph(case.arguments)
    default = read({"graph": evidence["default_graph"]})
    known = _differences_of_default(case, default)

    def belongs(difference: Difference, got: Graph, expected: Graph) -> bool:
        fault = _fault(difference, got, expected)
        return _is_decided_by_options(difference, got, expected) or fault not in known

    def advise_beside_default(difference: Difference, got: Graph, expected: Graph) -> str | None:
        return _say_fixed(case, difference, got, default) or advise(difference, got, expected)

    rules = replace(RULES, advise=advise_beside_default)
    return _judgement_of_rows(case, got, expected, [], belongs, rules)


def _differences_of_default(case: Case, default: Graph) -> set[tuple[str, ...]]:
    expected = expected_graph({**case.arguments, "options": DEFAULTS})
    return {_fault(difference, default, expected) for difference in compare(default, expected)}


def _say_fixed(case: Case, difference: Difference, got: Graph, default: Graph) -> str | None:
    """That n_filters decides nothing, where the default block has the same number at that place."""
    if difference.attribute != "filters":
        return None
    mine = got.rows[difference.got]
    number = sum(row.kind == mine.kind for row in got.rows[: difference.got])
    alike = [row for row in default.rows if row.kind == mine.kind]
    asked = case.arguments["options"].get("n_filters", DEFAULTS["n_filters"])
    same = number < len(alike) and alike[number].attributes.get("filters") == difference.values[0]
    if not same or asked == DEFAULTS["n_filters"]:
        return None
    return (
        f"The number is the same with n_filters={DEFAULTS['n_filters']}: it is fixed in your code. "
        "Write Conv2D(n_filters, ...) in both convolutions."
    )


def _fault(difference: Difference, got: Graph, expected: Graph) -> tuple[str, ...]:
    """What a difference is about, in words that do not depend on the rows' numbers."""
    mine = wanted = ""
    if difference.aspect != "missing":
        mine = got.rows[difference.got].kind
    if difference.aspect != "extra":
        wanted = layer_words(expected, difference.expected)
    value = "" if difference.aspect == "inputs" else str(difference.values[0])
    return difference.aspect, difference.attribute, mine, wanted, value


def _judgement_of_rows(
    case: Case,
    got: Graph,
    expected: Graph,
    defaults: list[Finding],
    belongs: Belongs,
    rules: Rules,
) -> Judgement:
    if not got.rows:
        findings = [wrong_result(case, got, rules)]
        return judgement(case, got, expected, findings, rules)
    found = judge_layers(case, got, expected, belongs, rules)
    marked = first_rows(found)
    if found and any(other.endswith(LAYER) for other in got.others):
        findings = [wrong_result(case, got, rules)]
        return judgement(case, got, expected, findings, rules, marked)
    findings = without_consequences(defaults, [finding for finding, _ in found])
    return judgement(case, got, expected, findings, rules, marked)


def _is_decided_by_options(difference: Difference, got: Graph, expected: Graph) -> bool:
    if difference.aspect == "missing":
        without_convolutions = all(row.kind != "Conv2D" for row in got.rows)
        kind = expected.rows[difference.expected].kind
        return kind == "Dropout" or (kind == "Conv2D" and without_convolutions)
    kind = got.rows[difference.got].kind
    if difference.aspect == "extra":
        return kind in ("Dropout", "MaxPooling2D")
    if difference.aspect == "attribute":
        return kind == "Dropout" or difference.attribute == "filters"
    mine, wanted = got.rows[difference.got], expected.rows[difference.expected]
    return difference.aspect == "replaced" and mine.shape[-1] != wanted.shape[-1]


def advise(difference: Difference, got: Graph, expected: Graph) -> str | None:
    """Causes and next steps that belong to this block; ``None`` for the usual ones."""
    if difference.aspect == "missing":
        return _ADVICE_MISSING.get(expected.rows[difference.expected].kind)
    kind = got.rows[difference.got].kind
    if difference.aspect == "extra":
        return _ADVICE_EXTRA.get(kind)
    if difference.attribute == "filters":
        mine, wanted = got.rows[difference.got].attributes, difference.values[1]
        if mine.get("kernel_size") == (wanted, wanted):
            return (
                "Keras finds out by itself how many channels come in. Leave them out: "
                "Conv2D(n_filters, 3, ...)."
            )
        return "Write Conv2D(n_filters, ...) in both convolutions."
    if difference.attribute == "rate":
        return "Write Dropout(dropout_prob), so that the rate follows the argument."
    return None


_ADVICE_MISSING = {
    "Conv2D": "The block has two convolutions, the second called on the output of the first.",
    "Dropout": "Add Dropout(dropout_prob) after the second convolution when dropout_prob > 0.",
    "MaxPooling2D": "When max_pooling is True, `if max_pooling:`, call MaxPooling2D(2) on it.",
}
_ADVICE_EXTRA = {
    "InputLayer": (
        "The block is one piece of a larger network. Remove the Input and call the first Conv2D on "
        "inputs."
    ),
    "Dropout": (
        "Dropout comes after the second convolution, before pooling, and only when "
        "dropout_prob > 0. Check the order and the if."
    ),
    "MaxPooling2D": "Pool once at the end, and only `if max_pooling:`.",
}

RULES = Rules(
    function="conv_block",
    defaults=DEFAULTS,
    advise=advise,
    result="two tensors, (next_layer, skip_connection)",
    last_line="return next_layer, skip_connection",
    output_names=("next_layer", "skip_connection"),
)


def judge_the_outputs(case: Case, evidence: Evidence) -> Judgement:
    """Whether two tensors come back, in order, each from the right row."""
    got, expected = read(evidence), expected_graph(case.arguments)
    if got.returned not in ("tuple", "list") or len(got.outputs) != 2 or None in got.outputs:
        findings = [wrong_result(case, got, RULES)]
        return judgement(case, got, expected, findings, RULES)
    finding, number = _finding_about_outputs(case, got, expected)
    if finding is None:
        return judgement(case, got, expected, [], RULES)
    marked = (got.outputs[number], expected.outputs[number])
    return judgement(case, got, expected, [finding], RULES, marked)


def _finding_about_outputs(case: Case, got: Graph, expected: Graph) -> tuple[Finding | None, int]:
    """The first output that comes from a wrong row, and its number."""
    alignment = align(got, expected)
    ours = [_real_row(got, alignment, row) for row in got.outputs]
    theirs = [_wanted_row(expected, alignment, row) for row in expected.outputs]
    if ours == theirs and None not in theirs:
        return None, 0
    if ours == theirs[::-1] and None not in theirs:
        return _swapped(case), 0
    number = 0 if ours[0] != theirs[0] or theirs[0] is None else 1
    row, wanted = got.outputs[number], expected.outputs[number]
    assert row is not None and wanted is not None
    name = RULES.output_names[number]
    if got.rows[row].kind == expected.rows[wanted].kind == "MaxPooling2D":
        message = _pooled_elsewhere(got, row, expected, wanted)
        return _output_finding(case, message, row, name), number
    fact = (
        f"{name} is {_row_words(got, row)}, expected the output of {layer_words(expected, wanted)}."
    )
    message = f"{fact} {_why_here(case, number) or _why(number, got, row, expected)}"
    return _output_finding(case, message, row, name), number


def _pooled_elsewhere(got: Graph, row: int, expected: Graph, wanted: int) -> str:
    mine = layer_words(got, got.rows[row].inputs[0])
    ours = layer_words(expected, expected.rows[wanted].inputs[0])
    fact = f"next_layer pools the output of {mine}, expected the output of {ours}."
    kinds = (
        got.rows[got.rows[row].inputs[0]].kind,
        expected.rows[expected.rows[wanted].inputs[0]].kind,
    )
    if kinds == ("Conv2D", "Dropout"):
        step = "Pool the tensor that comes out of the dropout."
        return f"{fact} The pooling passes the dropout by. {step}"
    return f"{fact} Call MaxPooling2D on that."


def _real_row(got: Graph, alignment: Alignment, row: int | None) -> int | None:
    return None if row is None else passed_extra(got, alignment, row)


def _wanted_row(expected: Graph, alignment: Alignment, row: int | None) -> int | None:
    """The student's row for an expected one. A layer that is missing before it is another fault.

    Only the pooling may not be missing, as it makes ``next_layer``; nor may all the layers.
    """
    assert row is not None
    if row not in alignment.to_got and expected.rows[row].kind == "MaxPooling2D":
        return None
    wanted = passed_missing(expected, alignment, row)
    return None if expected.rows[wanted].kind == "InputLayer" else alignment.to_got.get(wanted)


def _swapped(case: Case) -> Finding:
    message = (
        "the two outputs are swapped: skip_connection comes first, expected next_layer first. "
        f"Write `{RULES.last_line}`."
    )
    return _output_finding(case, message, None, "returned")


def _row_words(got: Graph, row: int) -> str:
    if got.rows[row].kind == "InputLayer":
        return f"{layer_words(got, row)} itself"
    return f"the output of {layer_words(got, row)} (row {row + 1})"


def _why_here(case: Case, number: int) -> str | None:
    """Without a pooling there is one tensor for both; which is wrong else depends on the rows."""
    if number or case.arguments["options"].get("max_pooling", True):
        return None
    return (
        "Without pooling it is the tensor of skip_connection: where max_pooling is False, write "
        "next_layer = skip_connection."
    )


def _why(number: int, got: Graph, row: int, expected: Graph) -> str:
    kind = got.rows[row].kind
    pools = any(row.kind == "MaxPooling2D" for row in got.rows)
    if number == 0 and not pools:
        return "Nothing was pooled. Call MaxPooling2D(2) in an if of its own, `if max_pooling:`."
    if number == 0:
        return "next_layer is what the block ends with. Return the output of its last layer."
    wanted = expected.outputs[1]
    assert wanted is not None
    if kind == "MaxPooling2D":
        return (
            "The skip connection carries the image before pooling makes it smaller. Set "
            "skip_connection before you pool."
        )
    if expected.rows[wanted].kind == "Dropout":
        return (
            "The skip connection is taken too early. Set skip_connection after the dropout, which "
            "comes before the pooling."
        )
    return "The skip connection is taken too early. Set skip_connection after both convolutions."


def _output_finding(case: Case, message: str, row: int | None, name: str) -> Finding:
    number = None if row is None else row + 1
    words = case_words(case, RULES)
    message = f"{words}: {message}" if words else message
    message = message if message.startswith(name) else message[0].upper() + message[1:]
    return Finding(message=message, case=case.name, row=number, attribute=name)


# --- the cases ----------------------------------------------------------------------------------


def _case(shape: list[int], **options: Any) -> Case:
    written = ", ".join(["inputs", *(f"{name}={value}" for name, value in options.items())])
    return Case(f"conv_block({written})", {"input_shape": shape, "options": options})


def _draw_shape(rng: np.random.Generator) -> list[int]:
    height, width = 4 * rng.integers(2, 9, size=2)
    return [int(height), int(width), int(rng.integers(1, 6))]


def draw_shapes(rng: np.random.Generator) -> tuple[Case, ...]:
    """The default block on images of other sizes and channels."""
    return tuple(_case(_draw_shape(rng)) for _ in range(2))


def draw_output_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """With and without pooling, always with dropout."""
    return tuple(
        _case(
            _draw_shape(rng),
            dropout_prob=float(rng.integers(1, 10)) / 20,
            max_pooling=max_pooling,
        )
        for max_pooling in (True, False)
    )


def draw_options(rng: np.random.Generator) -> tuple[Case, ...]:
    """Other numbers of filters and rates, with and without pooling and dropout."""
    return tuple(
        _case(
            _draw_shape(rng),
            n_filters=int(rng.integers(3, 31)),
            dropout_prob=float(rng.integers(1, 10)) / 20 if with_dropout else 0,
            max_pooling=bool(rng.integers(2)),
        )
        for with_dropout in (True, True, False)
    )


EXERCISE = Exercise(
    name="conv_block",
    title="The convolutional block",
    notebook=NOTEBOOK,
    parts=(
        Part(
            name="layers",
            title="the layers of the block",
            points=8,
            function=FUNCTIONS["layers"],
            cases=(_case(_STREET),),
            probe=PROBES["layers"],
            judge=judge_the_layers,
            draw_cases=draw_shapes,
        ),
        Part(
            name="outputs",
            title="the two tensors it returns",
            points=6,
            function=FUNCTIONS["outputs"],
            cases=(
                _case(_STREET, max_pooling=True),
                _case(_STREET, dropout_prob=0.1),
                _case(_STREET, max_pooling=False),
                _case(_STREET, dropout_prob=0.1, max_pooling=False),
            ),
            probe=PROBES["outputs"],
            judge=judge_the_outputs,
            draw_cases=draw_output_cases,
        ),
        Part(
            name="options",
            title="what its arguments change",
            points=6,
            function=FUNCTIONS["options"],
            cases=(
                _case(_STREET, n_filters=1024, dropout_prob=0.1),
                _case([24, 32, 3], n_filters=8, max_pooling=False),
                _case([24, 32, 3], n_filters=16, dropout_prob=0.3, max_pooling=False),
            ),
            probe=PROBES["options"],
            judge=judge_the_options,
            draw_cases=draw_options,
        ),
    ),
    hints=(
        "The block is a chain: each layer is called on the output of the layer before it. Two "
        "convolutions come first; dropout and pooling join the chain only when they are asked "
        "for.",
        "Look at the tensor before pooling: that one is `skip_connection`. Give it its name "
        "before the last `if`, and let `next_layer` be the pooled tensor or, without pooling, the "
        "same one.",
        "A convolution is `Conv2D(n_filters, 3, activation='relu', padding='same', "
        "kernel_initializer='he_normal')` called on a tensor, twice. Then `if dropout_prob > 0:` "
        "one `Dropout`, and `if max_pooling:` one `MaxPooling2D`. Two names are returned.",
    ),
    references=(
        Reference(
            "conv_block",
            "conv_block",
            {"input_shape": [96, 128, 3], "options": {"n_filters": 32}},
            expected_graph,
            (0, 896, 9248, 0),
        ),
        Reference(
            "conv_block_1024_filters_dropout",
            "conv_block",
            {"input_shape": [96, 128, 3], "options": {"n_filters": 1024, "dropout_prob": 0.1}},
            expected_graph,
            (0, 28672, 9438208, 0, 0),
        ),
    ),
)
