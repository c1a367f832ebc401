"""What a student's conv_block builds, written down as a table of layers."""

from collections.abc import Mapping

from grader.checks.exercise import Case, Evidence, Probe, StudentFunction
from grader.checks.layer_tables import evidence_of, without_weights

NOTEBOOK = "1_conv_block"
FUNCTIONS = {"layers": "conv_block", "outputs": "conv_block", "options": "conv_block"}
DEFAULTS = {"n_filters": 32, "dropout_prob": 0, "max_pooling": True}  # as in the def line


def probe(function: StudentFunction, case: Case) -> Evidence:
    """Call the function on an input and describe the layers behind what it returns."""
    import keras

    inputs = keras.Input(shape=tuple(case.arguments["input_shape"]))
    returned = without_weights(function)(inputs, **case.arguments["options"])
    return evidence_of(function, returned, {"inputs": inputs})


def probe_options(function: StudentFunction, case: Case) -> Evidence:
    """The same, with the default block beside it, which shows what no option brought about."""
    default = Case(case.name, {**case.arguments, "options": DEFAULTS})
    evidence = probe(function, case)
    return {**evidence, "default_graph": probe(function, default)["graph"]}


PROBES: Mapping[str, Probe] = {"layers": probe, "outputs": probe, "options": probe_options}
