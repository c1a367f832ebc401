"""What a student's upsampling_block builds, written down as a table of layers."""

from collections.abc import Mapping

from grader.checks.exercise import Case, Evidence, Probe, StudentFunction
from grader.checks.layer_tables import evidence_of_call, once_for_all, without_weights

NOTEBOOK = "2_upsampling_block"
FUNCTIONS = dict.fromkeys(("upsampling", "merging", "convolutions"), "upsampling_block")


def probe(function: StudentFunction, case: Case) -> Evidence:
    """Call the function on two inputs and describe the layers behind what it returns."""
    import keras

    expansive = keras.Input(shape=tuple(case.arguments["expansive_shape"]))
    contractive = keras.Input(shape=tuple(case.arguments["contractive_shape"]))
    given = {"expansive_input": expansive, "contractive_input": contractive}
    options = case.arguments["options"]
    build = without_weights(function)
    return evidence_of_call(build, (expansive, contractive), options, given)


PROBES: Mapping[str, Probe] = {part: once_for_all(part, probe) for part in FUNCTIONS}
